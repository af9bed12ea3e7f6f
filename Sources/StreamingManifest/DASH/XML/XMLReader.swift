import Diagnostics

/// Reads an XML document as a sequence of events, without a tree, with the place of every element and attribute.
///
/// A reader of our own because FoundationXML's `XMLParser` does not hold where manifests come from strangers (observed with
/// Swift 6.3 on Linux): it always recovers, so that `parse()` returns true for truncated documents, crossed tags, two roots and
/// no root at all; it follows any declared encoding and any DOCTYPE; it bounds neither depth nor attributes; and it tells the
/// end of a start tag only, in columns that are no characters. This one knows the part of XML 1.0 and of Namespaces that
/// a document without a DOCTYPE can use, and stops at the first fault. The tests compare both over a corpus and its mutants.
///
/// Nothing is ever fetched: there are no entities but the five predefined ones, and processing instructions are skipped.
struct XMLReader {
    let bytes: [UInt8]
    let limits: XMLLimits
    var position = 0
    private var places = PlaceCounter()
    private var open: [OpenElement] = []
    private var scopes = NamespaceScopes()
    private var endIsPending = false
    private var rootIsClosed = false

    /// A reader at the start of `raw`; faults are those of its encoding and its declaration.
    init(_ raw: [UInt8], limits: XMLLimits = XMLLimits()) throws(XMLFault) {
        self.limits = limits
        if raw.count > limits.bytes {
            throw XMLFault(
                .dashXMLLimit, at: SourceMark(line: 1, column: 1),
                "the MPD has \(raw.count) bytes; at most \(limits.bytes) are read")
        }
        let text = try XMLText(raw)
        bytes = text.bytes
        try readDeclaration(wasUTF16: text.wasUTF16)
    }

    /// The next event; nil at the end of a complete document.
    mutating func next() throws(XMLFault) -> XMLEvent? {
        if endIsPending {
            endIsPending = false
            closeInnermost()
            return .end
        }
        while position < bytes.count {
            if let event = open.isEmpty ? try outsideRoot() : try insideRoot() { return event }
        }
        if let last = open.last {
            throw fault(
                at: position,
                "the document ends inside the element \(QuotedText.quote(last.name)) of line \(last.start.line)",
                hint: "the file may be truncated")
        }
        guard rootIsClosed else { throw fault(at: position, "the document has no element") }
        return nil
    }

    /// Reads on to the end of the element whose start was read last and that still is open.
    mutating func skipElement() throws(XMLFault) {
        var depth = 1
        while depth > 0 {
            switch try next() {
            case .start: depth += 1
            case .end: depth -= 1
            case .text: break
            case nil: return
            }
        }
    }

    /// The character data of the element whose start was read last, up to its end, without white space around it; elements
    /// inside are skipped (manifests 15).
    mutating func textContent() throws(XMLFault) -> String {
        var content = ""
        while let event = try next() {
            switch event {
            case .start: try skipElement()
            case .end: return XMLCharacter.trimmed(content)
            case .text(let text):
                content += text
                if content.utf8.count > limits.text { throw textLimit(at: position) }
            }
        }
        return XMLCharacter.trimmed(content)
    }

    /// The place of byte `offset`.
    mutating func mark(_ offset: Int) -> SourceMark { places.mark(offset, in: bytes) }

    mutating func fault(at offset: Int, _ message: String, hint: String? = nil) -> XMLFault {
        XMLFault(.dashXMLSyntax, at: mark(offset), "the XML is not well-formed: " + message, hint: hint)
    }

    mutating func textLimit(at offset: Int) -> XMLFault {
        XMLFault(.dashXMLLimit, at: mark(offset), "a text is longer than \(limits.text) bytes")
    }
}

extension XMLReader {
    /// An element whose end tag is awaited.
    private struct OpenElement {
        /// With its prefix.
        var name: String
        var start: SourceMark
        var ownsScope: Bool
    }

    /// White space, comments, processing instructions and the one root element.
    private mutating func outsideRoot() throws(XMLFault) -> XMLEvent? {
        if XMLCharacter.isSpace(bytes[position]) {
            position += 1
            return nil
        }
        guard bytes[position] == UInt8(ascii: "<") else {
            throw fault(at: position, "text outside of the root element")
        }
        if try skipMarkup() { return nil }
        if follows("</") { throw fault(at: position, "an end tag without its start") }
        if rootIsClosed { throw fault(at: position, "a second root element") }
        return try startTag()
    }

    private mutating func insideRoot() throws(XMLFault) -> XMLEvent? {
        guard bytes[position] == UInt8(ascii: "<") else { return .text(try characterData()) }
        if follows("<![CDATA[") { return .text(try cdata()) }
        if try skipMarkup() { return nil }
        if follows("</") {
            try endTag()
            return .end
        }
        return try startTag()
    }

