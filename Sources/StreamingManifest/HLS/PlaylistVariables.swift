/// The variables of one playlist (manifests 11).
struct PlaylistVariables: Sendable {
    private(set) var values: [String: String] = [:]
    /// Bytes that replacing may still put into the playlist.
    private var room: Int
    /// True when there was no room for a replacement: nothing further is replaced.
    private(set) var isExhausted = false

    /// No variables yet; with all of them replaced, texts may have `room` bytes together.
    init(room: Int) { self.room = room }

    /// Defines `name`; false when it is defined already.
    mutating func define(_ name: String, _ value: String) -> Bool {
        guard values[name] == nil else { return false }
        values[name] = value
        return true
    }

    /// True for one or more letters, digits, `-` and `_`.
    static func isName(_ name: some Collection<UInt8>) -> Bool { !name.isEmpty && name.allSatisfy(isNameByte) }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    /// A text after replacement.
    struct Replacement: Hashable, Sendable {
        var text: String
        /// Names that are not defined, in order; their references stay in the text.
        var undefined: [String]
        /// True when there was at least one reference.
        var isChanged: Bool
    }

    /// `text` with every `{$name}` replaced once, from left to right; the result is not looked at again. What is no valid
    /// reference stays as it is. Without room for the values the text stays as it is, and the variables are exhausted.
    mutating func replace(in text: String) -> Replacement {
        let bytes = Array(text.utf8)
        guard bytes.contains(UInt8(ascii: "{")) else {
            return Replacement(text: text, undefined: [], isChanged: false)
        }
        var replacement = Replacement(text: "", undefined: [], isChanged: false)
        var result: [UInt8] = []
        var offset = 0
        while offset < bytes.count {
            guard let (name, end) = Self.reference(bytes, at: offset) else {
                result.append(bytes[offset])
                offset += 1
                continue
            }
            replacement.isChanged = true
            if let value = values[name] {
                room -= value.utf8.count
                guard room >= 0, !isExhausted else {
                    isExhausted = true
                    return Replacement(text: text, undefined: [], isChanged: true)
                }
                result += value.utf8
            } else {
                replacement.undefined.append(name)
                result += bytes[offset..<end]
            }
            offset = end
        }
        replacement.text = String(decoding: result, as: UTF8.self)
        return replacement
    }

    private static func reference(_ bytes: [UInt8], at offset: Int) -> (name: String, end: Int)? {
        guard bytes[offset] == UInt8(ascii: "{"), offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "$")
        else {
            return nil
        }
        let start = offset + 2
        guard let close = bytes[start...].firstIndex(where: { !isNameByte($0) }), close > start,
            bytes[close] == UInt8(ascii: "}")
        else { return nil }
        return (String(decoding: bytes[start..<close], as: UTF8.self), close + 1)
    }
}
