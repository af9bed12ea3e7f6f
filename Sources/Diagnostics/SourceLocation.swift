/// A place in a text, as a person counts it.
public struct SourceMark: Hashable, Sendable, Comparable {
    /// The line, counted from 1.
    public var line: Int {
        get { Int(storedLine) }
        set { storedLine = UInt32(clamping: newValue) }
    }
    /// The column in Unicode scalars, counted from 1.
    public var column: Int {
        get { Int(storedColumn) }
        set { storedColumn = UInt32(clamping: newValue) }
    }

    // A manifest has millions of places, and no text as many lines as 32 bits count.
    private var storedLine: UInt32
    private var storedColumn: UInt32

    /// A mark at `line` and `column`, both counted from 1, up to 2^32 - 1.
    public init(line: Int, column: Int) {
        storedLine = UInt32(clamping: line)
        storedColumn = UInt32(clamping: column)
    }

    /// The order of reading.
    public static func < (left: SourceMark, right: SourceMark) -> Bool {
        (left.storedLine, left.storedColumn) < (right.storedLine, right.storedColumn)
    }
}

/// A stretch of a named text. `end` is exclusive; it equals `start` where only a point is known.
public struct SourceLocation: Hashable, Sendable {
    /// The name of standard input where a file is expected.
    public static let standardInput = "-"

    /// The file as the user named it; `-` for standard input.
    public var file: String
    /// The first character.
    public var start: SourceMark
    /// The place after the last character.
    public var end: SourceMark

    /// The stretch of `file` from `start` up to, not including, `end`.
    public init(file: String, start: SourceMark, end: SourceMark? = nil) {
        self.file = file
        self.start = start
        self.end = end ?? start
    }
}