    /// Skips a comment or a processing instruction; false when neither is here. A DOCTYPE ends the reading before anything of
    /// it is read: that is what keeps entity bombs, external entities and external DTDs out.
    private mutating func skipMarkup() throws(XMLFault) -> Bool {
        if follows("<!--") {
            try skipComment()
            return true
        }
        if follows("<?") {
            try skipInstruction()
            return true
        }
        guard follows("<!") else { return false }
        let word = bytes[position...].dropFirst(2).prefix(7).map { $0 & 0xDF }
        if word.elementsEqual("DOCTYPE".utf8) {
            throw XMLFault(
                .dashXMLDoctype, at: mark(position), "the MPD has a DOCTYPE, which is refused unread",
                hint: "remove the DOCTYPE: no MPD needs one, and it can hold entities that expand without bound")
        }
        throw fault(at: position, "`<!` begins neither a comment nor a CDATA section here")
    }

    private mutating func startTag() throws(XMLFault) -> XMLEvent {
        let offset = position
        let start = mark(offset)
        position += 1
        let name = try qualifiedName("an element")
        let end = mark(position)
        guard open.count < limits.depth else {
            throw XMLFault(.dashXMLLimit, at: start, "elements are nested deeper than \(limits.depth) levels")
        }
        let (raw, isEmpty) = try attributes()
        let ownsScope = try declareNamespaces(raw)
        let namespace = try namespace(of: name, at: start, attribute: false)
        let attributes = try resolve(raw)
        open.append(OpenElement(name: name.text, start: start, ownsScope: ownsScope))
        endIsPending = isEmpty
        return .start(
            XMLElement(name: name.local, namespace: namespace, attributes: attributes, start: start, end: end))
    }

    private mutating func endTag() throws(XMLFault) {
        let offset = position
        position += 2
        let name = try qualifiedName("an end tag")
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: ">") else {
            throw fault(at: position, "an end tag without its `>`")
        }
        guard let last = open.last, last.name == name.text else {
            let opened = open.last.map { "\(QuotedText.quote($0.name)) of line \($0.start.line)" } ?? "nothing"
            throw fault(at: offset, "the end tag \(QuotedText.quote(name.text)) comes where \(opened) is open")
        }
        position += 1
        closeInnermost()
    }

    private mutating func closeInnermost() {
        guard let last = open.popLast() else { return }
        if last.ownsScope { scopes.leave() }
        rootIsClosed = open.isEmpty
    }

    /// Takes the namespace declarations of a start tag; true when there are any.
    private mutating func declareNamespaces(_ attributes: [RawAttribute]) throws(XMLFault) -> Bool {
        var declared: [String: String] = [:]
        for attribute in attributes {
            guard let prefix = attribute.name.declaredPrefix else { continue }
            let isReserved = prefix == "xmlns" || (prefix == "xml") != (attribute.value == NamespaceScopes.xml)
            if isReserved || attribute.value == NamespaceScopes.xmlns || (attribute.value.isEmpty && !prefix.isEmpty) {
                throw XMLFault(
                    .dashXMLSyntax, at: attribute.start,
                    "the XML is not well-formed: the prefix \(QuotedText.quote(prefix)) cannot be bound to "
                        + QuotedText.quote(attribute.value))
            }
            declared[prefix] = attribute.value
        }
        guard !declared.isEmpty else { return false }
        scopes.enter(declared)
        return true
    }

    private func namespace(
        of name: QualifiedName, at mark: SourceMark, attribute: Bool
    ) throws(XMLFault) -> String? {
        guard let prefix = name.prefix else { return attribute ? nil : scopes.namespace(of: "") }
        guard let namespace = scopes.namespace(of: prefix) else {
            throw XMLFault(
                .dashXMLSyntax, at: mark,
                "the XML is not well-formed: the prefix \(QuotedText.quote(prefix)) is bound to no namespace",
                hint: "declare it with `xmlns:\(prefix)` on the root element")
        }
        return namespace
    }

    /// The attributes with their namespaces; the declarations are done with.
    private func resolve(_ raw: [RawAttribute]) throws(XMLFault) -> [XMLAttribute] {
        var resolved: [XMLAttribute] = []
        resolved.reserveCapacity(raw.count)
        var prefixed: Set<[String]> = []
        for attribute in raw where attribute.name.declaredPrefix == nil {
            let namespace = try namespace(of: attribute.name, at: attribute.start, attribute: true)
            if let namespace, !prefixed.insert([namespace, attribute.name.local]).inserted {
                throw duplicate(attribute)
            }
            resolved.append(
                XMLAttribute(
                    name: attribute.name.local, namespace: namespace, value: attribute.value, start: attribute.start,
                    end: attribute.end))
        }
        return resolved
    }

    func duplicate(_ attribute: RawAttribute) -> XMLFault {
        XMLFault(
            .dashXMLSyntax, at: attribute.start,
            "the XML is not well-formed: the attribute \(QuotedText.quote(attribute.name.text)) is given twice")
    }
}
