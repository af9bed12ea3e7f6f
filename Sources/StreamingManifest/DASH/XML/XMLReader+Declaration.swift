import Diagnostics

extension XMLReader {
    /// Reads `<?xml version="1.0" encoding="…" standalone="…"?>` where it begins the document (XML 1.0, 2.8).
    mutating func readDeclaration(wasUTF16: Bool) throws(XMLFault) {
        guard follows("<?xml"), bytes.count > 5, XMLCharacter.isSpace(bytes[5]) else { return }
        position = 5
        var order = ["version", "encoding", "standalone"][...]
        var version: String?
        while true {
            let gap = position
            skipSpace()
            if follows("?>") { break }
            let start = position
            guard position > gap, position < bytes.count else { throw declarationFault(at: position) }
            let name = try qualifiedName("the XML declaration")
            guard let index = order.firstIndex(of: name.text) else { throw declarationFault(at: start) }
            order = order[(index + 1)...]
            let value = try quotedASCII()
            switch name.text {
            case "version": version = value
            case "encoding": try judgeEncoding(value, wasUTF16: wasUTF16, at: start)
            default: if value != "yes" && value != "no" { throw declarationFault(at: start) }
            }
        }
        guard let version, version.hasPrefix("1."), version.utf8.count > 2 else { throw declarationFault(at: 0) }
        position += 2
    }

    private mutating func declarationFault(at offset: Int) -> XMLFault {
        fault(
            at: offset, "the XML declaration is malformed", hint: "write `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`")
    }

    /// A value of the declaration: letters, digits, `.`, `_`, `-`.
    private mutating func quotedASCII() throws(XMLFault) -> String {
        skipSpace()
        guard follows("=") else { throw declarationFault(at: position) }
        position += 1
        skipSpace()
        guard follows("\"") || follows("'") else { throw declarationFault(at: position) }
        let quote = bytes[position]
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != quote {
            switch bytes[position] {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                position += 1
            default: throw declarationFault(at: position)
            }
        }
        guard position < bytes.count, position > start else { throw declarationFault(at: start) }
        position += 1
        return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
    }

    private mutating func judgeEncoding(_ name: String, wasUTF16: Bool, at offset: Int) throws(XMLFault) {
        let declared = name.uppercased()
        if declared == "UTF-8" ? !wasUTF16 : wasUTF16 && ["UTF-16", "UTF-16LE", "UTF-16BE"].contains(declared) {
            return
        }
        let known = declared == "UTF-8" || declared.hasPrefix("UTF-16")
        throw XMLFault(
            .dashXMLEncoding, at: mark(offset),
            known
                ? "the XML declaration says \(QuotedText.quote(name)), but the text is \(wasUTF16 ? "UTF-16" : "UTF-8")"
                : "the XML declaration says \(QuotedText.quote(name)); UTF-8 or UTF-16 is expected",
            hint: "save the MPD as UTF-8 and declare that")
    }
}
