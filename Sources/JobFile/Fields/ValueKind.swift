import Diagnostics

/// What the text of a value can mean: one kind per file of this folder. The same value reads the file and writes the schema.
protocol ValueKind<Value>: Sendable {
    associatedtype Value: Sendable
    /// The value that `scalar`, the value of `key`, stands for.
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> Value
    /// The same as JSON Schema.
    var schema: SchemaNode { get }
    /// Whether `""` is a value: it takes away what the defaults say.
    var takesEmptyText: Bool { get }
}

extension ValueKind {
    var takesEmptyText: Bool { false }

    /// `read` after what holds for every kind: there is a value, and no NUL in it.
    func judge(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> Value {
        if scalar.text.utf8.isEmpty, scalar.isPlain || !takesEmptyText {
            let hint = takesEmptyText ? "write `\"\"` for none, or remove the key" : "give it a value or remove the key"
            throw ValueFault(.jobEmptyValue, "`\(key)` has no value", hint: hint)
        }
        var text = scalar.text
        if text.withUTF8({ $0.contains(0) }) {
            throw ValueFault(.jobNULCharacter, "`\(key)` contains the character NUL", hint: "remove the escape `\\0`")
        }
        return try read(scalar, of: key, context)
    }
}

/// What a value is judged against besides itself.
struct ValueContext: Sendable {
    /// The present, seconds since 1970.
    var now: Double
    var isTimeZone: (@Sendable (String) -> Bool)?
    /// True where an address may carry a user and a password: in the environment, which is no file that is kept.
    var takesPasswords = false
}

/// Why a value is refused, or what is odd about it; the place is added by the reader.
struct ValueFault: Error, Hashable {
    var code: DiagnosticCode
    var severity: Severity
    var message: String
    var hint: String?
    /// True when the value may hold a secret: its place is then given as a point, so that no renderer shows it.
    var hidesValue = false

    /// An error.
    init(_ code: DiagnosticCode, _ message: String, hint: String? = nil) {
        self.init(code, .error, message, hint: hint)
    }

    init(_ code: DiagnosticCode, _ severity: Severity, _ message: String, hint: String? = nil) {
        self.code = code
        self.severity = severity
        self.message = message
        self.hint = hint
    }
}

/// Text of the file as a message shows it: in backticks, without line breaks and not long.
enum Quoted {
    static let longest = 60

    static func text(_ text: String) -> String {
        var shown = ""
        for (count, scalar) in text.unicodeScalars.enumerated() {
            guard count < longest else { return "`\(shown)…`" }
            switch scalar.value {
            case 0x0A: shown += "\\n"
            case 0x09: shown += "\\t"
            case 0x60: shown += "'"
            case ..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: shown += "\u{FFFD}"
            default: shown.unicodeScalars.append(scalar)
            }
        }
        return "`\(shown)`"
    }

    /// As it stands in the file: with its quotes.
    static func value(_ scalar: Scalar) -> String {
        scalar.isPlain ? text(scalar.text) : text("\"\(scalar.text)\"")
    }
}
