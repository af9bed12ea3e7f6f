/// A decimal number at the beginning of a text, and what follows it: `1.5` and `MiB`.
struct DecimalPrefix {
    /// The number times a thousand, at most three digits after the point.
    var thousandths: Int64
    /// True when there is a point.
    var hasFraction: Bool
    /// What follows.
    var rest: Substring

    /// The number at the beginning of `text`; nil when there is none, it has more than 15 digits before the point or more
    /// than 3 after it, or it begins with needless zeros.
    init?(_ text: String) {
        let bytes = text.utf8
        let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
        let whole = bytes.prefix(while: isDigit)
        guard let first = whole.first, whole.count <= 15, first != 0x30 || whole.count == 1 else { return nil }
        var tail = bytes[whole.endIndex...]
        var fraction = tail.prefix(0)
        if tail.first == UInt8(ascii: ".") {
            fraction = tail.dropFirst().prefix(while: isDigit)
            guard (1...3).contains(fraction.count) else { return nil }
            tail = bytes[fraction.endIndex...]
        }
        var value: Int64 = 0
        for byte in whole { value = value * 10 + Int64(byte - 0x30) }
        for place in 0..<3 {
            let digit = place < fraction.count ? fraction[fraction.index(fraction.startIndex, offsetBy: place)] : 0x30
            value = value * 10 + Int64(digit - 0x30)
        }
        thousandths = value
        hasFraction = !fraction.isEmpty
        rest = Substring(tail)
    }

    /// The same as a pattern of JSON Schema.
    static let pattern = "(0|[1-9][0-9]{0,14})(\\.[0-9]{1,3})?"

    /// The same for numbers above 0.
    static let positive = "(?=[0-9.]*[1-9])" + pattern
}
