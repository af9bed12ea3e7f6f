import Diagnostics
import IngestTestSupport
import Testing
import YAMLEvents

@Suite("YAMLEventReader")
struct YAMLEventReaderTests {
    @Test("Events carry kind, style, anchor, tag, text and marks that count from 1")
    func events() {
        let listing = Listing("a: &x 'b'\nc: [!!str d, *x]\ne: |\n  f\ng: \"h\"\ni: >\n  j\n")
        #expect(
            listing.lines == [
                "1:1-1:1 streamStart", "1:1-1:1 documentStart", "1:1-1:1 mappingStart",
                "1:1-1:2 scalar(YAMLEvents.ScalarStyle.plain) a",
                "1:4-1:10 scalar(YAMLEvents.ScalarStyle.singleQuoted) &x b",
                "2:1-2:2 scalar(YAMLEvents.ScalarStyle.plain) c", "2:4-2:5 sequenceStart",
                "2:5-2:12 scalar(YAMLEvents.ScalarStyle.plain) !tag:yaml.org,2002:str d", "2:14-2:16 alias x",
                "2:16-2:17 sequenceEnd", "3:1-3:2 scalar(YAMLEvents.ScalarStyle.plain) e",
                "3:4-5:1 scalar(YAMLEvents.ScalarStyle.literal) f\n", "5:1-5:2 scalar(YAMLEvents.ScalarStyle.plain) g",
                "5:4-5:7 scalar(YAMLEvents.ScalarStyle.doubleQuoted) h",
                "6:1-6:2 scalar(YAMLEvents.ScalarStyle.plain) i",
                "6:4-8:1 scalar(YAMLEvents.ScalarStyle.folded) j\n", "8:1-8:1 mappingEnd", "8:1-8:1 documentEnd",
                "8:1-8:1 streamEnd",
            ])
        #expect(listing.error == nil)
    }

    @Test("A column counts characters, not bytes")
    func columns() {
        #expect(
            Listing("日本: [é, 😀, x]").lines[6...7] == [
                "1:9-1:10 scalar(YAMLEvents.ScalarStyle.plain) 😀", "1:12-1:13 scalar(YAMLEvents.ScalarStyle.plain) x",
            ])
    }

    @Test("A byte order mark takes no column")
    func byteOrderMark() {
        #expect(Listing("\u{FEFF}a: b") == Listing("a: b"))
    }

    @Test("Line separators that no editor counts do not shift the marks")
    func silentBreaks() {
        let listing = Listing("a: \"x\u{2028}y\u{85}z\" # \u{2029}\nb: c\n")
        #expect(listing.lines[4].hasPrefix("1:4-1:11 "))
        #expect(listing.lines[5] == "2:1-2:2 scalar(YAMLEvents.ScalarStyle.plain) b")
    }

    @Test("CR LF and CR end lines as LF does")
    func lineEnds() {
        #expect(Listing("a: b\r\nc: d\re: f\r\n") == Listing("a: b\nc: d\ne: f\n"))
    }

    @Test("After the end there is nothing, after an error the same error")
    func afterTheEnd() throws {
        var reader = YAMLEventReader(bytes: [])
        #expect(try reader.next()?.kind == .streamStart)
        #expect(try reader.next()?.kind == .streamEnd)
        #expect(try reader.next() == nil)
        var broken = YAMLEventReader(bytes: Array("]".utf8))
        #expect(try broken.next()?.kind == .streamStart)
        #expect(try broken.next()?.kind == .documentStart)
        for _ in 0..<2 {
            let error = #expect(throws: YAMLReadError.self) { try broken.next() }
            #expect(error?.description == "1:1: did not find expected node content")
        }
    }

    @Test("What the reading closure throws is the cause of the error")
    func inputError() throws {
        struct Gone: Error {}
        var calls = 0
        var reader = YAMLEventReader { buffer in
            calls += 1
            guard calls == 1 else { throw Gone() }
            buffer.copyBytes(from: Array("a: b\nc: ".utf8))
            return 8
        }
        let error = #expect(throws: YAMLReadError.self) { while try reader.next() != nil {} }
        #expect(error?.code == .input)
        #expect(error?.cause is Gone)
        #expect(error?.description == "2:4: the file cannot be read: Gone()")
    }

    @Test("A name is found by its bytes, whatever its length")
    func keys() throws {
        let long = "exactly24byteslongaaaaaa"
        let table = KeyTable(["a", "bc", "é", long, "eightlet", "seventeenletters1"])
        var reader = YAMLEventReader(
            bytes: Array(
                "[bc, é, b, a, \(long), \(long)x, eightlet, eightleT, seventeenletters1, seventeenletters2]".utf8))
        var found: [Int?] = []
        while let event = try reader.next() {
            if case .scalar = event.kind { found.append(reader.place(in: table)) }
        }
        #expect(found == [1, 2, nil, 0, 3, nil, 4, nil, 5, nil])
        #expect(table.place(of: "bc") == 1)
        #expect(table.place(of: "") == nil)
        #expect(table.place(of: "a\0") == nil)
    }
}
