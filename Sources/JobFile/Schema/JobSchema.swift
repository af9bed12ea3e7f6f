import Diagnostics

/// The JSON Schema (2020-12) of a job file, made from the tables that the reader uses.
public enum JobSchema {
    /// The text of schemas/job.schema.json, with a line break at its end.
    public static let text: String = {
        var output = ""
        root.write(into: &output)
        return output + "\n"
    }()

    private static var root: SchemaNode {
        .object([
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("title", "vod-ingest job file"),
            ("description", "Settings first, media last. The program also checks what a schema cannot say."),
            ("type", "object"),
            ("additionalProperties", false),
            ("required", ["version", "media"]),
            ("properties", .object(SettingKey.all.map { ($0.name, $0.schema) })),
            ("$defs", .object([("entry", entry)] + RequestField.allCases.map { ($0.rawValue, $0.schema) })),
        ])
    }

    static func reference(_ name: String) -> SchemaNode { .object([("$ref", .text("#/$defs/\(name)"))]) }

    private static var entry: SchemaNode {
        .object([
            ("type", "object"),
            ("additionalProperties", false),
            ("required", ["MediaFilePath"]),
            ("dependentRequired", .object([("CoverType", ["CoverFilePath"])])),
            ("properties", .object(EntryKey.all.map { ($0.name, $0.schema) })),
        ])
    }

    static var defaults: SchemaNode {
        let fields = RequestField.allCases.filter(\.mayBeDefault)
        return .object([
            ("type", "object"), ("additionalProperties", false),
            ("properties", .object(fields.map { ($0.rawValue, reference($0.rawValue)) })),
        ])
    }

    static var media: SchemaNode {
        .object([
            ("type", "array"),
            ("items", .object([("anyOf", .array([reference("MediaFilePath"), reference("entry")]))])),
        ])
    }
}

extension EntryKey {
    fileprivate var schema: SchemaNode {
        switch self {
        case .id: RequestKinds.id.schema.described("Stable name of the entry, unique. Default: its MediaFilePath.")
        case .region: RequestKinds.region.schema.described("Access region of this entry.")
        case .field(let field): JobSchema.reference(field.rawValue)
        }
    }
}

extension SettingKey {
    fileprivate var schema: SchemaNode {
        switch body {
        case .value(let schema, _): schema.described(summary)
        case .version: SchemaNode.object([("const", 1)]).described(summary)
        case .defaults: JobSchema.defaults.described(summary)
        case .media: JobSchema.media.described(summary)
        case .group(let keys):
            SchemaNode.object([
                ("type", "object"), ("additionalProperties", false),
                ("properties", .object(keys.map { ($0.name, $0.schema) })),
            ]).described(summary)
        }
    }
}
