import Foundation
import IngestJournal
import IngestModel
import IngestReport

/// Where the rows of a report come from.
enum ReportSource {
    /// A run of a journal, row by row; with its totals, where they are counted already.
    case journal(Journal, run: Int64, RunRecord, summary: RunSummary? = nil)
    /// Rows in memory.
    case records([EntryRecord], RunRecord)

    /// The head of the report.
    fileprivate var run: RunRecord {
        switch self {
        case .journal(_, _, let run, _), .records(_, let run): run
        }
    }

    fileprivate func summary() throws -> RunSummary {
        switch self {
        case .journal(let journal, let number, _, let summary): return try summary ?? journal.summary(run: number)
        case .records(let records, _): return records.reduce(into: RunSummary()) { $0.add($1) }
        }
    }

    fileprivate func forEach(_ body: (EntryRecord) throws -> Void) throws {
        switch self {
        case .journal(let journal, let number, _, _):
            // The journal would take what a file refuses for a fault of its own.
            var refusal: (any Error)?
            do {
                try journal.forEachRecord(run: number, uploads: true) { record in
                    do {
                        try body(record)
                    } catch {
                        refusal = error
                        throw error
                    }
                }
            } catch {
                throw refusal ?? error
            }
        case .records(let records, _): try records.forEach(body)
        }
    }
}

/// Writes the reports of a run: all of them, each as a whole, or none.
struct ReportFiles {
    /// A file and its form.
    private struct Target {
        let path: String
        let format: ReportFormat
    }

    private let targets: [Target]

    /// The reports `paths`; the ending of each chooses its form.
    init(paths: [String]) throws(CommandEnd) {
        var targets: [Target] = []
        for path in paths {
            guard let format = ReportFormat(path: path) else {
                throw CommandEnd(
                    .usage, "the ending of `--report \(path)` chooses no form",
                    hint: "use `.csv`, `.json`, `.ndjson` or `.html`")
            }
            guard !targets.contains(where: { $0.path == path }) else {
                throw CommandEnd(.usage, "`--report \(path)` is given twice")
            }
            targets.append(Target(path: path, format: format))
        }
        self.targets = targets
    }

    /// Sees that each can be written before hours are spent: its folder is there and takes a file, and neither a folder nor one
    /// of the `others`, the files that the run lives on, is in its place.
    func prepare(besides others: [String] = []) throws(CommandEnd) {
        for target in targets {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: target.path, isDirectory: &isFolder), isFolder.boolValue {
                throw CommandEnd(
                    .stateOrReport, "cannot write `\(target.path)`: it is a folder", hint: "name a file in it")
            }
            if let other = others.first(where: { Self.isSame($0, target.path) }) {
                throw CommandEnd(
                    .usage, "`--report \(target.path)` would overwrite `\(other)`", hint: "name another file")
            }
            do throws(AtomicFile.Fault) {
                try AtomicFile(path: target.path).discard()
            } catch {
                throw CommandEnd(
                    .stateOrReport, error.description, hint: "name a folder that is there and can be written")
            }
        }
    }

    private static func isSame(_ one: String, _ other: String) -> Bool {
        URL(fileURLWithPath: one).standardizedFileURL.resolvingSymlinksInPath()
            == URL(fileURLWithPath: other).standardizedFileURL.resolvingSymlinksInPath()
    }

    /// Writes them with the rows of `source`.
    func write(_ source: ReportSource) throws(CommandEnd) {
        guard !targets.isEmpty else { return }
        var files: [AtomicFile] = []
        defer { files.forEach { $0.discard() } }
        do {
            for target in targets { files.append(try AtomicFile(path: target.path)) }
            // A page that leaves out rows points to a report that has them all.
            let companion = targets.first { $0.format != .html }.map { PathText.lastPart(of: $0.path) }
            let writers = try zip(targets, files).map { target, file in
                try target.format.writer(tool: .current, companion: companion) { try file.write($0) }
            }
            try Self.write(writers, source)
            for file in files { try file.commit() }
        } catch {
            throw Self.end(error)
        }
    }

    /// Writes one report in `format` piece by piece to `output`.
    static func write(
        _ format: ReportFormat, _ source: ReportSource, to output: @escaping ReportOutput
    ) throws(CommandEnd) {
        do {
            try write([try format.writer(tool: .current, output: output)], source)
        } catch {
            throw end(error)
        }
    }

    private static func write(_ writers: [any ReportWriter], _ source: ReportSource) throws {
        let lanes = writers.map(ReportLane.init)
        // Whatever happens, the files stay open until nobody writes to them.
        defer { lanes.forEach { $0.wait() } }
        var report = CompleteReport(lanes)
        try report.begin(source.run, try source.summary())
        try source.forEach { try report.add($0) }
        try report.end()
    }

    private static func end(_ error: any Error) -> CommandEnd {
        switch error {
        case let end as CommandEnd: end
        case let fault as JournalFault: CommandEnd(fault)
        case let fault as AtomicFile.Fault:
            CommandEnd(
                .stateOrReport, fault.description,
                hint: "the results are safe: `vod-ingest report STATE` writes the report again")
        case let fault as ReportFault:
            CommandEnd(.stateOrReport, "the report is not complete and was not written: \(fault)")
        default: CommandEnd(.defect, "the report could not be made: \(error)")
        }
    }
}

extension ReportTool {
    /// This program.
    static var current: ReportTool { ReportTool(version: Version.text) }
}

extension CommandEnd {
    /// The end that a fault of the state file brings.
    init(_ fault: JournalFault) { self.init(.stateOrReport, fault.message, hint: fault.hint) }
}
