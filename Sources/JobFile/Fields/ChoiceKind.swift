import Diagnostics

/// One of a few words.
struct ChoiceKind<Value: RawRepresentable & Sendable>: ValueKind where Value.RawValue == String {
    var choices: [String]

    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> Value {
        guard choices.contains(scalar.text), let value = Value(rawValue: scalar.text) else {
            let list = choices.map { "`\($0)`" }.joined(separator: " or ")
            let nearest = NearestName.nearest(to: scalar.text, in: choices)
            throw ValueFault(
                .jobChoice, "`\(key)` is \(Quoted.text(scalar.text)); expected \(list)",
                hint: nearest.map { "did you mean `\($0)`?" })
        }
        return value
    }

    var schema: SchemaNode { .object([("enum", .array(choices.map { .text($0) }))]) }
}
