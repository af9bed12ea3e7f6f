import Foundation
import YAMLEvents

/// Judges YAML by a JSON Schema, as an editor would: the keywords that the job schema uses, and no others.
struct SchemaValidator {
    struct UnknownKeyword: Error { var keyword: String }
    struct NoSchema: Error {}

    private let root: [String: Any]

    init(_ text: String) throws {
        guard let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
            throw NoSchema()
        }
        self.root = root
    }

    func problems(ofYAML text: String) throws -> [String] {
        try problems(try JSONValue(yaml: text), root, "$")
    }

    private func problems(_ value: JSONValue, _ schema: [String: Any], _ path: String) throws -> [String] {
        try schema.sorted { $0.key < $1.key }.flatMap { keyword, argument in
            try problems(value, keyword, argument, schema, path)
        }
    }

    private func problems(
        _ value: JSONValue, _ keyword: String, _ argument: Any, _ schema: [String: Any], _ path: String
    ) throws -> [String] {
        let holds: Bool
        switch (keyword, argument) {
        case ("$schema", _), ("title", _), ("description", _), ("$defs", _), ("properties", _), ("examples", _):
            holds = true
        case ("$ref", let name as String): return try problems(value, definition(name), path)
        case ("type", let name as String): holds = value.has(type: name)
        case ("type", let names as [String]): holds = names.contains { value.has(type: $0) }
        case ("const", _): holds = value.equals(argument)
        case ("enum", let choices as [Any]): holds = choices.contains { value.equals($0) }
        case ("pattern", let pattern as String):
            guard case .text(let text) = value else { return [] }
            holds = try Regex(pattern).matchingSemantics(.unicodeScalar).firstMatch(in: text) != nil
        case ("minLength", let least as Int): holds = value.length.map { $0 >= least } ?? true
        case ("maxLength", let most as Int): holds = value.length.map { $0 <= most } ?? true
        case ("minimum", let least as NSNumber): holds = value.number.map { $0 >= least.doubleValue } ?? true
        case ("maximum", let most as NSNumber): holds = value.number.map { $0 <= most.doubleValue } ?? true
        case ("required", let keys as [String]): holds = value.object.map { $0.keys.isSuperset(of: keys) } ?? true
        case ("dependentRequired", let pairs as [String: [String]]):
            guard let keys = value.object?.keys else { return [] }
            holds = pairs.allSatisfy { !keys.contains($0.key) || keys.isSuperset(of: $0.value) }
        case ("anyOf", let schemas as [[String: Any]]):
            holds = try schemas.contains { try problems(value, $0, path).isEmpty }
        case ("items", let schema as [String: Any]):
            guard case .list(let items) = value else { return [] }
            return try items.enumerated().flatMap { try problems($0.element, schema, "\(path)[\($0.offset)]") }
        case ("additionalProperties", _): return try propertyProblems(value, schema, path)
        default: throw UnknownKeyword(keyword: keyword)
        }
        return holds ? [] : ["\(path): \(keyword)"]
    }

    private func propertyProblems(_ value: JSONValue, _ schema: [String: Any], _ path: String) throws -> [String] {
        guard let object = value.object, let properties = schema["properties"] as? [String: [String: Any]] else {
            return []
        }
        return try object.sorted { $0.key < $1.key }.flatMap { key, value in
            guard let property = properties[key] else { return ["\(path): unknown \(key)"] }
            return try problems(value, property, "\(path).\(key)")
        }
    }

    private func definition(_ name: String) throws -> [String: Any] {
        guard let all = root["$defs"] as? [String: [String: Any]],
            let found = all[String(name.dropFirst("#/$defs/".count))]
        else { throw NoSchema() }
        return found
    }
}

/// What an editor makes of YAML 1.2's core schema.
enum JSONValue {
    case null
    case boolean(Bool)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case mapping([String: JSONValue])

    init(yaml: String) throws {
        var reader = YAMLEventReader(bytes: Array(yaml.utf8))
        while let event = try reader.next() {
            if event.kind == .documentStart {
                self = try Self.value(&reader) ?? .null
                return
            }
        }
        self = .null
    }

    private static func value(_ reader: inout YAMLEventReader) throws -> JSONValue? {
        guard let event = try reader.next() else { return nil }
        switch event.kind {
        case .scalar(.plain): return plain(reader.text)
        case .scalar: return .text(reader.text)
        case .sequenceStart:
            var items: [JSONValue] = []
            while let item = try value(&reader) { items.append(item) }
            return .list(items)
        case .mappingStart:
            var members: [String: JSONValue] = [:]
            while case .scalar? = try reader.next()?.kind {
                let key = reader.text
                members[key] = try value(&reader)
            }
            return .mapping(members)
        default: return nil
        }
    }

    private static func plain(_ text: String) -> JSONValue {
        switch text {
        case "", "null", "~": .null
        case "true": .boolean(true)
        case "false": .boolean(false)
        default:
            text.allSatisfy { "0123456789.-+eE".contains($0) }
                ? Double(text).map { .number($0) } ?? .text(text) : .text(text)
        }
    }

    func has(type: String) -> Bool {
        switch self {
        case .null: type == "null"
        case .boolean: type == "boolean"
        case .number(let number): type == "number" || (type == "integer" && number == number.rounded())
        case .text: type == "string"
        case .list: type == "array"
        case .mapping: type == "object"
        }
    }

    func equals(_ other: Any) -> Bool {
        switch self {
        case .text(let text): other as? String == text
        case .number(let number): (other as? NSNumber)?.doubleValue == number
        case .null, .boolean, .list, .mapping: false
        }
    }

    var length: Int? { if case .text(let text) = self { text.unicodeScalars.count } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var object: [String: JSONValue]? { if case .mapping(let members) = self { members } else { nil } }
}

extension Dictionary.Keys where Key == String {
    fileprivate func isSuperset(of keys: [String]) -> Bool { keys.allSatisfy { contains($0) } }
}
