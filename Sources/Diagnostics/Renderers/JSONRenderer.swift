/// Findings for programs: one JSON object on a line for each, always with the same keys; null where something is unknown.
///
/// Keys: code, severity, file, line, column, endLine, endColumn, message, hint, entry, notes. Lines and columns count from
/// 1, columns in Unicode scalars, the end is exclusive. A note has file, line, column, endLine, endColumn, message.
public struct JSONRenderer: Sendable {
    /// A renderer.
    public init() {}

    /// One line, with its end.
    public func render(_ diagnostic: Diagnostic) -> String {
        var object = JSONObject()
        object.add("code", diagnostic.code.rawValue)
        object.add("severity", diagnostic.severity.rawValue)
        Self.add(diagnostic.location, to: &object)
        object.add("message", diagnostic.message)
        object.add("hint", diagnostic.hint)
        object.add("entry", diagnostic.entry)
        object.add(
            "notes",
            raw: "["
                + diagnostic.notes.map { note in
                    var object = JSONObject()
                    Self.add(note.location, to: &object)
                    object.add("message", note.message)
                    return object.text
                }.joined(separator: ",") + "]")
        return object.text + "\n"
    }

    /// All of them, a line each.
    public func render(_ diagnostics: [Diagnostic]) -> String { diagnostics.map(render).joined() }

    private static func add(_ location: SourceLocation?, to object: inout JSONObject) {
        object.add("file", location?.file)
        object.add("line", location?.start.line)
        object.add("column", location?.start.column)
        object.add("endLine", location?.end.line)
        object.add("endColumn", location?.end.column)
    }
}

/// A JSON object on one line, its keys in the order in which they were added.
struct JSONObject {
    private var members = ""

    mutating func add(_ key: String, raw value: String) {
        if !members.isEmpty { members += "," }
        JSONText.write(key, into: &members)
        members += ":" + value
    }

    mutating func add(_ key: String, _ text: String?) {
        var value = ""
        if let text { JSONText.write(text, into: &value) } else { value = "null" }
        add(key, raw: value)
    }

    mutating func add(_ key: String, _ number: Int?) { add(key, raw: number.map(String.init) ?? "null") }

    var text: String { "{\(members)}" }
}
