import Diagnostics

/// One line of a playlist, as offsets into its bytes.
struct PlaylistLine: Hashable, Sendable {
    /// What the line is.
    enum Content: Hashable, Sendable {
        case blank
        case comment
        /// A tag and what follows its colon; an unknown tag is nil.
        case tag(PlaylistTag?, value: Range<Int>)
        case uri
    }

    /// Counted from 1.
    var number: Int
    /// Without its line end.
    var whole: Range<Int>
    /// Without white space around it.
    var trimmed: Range<Int>
    var content: Content
}

/// Cuts a playlist into lines at LF, CRLF and lone CR, and at nothing else (manifests 6).
struct PlaylistLexer: Sequence, IteratorProtocol, Sendable {
    private let bytes: [UInt8]
    private var offset: Int
    private var number = 0

    /// Lines of `bytes` from `start` on.
    init(_ bytes: [UInt8], from start: Int = 0) {
        self.bytes = bytes
        offset = start
    }

    mutating func next() -> PlaylistLine? {
        guard offset < bytes.count else { return nil }
        let start = offset
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n"), bytes[end] != UInt8(ascii: "\r") { end += 1 }
        offset = end + 1
        if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "\r"), bytes[end + 1] == UInt8(ascii: "\n") { offset += 1 }
        number += 1
        let trimmed = Self.trim(start..<end, bytes)
        return PlaylistLine(number: number, whole: start..<end, trimmed: trimmed, content: content(of: trimmed))
    }

    /// `range` without spaces and tabs at its ends.
    static func trim(_ range: Range<Int>, _ bytes: [UInt8]) -> Range<Int> {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isSpace(bytes[start]) { start += 1 }
        while end > start, isSpace(bytes[end - 1]) { end -= 1 }
        return start..<end
    }

    private func content(of range: Range<Int>) -> PlaylistLine.Content {
        let line = bytes[range]
        guard let first = line.first else { return .blank }
        guard first == UInt8(ascii: "#") else { return .uri }
        guard line.starts(with: "#EXT".utf8) else { return .comment }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? range.upperBound
        let tag = PlaylistTag.named(bytes[(range.lowerBound + 1)..<colon])
        return .tag(tag, value: Swift.min(colon + 1, range.upperBound)..<range.upperBound)
    }
}

/// The bytes of a playlist with its name: gives texts and places.
struct PlaylistText: Sendable {
    let bytes: [UInt8]
    let file: String

    /// The text of `range`.
    func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The place of `range`, which lies within `line`.
    func location(_ range: Range<Int>, of line: PlaylistLine) -> SourceLocation {
        let start = column(range.lowerBound, of: line)
        let width = bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        return SourceLocation(
            file: file, start: SourceMark(line: line.number, column: start),
            end: SourceMark(line: line.number, column: start + width))
    }

    /// The place of the whole line, without white space around it.
    func location(_ line: PlaylistLine) -> SourceLocation { location(line.trimmed, of: line) }

    private func column(_ offset: Int, of line: PlaylistLine) -> Int {
        bytes[line.whole.lowerBound..<offset].reduce(1) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }
}
