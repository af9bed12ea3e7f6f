import Diagnostics

/// Why a YAML stream cannot be read further.
public struct YAMLReadError: Error, CustomStringConvertible {
    /// The kind of trouble.
    public enum Code: Hashable, Sendable, CaseIterable {
        /// The text breaks YAML's grammar.
        case syntax
        /// Bytes that are not UTF-8.
        case invalidUTF8
        /// The file is UTF-16 or UTF-32.
        case wideEncoding
        /// A character that YAML does not allow in a file.
        case controlCharacter
        /// More levels than `YAMLLimits.depth`.
        case tooDeep
        /// A scalar or a run of comments beyond its limit.
        case tooLong
        /// A second document.
        case secondDocument
        /// The closure that reads the file threw; `cause` is what it threw.
        case input
        /// The parser could not allocate memory.
        case memory
    }

    /// The kind of trouble.
    public var code: Code
    /// Where it is.
    public var mark: SourceMark
    /// One sentence, lower-case start, no final full stop.
    public var message: String
    /// What the parser was doing, such as `while parsing a block mapping`, and since where.
    public var context: Context?
    /// The error of the reading closure.
    public var cause: (any Error)?

    /// What the parser was doing when it failed.
    public struct Context: Hashable, Sendable {
        /// `while …`
        public var message: String
        /// Where that began.
        public var mark: SourceMark
    }

    init(_ code: Code, at mark: SourceMark, _ message: String, context: Context? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.mark = mark
        self.message = message
        self.context = context
        self.cause = cause
    }

    /// `line:column: message`.
    public var description: String { "\(mark.line):\(mark.column): \(message)" }
}
