/// Percent-encoding as both services want it: the bytes of the UTF-8 form, upper-case hex, everything but `A-Z a-z 0-9 - _ . ~`
/// encoded, a space as `%20` (cos-api 5.1).
public enum PercentEncoding {
    /// `text` with every other byte encoded, slashes too.
    public static func encode(_ text: String) -> String {
        let isPlain = text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isUnreserved) } ?? false
        return isPlain ? text : encoded(text) { $0 }
    }

    /// An object's key as the path of a request: slashes stay, and one stands in front. A part that is `.` or `..`, which an
    /// ObjectKey never has, would be written `.%2F` so that nothing on the way removes it (cos-api 6).
    public static func path(ofKey key: String) -> String {
        let slash = UInt8(ascii: "/")
        return String(unsafeUninitializedCapacity: 3 * key.utf8.count + 1) { space in
            space[0] = slash
            var (length, former) = (1, UInt8(0))
            for byte in key.utf8 {
                if isUnreserved(byte) || byte == slash && former != UInt8(ascii: ".") {
                    space[length] = byte
                    length += 1
                } else {
                    write(byte, at: &length, of: space) { $0 }
                }
                former = byte
            }
            return length
        }
    }

    /// A name in a list of names: encoded, then lower-cased, its hex digits too (cos-api 5.1).
    public static func encodedName(_ name: String) -> String {
        let isPlain =
            name.utf8.withContiguousStorageIfAvailable { bytes in
                bytes.allSatisfy { isUnreserved($0) && !(0x41...0x5A).contains($0) }
            } ?? false
        return isPlain ? name : encoded(name) { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// The text behind a percent-encoded one, decoded once; a `%` without two hex digits stays as it is. Bytes that are not
    /// UTF-8 become U+FFFD.
    public static func decode(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
        let source = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            if source[index] == UInt8(ascii: "%"), index + 2 < source.count,
                let high = digit(source[index + 1]), let low = digit(source[index + 2])
            {
                result.append(high << 4 | low)
                index += 3
            } else {
                result.append(source[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static let hexDigits = Array("0123456789ABCDEF".utf8)

    /// `text` encoded in one piece of memory, each byte that is written passed through `cased`.
    private static func encoded(_ text: String, _ cased: (UInt8) -> UInt8) -> String {
        // Bytes in one piece are gone through several times quicker than a view of a text.
        text.utf8.withContiguousStorageIfAvailable { encoded($0, cased) } ?? encoded(Array(text.utf8), cased)
    }

    private static func encoded(_ bytes: some Collection<UInt8>, _ cased: (UInt8) -> UInt8) -> String {
        String(unsafeUninitializedCapacity: 3 * bytes.count) { space in
            var length = 0
            for byte in bytes {
                if isUnreserved(byte) {
                    space[length] = cased(byte)
                    length += 1
                } else {
                    write(byte, at: &length, of: space, cased)
                }
            }
            return length
        }
    }

    private static func write(
        _ byte: UInt8, at length: inout Int, of space: UnsafeMutableBufferPointer<UInt8>, _ cased: (UInt8) -> UInt8
    ) {
        space[length] = UInt8(ascii: "%")
        space[length + 1] = cased(hexDigits[Int(byte >> 4)])
        space[length + 2] = cased(hexDigits[Int(byte & 15)])
        length += 3
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
