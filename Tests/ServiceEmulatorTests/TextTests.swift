import Foundation
import Testing

@testable import ServiceEmulator

@Suite struct TextTests {
    @Test("times are the calendar's over four centuries")
    func times() {
        let formatter = ISO8601DateFormatter()
        // A prime number of seconds, so that every time of day and every kind of year comes up.
        for unix in stride(from: -2_208_988_800, to: 10_413_792_000, by: 86_399 * 37) {
            let text = formatter.string(from: Date(timeIntervalSince1970: Double(unix)))
            #expect(CivilTime(unix: unix).iso == text)
            #expect(CivilTime.parse(text) == unix)
            #expect(CivilTime.parseHTTP(CivilTime(unix: unix).http) == unix)
        }
        #expect(CivilTime(unix: 1_557_989_751).http == "Thu, 16 May 2019 06:55:51 GMT")
        for text in [
            "Fri, 16 May 2019 06:55:51 GMT", "Thu, 16 May 2019 06:55:51 +0000", "Thu, 99 May 2019 06:55:51 GMT", "",
        ] {
            #expect(CivilTime.parseHTTP(text) == nil, "\(text)")
        }
        #expect(CivilTime(unix: 0).isoWithMilliseconds == "1970-01-01T00:00:00.000Z")
        for text in ["2023-02-29T00:00:00Z", "2023-01-01T24:00:00Z", "2023-01-01 00:00:00Z", "2023-1-01T00:00:00Z", ""]
        {
            #expect(CivilTime.parse(text) == nil, "\(text)")
        }
    }

    @Test("percent-encoding is undone once, and never guessed")
    func percent() {
        #expect(PercentCoding.decodedText("a%2Bb+c%25d", plusIsBlank: false) == "a+b+c%d")
        #expect(PercentCoding.decodedText("a%2Bb+c", plusIsBlank: true) == "a+b c")
        for text in ["%", "%4", "%4g", "%FF"] { #expect(PercentCoding.decodedText(text, plusIsBlank: false) == nil) }
        #expect(PercentCoding.encode("a b/é~") == "a%20b%2F%C3%A9~")
    }

    @Test("XML is read with its entities, declarations and comments")
    func xml() throws {
        let text = """
            \u{FEFF}<?xml version="1.0" encoding="utf-8"?>
            <!-- list --><A x='1' y="&lt;"><B>&quot;e&quot; &amp; &#65;&#x42;</B><C/><!-- c --><B >2</B ></A>
            """
        let root = try XMLElement.parse(Array(text.utf8))
        #expect(root.children.map(\.name) == ["B", "C", "B"])
        #expect(root.children.map(\.text) == ["\"e\" & AB", "", "2"])
        #expect(root.onlyText("C") == "")
        #expect(root.onlyText("B") == nil)
    }

    @Test(
        "what is no XML is refused",
        arguments: [
            "", "A", "<A>", "<A></B>", "<A/><B/>", "<A>&nope;</A>", "<A>&</A>", "<A x></A>", "<A x=1/>", "<1/>",
            "<A/>x",
            "<!DOCTYPE A><A/>", "<A><![CDATA[x]]></A>", "<A>&#xD800;</A>",
            String(repeating: "<A>", count: 17) + String(repeating: "</A>", count: 17),
        ])
    func noXML(_ text: String) {
        #expect(throws: XMLElement.Malformed.self) { try XMLElement.parse(Array(text.utf8)) }
    }

    @Test("random text never traps the XML reader")
    func randomXML() {
        let seed = ProcessInfo.processInfo.environment["VOD_INGEST_SEED"].flatMap(UInt64.init) ?? 20_261_123
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "<", ">", "/", "A", "Part", "&", ";", "#", "x41", "\"", "'", "=", " ", "<!--", "-->", "<?", "?>", "é",
            "</A>", "<A>", "<A/>",
        ]
        var read = 0
        for _ in 0..<5_000 {
            let text = (0..<Int(random.next() % 14)).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }
                .joined()
            do {
                let element = try XMLElement.parse(Array(text.utf8))
                #expect(!element.name.isEmpty, "VOD_INGEST_SEED=\(seed) \(text)")
                read += 1
            } catch {
                continue
            }
        }
        #expect(read > 0, "VOD_INGEST_SEED=\(seed): no text was XML at all")
    }

    @Test("text is escaped for XML, and read back the same")
    func escaped() throws {
        let text = "a<b>&\"c\" \té\u{1F3AC}"
        let document = "<A>\(XMLText.element("B", text))</A>"
        #expect(try XMLElement.parse(Array(document.utf8)).onlyText("B") == text)
        #expect(XMLText.element("B", "") == "\t<B/>\n")
        #expect(XMLText.escaped("\u{1}") == "\u{FFFD}")
    }

    @Test(
        "ranges are read as HTTP means them",
        arguments: [
            ("bytes=0-0", 0..<1), ("bytes=2-", 2..<10), ("bytes=-3", 7..<10), ("bytes=-30", 0..<10),
            ("bytes=8-99", 8..<10),
            ("bytes=10-", nil), ("bytes=5-4", nil), ("bytes=-0", nil), ("bytes=a-b", nil), ("bytes=0-1,3-4", nil),
            ("items=0-1", nil),
        ] as [(String, Range<Int>?)])
    func ranges(_ text: String, _ range: Range<Int>?) { #expect(ServiceModel.range(text, size: 10) == range) }

    @Test("JSON kinds are told apart")
    func json() {
        let fields = JSONValue.fields(
            Array(#"{"a":1,"b":-1,"c":1.5,"d":"1","e":true,"f":null,"g":[1,"x"],"h":{"i":2}}"#.utf8))
        #expect(
            fields == [
                "a": .unsigned(1), "b": .negative(-1), "c": .fraction(1.5), "d": .text("1"), "e": .bool(true),
                "f": .null,
                "g": .list([.unsigned(1), .text("x")]), "h": .object(["i": .unsigned(2)]),
            ])
        #expect(JSONValue.fields(Array(#"{"a":18446744073709551615}"#.utf8)) == ["a": .unsigned(.max)])
        #expect(JSONValue.fields(Array("1".utf8)) == nil)
        #expect(JSONValue.fields([]) == nil)
    }

    @Test("the stored form of gzip is read by others")
    func gzip() throws {
        let plain = patternBytes(0..<70_000)
        let encoded = StoredGzip.encode(plain)
        #expect(Array(encoded.prefix(4)) == [0x1F, 0x8B, 8, 0])
        // Header, two stored blocks of at most 65,535 bytes with five bytes each before them, checksum and length.
        #expect(encoded.count == 10 + 2 * 5 + plain.count + 8)
        // The checksum of "123456789" is the published check value of CRC-32.
        #expect(Array(StoredGzip.encode(Array("123456789".utf8)).suffix(8).prefix(4)) == [0x26, 0x39, 0xF4, 0xCB])
    }
}
