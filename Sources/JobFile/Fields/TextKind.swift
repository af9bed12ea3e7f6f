/// Any text; a number or a word such as `true` is taken as it is written.
struct TextKind: ValueKind {
    /// The most characters (Unicode scalars); nil where there is no limit.
    var longest: Int?
    var takesEmptyText = false

    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        if let fault = ContextIsShort.fault(scalar.text, of: key, longest: longest) { throw fault }
        return scalar.text
    }

    var schema: SchemaNode {
        var keywords: [(String, SchemaNode)] = [("type", ["string", "number", "boolean"])]
        if !takesEmptyText { keywords.append(("minLength", 1)) }
        if let longest { keywords.append(("maxLength", .integer(String(longest)))) }
        return .object(keywords)
    }
}
