/// A JSON value, as much of it as asset lists and session data need.
enum JSONValue: Hashable, Sendable {
    case object([JSONMember])
    case array([JSONValue])
    /// With the place of its first quote.
    case string(String, offset: Int)
    /// Numbers and literals, whose value nobody asks for.
    case scalar

    /// The value of the member `name`.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.last { $0.name == name }?.value
    }
}

/// One member of a JSON object.
struct JSONMember: Hashable, Sendable {
    var name: String
    var value: JSONValue
}

/// Reads JSON (RFC 8259) with the place of the first fault. Written here since the module is without Foundation and the
/// documents are small.
struct JSONText {
    /// The text is no JSON from `offset` on.
    struct Fault: Error, Hashable {
        var offset: Int
    }

    private static let deepest = 64
    private let bytes: [UInt8]
    private var offset = 0

    /// The value that `bytes` hold.
    static func read(_ bytes: [UInt8]) throws(Fault) -> JSONValue {
        var text = JSONText(bytes: bytes)
        let value = try text.value(depth: 0)
        text.skipSpace()
        if text.offset < bytes.count { throw Fault(offset: text.offset) }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }

    private mutating func expect(_ byte: UInt8) throws(Fault) {
        guard current == byte else { throw Fault(offset: offset) }
        offset += 1
    }

    private mutating func value(depth: Int) throws(Fault) -> JSONValue {
        guard depth < Self.deepest else { throw Fault(offset: offset) }
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""):
            let start = offset
            return .string(try string(), offset: start)
        case UInt8(ascii: "t"): return try literal("true")
        case UInt8(ascii: "f"): return try literal("false")
        case UInt8(ascii: "n"): return try literal("null")
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(Fault) -> JSONValue {
        var members: [JSONMember] = []
        offset += 1
        skipSpace()
        if current == UInt8(ascii: "}") {
            offset += 1
            return .object([])
        }
        while true {
            skipSpace()
            let name = try string()
            skipSpace()
            try expect(UInt8(ascii: ":"))
            members.append(JSONMember(name: name, value: try value(depth: depth + 1)))
            skipSpace()
            if current != UInt8(ascii: ",") { break }
            offset += 1
        }
        try expect(UInt8(ascii: "}"))
        return .object(members)
    }

    private mutating func array(depth: Int) throws(Fault) -> JSONValue {
        var values: [JSONValue] = []
        offset += 1
        skipSpace()
        if current == UInt8(ascii: "]") {
            offset += 1
            return .array([])
        }
        while true {
            values.append(try value(depth: depth + 1))
            skipSpace()
            if current != UInt8(ascii: ",") { break }
            offset += 1
        }
        try expect(UInt8(ascii: "]"))
        return .array(values)
    }

    private mutating func literal(_ word: String) throws(Fault) -> JSONValue {
        for byte in word.utf8 {
            try expect(byte)
        }
        return .scalar
    }

    private mutating func number() throws(Fault) -> JSONValue {
        if current == UInt8(ascii: "-") { offset += 1 }
        if current == UInt8(ascii: "0") { offset += 1 } else { try digits() }
        if current == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
            offset += 1
            if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        return .scalar
    }

    private mutating func digits() throws(Fault) {
        let start = offset
        while let byte = current, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { offset += 1 }
        if offset == start { throw Fault(offset: offset) }
    }

    private mutating func string() throws(Fault) -> String {
        let start = offset
        try expect(UInt8(ascii: "\""))
        var units: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "\"") {
            if byte < 0x20 { throw Fault(offset: offset) }
            offset += 1
            if byte == UInt8(ascii: "\\") { units += Array(try escape().utf8) } else { units.append(byte) }
        }
        try expect(UInt8(ascii: "\""))
        guard let text = String(validating: units, as: UTF8.self) else { throw Fault(offset: start) }
        return text
    }

    private mutating func escape() throws(Fault) -> String {
        let start = offset
        guard let letter = current else { throw Fault(offset: start) }
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return String(UnicodeScalar(letter))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]) {
                try expect(UInt8(ascii: "\\"))
                try expect(UInt8(ascii: "u"))
                units.append(try codeUnit())
            }
            guard let text = String(validating: units, as: UTF16.self) else { throw Fault(offset: start) }
            return text
        default: throw Fault(offset: start)
        }
    }

    private mutating func codeUnit() throws(Fault) -> UInt16 {
        guard offset + 4 <= bytes.count, let digits = String(validating: bytes[offset..<(offset + 4)], as: UTF8.self),
            let unit = UInt16(digits, radix: 16), digits.utf8.first != UInt8(ascii: "+")
        else { throw Fault(offset: offset) }
        offset += 4
        return unit
    }
}
