extension ReferenceResolver {
    /// The path of a reference without anything remarkable: names of letters, digits, `-`, `_`, `~`, `.` and `+` with single
    /// slashes between them. Nil sends the text the long way. Nearly every segment of a million is of this kind.
    static func plainPath(_ text: String, folder: [String]) -> String? {
        var part = PlainPart()
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "/"):
                guard part.isPlain else { return nil }
                part = PlainPart()
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"),
                UInt8(ascii: "."), UInt8(ascii: "+"):
                part.append(byte)
            default: return nil
            }
        }
        guard part.isPlain else { return nil }
        if folder.isEmpty { return text.utf8.count < longPath ? text : nil }
        let path = folder.joined(separator: "/") + "/" + text
        return path.utf8.count < longPath && folder.allSatisfy { isPlain($0) } ? path : nil
    }

    private static func isPlain(_ name: String) -> Bool {
        var part = PlainPart()
        for byte in name.utf8 {
            part.append(byte)
        }
        return part.isPlain
    }

    /// One part while it is being read.
    private struct PlainPart {
        private var length = 0
        private var first: UInt8 = 0
        private var last: UInt8 = 0
        private var stem: Int?

        mutating func append(_ byte: UInt8) {
            if length == 0 { first = byte | 0x20 }
            if byte == UInt8(ascii: "."), stem == nil { stem = length }
            last = byte
            length += 1
        }

        /// Not empty, not too long, no end in a dot or space (which covers `.` and `..`), and no stem that may be a device.
        var isPlain: Bool {
            guard length > 0, length <= longestPart, last != UInt8(ascii: "."), last != UInt8(ascii: " ") else {
                return false
            }
            switch (stem ?? length, first) {
            case (3, UInt8(ascii: "a")), (3, UInt8(ascii: "c")), (3, UInt8(ascii: "n")), (3, UInt8(ascii: "p")),
                (4, UInt8(ascii: "c")), (4, UInt8(ascii: "l")):
                return false
            default: return true
            }
        }
    }
}
