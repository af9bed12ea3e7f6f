import Foundation

/// A value of a JSON body with its kind kept, since the API refuses a number where it wants a text.
enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    /// Any whole number that 64 bits hold.
    case unsigned(UInt64)
    case negative(Int64)
    case fraction(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    /// The JSON object in `bytes`; nil where they are anything else.
    static func fields(_ bytes: [UInt8]) -> [String: JSONValue]? {
        do {
            guard case .object(let fields) = try JSONDecoder().decode(JSONValue.self, from: Data(bytes)) else {
                return nil
            }
            return fields
        } catch {
            return nil
        }
    }

    /// The text of a text value.
    var text: String? { if case .text(let text) = self { text } else { nil } }
    /// The number of a whole number from 0 on.
    var unsigned: UInt64? { if case .unsigned(let number) = self { number } else { nil } }
    /// The texts of a list that holds nothing else.
    var texts: [String]? {
        guard case .list(let values) = self else { return nil }
        let texts = values.compactMap(\.text)
        return texts.count == values.count ? texts : nil
    }

    /// The objects of a list that holds nothing else.
    var objects: [[String: JSONValue]]? {
        guard case .list(let values) = self else { return nil }
        let objects = values.compactMap { if case .object(let fields) = $0 { fields } else { nil } }
        return objects.count == values.count ? objects : nil
    }

    /// The value as a person would write it: texts without quotes, numbers in decimal.
    var plain: String {
        switch self {
        case .null: "null"
        case .bool(let value): String(value)
        case .unsigned(let number): String(number)
        case .negative(let number): String(number)
        case .fraction(let number): String(number)
        case .text(let text): text
        case .list(let values): "[" + values.map(\.plain).joined(separator: ", ") + "]"
        case .object(let fields):
            "{" + fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.plain)" }.joined(separator: ", ") + "}"
        }
    }
}

extension JSONValue: Codable {
    private struct Name: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Trying one kind after the other is how Codable tells them apart; a failed try has no effect.
    init(from decoder: any Decoder) throws {
        // A decoder says what a value is only by failing to give it as something else.
        if let container = try? decoder.container(keyedBy: Name.self) {
            self = .object(
                try Dictionary(
                    uniqueKeysWithValues: container.allKeys.map {
                        ($0.stringValue, try container.decode(JSONValue.self, forKey: $0))
                    }))
            return
        }
        // Not an object; whether it is a list is found out in the same way.
        if var container = try? decoder.unkeyedContainer() {
            var values: [JSONValue] = []
            while !container.isAtEnd { values.append(try container.decode(JSONValue.self)) }
            self = .list(values)
            return
        }
        self = try Self.scalar(try decoder.singleValueContainer())
    }

    private static func scalar(_ container: any SingleValueDecodingContainer) throws -> JSONValue {
        if container.decodeNil() { return .null }
        // A kind that does not fit fails without effect; the text, which comes last, tells what is wrong with it.
        if let value = try? container.decode(Bool.self) { return .bool(value) }
        // Whole numbers before fractions, which would take them too and lose digits.
        if let value = try? container.decode(UInt64.self) { return .unsigned(value) }
        // Here only what is below zero is left.
        if let value = try? container.decode(Int64.self) { return .negative(value) }
        // Whatever other number there is.
        if let value = try? container.decode(Double.self) { return .fraction(value) }
        return .text(try container.decode(String.self))
    }

    func encode(to encoder: any Encoder) throws {
        switch self {
        case .object(let fields):
            var container = encoder.container(keyedBy: Name.self)
            for (name, value) in fields { try container.encode(value, forKey: Name(stringValue: name)) }
        case .list(let values):
            var container = encoder.unkeyedContainer()
            for value in values { try container.encode(value) }
        default:
            var container = encoder.singleValueContainer()
            switch self {
            case .bool(let value): try container.encode(value)
            case .unsigned(let value): try container.encode(value)
            case .negative(let value): try container.encode(value)
            case .fraction(let value): try container.encode(value)
            case .text(let value): try container.encode(value)
            default: try container.encodeNil()
            }
        }
    }
}
