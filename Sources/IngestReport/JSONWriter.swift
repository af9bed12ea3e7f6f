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
        try sink.write { ReportJSON.append(record, to: &$0) }
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
        try sink.write { bytes in
            ReportJSON.append(record, to: &bytes)
            bytes.append(0x0A)
        }
    }

    /// Hands over the last bytes.
    public mutating func end() throws { try sink.flush() }
}

/// The shapes that both JSON forms share.
enum ReportJSON {
    /// Raised when a member changes its meaning or goes; new members leave it as it is.
    static let schemaVersion = 1

    /// What stands before the value of each column: a report has hundreds of thousands of rows.
    private static let leads = ReportColumn.allCases.enumerated().map { index, column in
        (column: column, text: Array("\(index == 0 ? "{" : ",")\"\(column.key)\":".utf8))
    }

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

    /// One entry in one line. It goes straight into the bytes: a tree of its members would cost more than all the rest of it.
    static func append(_ record: EntryRecord, to bytes: inout [UInt8]) {
        let row = ReportRow(record)
        for (column, lead) in leads {
            bytes += lead
            switch row[column] {
            case .number(let number): OrderedJSON.append(number, to: &bytes)
            case .text(let text): OrderedJSON.append(text, to: &bytes)
            case .absent: bytes += "null".utf8
            }
        }
        bytes += ",\"uploads\":[".utf8
        for (index, file) in record.uploads.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(file, to: &bytes)
        }
        bytes += "]}".utf8
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
    private static func append(_ file: UploadedFile, to bytes: inout [UInt8]) {
        bytes += "{\"path\":".utf8
        OrderedJSON.append(file.path, to: &bytes)
        bytes += ",\"size\":".utf8
        OrderedJSON.append(UInt64(clamping: file.size), to: &bytes)
        bytes += ",\"crc64\":".utf8
        if let crc64 = file.crc64 {
            bytes.append(UInt8(ascii: "\""))
            OrderedJSON.append(crc64, to: &bytes)
            bytes.append(UInt8(ascii: "\""))
        } else {
            bytes += "null".utf8
        }
        bytes += ",\"parts\":".utf8
        OrderedJSON.append(UInt64(clamping: file.parts), to: &bytes)
        bytes.append(UInt8(ascii: "}"))
    }
}
