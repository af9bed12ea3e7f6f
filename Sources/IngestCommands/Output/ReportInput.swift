import Crypto
import Foundation
import IngestJournal
import IngestModel
import IngestReport

/// The records of one run: from a state file, or from a report that was written of one.
struct ReportInput {
    /// The run; nil where a CSV does not say it.
    let run: RunRecord?
    /// The entries in the order of the job.
    let records: [EntryRecord]

    /// Reads `path`: a report where its ending is one of a report's, else a state file.
    init(path: String) throws(CommandEnd) {
        if let format = ReportFormat(path: path) {
            (run, records) = try Self.report(path, format)
        } else {
            (run, records) = try Self.state(path)
        }
    }

    private static func report(_ path: String, _ format: ReportFormat) throws(CommandEnd) -> (RunRecord?, [EntryRecord])
    {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        } catch {
            throw CommandEnd(.stateOrReport, "cannot read the report `\(path)`")
        }
        do throws(ReportFault) {
            let report = try ReportReader.read(bytes, format: format)
            return (report.run, report.records)
        } catch {
            throw CommandEnd(.stateOrReport, "`\(path)`: \(error)")
        }
    }

    private static func state(_ path: String) throws(CommandEnd) -> (RunRecord?, [EntryRecord]) {
        do throws(JournalFault) {
            let journal = try Journal(path: path, mode: .read)
            guard let (number, run) = try journal.latestRun() else { return (nil, []) }
            var records: [EntryRecord] = []
            try journal.forEachRecord(run: number, uploads: true) { records.append($0) }
            try journal.close()
            return (run, records)
        } catch {
            throw CommandEnd(error)
        }
    }
}

extension RunRecord {
    /// One run that stands for several, for the head of a merged report.
    static func merging(_ runs: [RunRecord]) -> RunRecord? {
        guard let first = runs.first else { return nil }
        guard runs.count > 1 else { return first }
        var merged = first
        merged.id = runs.map(\.id).joined(separator: "+")
        var names: [String] = []
        for run in runs where !names.contains(run.job) { names.append(run.job) }
        merged.job = names.joined(separator: " + ")
        if runs.contains(where: { $0.jobDigest != first.jobDigest }) {
            merged.jobDigest = SHA256.hash(data: Data(runs.map(\.jobDigest).joined().utf8)).hex
        }
        if runs.contains(where: { $0.target == .emulator }) { merged.target = .emulator }
        merged.startedAt = runs.map(\.startedAt).min() ?? first.startedAt
        merged.finishedAt = runs.contains { $0.finishedAt == nil } ? nil : runs.compactMap(\.finishedAt).max()
        merged.interrupted = runs.contains { $0.interrupted }
        merged.settings = first.settings.filter { pair in runs.allSatisfy { $0.settings[pair.key] == pair.value } }
        return merged
    }
}
