import Foundation

/// Any JSON of a recording, compared by value.
public enum RecordedJSON: Decodable, Equatable, Sendable {
    /// Names and values.
    case object([String: RecordedJSON])
    /// Values in their order.
    case array([RecordedJSON])
    /// A text.
    case text(String)
    /// A number; those of the recordings are exact as doubles.
    case number(Double)
    /// True or false.
    case flag(Bool)
    /// Null.
    case null

    /// Reads whatever comes.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let array = try? container.decode([RecordedJSON].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: RecordedJSON].self))
        }
    }

    /// The JSON in `text`.
    public init(parsing text: String) throws {
        self = try JSONDecoder().decode(RecordedJSON.self, from: Data(text.utf8))
    }

    /// The JSON of the file `name` in the folder of recordings that tests share.
    public init(recording name: String) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "TencentClientTests/Fixtures/\(name)")
        self = try JSONDecoder().decode(RecordedJSON.self, from: try Data(contentsOf: file))
    }

    /// A value of an object; nil in anything else.
    public subscript(name: String) -> RecordedJSON? { if case .object(let fields) = self { fields[name] } else { nil } }
    /// The text of a text.
    public var text: String? { if case .text(let text) = self { text } else { nil } }
    /// The number of a number.
    public var number: Double? { if case .number(let number) = self { number } else { nil } }
    /// The values of an array; none of anything else.
    public var elements: [RecordedJSON] { if case .array(let elements) = self { elements } else { [] } }
    /// The names and values of an object; none of anything else.
    public var fields: [String: RecordedJSON] { if case .object(let fields) = self { fields } else { [:] } }

    /// As JSON text, names sorted.
    public var encoded: String {
        switch self {
        case .object(let fields):
            "{" + fields.map { "\(Self.quoted($0.key)):\($0.value.encoded)" }.sorted().joined(separator: ",") + "}"
        case .array(let elements): "[" + elements.map(\.encoded).joined(separator: ",") + "]"
        case .text(let text): Self.quoted(text)
        case .number(let number): String(Int64(number))
        case .flag(let flag): String(flag)
        case .null: "null"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for character in text {
            switch character {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            default: quoted.append(character)
            }
        }
        return quoted + "\""
    }
}
