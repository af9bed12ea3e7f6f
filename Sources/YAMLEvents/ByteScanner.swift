import Diagnostics

/// Judges the bytes on their way to the parser and knows at each of them the line and column.
///
/// The parser would judge them too, but a chunk at a time: it would report a bad byte before the events that precede it,
/// and what it reports would depend on how the file is cut into chunks. Here everything before the bad byte is delivered.
struct ByteScanner {
    enum Fault: Hashable {
        case invalidUTF8
        case wideEncoding
        case controlCharacter(UInt32)
    }

    /// A character that the parser counts as the end of a line (YAML 1.1) and no editor does: NEL, LS, PS.
    struct SilentBreak {
        /// Its index in characters.
        var index: Int
        /// Its column as an editor counts, from 0.
        var column: Int
    }

    /// Bytes judged.
    private(set) var offset = 0
    /// Breaks that the parser counts and editors do not, since `forget(before:)`.
    private(set) var silentBreaks: [SilentBreak] = []
    /// How many were forgotten.
    private(set) var forgottenBreaks = 0
    /// Bytes since the last event on lines with content.
    private(set) var contentBytes = 0
    /// Bytes since the last event on comment lines and blank lines.
    private(set) var commentBytes = 0

    private var continuationBytes = 0
    private var line = 0
    private var lineStart = 0
    private var afterCarriageReturn = false
    private var lineHasContent = false
    private var lineIsOpen = true
    private var countedUpTo = 0
    private var missing = 0
    private var sequenceStart = 0
    private var value: UInt32 = 0
    private var lowest: UInt32 = 0

    /// The place of the next character.
    var mark: SourceMark {
        guard missing > 0 else { return SourceMark(line: line + 1, column: offset - continuationBytes - lineStart + 1) }
        let before = continuationBytes - (offset - sequenceStart - 1)
        return SourceMark(line: line + 1, column: sequenceStart - before - lineStart + 1)
    }

    /// The line of the next character.
    var currentLine: Int { line + 1 }

    /// True between the bytes of one character.
    var isInsideCharacter: Bool { missing > 0 }

    /// An event was delivered: the counts start again.
    mutating func eventDelivered() {
        countedUpTo = offset
        contentBytes = 0
        commentBytes = 0
    }

    /// Drops what no later mark can need.
    mutating func forget(before index: Int) {
        let past = silentBreaks.prefix { $0.index < index }.count
        guard past > 1024 else { return }
        silentBreaks.removeFirst(past - 1)
        forgottenBreaks += past - 1
    }

    /// Judges `bytes`; gives back how many of them may be delivered, and why not all.
    mutating func scan(_ bytes: UnsafeRawBufferPointer) -> (accepted: Int, fault: Fault?) {
        var position = 0
        while position < bytes.count {
            if !lineIsOpen, missing == 0 {
                let plain = Self.plainRun(bytes, from: position)
                position += plain
                offset += plain
                if plain > 0 { afterCarriageReturn = false }
                guard position < bytes.count else { break }
            }
            if missing == 0 { sequenceStart = offset }
            if let fault = take(bytes[position]) {
                count()
                // The bytes of a broken character before the one that breaks it are delivered, as they would be in a
                // chunk that ends there.
                return (position, fault)
            }
            position += 1
        }
        count()
        return (bytes.count, nil)
    }

    /// How many bytes from `start` are printable ASCII, found in words of eight; the last few may be left over.
    private static func plainRun(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var position = start
        while position + 8 <= bytes.count {
            let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            let belowSpace = (word &- 0x2020_2020_2020_2020) & ~word
            let delete = word ^ 0x7F7F_7F7F_7F7F_7F7F
            let isDelete = (delete &- 0x0101_0101_0101_0101) & ~delete
            guard (word | belowSpace | isDelete) & 0x8080_8080_8080_8080 == 0 else { break }
            position += 8
        }
        return position - start
    }

    /// Judges one byte; on a fault nothing is counted.
    private mutating func take(_ byte: UInt8) -> Fault? {
        if missing > 0 { return takeContinuation(byte) }
        if byte < 0x80 { return takeASCII(byte) }
        afterCarriageReturn = false
        openLine(with: byte)
        switch byte {
        case 0xC2...0xDF: begin(UInt32(byte & 0x1F), 1, 0x80)
        case 0xE0...0xEF: begin(UInt32(byte & 0x0F), 2, 0x800)
        case 0xF0...0xF4: begin(UInt32(byte & 0x07), 3, 0x1_0000)
        default: return offset == 0 && byte >= 0xFE ? .wideEncoding : .invalidUTF8
        }
        offset += 1
        return nil
    }

    private mutating func takeASCII(_ byte: UInt8) -> Fault? {
        switch byte {
        case 0x0A:
            if !afterCarriageReturn { line += 1 }
            endLine(carriageReturn: false)
        case 0x0D:
            line += 1
            endLine(carriageReturn: true)
        case 0x20, 0x09:
            offset += 1
            afterCarriageReturn = false
        case 0x21...0x7E:
            openLine(with: byte)
            offset += 1
            afterCarriageReturn = false
        default:
            return byte == 0 && offset <= 1 ? .wideEncoding : .controlCharacter(UInt32(byte))
        }
        return nil
    }

    private mutating func endLine(carriageReturn: Bool) {
        offset += 1
        lineStart = offset - continuationBytes
        afterCarriageReturn = carriageReturn
        count()
        lineIsOpen = true
        lineHasContent = false
    }

    /// The first character of a line that is no blank tells whether the line is a comment.
    private mutating func openLine(with byte: UInt8) {
        guard lineIsOpen else { return }
        lineIsOpen = false
        lineHasContent = byte != UInt8(ascii: "#")
    }

    private mutating func begin(_ bits: UInt32, _ more: Int, _ least: UInt32) {
        value = bits
        missing = more
        lowest = least
    }

    private mutating func takeContinuation(_ byte: UInt8) -> Fault? {
        guard byte & 0xC0 == 0x80 else { return .invalidUTF8 }
        let next = value << 6 | UInt32(byte & 0x3F)
        if missing == 1 {
            guard next >= lowest, next <= 0x10_FFFF, !(0xD800...0xDFFF).contains(next) else { return .invalidUTF8 }
            guard Self.isAllowed(next) else { return .controlCharacter(next) }
        }
        value = next
        missing -= 1
        offset += 1
        continuationBytes += 1
        if missing == 0 { finishCharacter() }
        return nil
    }

    private mutating func finishCharacter() {
        let index = sequenceStart - (continuationBytes - (offset - sequenceStart - 1))
        switch value {
        case 0x85, 0x2028, 0x2029:
            silentBreaks.append(SilentBreak(index: index, column: index - lineStart))
        case 0xFEFF where sequenceStart == 0:
            // The parser drops a byte order mark before it counts.
            continuationBytes += 1
            lineIsOpen = true
        default: break
        }
    }

    /// The characters of two bytes and more that the parser lets pass.
    private static func isAllowed(_ value: UInt32) -> Bool {
        value == 0x85 || (0xA0...0xFFFD).contains(value) || value >= 0x1_0000
    }

    private mutating func count() {
        if lineHasContent { contentBytes += offset - countedUpTo } else { commentBytes += offset - countedUpTo }
        countedUpTo = offset
    }
}
