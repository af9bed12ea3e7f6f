/// One attribute of a tag.
struct PlaylistAttribute: Hashable, Sendable {
    var name: String
    /// The name's bytes.
    var nameRange: Range<Int>
    /// Without quotes, with variables replaced.
    var value: String
    var isQuoted: Bool
    /// The value's bytes, without quotes.
    var range: Range<Int>
    /// True when the value names a variable that is not defined; the error has been given.
    var isUndefined = false
}

/// What is wrong with an attribute list (manifests 6).
enum AttributeFault: Hashable, Sendable {
    case repeated(name: String, Range<Int>)
    case openQuote(name: String, Range<Int>)
    case textAfterQuote(name: String, Range<Int>)
    /// The text is no name, or has no value.
    case malformedName(String, Range<Int>)
    /// A name that means nothing to the players of this tag.
    case unknownName(String, Range<Int>)
    case space(Range<Int>)
}

/// The attribute list of a tag: read byte by byte, since quoted values hold commas and equals signs.
struct AttributeList: Hashable, Sendable {
    private(set) var attributes: [PlaylistAttribute] = []
    private(set) var faults: [AttributeFault] = []
    private var names: Set<String> = []

    /// The attribute called `name`; the first one where it is repeated.
    subscript(name: String) -> PlaylistAttribute? { attributes.first { $0.name == name } }

    /// Reads `range` of `bytes`.
    init(_ bytes: [UInt8], _ range: Range<Int>) {
        var cursor = Cursor(bytes: bytes, offset: range.lowerBound, end: range.upperBound)
        while cursor.offset < cursor.end {
            take(&cursor)
        }
        if let space = cursor.firstSpace { faults.append(.space(space)) }
    }

    /// True when `name` is there, but with a quoted value that does not end.
    func hasOpenQuote(in name: String) -> Bool {
        faults.contains { if case .openQuote(name, _) = $0 { true } else { false } }
    }

    /// Changes every value by `change`.
    mutating func updateValues(_ change: (inout PlaylistAttribute) -> Void) {
        for index in attributes.indices { change(&attributes[index]) }
    }

    private struct Cursor {
        let bytes: [UInt8]
        var offset: Int
        let end: Int
        var firstSpace: Range<Int>?

        var current: UInt8? { offset < end ? bytes[offset] : nil }

        mutating func skipSpace() {
            let start = offset
            while let byte = current, byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") { offset += 1 }
            if offset > start, firstSpace == nil { firstSpace = start..<offset }
        }

        /// The bytes up to the first that `stops`, without white space at their end.
        mutating func take(until stops: (UInt8) -> Bool) -> Range<Int> {
            let start = offset
            while let byte = current, !stops(byte) { offset += 1 }
            let trimmed = PlaylistLexer.trim(start..<offset, bytes)
            if trimmed.upperBound < offset, firstSpace == nil { firstSpace = trimmed.upperBound..<offset }
            return trimmed
        }

        func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
    }

    /// One attribute with the comma behind it.
    private mutating func take(_ cursor: inout Cursor) {
        cursor.skipSpace()
        let nameRange = cursor.take { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ",") }
        let name = cursor.string(nameRange)
        guard cursor.current == UInt8(ascii: "=") else {
            if !nameRange.isEmpty { faults.append(.malformedName(name, nameRange)) }
            cursor.offset += 1
            return
        }
        cursor.offset += 1
        cursor.skipSpace()
        let isQuoted = cursor.current == UInt8(ascii: "\"")
        let value = isQuoted ? takeQuoted(&cursor, nameRange) : takePlain(&cursor, nameRange)
        cursor.offset += 1
        guard let value else { return }
        guard Self.isName(cursor.bytes[nameRange]) else {
            faults.append(.malformedName(name, nameRange))
            return
        }
        if !names.insert(name).inserted { faults.append(.repeated(name: name, nameRange)) }
        attributes.append(value)
    }

    private func takePlain(_ cursor: inout Cursor, _ name: Range<Int>) -> PlaylistAttribute {
        let range = cursor.take { $0 == UInt8(ascii: ",") }
        return PlaylistAttribute(
            name: cursor.string(name), nameRange: name, value: cursor.string(range), isQuoted: false, range: range)
    }

    private mutating func takeQuoted(_ cursor: inout Cursor, _ nameRange: Range<Int>) -> PlaylistAttribute? {
        let name = cursor.string(nameRange)
        let quote = cursor.offset
        cursor.offset += 1
        let start = cursor.offset
        while let byte = cursor.current, byte != UInt8(ascii: "\"") { cursor.offset += 1 }
        guard cursor.current != nil else {
            faults.append(.openQuote(name: name, quote..<cursor.end))
            return nil
        }
        let range = start..<cursor.offset
        cursor.offset += 1
        cursor.skipSpace()
        let rest = cursor.take { $0 == UInt8(ascii: ",") }
        if !rest.isEmpty { faults.append(.textAfterQuote(name: name, rest)) }
        return PlaylistAttribute(
            name: name, nameRange: nameRange, value: cursor.string(range), isQuoted: true, range: range)
    }

    private static func isName(_ bytes: ArraySlice<UInt8>) -> Bool {
        !bytes.isEmpty
            && bytes.allSatisfy {
                switch $0 {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
