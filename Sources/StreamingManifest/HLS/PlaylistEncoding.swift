import Diagnostics

/// The rules about a playlist's bytes as such: UTF-8, no byte order mark, no control characters, line ends (manifests 6), and no
/// line that is no playlist's.
struct PlaylistEncoding {
    /// What is wrong.
    private(set) var diagnostics: [Diagnostic] = []
    /// Where the text begins: behind a byte order mark, which is reported and passed over.
    private(set) var start = 0
    /// False when the bytes cannot be read as text at all.
    private(set) var isReadable = true

    /// Bytes of one line that are read, comments aside: every finding repeats what it is about, and every reference is copied.
    static let longestLine = 1 << 20

    private let file: String
    private var mark = SourceMark(line: 1, column: 1)
    private var nulls = Tally()
    private var controls = Tally()
    private var carriageReturns = Tally()

    /// The first place of a fault that a file may have many times, and how many times.
    private struct Tally {
        var first: SourceMark?
        var count = 0

        mutating func add(_ mark: SourceMark) {
            if first == nil { first = mark }
            count += 1
        }
    }

    /// Judges `bytes`.
    init(_ bytes: [UInt8], file: String) {
        self.file = file
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            add(.hlsEncoding, .error, mark, "the playlist is encoded in UTF-16; UTF-8 is expected")
            isReadable = false
            return
        }
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            start = 3
            add(
                .hlsByteOrderMark, .error, mark, "the playlist begins with a byte order mark, which players refuse",
                hint: "save it as UTF-8 without byte order mark")
        }
        scan(bytes)
        report()
    }

    private mutating func scan(_ bytes: [UInt8]) {
        var offset = start
        var lineStart = start
        var lineLimit = start + Self.longestLine
        while offset < bytes.count {
            let byte = bytes[offset]
            if offset >= lineLimit, !Self.isLineEnd(byte) {
                guard Self.isComment(bytes[lineStart..<offset]) else {
                    add(
                        .hlsLineTooLong, .error, SourceMark(line: mark.line, column: 1),
                        "the line is longer than \(Self.longestLine) bytes")
                    isReadable = false
                    return
                }
                lineLimit = .max
            }
            if byte >= 0x20, byte < 0x7F {
                offset += 1
                mark.column += 1
                continue
            }
            if byte < 0x80 {
                control(byte, next: offset + 1 < bytes.count ? bytes[offset + 1] : nil)
                offset += 1
                if Self.isLineEnd(byte) {
                    lineStart = offset
                    lineLimit = offset + Self.longestLine
                }
                continue
            }
            guard let length = Self.sequenceLength(bytes, at: offset) else {
                add(
                    .hlsEncoding, .error, mark,
                    "the playlist is not UTF-8: a byte 0x\(String(byte, radix: 16)) stands here")
                isReadable = false
                return
            }
            if byte == 0xC2, bytes[offset + 1] < 0xA0 { controls.add(mark) }
            offset += length
            mark.column += 1
        }
    }

    private static func isLineEnd(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// True for the begin of a line that readers skip.
    private static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
        let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        return text.first == UInt8(ascii: "#") && !text.starts(with: "#EXT".utf8)
    }

    private mutating func control(_ byte: UInt8, next: UInt8?) {
        switch byte {
        case UInt8(ascii: "\n"):
            mark = SourceMark(line: mark.line + 1, column: 1)
        case UInt8(ascii: "\r"):
            if next == UInt8(ascii: "\n") { return }
            carriageReturns.add(mark)
            mark = SourceMark(line: mark.line + 1, column: 1)
        default:
            if byte == 0 { nulls.add(mark) } else { controls.add(mark) }
            mark.column += 1
        }
    }

    /// The length of the well-formed sequence at `offset`, which does not begin with ASCII; nil when it is not well formed
    /// (Unicode, table 3-7).
    private static func sequenceLength(_ bytes: [UInt8], at offset: Int) -> Int? {
        let tail = bytes[(offset + 1)..<Swift.min(offset + 4, bytes.count)]
        guard let second = tail.first else { return nil }
        let (length, bounds): (Int, ClosedRange<UInt8>)
        switch bytes[offset] {
        case 0xC2...0xDF: (length, bounds) = (2, 0x80...0xBF)
        case 0xE0: (length, bounds) = (3, 0xA0...0xBF)
        case 0xED: (length, bounds) = (3, 0x80...0x9F)
        case 0xE1...0xEF: (length, bounds) = (3, 0x80...0xBF)
        case 0xF0: (length, bounds) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, bounds) = (4, 0x80...0xBF)
        case 0xF4: (length, bounds) = (4, 0x80...0x8F)
        default: return nil
        }
        guard bounds.contains(second), tail.count >= length - 1 else { return nil }
        return tail.dropFirst().prefix(length - 2).allSatisfy { (0x80...0xBF).contains($0) } ? length : nil
    }

    private mutating func report() {
        if let first = nulls.first {
            add(.hlsNull, .error, first, "the playlist contains \(Self.count(nulls.count, "NUL character"))")
        }
        if let first = controls.first {
            add(
                .hlsControlCharacter, .warning, first,
                "the playlist contains \(Self.count(controls.count, "control character"))")
        }
        if let first = carriageReturns.first {
            add(
                .hlsLineEnd, .warning, first,
                "\(Self.count(carriageReturns.count, "line")) of the playlist \(carriageReturns.count == 1 ? "ends" : "end") "
                    + "in CR alone; LF or CRLF is expected")
        }
    }

    private static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    private mutating func add(
        _ code: DiagnosticCode, _ severity: Severity, _ mark: SourceMark, _ message: String, hint: String? = nil
    ) {
        diagnostics.append(
            Diagnostic(code, severity, at: SourceLocation(file: file, start: mark), message, hint: hint))
    }
}
