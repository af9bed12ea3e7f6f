import Diagnostics

/// How a scalar is written.
public enum ScalarStyle: Hashable, Sendable {
    /// Without quotes.
    case plain
    /// `'…'`
    case singleQuoted
    /// `"…"`
    case doubleQuoted
    /// A block after `|`.
    case literal
    /// A block after `>`.
    case folded
}

/// One step through a YAML stream. What it carries (text, anchor, tag) is read from the reader while it is the current
/// event, so that a file of a million entries makes no text that nobody asks for.
public struct YAMLEvent: Hashable, Sendable {
    /// What the event is.
    public enum Kind: Hashable, Sendable {
        /// The stream begins.
        case streamStart
        /// The stream has ended.
        case streamEnd
        /// The document begins.
        case documentStart
        /// The document has ended.
        case documentEnd
        /// `*name`
        case alias
        /// A text; its value is the reader's `text`.
        case scalar(ScalarStyle)
        /// A list begins.
        case sequenceStart
        /// A list has ended.
        case sequenceEnd
        /// A mapping begins; keys and values follow in turn.
        case mappingStart
        /// A mapping has ended.
        case mappingEnd
    }

    /// What it is.
    public var kind: Kind
    /// Its first character.
    public var start: SourceMark
    /// The place after its last character; equals `start` for what has no text of its own.
    public var end: SourceMark

    /// An event from `start` up to `end`.
    public init(_ kind: Kind, from start: SourceMark, to end: SourceMark) {
        self.kind = kind
        self.start = start
        self.end = end
    }
}
