import Diagnostics

/// A name as it is written, cut at its colon (Namespaces in XML 1.0, 4).
struct QualifiedName: Hashable {
    /// The whole name.
    var text: String
    /// What precedes the colon; nil without one.
    var prefix: String?
    /// What follows it.
    var local: String

    /// The prefix that an attribute of this name declares, empty for the default namespace; nil for other attributes.
    var declaredPrefix: String? {
        if prefix == "xmlns" { return local }
        return text == "xmlns" ? "" : nil
    }
}

/// An attribute before its prefix is looked up.
struct RawAttribute {
    var name: QualifiedName
    var value: String
    var start: SourceMark
    var end: SourceMark
}

/// The prefixes in force, innermost last.
struct NamespaceScopes {
    static let xml = "http://www.w3.org/XML/1998/namespace"
    static let xmlns = "http://www.w3.org/2000/xmlns/"
    private var declared: [[String: String]] = []

    mutating func enter(_ prefixes: [String: String]) { declared.append(prefixes) }
    mutating func leave() { declared.removeLast() }

    /// What `prefix` stands for; the empty prefix is the default namespace, which may be none.
    func namespace(of prefix: String) -> String? {
        for scope in declared.reversed() {
            if let namespace = scope[prefix] { return namespace.isEmpty ? nil : namespace }
        }
        return prefix == "xml" ? Self.xml : nil
    }
}

/// Counts lines and columns on the way through a text; asking in rising order costs one pass in all.
struct PlaceCounter {
    private var offset = 0
    private var line = 1
    private var column = 1

    /// The place of byte `target`.
    mutating func mark(_ target: Int, in bytes: [UInt8]) -> SourceMark {
        if target < offset { self = PlaceCounter() }
        while offset < target, offset < bytes.count {
            let byte = bytes[offset]
            offset += 1
            let endsLine = byte == 0x0A || (byte == 0x0D && !(offset < bytes.count && bytes[offset] == 0x0A))
            if endsLine {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return SourceMark(line: line, column: column)
    }
}

/// Which scalars XML 1.0 allows where.
enum XMLCharacter {
    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    /// True for a scalar that may stand in a document (XML 1.0, 2.2).
    static func isAllowed(_ value: UInt32) -> Bool {
        switch value {
        case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// True for a scalar that may begin a name (XML 1.0, 2.3).
    static func startsName(_ value: UInt32) -> Bool {
        switch value {
        case 0x3A, 0x41...0x5A, 0x5F, 0x61...0x7A, 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x2FF, 0x370...0x37D,
            0x37F...0x1FFF, 0x200C...0x200D, 0x2070...0x218F, 0x2C00...0x2FEF, 0x3001...0xD7FF, 0xF900...0xFDCF,
            0xFDF0...0xFFFD, 0x10000...0xEFFFF:
            true
        default: false
        }
    }

    /// True for a scalar that may go on in a name.
    static func continuesName(_ value: UInt32) -> Bool {
        switch value {
        case 0x2D, 0x2E, 0x30...0x39, 0xB7, 0x300...0x36F, 0x203F...0x2040: true
        default: startsName(value)
        }
    }

    /// `text` without XML white space at both ends.
    static func trimmed(_ text: String) -> String {
        let utf8 = text.utf8
        guard let first = utf8.firstIndex(where: { !isSpace($0) }),
            let last = utf8.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(text[first...last])
    }
}
