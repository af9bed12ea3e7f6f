import IngestModel

/// The JSON Schema (2020-12) of the JSON report, generated from the columns; schemas/report.schema.json is its output.
public enum ReportSchema {
    /// The schema's text, with a line end.
    public static func text() -> String {
        let root = object(
            [
                ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
                ("title", .text("vod-ingest report")),
                (
                    "description",
                    .text(
                        "The JSON report of a run. Of an NDJSON report, the first line is this object without entries and "
                            + "each further line is one entry. Members may be added within a schemaVersion.")
                ),
            ],
            members: [
                ("schemaVersion", .object([("const", OrderedJSON(ReportJSON.schemaVersion))])),
                ("tool", object([], members: [("name", text("")), ("version", text(""))])),
                ("run", run),
                ("summary", summary),
                ("entries", .object([("type", .text("array")), ("items", entry)])),
            ])
        return root.indented() + "\n"
    }

    private static var run: OrderedJSON {
        object(
            [],
            members: [
                ("id", text("Random id of the run.")),
                ("job", text("Name of the job.")),
                (
                    "jobDigest",
                    .object(typed("string", "SHA-256 of the job file, hex.") + [("pattern", .text("^[0-9a-f]{64}$"))])
                ),
                ("target", word("Where the media went.", ["service", "emulator"])),
                ("startedAt", time("Beginning of the run; UTC.", nullable: false)),
                ("finishedAt", time("End of the run; null while it runs or when it was killed.", nullable: true)),
                ("interrupted", .object(typed("boolean", "True when the run ended before its work was done."))),
                (
                    "settings",
                    .object(
                        typed("object", "The settings in force, by dotted name; no secrets.")
                            + [("additionalProperties", .object([("type", .text("string"))]))])
                ),
            ])
    }

    private static var summary: OrderedJSON {
        let counts = EntryStatus.allCases.map { (key: $0.rawValue, value: count("Entries that are \($0.rawValue).")) }
        return object(
            [],
            members: [("planned", count("All entries: the sum of the five counts."))] + counts + [
                ("files", count("Files of all entries.")),
                ("bytes", count("Bytes of all entries.")),
                ("bytesSent", count("Bytes sent, repeats included.")),
                (
                    "errors",
                    .object(
                        typed("object", "Failed and unknown entries by error code.")
                            + [("additionalProperties", .object(typed("integer", "") + [("minimum", .number(1))]))])
                ),
            ])
    }

    private static var entry: OrderedJSON {
        let upload = object(
            [],
            members: [
                ("path", text("Path below the entry's folder.")),
                ("size", count("Bytes.")),
                (
                    "crc64",
                    .object(
                        typed(
                            "string", "CRC-64/XZ of the file, decimal; null while it is not uploaded.", nullable: true)
                            + [("pattern", .text("^[0-9]{1,20}$"))])
                ),
                ("parts", count("Parts it was sent in; 1 for a PUT.")),
            ])
        let uploads = OrderedJSON.object(
            typed("array", "Files of the entry, where the report was asked for them.") + [("items", upload)])
        return object([], members: ReportColumn.allCases.map { ($0.key, schema(of: $0)) } + [("uploads", uploads)])
    }

    private static func schema(of column: ReportColumn) -> OrderedJSON {
        let nullable = !column.isAlwaysPresent
        switch column.kind {
        case .number:
            let type = typed("integer", column.meaning, nullable: nullable)
            return .object(type + [("minimum", .number(column == .line ? 1 : 0))])
        case .time: return time(column.meaning, nullable: nullable)
        case .word(let words): return word(column.meaning, words, nullable: nullable)
        case .text where column == .fileId:
            return .object(typed("string", column.meaning, nullable: nullable) + [("pattern", .text("^[0-9]+$"))])
        case .text: return .object(typed("string", column.meaning, nullable: nullable))
        }
    }

    private static func object(
        _ head: [(key: String, value: OrderedJSON)], members: [(key: String, value: OrderedJSON)]
    ) -> OrderedJSON {
        .object(
            head + [
                ("type", .text("object")),
                ("required", .array(members.map { .text($0.key) })),
                ("properties", .object(members)),
            ])
    }

    private static func typed(
        _ type: String, _ meaning: String, nullable: Bool = false
    ) -> [(key: String, value: OrderedJSON)] {
        let types: OrderedJSON = nullable ? .array([.text(type), .text("null")]) : .text(type)
        return (meaning.isEmpty ? [] : [("description", .text(meaning))]) + [("type", types)]
    }

    private static func text(_ meaning: String) -> OrderedJSON { .object(typed("string", meaning)) }

    private static func count(_ meaning: String) -> OrderedJSON {
        .object(typed("integer", meaning) + [("minimum", .number(0))])
    }

    private static func time(_ meaning: String, nullable: Bool) -> OrderedJSON {
        .object(typed("string", meaning, nullable: nullable) + [("format", .text("date-time"))])
    }

    private static func word(_ meaning: String, _ words: [String], nullable: Bool = false) -> OrderedJSON {
        let choices = words.map(OrderedJSON.text) + (nullable ? [.null] : [])
        return .object([("description", .text(meaning)), ("enum", .array(choices))])
    }
}
