import Diagnostics

/// The grammar below the level of elements.
extension XMLReader {
    /// True when `text` is next.
    func follows(_ text: StaticString) -> Bool {
        guard bytes.count - position >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in
            for index in 0..<wanted.count where bytes[position + index] != wanted[index] { return false }
            return true
        }
    }

    mutating func skipSpace() {
        while position < bytes.count, XMLCharacter.isSpace(bytes[position]) { position += 1 }
    }

    /// The scalar at the position and its length; the bytes are known to be UTF-8.
    func scalar() -> (value: UInt32, length: Int) {
        let first = bytes[position]
        if first < 0x80 { return (UInt32(first), 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = UInt32(first) & (0xFF >> UInt32(length + 1))
        for index in 1..<length { value = value << 6 | UInt32(bytes[position + index] & 0x3F) }
        return (value, length)
    }

    mutating func qualifiedName(_ owner: StaticString) throws(XMLFault) -> QualifiedName {
        let start = position
        var colon: Int?
        var colons = 0
        while position < bytes.count {
            let (value, length) = scalar()
            let fits = position == start ? XMLCharacter.startsName(value) : XMLCharacter.continuesName(value)
            guard fits else { break }
            if value == 0x3A {
                colon = colon ?? position
                colons += 1
            }
            position += length
        }
        guard position > start else { throw fault(at: start, "\(owner) without a name") }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let colon else { return QualifiedName(text: text, prefix: nil, local: text) }
        let local = String(decoding: bytes[(colon + 1)..<position], as: UTF8.self)
        guard colons == 1, colon > start, let first = local.unicodeScalars.first, XMLCharacter.startsName(first.value)
        else { throw fault(at: start, "\(QuotedText.quote(text)) is not a name with a prefix") }
        return QualifiedName(text: text, prefix: String(decoding: bytes[start..<colon], as: UTF8.self), local: local)
    }

    /// The attributes of a start tag up to and with its `>`; `isEmpty` is true for `/>`.
    mutating func attributes() throws(XMLFault) -> (attributes: [RawAttribute], isEmpty: Bool) {
        var attributes: [RawAttribute] = []
        var names: Set<String> = []
        while true {
            let gap = position
            skipSpace()
            guard position < bytes.count else { throw fault(at: position, "the document ends inside a start tag") }
            if bytes[position] == UInt8(ascii: ">") {
                position += 1
                return (attributes, false)
            }
            if follows("/>") {
                position += 2
                return (attributes, true)
            }
            let start = mark(position)
            if position == gap { throw fault(at: position, "there is no blank before an attribute") }
            let name = try qualifiedName("an attribute")
            let value = try attributeValue(of: name)
            let attribute = RawAttribute(name: name, value: value, start: start, end: mark(position))
            guard names.insert(name.text).inserted else { throw duplicate(attribute) }
            attributes.append(attribute)
            if attributes.count > limits.attributes {
                throw XMLFault(
                    .dashXMLLimit, at: start, "an element has more than \(limits.attributes) attributes")
            }
        }
    }

    private mutating func attributeValue(of name: QualifiedName) throws(XMLFault) -> String {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
            throw fault(at: position, "the attribute \(QuotedText.quote(name.text)) has no value")
        }
        position += 1
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
        else {
            throw fault(at: position, "the value of the attribute \(QuotedText.quote(name.text)) is not in quotes")
        }
        let quote = bytes[position]
        position += 1
        let start = position
        var changed: [UInt8] = []
        var isChanged = false
        while position < bytes.count, bytes[position] != quote {
            let byte = bytes[position]
            let length = position - start
            if length > limits.text { throw textLimit(at: start) }
            if byte == UInt8(ascii: "<") { throw fault(at: position, "`<` in the value of an attribute") }
            let needsChange = byte == UInt8(ascii: "&") || (byte < 0x20 && XMLCharacter.isSpace(byte))
            if needsChange, !isChanged {
                isChanged = true
                changed = Array(bytes[start..<position])
            }
            if byte == UInt8(ascii: "&") {
                changed += try reference()
            } else if needsChange {
                position += follows("\r\n") ? 2 : 1
                changed.append(0x20)
            } else {
                let first = position
                try takeScalar()
                if isChanged { changed += bytes[first..<position] }
            }
        }
        guard position < bytes.count else {
            throw fault(at: start, "the document ends inside the value of an attribute")
        }
        let value =
            isChanged
            ? String(decoding: changed, as: UTF8.self) : String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        return value
    }

    /// One scalar that must be allowed in a document.
    private mutating func takeScalar() throws(XMLFault) {
        let (value, length) = scalar()
        guard XMLCharacter.isAllowed(value) else {
            let digits = String(value, radix: 16, uppercase: true)
            let padding = String(repeating: "0", count: max(0, 4 - digits.utf8.count))
            throw fault(at: position, "the character U+\(padding)\(digits) is not allowed")
        }
        position += length
    }

    /// Text up to the next `<`.
    mutating func characterData() throws(XMLFault) -> String {
        let start = position
        var text: [UInt8] = []
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") {
            let byte = bytes[position]
            if position - start > limits.text { throw textLimit(at: start) }
            if byte == UInt8(ascii: "&") {
                text += try reference()
            } else if byte == 0x0D {
                position += follows("\r\n") ? 2 : 1
                text.append(0x0A)
            } else {
                if follows("]]>") { throw fault(at: position, "`]]>` in a text") }
                let first = position
                try takeScalar()
                text += bytes[first..<position]
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    mutating func cdata() throws(XMLFault) -> String {
        let start = position
        position += 9
        let first = position
        while position < bytes.count {
            if follows("]]>") {
                let text = String(decoding: bytes[first..<position], as: UTF8.self)
                position += 3
                return text
            }
            if position - start > limits.text { throw textLimit(at: start) }
            try takeScalar()
        }
        throw fault(at: start, "a CDATA section without its end")
    }

    /// A character reference or one of the five predefined entities, as UTF-8.
    private mutating func reference() throws(XMLFault) -> [UInt8] {
        let start = position
        // The longest that can be meant is `&#x10FFFF;`; leading zeros are allowed for.
        let window = bytes[position...].prefix(64)
        guard let end = window.firstIndex(of: UInt8(ascii: ";")), end > start + 1 else {
            throw bareAmpersand(at: start)
        }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        position = end + 1
        switch name {
        case "amp": return [UInt8(ascii: "&")]
        case "lt": return [UInt8(ascii: "<")]
        case "gt": return [UInt8(ascii: ">")]
        case "quot": return [UInt8(ascii: "\"")]
        case "apos": return [UInt8(ascii: "'")]
        default: break
        }
        guard name.utf8.first == UInt8(ascii: "#") else {
            let isName = name.unicodeScalars.allSatisfy { XMLCharacter.continuesName($0.value) }
            guard isName else { throw bareAmpersand(at: start) }
            throw fault(at: start, "the entity \(QuotedText.quote("&" + name + ";")) is not defined")
        }
        let isHexadecimal = name.hasPrefix("#x")
        let digits = name.utf8.dropFirst(isHexadecimal ? 2 : 1)
        // `UInt32(_:radix:)` takes a sign; a reference does not.
        let value =
            digits.first == UInt8(ascii: "+") ? nil : UInt32(String(Substring(digits)), radix: isHexadecimal ? 16 : 10)
        guard let value, XMLCharacter.isAllowed(value), let scalar = Unicode.Scalar(value) else {
            throw fault(at: start, "\(QuotedText.quote("&" + name + ";")) is no character")
        }
        return Array(String(scalar).utf8)
    }

    private mutating func bareAmpersand(at offset: Int) -> XMLFault {
        fault(at: offset, "a bare `&`", hint: "write `&amp;`")
    }

    mutating func skipComment() throws(XMLFault) {
        let start = position
        position += 4
        while position < bytes.count {
            if follows("--") {
                position += 2
                guard follows(">") else { throw fault(at: position - 2, "`--` inside a comment") }
                position += 1
                return
            }
            try takeScalar()
        }
        throw fault(at: start, "a comment without its end")
    }

    mutating func skipInstruction() throws(XMLFault) {
        let start = position
        position += 2
        let name = try qualifiedName("a processing instruction")
        if name.text.lowercased() == "xml" {
            throw fault(
                at: start, "the XML declaration is not at the very start of the document",
                hint: "remove what precedes `<?xml`, white space included")
        }
        guard follows("?>") || (position < bytes.count && XMLCharacter.isSpace(bytes[position])) else {
            throw fault(at: position, "a processing instruction needs a blank behind its name")
        }
        while position < bytes.count {
            if follows("?>") {
                position += 2
                return
            }
            try takeScalar()
        }
        throw fault(at: start, "a processing instruction without its end")
    }
}
