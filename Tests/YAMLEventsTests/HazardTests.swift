import IngestTestSupport
import Testing
import YAMLEvents

@Suite("YAMLEventReader: hazards")
struct HazardTests {
    @Test(
        "Bytes that are not UTF-8 are refused at their place, after everything before them",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xE2, 0x28, 0xA1], [0xC3, 0x28], [0xC3],
            [0xE2, 0x82], [0xF0, 0x9F, 0x98],
        ] as [[UInt8]])
    func invalidUTF8(_ bad: [UInt8]) {
        let listing = Listing(Array("a: b\né: x".utf8) + bad)
        #expect(listing.error == "invalidUTF8 2:5: the file is not valid UTF-8 here")
        #expect(listing.lines.count == 5)
    }

    @Test("UTF-16 and UTF-32 are named as such, with and without a byte order mark")
    func wideEncodings() {
        let files: [[UInt8]] = [
            [0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61], [0x61, 0, 0x3A, 0], [0, 0x61, 0, 0x3A], [0, 0, 0xFE, 0xFF],
        ]
        for file in files {
            #expect(Listing(file).error?.hasSuffix("the file is UTF-16 or UTF-32; a job file is UTF-8") == true)
            #expect(Listing(file, chunk: 1) == Listing(file))
        }
    }

    @Test(
        "Control characters are refused at their place",
        arguments: ["\u{0}", "\u{7}", "\u{1B}", "\u{7F}", "\u{80}", "\u{FFFE}"])
    func controlCharacters(_ character: String) {
        let digits = String(character.unicodeScalars.first?.value ?? 0, radix: 16, uppercase: true)
        let padded = String(repeating: "0", count: 4 - digits.count) + digits
        #expect(
            Listing("a: b\nc: d\(character)").error
                == "controlCharacter 2:5: the control character `U+\(padded)` is not allowed in YAML")
    }

    @Test("A hundred levels are read, a hundred thousand are refused")
    func depth() {
        #expect(Listing(String(repeating: "[", count: 100) + String(repeating: "]", count: 100)).error == nil)
        let refused = "tooDeep 1:101: lists and mappings are nested more than 100 deep"
        #expect(Listing(String(repeating: "[", count: 100_000)).error == refused)
        #expect(Listing(String(repeating: "{a: ", count: 100_000)).error?.hasPrefix("tooDeep 1:") == true)
        #expect(Listing(String(repeating: "- ", count: 100_000)).error?.hasPrefix("tooDeep 1:") == true)
    }

    @Test(
        "A text without end is refused long before it ends", arguments: ["a: ", "a: \"", "a: |\n ", "a: '", "a: >\n "])
    func endlessText(_ beginning: String) {
        var delivered = 0
        let first = Array(beginning.utf8)
        var reader = YAMLEventReader { buffer in
            for index in buffer.indices { buffer[index] = UInt8(ascii: "x") }
            if delivered == 0 { buffer.copyBytes(from: first) }
            delivered += buffer.count
            return buffer.count
        }
        let error = #expect(throws: YAMLReadError.self) { while try reader.next() != nil {} }
        #expect(error?.description == "1:2: a text of more than 1048576 bytes follows this place")
        #expect(delivered < 2 << 20)
    }

    @Test("A text at the limit is read, one byte more is refused at its beginning")
    func longText() {
        let limits = YAMLLimits(scalarBytes: 1000)
        #expect(Listing("a: " + String(repeating: "x", count: 1000), limits: limits).error == nil)
        #expect(
            Listing("a: " + String(repeating: "x", count: 1001), limits: limits).error
                == "tooLong 1:4: this text has more than 1000 bytes")
    }

    @Test("Thousands of commented lines are passed over, endless ones are not")
    func comments() {
        let comment = "# " + String(repeating: "x", count: 98) + "\n"
        #expect(Listing("a: b\n" + String(repeating: comment, count: 40_000) + "c: d\n").lines.count == 10)
        #expect(
            Listing("a: b\n" + String(repeating: comment, count: 90_000)).error
                == "tooLong 1:5: more than 8388608 bytes of comments or text lines follow this place")
    }

    @Test("A second document is refused")
    func documents() {
        #expect(
            Listing("a: b\n---\nc: d\n").error == "secondDocument 2:1: a second document begins here; one is allowed")
        #expect(Listing("--- \na: b\n...\n").error == nil)
    }
}
