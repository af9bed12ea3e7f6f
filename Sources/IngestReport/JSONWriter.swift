import IngestModel

/// Writes the JSON report: one object, one line for each entry; described by schemas/report.schema.json.
public struct JSONWriter: ReportWriter {
    private let tool: ReportTool
    private var sink: ReportSink
    private var isFirst = true

    /// A writer into `output`.
    public init(tool: ReportTool, output: @escaping ReportOutput) {
        self.tool = tool
        sink = ReportSink(output)
    }

    /// Writes everything up to the first entry.
    public mutating func begin(_ run: RunRecord, _ summary: RunSummary) throws {
        var text = "{\n"
        for member in ReportJSON.head(tool, run, summary) {
            text += "  " + OrderedJSON.text(member.key).line + ": " + member.value.indented(1) + ",\n"
        }
        try sink.write(text + "  \"entries\": [")
    }

    /// Writes one entry.
    public mutating func add(_ record: EntryRecord) throws {
        try sink.write(isFirst ? "\n    " : ",\n    ")
        try sink.write(ReportJSON.entry(record))
        isFirst = false
    }

    /// Closes the object.
    public mutating func end() throws {
        try sink.write(isFirst ? "]\n}\n" : "\n  ]\n}\n")
        try sink.flush()
    }
}

/// Writes the NDJSON report: the JSON report's head as the first line, then its entries, a line each.
public struct NDJSONWriter: ReportWriter {
    private let tool: ReportTool
    private var sink: ReportSink

    /// A writer into `output`.
    public init(tool: ReportTool, output: @escaping ReportOutput) {
        self.tool = tool
        sink = ReportSink(output)
    }

    /// Writes the first line.
    public mutating func begin(_ run: RunRecord, _ summary: RunSummary) throws {
        try sink.write(.object(ReportJSON.head(tool, run, summary)))
        try sink.write("\n")
    }

    /// Writes the line of one entry.
    public mutating func add(_ record: EntryRecord) throws {
        try sink.write(ReportJSON.entry(record))
        try sink.write("\n")
    }

    /// Hands over the last bytes.
    public mutating func end() throws { try sink.flush() }
}

/// The shapes that both JSON forms share.
enum ReportJSON {
    /// Raised when a member changes its meaning or goes; new members leave it as it is.
    static let schemaVersion = 1

    /// The columns with their names in JSON, made once: a report has hundreds of thousands of rows.
    private static let keys = ReportColumn.allCases.map { (column: $0, key: $0.key) }

    static func head(
        _ tool: ReportTool, _ run: RunRecord, _ summary: RunSummary
    ) -> [(key: String, value: OrderedJSON)] {
        [
            ("schemaVersion", OrderedJSON(schemaVersion)),
            ("tool", .object([("name", .text(tool.name)), ("version", .text(tool.version))])),
            ("run", self.run(run)),
            ("summary", self.summary(summary)),
        ]
    }

    static func entry(_ record: EntryRecord) -> OrderedJSON {
        let row = ReportRow(record)
        var members = keys.map { (key: $0.key, value: OrderedJSON(row[$0.column])) }
        members.append(("uploads", .array(record.uploads.map(upload))))
        return .object(members)
    }

    private static func run(_ run: RunRecord) -> OrderedJSON {
        let settings = run.settings.sorted { $0.key < $1.key }
        return .object([
            ("id", .text(run.id)),
            ("job", .text(run.job)),
            ("jobDigest", .text(run.jobDigest)),
            ("target", .text(run.target.rawValue)),
            ("startedAt", OrderedJSON(Timestamp.text(run.startedAt))),
            ("finishedAt", OrderedJSON(run.finishedAt.flatMap(Timestamp.text))),
            ("interrupted", .bool(run.interrupted)),
            ("settings", .object(settings.map { ($0.key, .text($0.value)) })),
        ])
    }

    private static func summary(_ summary: RunSummary) -> OrderedJSON {
        let errors = summary.errorsByCode.sorted { $0.key < $1.key }
        var members = [(key: "planned", value: OrderedJSON(summary.planned))]
        members += EntryStatus.allCases.map { ($0.rawValue, OrderedJSON(summary.count($0))) }
        members += [
            ("files", OrderedJSON(summary.files)),
            ("bytes", OrderedJSON(summary.bytes)),
            ("bytesSent", OrderedJSON(summary.bytesSent)),
            ("errors", .object(errors.map { ($0.key, OrderedJSON($0.value)) })),
        ]
        return .object(members)
    }

    /// The checksum is text: many readers keep numbers as floating point and would round 64 bits.
    private static func upload(_ file: UploadedFile) -> OrderedJSON {
        .object([
            ("path", .text(file.path)),
            ("size", OrderedJSON(file.size)),
            ("crc64", OrderedJSON(file.crc64.map { String($0) })),
            ("parts", OrderedJSON(file.parts)),
        ])
    }
}
