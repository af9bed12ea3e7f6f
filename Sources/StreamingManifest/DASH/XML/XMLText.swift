import Diagnostics

/// The bytes of an XML document as UTF-8, whatever they were.
struct XMLText: Sendable {
    /// Valid UTF-8 without a byte order mark.
    let bytes: [UInt8]
    /// True when the document came as UTF-16, so that its declaration may say so.
    let wasUTF16: Bool

    /// Finds the encoding by byte order mark or by the first two bytes (XML 1.0, appendix F) and turns the text into UTF-8.
    ///
    /// UTF-8 and UTF-16 are all there is: an MPD in anything else is refused (manifests 15).
    init(_ raw: [UInt8]) throws(XMLFault) {
        // A byte that is not there must not look like a zero, which says something about the encoding.
        let first = Array(raw.prefix(4)) + [0x01, 0x01, 0x01, 0x01]
        let head = (first[0], first[1], first[2], first[3])
        switch head {
        case (0x00, 0x00, 0xFE, 0xFF), (0xFF, 0xFE, 0x00, 0x00), (0x00, 0x00, 0x00, 0x3C), (0x3C, 0x00, 0x00, 0x00):
            throw Self.unsupported("UTF-32")
        case (0x4C, 0x6F, 0xA7, 0x94): throw Self.unsupported("EBCDIC")
        case (0xFE, 0xFF, _, _): try self.init(utf16: raw.dropFirst(2), isBigEndian: true)
        case (0xFF, 0xFE, _, _): try self.init(utf16: raw.dropFirst(2), isBigEndian: false)
        case (0x00, 0x3C, _, _): try self.init(utf16: raw[...], isBigEndian: true)
        case (0x3C, 0x00, _, _): try self.init(utf16: raw[...], isBigEndian: false)
        case (0xEF, 0xBB, 0xBF, _): try self.init(utf8: Array(raw.dropFirst(3)))
        default: try self.init(utf8: raw)
        }
    }

    private init(utf8 bytes: [UInt8]) throws(XMLFault) {
        if String(validating: bytes, as: UTF8.self) == nil {
            throw XMLFault(
                .dashXMLEncoding, at: Self.firstFault(in: bytes), "the text is not valid UTF-8",
                hint: "save the MPD as UTF-8")
        }
        self.bytes = bytes
        wasUTF16 = false
    }

    private init(utf16 raw: ArraySlice<UInt8>, isBigEndian: Bool) throws(XMLFault) {
        var units: [UInt16] = []
        units.reserveCapacity(raw.count / 2)
        var index = raw.startIndex
        while index + 1 < raw.endIndex {
            let (high, low) = isBigEndian ? (raw[index], raw[index + 1]) : (raw[index + 1], raw[index])
            units.append(UInt16(high) << 8 | UInt16(low))
            index += 2
        }
        guard index == raw.endIndex, let text = String(validating: units, as: UTF16.self) else {
            throw XMLFault(
                .dashXMLEncoding, at: SourceMark(line: 1, column: 1), "the text is not valid UTF-16",
                hint: "save the MPD as UTF-8")
        }
        bytes = Array(text.utf8)
        wasUTF16 = true
    }

    private static func unsupported(_ name: String) -> XMLFault {
        XMLFault(
            .dashXMLEncoding, at: SourceMark(line: 1, column: 1),
            "the text is in the encoding \(QuotedText.quote(name)); UTF-8 or UTF-16 is expected",
            hint: "save the MPD as UTF-8")
    }

    /// Where `bytes` stop being UTF-8.
    private static func firstFault(in bytes: [UInt8]) -> SourceMark {
        var mark = SourceMark(line: 1, column: 1)
        var source = bytes.makeIterator()
        var decoder = UTF8()
        while case .scalarValue(let scalar) = decoder.decode(&source) {
            mark = scalar == "\n" ? SourceMark(line: mark.line + 1, column: 1) : mark.advanced
        }
        return mark
    }
}

extension SourceMark {
    fileprivate var advanced: SourceMark { SourceMark(line: line, column: column + 1) }
}
