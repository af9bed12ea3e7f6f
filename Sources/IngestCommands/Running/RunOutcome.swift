import IngestEngine
import IngestModel
import IngestPolicy

extension ExitCode {
    /// The code of a run that ended as `end` with these totals (contract, section 7).
    static func of(_ end: EngineEnd, _ summary: RunSummary) -> ExitCode {
        switch end {
        case .stopped(.signal(15)): .terminated
        case .stopped(.signal): .interrupted
        case .stopped(.account), .stopped(.rule(.account)): .accountRefused
        case .stopped(.journal): .stateOrReport
        case .stopped(.rule), .stopped(.window), .stopped(.silence): .stoppedByLimit
        case .finished where summary.count(.failed) + summary.count(.unknown) > 0: .entriesFailed
        case .finished where summary.count(.pending) > 0: .defect
        case .finished: .success
        }
    }
}

/// What is said at the end of a run.
struct RunSummaryText {
    /// Failed entries that are named; the report has all.
    static let namedFailures = 10

    /// The job's name.
    let name: String
    /// Where it went.
    let target: RunRecord.Target
    /// How it ended.
    let end: EngineEnd
    /// Seconds it took.
    let seconds: Double
    /// The totals.
    let summary: RunSummary
    /// Bytes that this run sent, repeats included.
    let bytesSent: Int64
    /// The first failed and unknown entries.
    let failures: [EntryRecord]
    /// The reports that were written.
    let reports: [String]

    /// The lines.
    var lines: [String] {
        let place = target == .emulator ? " on the emulator" : ""
        var lines = ["\(TextTable.visible(name))\(place), \(Amount.time(seconds)): \(ending)"]
        lines.append("  \(counts)")
        lines.append(
            "  \(Amount.count(summary.files, "file", "files")), \(Amount.bytes(summary.bytes)); "
                + "\(Amount.bytes(bytesSent)) sent")
        lines += failures.prefix(Self.namedFailures).map(Self.line)
        let unnamed = summary.count(.failed) + summary.count(.unknown) - min(failures.count, Self.namedFailures)
        if unnamed > 0 { lines.append("  … and \(Amount.grouped(unnamed)) more; the report has all of them") }
        return lines + reports.map { "  report: \($0)" }
    }

    private var ending: String {
        switch end {
        case .finished: "finished"
        case .stopped(let reason): reason.words
        }
    }

    private var counts: String {
        let parts = EntryStatus.allCases.filter { summary.count($0) > 0 }
            .map { "\(Amount.grouped(summary.count($0))) \($0.rawValue)" }
        return Amount.count(summary.planned, "entry", "entries")
            + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }

    private static func line(_ record: EntryRecord) -> String {
        let why = record.fault.map(\.description) ?? "no reason was recorded"
        let place = "line \(record.spec.line)"
        return TextTable.visible("  \(record.status.rawValue): \(place), `\(record.spec.id)`: \(why)")
    }
}
