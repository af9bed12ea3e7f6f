/// A path on this machine.
struct LocalPathKind: ValueKind {
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        if let fault = PathIsLocal.fault(scalar.text, of: key) { throw fault }
        return scalar.text
    }

    var schema: SchemaNode {
        .object([
            ("type", ["string", "number", "boolean"]), ("minLength", 1),
            ("pattern", "^(?![A-Za-z][A-Za-z0-9+.-]*://)(.|\\n)*[^/]$"),
        ])
    }
}
