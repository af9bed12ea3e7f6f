/// Percent-encoding as both services want it: the bytes of the UTF-8 form, upper-case hex, everything but `A-Z a-z 0-9 - _ . ~`
/// encoded, a space as `%20` (cos-api 5.1).
public enum PercentEncoding {
    /// `text` with every other byte encoded, slashes too.
    public static func encode(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for byte in text.utf8 { append(byte, to: &result) }
        return result
    }

    /// An object's key as the path of a request: slashes stay, and one stands in front. A part that is `.` or `..`, which an
    /// ObjectKey never has, would be written `.%2F` so that nothing on the way removes it (cos-api 6).
    public static func path(ofKey key: String) -> String {
        var result = "/"
        let bytes = Array(key.utf8)
        let slash = UInt8(ascii: "/")
        for (index, byte) in bytes.enumerated() {
            if byte == slash, index > 0, bytes[index - 1] == UInt8(ascii: ".") {
                result += "%2F"
            } else if byte == slash {
                result += "/"
            } else {
                append(byte, to: &result)
            }
        }
        return result
    }

    /// A name in a list of names: encoded, then lower-cased, its hex digits too (cos-api 5.1).
    public static func encodedName(_ name: String) -> String {
        String(decoding: encode(name).utf8.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }, as: UTF8.self)
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

    private static func append(_ byte: UInt8, to result: inout String) {
        if isUnreserved(byte) {
            result.unicodeScalars.append(Unicode.Scalar(byte))
        } else {
            result.unicodeScalars.append("%")
            result.unicodeScalars.append(Unicode.Scalar(hexDigits[Int(byte >> 4)]))
            result.unicodeScalars.append(Unicode.Scalar(hexDigits[Int(byte & 15)]))
        }
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
