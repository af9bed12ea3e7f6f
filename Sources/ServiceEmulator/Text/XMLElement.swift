/// A small reader of XML documents without a document type: what a client may send as the body of a request.
struct XMLElement: Hashable {
    /// Why a text was refused; the store answers MalformedXML for all of them.
    struct Malformed: Error {}

    var name: String
    var children: [XMLElement] = []
    /// Text directly inside, entities replaced.
    var text = ""

    /// The text of the only child called `name`; nil where there is none or more than one.
    func onlyText(_ name: String) -> String? {
        let found = children.filter { $0.name == name }
        return found.count == 1 ? found[0].text : nil
    }

    /// Reads a document. Comments and processing instructions are passed over, attributes are read and dropped.
    static func parse(_ bytes: [UInt8]) throws(Malformed) -> XMLElement {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw Malformed() }
        var reader = XMLReader(text)
        return try reader.document()
    }
}

private struct XMLReader {
    private static let deepest = 16
    private var rest: Substring.UnicodeScalarView

    init(_ text: String) {
        rest = Substring(text).unicodeScalars
        if rest.first == "\u{FEFF}" { rest.removeFirst() }
    }

    mutating func document() throws(XMLElement.Malformed) -> XMLElement {
        try skipMisc()
        guard take("<") else { throw XMLElement.Malformed() }
        let root = try element(depth: 1)
        try skipMisc()
        guard rest.isEmpty else { throw XMLElement.Malformed() }
        return root
    }

    /// Reads an element whose `<` has been taken.
    private mutating func element(depth: Int) throws(XMLElement.Malformed) -> XMLElement {
        guard depth <= Self.deepest else { throw XMLElement.Malformed() }
        var element = XMLElement(name: try name())
        while true {
            let hadBlank = skipBlanks()
            if take("/>") { return element }
            if take(">") { break }
            guard hadBlank else { throw XMLElement.Malformed() }
            try attribute()
        }
        while true {
            if take("</") {
                guard try name() == element.name else { throw XMLElement.Malformed() }
                _ = skipBlanks()
                guard take(">") else { throw XMLElement.Malformed() }
                return element
            }
            if take("<!--") {
                try skip(past: "-->")
            } else if take("<") {
                element.children.append(try self.element(depth: depth + 1))
            } else {
                element.text += try characters(until: "<")
            }
        }
    }

    private mutating func attribute() throws(XMLElement.Malformed) {
        _ = try name()
        _ = skipBlanks()
        guard take("=") else { throw XMLElement.Malformed() }
        _ = skipBlanks()
        guard let quote = rest.first, quote == "\"" || quote == "'" else { throw XMLElement.Malformed() }
        rest.removeFirst()
        _ = try characters(until: quote)
        rest.removeFirst()
    }

    private mutating func name() throws(XMLElement.Malformed) -> String {
        let name = rest.prefix { $0.properties.isAlphabetic || "0123456789_-.:".unicodeScalars.contains($0) }
        guard let first = name.first, first.properties.isAlphabetic || first == "_" else {
            throw XMLElement.Malformed()
        }
        rest = rest[name.endIndex...]
        return String(name)
    }

    /// Text up to `end`, which stays; the document may not end before it.
    private mutating func characters(until end: Unicode.Scalar) throws(XMLElement.Malformed) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = rest.first, scalar != end {
            rest.removeFirst()
            text.append(scalar == "&" ? try entity() : scalar)
        }
        guard !rest.isEmpty else { throw XMLElement.Malformed() }
        return String(text)
    }

    private mutating func entity() throws(XMLElement.Malformed) -> Unicode.Scalar {
        let name = rest.prefix(10).prefix { $0 != ";" }
        guard name.endIndex < rest.endIndex, rest[name.endIndex] == ";" else { throw XMLElement.Malformed() }
        rest = rest[rest.index(after: name.endIndex)...]
        switch String(name) {
        case "quot": return "\""
        case "apos": return "'"
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case let text where text.hasPrefix("#"):
            let number = text.hasPrefix("#x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text.dropFirst())
            guard let scalar = number.flatMap(Unicode.Scalar.init) else { throw XMLElement.Malformed() }
            return scalar
        default: throw XMLElement.Malformed()
        }
    }

    private mutating func skipMisc() throws(XMLElement.Malformed) {
        while true {
            _ = skipBlanks()
            if take("<?") {
                try skip(past: "?>")
            } else if take("<!--") {
                try skip(past: "-->")
            } else {
                return
            }
        }
    }

    private mutating func skipBlanks() -> Bool {
        let blanks = rest.prefix { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
        rest = rest[blanks.endIndex...]
        return !blanks.isEmpty
    }

    private mutating func skip(past mark: String) throws(XMLElement.Malformed) {
        while !rest.isEmpty {
            if take(mark) { return }
            rest.removeFirst()
        }
        throw XMLElement.Malformed()
    }

    private mutating func take(_ mark: String) -> Bool {
        guard rest.starts(with: mark.unicodeScalars) else { return false }
        rest = rest.dropFirst(mark.unicodeScalars.count)
        return true
    }
}
