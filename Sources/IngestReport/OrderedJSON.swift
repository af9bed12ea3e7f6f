/// JSON whose keys keep their order, so that equal reports are equal bytes.
indirect enum OrderedJSON: Sendable {
    case null
    case bool(Bool)
    case number(UInt64)
    case text(String)
    case array([OrderedJSON])
    case object([(key: String, value: OrderedJSON)])

    init(_ text: String?) { self = text.map(OrderedJSON.text) ?? .null }

    init(_ number: some BinaryInteger) { self = .number(UInt64(clamping: number)) }

    /// In one line, without blanks.
    func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .number(let number): Self.append(number, to: &bytes)
        case .text(let text): Self.append(text, to: &bytes)
        case .array(let items): Self.appendList(items, "[", "]", to: &bytes) { $0.append(to: &$1) }
        case .object(let members):
            Self.appendList(members, "{", "}", to: &bytes) { member, bytes in
                Self.append(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.append(to: &bytes)
            }
        }
    }

    /// Over several lines, two blanks for each depth.
    func indented(_ depth: Int = 0) -> String {
        let margin = String(repeating: "  ", count: depth)
        switch self {
        case .object(let members) where !members.isEmpty:
            let lines = members.map {
                margin + "  " + OrderedJSON.text($0.key).line + ": " + $0.value.indented(depth + 1)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n" + margin + "}"
        case .array(let items) where items.contains(where: \.isCollection):
            let lines = items.map { margin + "  " + $0.indented(depth + 1) }
            return "[\n" + lines.joined(separator: ",\n") + "\n" + margin + "]"
        case .array(let items): return "[" + items.map(\.line).joined(separator: ", ") + "]"
        default: return line
        }
    }

    /// In one line.
    var line: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    private var isCollection: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }

    private static func appendList<Item>(
        _ items: [Item], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to bytes: inout [UInt8],
        _ append: (Item, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        for (index, item) in items.enumerated() {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            append(item, &bytes)
        }
        bytes.append(UInt8(ascii: close))
    }

    /// RFC 8259, section 7. DEL and the line separators U+0085, U+2028 and U+2029 are escaped too: some readers of lines end one
    /// there.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        if PlainText.is(text, { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
            bytes += text.utf8
        } else {
            for scalar in text.unicodeScalars { append(scalar, to: &bytes) }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// In decimal digits.
    static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        guard number >= 10 else { return bytes.append(UInt8(ascii: "0") + UInt8(number)) }
        bytes += String(number).utf8
    }

    private static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        switch scalar {
        case "\"", "\\":
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(UInt8(ascii: scalar))
        case "\n": bytes += "\\n".utf8
        case "\r": bytes += "\\r".utf8
        case "\t": bytes += "\\t".utf8
        case "\u{0}"..."\u{1F}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}":
            let hex = String(scalar.value, radix: 16)
            bytes += "\\u".utf8
            bytes += repeatElement(UInt8(ascii: "0"), count: 4 - hex.utf8.count)
            bytes += hex.utf8
        default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
    }
}
