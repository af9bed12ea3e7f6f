import Foundation

/// Judges JSON by the part of JSON Schema that the report's schema uses; any other keyword is a fault of the schema.
struct SchemaCheck {
    private let root: [String: Any]
    private static let known: Set<String> = [
        "$schema", "title", "description", "type", "required", "properties", "items", "enum", "const", "minimum",
        "pattern",
        "format", "additionalProperties",
    ]

    struct Unusable: Error {
        var reason: String
    }

    init(_ schema: String) throws {
        guard let root = try JSONSerialization.jsonObject(with: Data(schema.utf8)) as? [String: Any] else {
            throw Unusable(reason: "not an object")
        }
        self.root = root
    }

    /// What in `text` the schema forbids, each with its place.
    func faults(in text: String) throws -> [String] {
        let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try check(value, root, "$")
    }

    private func check(_ value: Any, _ schema: [String: Any], _ place: String) throws -> [String] {
        if let unknown = schema.keys.first(where: { !Self.known.contains($0) }) {
            throw Unusable(reason: "keyword \(unknown)")
        }
        var faults = checkScalar(value, schema, place)
        if let object = value as? [String: Any] { faults += try checkObject(object, schema, place) }
        if let items = value as? [Any], let itemSchema = schema["items"] as? [String: Any] {
            for (index, item) in items.enumerated() { faults += try check(item, itemSchema, "\(place)[\(index)]") }
        }
        return faults
    }

    private func checkScalar(_ value: Any, _ schema: [String: Any], _ place: String) -> [String] {
        let types = schema["type"].map { $0 as? [String] ?? [$0 as? String ?? ""] } ?? []
        if !types.isEmpty, !types.contains(type(of: value)) {
            return ["\(place): \(type(of: value)) is not \(types.joined(separator: " or "))"]
        }
        var faults: [String] = []
        if let words = schema["enum"] as? [Any], !words.contains(where: { equal($0, value) }) {
            faults.append("\(place): not one of the words")
        }
        if let constant = schema["const"], !equal(constant, value) { faults.append("\(place): not the constant") }
        if let least = schema["minimum"] as? NSNumber, let number = value as? NSNumber,
            number.compare(least) == .orderedAscending
        {
            faults.append("\(place): below the minimum")
        }
        if let pattern = schema["pattern"] as? String, let text = value as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            faults.append("\(place): not of the pattern")
        }
        return faults
    }

    private func checkObject(_ object: [String: Any], _ schema: [String: Any], _ place: String) throws -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        let required = schema["required"] as? [String] ?? []
        var faults = required.filter { object[$0] == nil }.map { "\(place).\($0): missing" }
        for (key, value) in object.sorted(by: { $0.key < $1.key }) {
            if let schema = properties[key] ?? schema["additionalProperties"] as? [String: Any] {
                faults += try check(value, schema, "\(place).\(key)")
            } else {
                faults.append("\(place).\(key): not in the schema")
            }
        }
        return faults
    }

    private func type(of value: Any) -> String {
        switch value {
        case is NSNull: "null"
        case is String: "string"
        case is [Any]: "array"
        case is [String: Any]: "object"
        case let number as NSNumber where isBoolean(number): "boolean"
        default: "integer"
        }
    }

    private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

    private func equal(_ left: Any, _ right: Any) -> Bool {
        switch (left, right) {
        case is (NSNull, NSNull): true
        case (let left as String, let right as String): left == right
        case (let left as NSNumber, let right as NSNumber): left == right
        default: false
        }
    }
}
