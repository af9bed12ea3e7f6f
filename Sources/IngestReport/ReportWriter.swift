import IngestModel

/// Takes the next bytes of a report, in pieces of some 64 KiB. What it throws ends the writing and comes out of the call that
/// led to it; the report is then incomplete and must not be put in its place.
public typealias ReportOutput = @Sendable ([UInt8]) throws -> Void

/// Writes one report: `begin`, then `add` for each entry in the job's order, then `end`. Memory does not grow with the entries.
public protocol ReportWriter: Sendable {
    /// Writes what stands before the entries. `summary` is known beforehand, from the journal.
    mutating func begin(_ run: RunRecord, _ summary: RunSummary) throws
    /// Writes one entry.
    mutating func add(_ record: EntryRecord) throws
    /// Writes what stands after the entries and hands over the last bytes.
    mutating func end() throws
}

/// The program that wrote a report.
public struct ReportTool: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its version.
    public var version: String

    /// This program in its version `version`.
    public init(name: String = "vod-ingest", version: String) {
        self.name = name
        self.version = version
    }
}

/// The forms of a report; the ending of its file name chooses.
public enum ReportFormat: String, Hashable, Sendable, CaseIterable {
    /// `.csv`
    case csv
    /// `.json`
    case json
    /// `.ndjson`, `.jsonl`
    case ndjson
    /// `.html`, `.htm`
    case html

    /// The form that the ending of `path` chooses, in any case; nil for an unknown one.
    public init?(path: String) {
        switch PathText.lowercasedExtension(of: path) {
        case "csv": self = .csv
        case "json": self = .json
        case "ndjson", "jsonl": self = .ndjson
        case "html", "htm": self = .html
        default: return nil
        }
    }

    /// A writer of this form.
    /// - Parameter companion: the name of a complete report that an HTML page which had to leave out rows points to.
    public func writer(
        tool: ReportTool, companion: String? = nil, output: @escaping ReportOutput
    ) throws -> any ReportWriter {
        switch self {
        case .csv: CSVWriter(output: output)
        case .json: JSONWriter(tool: tool, output: output)
        case .ndjson: NDJSONWriter(tool: tool, output: output)
        case .html: try HTMLWriter(tool: tool, companion: companion, output: output)
        }
    }
}

/// Why a report cannot be called complete.
public enum ReportFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The rows do not add up to the summary; the values are the entries of both.
    case rowsDisagree(written: Int, planned: Int)
    /// The file is not a report of this program; the value says what is wrong with it.
    case unreadable(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .rowsDisagree(let written, let planned) where written != planned:
            "the report has \(written) rows for \(planned) planned entries"
        case .rowsDisagree(let written, _):
            "the \(written) rows of the report do not add up to its summary"
        case .unreadable(let reason): reason
        }
    }
}
