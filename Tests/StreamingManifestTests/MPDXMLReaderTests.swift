import Diagnostics
import Testing

@testable import StreamingManifest

@Suite("XML of an MPD")
struct MPDXMLReaderTests {
    /// The events of `text` in a line each, with the fault that ends them.
    static func events(_ bytes: [UInt8], limits: XMLLimits = XMLLimits()) -> [String] {
        var lines: [String] = []
        do throws(XMLFault) {
            var reader = try XMLReader(bytes, limits: limits)
            while let event = try reader.next() {
                switch event {
                case .start(let element):
                    let attributes = element.attributes.map { attribute in
                        let namespace = attribute.namespace.map { "{\($0)}" } ?? ""
                        return
                            " \(attribute.start.line):\(attribute.start.column) \(namespace)\(attribute.name)=\(attribute.value)"
                    }
                    let namespace = element.namespace.map { "{\($0)}" } ?? ""
                    lines.append(
                        "\(element.start.line):\(element.start.column)-\(element.end.column) \(namespace)\(element.name)"
                            + attributes.joined())
                case .end: lines.append("end")
                case .text(let text): lines.append("text \(text)")
                }
            }
        } catch {
            let hint = error.hint.map { " | " + $0 } ?? ""
            lines.append("\(error.mark.line):\(error.mark.column) \(error.code.rawValue): \(error.message)\(hint)")
        }
        return lines
    }

    private func events(_ text: String) -> [String] { Self.events(Array(text.utf8)) }

