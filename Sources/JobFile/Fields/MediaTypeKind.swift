/// A media or cover type from its list, in any case; the value is lower-case.
struct MediaTypeKind: ValueKind {
    var supported: SupportedTypes

    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        let type = scalar.text.lowercased()
        if let fault = TypeIsSupported.fault(type, written: scalar.text, of: key, supported) { throw fault }
        return type
    }

    /// The names for an editor to offer, and the same in any letter case.
    var schema: SchemaNode {
        let anyCase = supported.names.map { name in
            name.map { $0.isLetter ? "[\($0)\($0.uppercased())]" : String($0) }.joined()
        }
        return .object([
            (
                "anyOf",
                .array([
                    .object([("enum", .array(supported.names.map { .text($0) }))]),
                    .object([("type", "string"), ("pattern", .text("^(\(anyCase.joined(separator: "|")))$"))]),
                ])
            )
        ])
    }
}
