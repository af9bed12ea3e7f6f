/// A place in a text, as a person counts it.
public struct SourceMark: Hashable, Sendable, Comparable {
    /// The line, counted from 1.
    public var line: Int
    /// The column in Unicode scalars, counted from 1.
    public var column: Int

    /// A mark at `line` and `column`, both counted from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The order of reading.
    public static func < (left: SourceMark, right: SourceMark) -> Bool {
        (left.line, left.column) < (right.line, right.column)
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