    @Test("Elements and attributes have their names, namespaces and places, in characters")
    func places() {
        #expect(
            events(
                "<?xml version='1.0'?>\n<é:a xmlns:é='u:e' xmlns='u:d' é:x='1'\r\n  y=\"ü\"\t><b/>é<c xmlns=''/></é:a >"
            ) == [
                "2:1-5 {u:e}a 2:32 {u:e}x=1 3:3 y=ü", "3:10-12 {u:d}b", "end", "text é", "3:15-17 c", "end", "end",
            ])
    }

    @Test("References, CDATA and line ends become the text that they mean")
    func text() {
        #expect(
            events("<a b='&lt;&#65;&#x1F600;&amp;amp;&quot;&apos;&gt; \n\t'>1&amp;2<!-- & -->\r\n<![CDATA[<&]]>\r</a>")
                == [
                    "1:1-3 a 1:4 b=<A😀&amp;\"'>   ", "text 1&2", "text \n", "text <&", "text \n", "end",
                ])
    }

    @Test("Comments and processing instructions are skipped everywhere, and nothing is fetched")
    func skipped() {
        #expect(
            events("<!-- a --><?xml-stylesheet href='http://a.example/'?>\n<a><?b?><!----></a>\n<!-- c --> <?d e?>")
                == [
                    "2:1-3 a", "end",
                ])
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        var text: String
        var message: String
        var testDescription: String { text }
    }

    static let faults: [(String, String)] = [
        ("", "1:1 the document has no element"),
        (" \n ", "2:2 the document has no element"),
        ("text", "1:1 text outside of the root element"),
        ("<a/>text", "1:5 text outside of the root element"),
        ("<a/><b/>", "1:5 a second root element"),
        ("</a>", "1:1 an end tag without its start"),
        ("<a><b></a>", "1:7 the end tag `a` comes where `b` of line 1 is open"),
        ("<a>\n<b/>", "2:5 the document ends inside the element `a` of line 1 | the file may be truncated"),
        ("<a", "1:3 the document ends inside a start tag"),
        ("<a b='1'", "1:9 the document ends inside a start tag"),
        ("<a b='1", "1:7 the document ends inside the value of an attribute"),
        ("<", "1:2 an element without a name"),
        ("<a><", "1:5 an element without a name"),
        ("< a/>", "1:2 an element without a name"),
        ("<1/>", "1:2 an element without a name"),
        ("<a></a", "1:7 an end tag without its `>`"),
        ("<a></a b>", "1:8 an end tag without its `>`"),
        ("<a b='1'c='2'/>", "1:9 there is no blank before an attribute"),
        (#"<a xsi="b.xsd"profiles="c"/>"#, "1:15 there is no blank before an attribute"),
        ("<a b='1' b='2'/>", "1:10 the attribute `b` is given twice"),
        ("<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>", "1:36 the attribute `y:b` is given twice"),
        ("<a b/>", "1:5 the attribute `b` has no value"),
        ("<a b=1/>", "1:6 the value of the attribute `b` is not in quotes"),
        ("<a b='<'/>", "1:7 `<` in the value of an attribute"),
        ("<a / >", "1:4 an attribute without a name"),
        ("<x:a/>", "1:1 the prefix `x` is bound to no namespace | declare it with `xmlns:x` on the root element"),
        ("<a x:b='1'/>", "1:4 the prefix `x` is bound to no namespace | declare it with `xmlns:x` on the root element"),
        (
            "<a><b xmlns:x='u'/><x:c/></a>",
            "1:20 the prefix `x` is bound to no namespace | declare it with `xmlns:x` on the root element"
        ),
        ("<a xmlns:x=''/>", "1:4 the prefix `x` cannot be bound to ``"),
        ("<a xmlns:xml='u'/>", "1:4 the prefix `xml` cannot be bound to `u`"),
        ("<a xmlns:xmlns='u'/>", "1:4 the prefix `xmlns` cannot be bound to `u`"),
        ("<a:b:c xmlns:a='u'/>", "1:2 `a:b:c` is not a name with a prefix"),
        ("<:a/>", "1:2 `:a` is not a name with a prefix"),
        ("<a:/>", "1:2 `a:` is not a name with a prefix"),
        ("<a>x & y</a>", "1:6 a bare `&` | write `&amp;`"),
        ("<a b='?x&y=1'/>", "1:9 a bare `&` | write `&amp;`"),
        ("<a>&;</a>", "1:4 a bare `&` | write `&amp;`"),
        ("<a>&nbsp;</a>", "1:4 the entity `&nbsp;` is not defined"),
        ("<a>&#0;</a>", "1:4 `&#0;` is no character"),
        ("<a>&#xD800;</a>", "1:4 `&#xD800;` is no character"),
        ("<a>&#x110000;</a>", "1:4 `&#x110000;` is no character"),
        ("<a>&#+65;</a>", "1:4 `&#+65;` is no character"),
        ("<a>&#-1;</a>", "1:4 `&#-1;` is no character"),
        ("<a>&#X41;</a>", "1:4 `&#X41;` is no character"),
        ("<a>&#;</a>", "1:4 `&#;` is no character"),
        ("<a>\u{1}</a>", "1:4 the character U+0001 is not allowed"),
        ("<a b='\u{FFFE}'/>", "1:7 the character U+FFFE is not allowed"),
        ("<a>\0</a>", "1:4 the character U+0000 is not allowed"),
        ("<a>]]></a>", "1:4 `]]>` in a text"),
        ("<a><![CDATA[</a>", "1:4 a CDATA section without its end"),
        ("<a><!-- -- --></a>", "1:9 `--` inside a comment"),
        ("<a><!-- </a>", "1:4 a comment without its end"),
        ("<a><?b </a>", "1:4 a processing instruction without its end"),
        ("<a><?></a>", "1:6 a processing instruction without a name"),
        ("<a><!b></a>", "1:4 `<!` begins neither a comment nor a CDATA section here"),
        ("<![CDATA[a]]><a/>", "1:1 `<!` begins neither a comment nor a CDATA section here"),
        (
            " <?xml version='1.0'?><a/>",
            "1:2 the XML declaration is not at the very start of the document | remove what precedes `<?xml`, white space included"
        ),
        (
            "<a><?XML ?></a>",
            "1:4 the XML declaration is not at the very start of the document | remove what precedes `<?xml`, white space included"
        ),
        ("<?xml encoding='UTF-8'?><a/>", "1:1 \(declaration)"),
        ("<?xml version='2.0'?><a/>", "1:1 \(declaration)"),
        ("<?xml version='1.0' standalone='maybe'?><a/>", "1:21 \(declaration)"),
        ("<?xml version='1.0' encoding='UTF-8' version='1.0'?><a/>", "1:38 \(declaration)"),
        ("<?xml version='1.0'", "1:20 \(declaration)"),
    ]

    private static let declaration =
        "the XML declaration is malformed | write `<?xml version=\"1.0\" encoding=\"UTF-8\"?>`"

    @Test("What is not well-formed is refused at its place", arguments: faults)
    func malformed(text: String, message: String) throws {
        let space = try #require(message.firstIndex(of: " "))
        let expected = message[..<space] + " dash.xml-syntax: the XML is not well-formed:" + message[space...]
        #expect(events(text).last == String(expected))
    }

    private static let plain = "<a b='é😀'>ü</a>"
    private static let plainEvents = ["1:1-3 a 1:4 b=é😀", "text ü", "end"]

    private static func utf16(_ text: String, big: Bool, mark: Bool) -> [UInt8] {
        ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
            big ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
        }
    }

    @Test("UTF-8 and UTF-16 are read with and without a byte order mark", arguments: [true, false], [true, false])
    func encodings(big: Bool, mark: Bool) {
        #expect(Self.events(Self.utf16(Self.plain, big: big, mark: mark)) == Self.plainEvents)
        #expect(Self.events((mark ? [0xEF, 0xBB, 0xBF] : []) + Array(Self.plain.utf8)) == Self.plainEvents)
        let declared = "<?xml version='1.0' encoding='utf-16'?><a/>"
        #expect(Self.events(Self.utf16(declared, big: big, mark: mark)) == ["1:40-42 a", "end"])
    }

    @Test("A declared UTF-8 that is UTF-16 is refused")
    func contradiction() {
        #expect(
            Self.events(Self.utf16("<?xml version='1.0' encoding='UTF-8'?><a/>", big: false, mark: true)) == [
                "1:21 dash.xml-encoding: the XML declaration says `UTF-8`, but the text is UTF-16 | save the MPD as UTF-8 and "
                    + "declare that"
            ])
    }

    @Test(
        "Other encodings and broken text are refused",
        arguments: [
            (
                [0x00, 0x00, 0xFE, 0xFF],
                "1:1 dash.xml-encoding: the text is in the encoding `UTF-32`; UTF-8 or UTF-16 is expected | save the MPD as UTF-8"
            ),
            (
                [0x3C, 0x00, 0x00, 0x00],
                "1:1 dash.xml-encoding: the text is in the encoding `UTF-32`; UTF-8 or UTF-16 is expected | save the MPD as UTF-8"
            ),
            (
                [0x4C, 0x6F, 0xA7, 0x94],
                "1:1 dash.xml-encoding: the text is in the encoding `EBCDIC`; UTF-8 or UTF-16 is expected | save the MPD as UTF-8"
            ),
            (
                [0x3C, 0x61, 0x0A, 0xC3, 0xA9, 0xFF],
                "2:2 dash.xml-encoding: the text is not valid UTF-8 | save the MPD as UTF-8"
            ),
            ([0xFF, 0xFE, 0x3C], "1:1 dash.xml-encoding: the text is not valid UTF-16 | save the MPD as UTF-8"),
            ([0xFE, 0xFF, 0xD8, 0x00], "1:1 dash.xml-encoding: the text is not valid UTF-16 | save the MPD as UTF-8"),
        ] as [([UInt8], String)])
    func otherEncodings(bytes: [UInt8], message: String) {
        #expect(Self.events(bytes) == [message])
    }
}
