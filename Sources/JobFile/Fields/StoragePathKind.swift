/// A path in the store: begins with one slash.
struct StoragePathKind: ValueKind {
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        if let fault = StoragePathIsAbsolute.fault(scalar.text, of: key) { throw fault }
        return scalar.text
    }

    var schema: SchemaNode {
        .object([
            ("type", "string"), ("pattern", "^/(?!\\\\)((?!\\.\\.?(/|$))[^/\\u0000-\\u001F\\u007F]+(/(?!$)|$))+$"),
        ])
    }
}
