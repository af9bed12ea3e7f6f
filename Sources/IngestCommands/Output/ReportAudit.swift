import IngestModel
import IngestReport

/// What must hold within a report.
enum ReportAudit {
    /// What does not, in the order of the rows: each id once, a FileId for what is committed, a reason for what is not.
    static func faults(_ records: [EntryRecord]) -> [String] {
        var seen: Set<EntryID> = []
        return records.flatMap { record in
            var faults: [String] = []
            if !seen.insert(record.spec.id).inserted { faults.append("`\(record.spec.id)` has more than one row") }
            switch record.status {
            case .succeeded, .skipped:
                if record.fileId == nil {
                    faults.append("`\(record.spec.id)` is \(record.status.rawValue) without a FileId")
                }
                if record.fault != nil {
                    faults.append("`\(record.spec.id)` is \(record.status.rawValue) with an error")
                }
            case .failed, .unknown:
                if record.fault == nil {
                    faults.append("`\(record.spec.id)` is \(record.status.rawValue) without a reason")
                }
            case .pending:
                if record.fileId != nil { faults.append("`\(record.spec.id)` is pending with a FileId") }
            }
            return faults
        }
    }
}

/// Several reports or state files as one report.
struct MergedReport {
    private let records: [EntryRecord]
    private let run: RunRecord
    private let console: Console

    /// Joins `paths`, older ones first; says what was committed more than once.
    init(paths: [String], console: Console) throws(CommandEnd) {
        var inputs: [ReportInput] = []
        for path in paths { inputs.append(try ReportInput(path: path)) }
        let merge = ReportMerge(inputs.map(\.records))
        guard let run = RunRecord.merging(inputs.compactMap(\.run)) else {
            throw CommandEnd(
                .usage, "none of the reports says which run it is of",
                hint: "a CSV does not; add a JSON report or a state file")
        }
        for conflict in merge.conflicts { console.warn(conflict.description) }
        records = merge.records
        self.run = run
        self.console = console
    }

    /// Writes the files of `flags`, or prints.
    func write(_ files: ReportFiles, _ flags: ReportOutputFlags) throws(CommandEnd) {
        let source = ReportSource.records(records, run)
        if flags.reports.isEmpty {
            let console = console
            try ReportFiles.write(flags.format, source) { console.write(String(decoding: $0, as: UTF8.self)) }
        } else {
            try files.write(source)
        }
    }
}
