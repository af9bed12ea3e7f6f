import Foundation

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// One element of a message, with its text and children. Attributes are not kept: no message of the store has a meaning in
/// one.
struct XMLTree: Hashable, Sendable {
    /// Name without a namespace prefix.
    var name: String
    /// All character data directly inside.
    var text = ""
    /// Elements inside, in order.
    var children: [XMLTree] = []

    /// The text of the first child called `name`, outer white space removed.
    func text(_ name: String) -> String? {
        children.first { $0.name == name }?.trimmed
    }

    /// All children called `name`.
    func all(_ name: String) -> some Sequence<XMLTree> {
        children.lazy.filter { $0.name == name }
    }

    var trimmed: String { text.trimmingCharacters(in: .whitespacesAndNewlines) }
}

extension XMLTree {
    /// Bounds well above the largest messages there are: a completion of 10,000 parts has 20,001 elements in 1 MiB.
    enum Bounds {
        static let bytes = 8 << 20
        static let depth = 16
        static let elements = 100_000
    }

    /// Reads a whole message. White space before it is skipped: the store sends some while it joins parts (cos-api 7.6).
    static func read(_ body: [UInt8]) throws(WireFault) -> XMLTree {
        let document = body.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
        guard !document.isEmpty else { throw .malformed("the reply is empty") }
        guard document.count <= Bounds.bytes else { throw .tooLarge("the reply is longer than 8 MiB") }
        try refuseHazards(document)
        let reader = XMLTreeReader()
        let parser = XMLParser(data: Data(document))
        parser.delegate = reader
        parser.shouldResolveExternalEntities = false
        let complete = parser.parse()
        if let fault = reader.fault { throw fault }
        guard complete, !reader.sawError, let root = reader.root else {
            throw .malformed("the reply is not well-formed XML")
        }
        return root
    }

    /// Refuses what could mean something else to the parser than to this look at the bytes: another encoding than UTF-8, and
    /// any document type, also inside a comment, where none is ever sent. And processing instructions, which mean nothing
    /// here: one without data (`<?a?>`) makes FoundationXML read from address 0.
    private static func refuseHazards(_ document: ArraySlice<UInt8>) throws(WireFault) {
        guard let text = String(validating: document, as: UTF8.self), !document.contains(0) else {
            throw .malformed("the reply is not UTF-8")
        }
        guard !text.utf8.contains("<!DOCTYPE".utf8), !text.utf8.contains("<!ENTITY".utf8) else { throw .documentType }
        let isDeclared = ["<?xml ", "<?xml\t", "<?xml\n", "<?xml\r"].contains { text.utf8.starts(with: $0.utf8) }
        guard !text.utf8.dropFirst(isDeclared ? 2 : 0).contains("<?".utf8) else {
            throw .malformed("the reply has a processing instruction")
        }
        guard text.hasPrefix("<?xml"), let end = text.utf8.firstIndex(of: UInt8(ascii: ">")) else { return }
        let declaration = text[..<end].lowercased()
        guard let place = declaration.range(of: "encoding") else { return }
        let value = declaration[place.upperBound...].drop { " =\"'\t\r\n".contains($0) }
        guard value.hasPrefix("utf-8") || value.hasPrefix("us-ascii") else {
            throw .malformed("the reply is not UTF-8")
        }
    }
}

/// Builds a tree from the parser's events and stops it at the first bound that is passed.
private final class XMLTreeReader: NSObject, XMLParserDelegate {
    private var open: [XMLTree] = []
    private var elements = 0
    private(set) var root: XMLTree?
    private(set) var fault: WireFault?
    /// True when the parser reported that the text is not well-formed. Its result alone does not say so: it forgets every error
    /// that was followed by one about text behind the end of the document.
    private(set) var sawError = false

    /// Numbers of libxml2's warnings about a version, a language and a name space that mean nothing here.
    private static let harmless = Set(97...100).union(200...205)

    func parser(_ parser: XMLParser, parseErrorOccurred parseError: any Error) {
        if !Self.harmless.contains((parseError as NSError).code) { sawError = true }
    }

    func parser(
        _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName qName: String?,
        attributes attributeDict: [String: String]
    ) {
        elements += 1
        guard elements <= XMLTree.Bounds.elements else {
            return stop(parser, .tooLarge("the reply has more than 100,000 elements"))
        }
        guard open.count < XMLTree.Bounds.depth else {
            return stop(parser, .tooLarge("the reply is nested more than 16 deep"))
        }
        let local = elementName.split(separator: ":").last.map(String.init) ?? elementName
        open.append(XMLTree(name: local))
    }

    func parser(_ parser: XMLParser, foundCharacters string: String) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += string
    }

    func parser(_ parser: XMLParser, foundCDATA CDATABlock: Data) {
        guard !open.isEmpty else { return }
        open[open.count - 1].text += String(decoding: CDATABlock, as: UTF8.self)
    }

    func parser(
        _ parser: XMLParser, didEndElement elementName: String, namespaceURI: String?, qualifiedName qName: String?
    ) {
        guard let done = open.popLast() else { return }
        if open.isEmpty { root = done } else { open[open.count - 1].children.append(done) }
    }

    private func stop(_ parser: XMLParser, _ reason: WireFault) {
        if fault == nil { fault = reason }
        parser.abortParsing()
    }
}

/// Writes a message with every text escaped.
struct XMLWriter {
    private(set) var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"

    mutating func element(_ name: String, _ value: String) {
        text += "<\(name)>\(Self.escaped(value))</\(name)>"
    }

    mutating func element(_ name: String, attributes: String = "", _ inside: (inout XMLWriter) -> Void) {
        text += "<\(name)\(attributes.isEmpty ? "" : " " + attributes)>"
        inside(&self)
        text += "</\(name)>"
    }

    var bytes: [UInt8] { [UInt8](text.utf8) }

    private static func escaped(_ value: String) -> String {
        var result = ""
        result.reserveCapacity(value.utf8.count)
        for character in value.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            // A raw carriage return would be read back as a line feed.
            case "\r": result += "&#13;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}
