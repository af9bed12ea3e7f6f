import Diagnostics
import Foundation
import Testing

@testable import StreamingManifest

@Suite("Hostile MPDs")
struct MPDHazardTests {
    private static let doctype =
        "error dash.xml-doctype: the MPD has a DOCTYPE, which is refused unread | remove the DOCTYPE: no MPD needs one, and it "
        + "can hold entities that expand without bound"

    @Test("An entity bomb is refused before an entity is looked at")
    func entityBomb() {
        let levels = (1...9).map { level in
            "<!ENTITY l\(level) \"" + String(repeating: "&l\(level - 1);", count: 10) + "\">"
        }
        let text = "<?xml version=\"1.0\"?>\n<!DOCTYPE MPD [<!ENTITY l0 \"lol\">\(levels.joined())]>\n<MPD>&l9;</MPD>"
        #expect(readMPD(text).findings == ["2:1 " + Self.doctype])
    }

    @Test(
        "External entities, parameter entities and external DTDs are refused unread",
        arguments: [
            #"<!DOCTYPE MPD SYSTEM "http://a.example/mpd.dtd"><MPD/>"#,
            #"<!DOCTYPE MPD PUBLIC "-//A//B" "file:///etc/passwd"><MPD/>"#,
            #"<!DOCTYPE MPD [<!ENTITY x SYSTEM "file:///etc/passwd">]><MPD><BaseURL>&x;</BaseURL></MPD>"#,
            #"<!DOCTYPE MPD [<!ENTITY % x SYSTEM "http://a.example/x">%x;]><MPD/>"#,
            "<!DOCTYPE", "<!DOCTYPE[",
        ])
    func externals(text: String) { #expect(readMPD(text).findings == ["1:1 " + Self.doctype]) }

    @Test("A DOCTYPE in UTF-16 is refused as well")
    func wideDoctype() {
        let bytes = "\u{FEFF}<!DOCTYPE MPD><MPD/>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        #expect(readMPD(bytes).findings == ["1:1 " + Self.doctype])
    }

    @Test("XInclude is an element of another namespace, not an inclusion")
    func inclusion() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><xi:include xmlns:xi="http://www.w3.org/2001/XInclude"
             href="file:///etc/passwd"/><Period/></MPD>
            """)
        #expect(outcome.references == [])
        #expect(outcome.findings == ["2:29 warning dash.no-adaptation-set: the Period has no AdaptationSet"])
    }

    @Test("Depth, attributes, texts and the document itself are bounded")
    func limits() {
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(
            readMPD(deep).findings == ["1:1 error dash.root: the root element is `a`; `MPD` is expected"])
        let head = "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\">"
        #expect(
            readMPD(head + deep).findings == [
                "1:233 error dash.xml-limit: elements are nested deeper than 64 levels"
            ])
        let long = String(repeating: "x", count: 1_100_000)
        #expect(
            readMPD(head + "<Period id=\"\(long)\"/></MPD>").findings == [
                "1:56 error dash.xml-limit: a text is longer than 1048576 bytes"
            ])
        #expect(
            readMPD(head + "<BaseURL>\(long)</BaseURL></MPD>").findings == [
                "1:53 error dash.xml-limit: a text is longer than 1048576 bytes"
            ])
        #expect(
            readMPD(head + "<BaseURL><![CDATA[\(long)]]></BaseURL></MPD>").findings == [
                "1:53 error dash.xml-limit: a text is longer than 1048576 bytes"
            ])
        var options = ExpansionOptions()
        options.maximumDocumentBytes = 10
        #expect(
            readMPD("<MPD></MPD>", options: options).findings == [
                "1:1 error dash.xml-limit: the MPD has 11 bytes; at most 10 are read"
            ])
    }

    @Test("Texts that a comment cuts in many pieces are bounded together")
    func piecewiseText() {
        let pieces = String(repeating: String(repeating: "x", count: 1_000) + "<!---->", count: 1_100)
        let outcome = readMPD("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\">\n<BaseURL>\(pieces)</BaseURL></MPD>")
        #expect(outcome.reading.diagnostics.map(\.code) == [.dashXMLLimit])
    }

    private func many(_ count: Int, _ element: String) -> String { String(repeating: element, count: count) }

    @Test("A fault that a million elements share is listed a hundred times and then no more")
    func repeatedFaults() {
        let entries = (0..<5_000).map { "<S t=\"\($0)\" d=\"1.0\"/>" }.joined()
        let outcome = readMPD(
            mpd("<SegmentTemplate media=\"$Time$\"><SegmentTimeline>\(entries)</SegmentTimeline></SegmentTemplate>"))
        #expect(outcome.findings.count == 101)
        #expect(
            outcome.findings[99]
                == "2:1931 warning dash.integer-form: `d` is `1.0` where an unsigned integer is expected; it is "
                + "taken for 1")
        #expect(
            outcome.findings[100]
                == "2:1931 warning dash.integer-form: further findings like the one here are not listed")
    }

    @Test("A long timeline that many Representations inherit is gone through only so often")
    func inheritedTimelines() {
        var options = ExpansionOptions()
        options.maximumReferences = 10_000
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT1S"><Period><AdaptationSet>
            <SegmentTemplate media="$Time$"><SegmentTimeline>\(many(5_000, "<S t=\"1\" d=\"1\" r=\"-1\"/>"))</SegmentTimeline>
            </SegmentTemplate>\(many(2_000, "<Representation id=\"v\"/>"))</AdaptationSet></Period></MPD>
            """, options: options)
        #expect(outcome.references == [])
        #expect(
            outcome.findings.contains(
                "2:1 error dash.too-many-segments: the Representations go through more templates and timelines than any asset "
                    + "needs"))
    }

    @Test("Long names are refused before they are multiplied")
    func longNames() {
        let name = many(5_000, "x")
        let outcome = readMPD(
            mpd("<SegmentTemplate media=\"\(name)$Number$\" timescale=\"1000000\" duration=\"100\"/>"))
        #expect(outcome.references == [])
        #expect(
            outcome.findings == [
                "2:18 error path.too-long: `\(many(120, "x"))…` has 5000 bytes as a path; an object key has at most 850"
            ])
        var options = ExpansionOptions()
        options.maximumReferences = 100
        let urls = (0..<90).map { "<SegmentURL media=\"\($0)?\(many(2_000, "y"))\"/>" }.joined()
        let surplus = readMPD(mpd("<SegmentList>\(urls)</SegmentList>"), options: options)
        #expect(surplus.reading.references.count == 26)
        #expect(
            surplus.findings.last
                == "2:50629 error dash.too-many-segments: the names of all files together are too long")
    }

    @Test("Patterns that would be long are counted, not written out")
    func longPatterns() {
        let pattern = "<Pattern id=\"1\"><P d=\"1\" r=\"4000000000000000000\"/><P d=\"2\"/></Pattern>"
        let outcome = readMPD(
            mpd(
                "<SegmentTemplate media=\"$Time$\"><SegmentTimeline>\(pattern)<S p=\"1\" r=\"4000000000000000001\"/>"
                    + "</SegmentTimeline></SegmentTemplate>"))
        #expect(
            outcome.findings == [
                "2:1 error dash.too-many-segments: the segments would be 4000000000000000001 files; 2000000 more references "
                    + "are allowed | check the durations, the timescale and the repeat counts"
            ])
    }

    @Test("The least and the greatest integers neither trap nor wrap")
    func extremes() {
        var options = ExpansionOptions()
        options.maximumReferences = 1_000
        let values = ["-9223372036854775808", "9223372036854775807", "-1", "0", "1"]
        for name in ["t", "n", "r", "k", "p", "pE", "d"] {
            for value in values {
                for more in ["", " r=\"-1\" n=\"2\"", " t=\"9\" p=\"1\""] where !more.contains(" \(name)=") {
                    for attribute in ["startNumber", "endNumber", "presentationTimeOffset", "eptDelta", "timescale"] {
                        for second in values {
                            let d = name == "d" ? "" : " d=\"2\""
                            let outcome = readMPD(
                                mpd(
                                    """
                                    <SegmentTemplate media="$Number$-$SubNumber$" \(attribute)="\(second)"><SegmentTimeline>\
                                    <Pattern id="1"><P d="1"/></Pattern><S \(name)="\(value)"\(d)\(more)/><S t="5" d="1"/>\
                                    </SegmentTimeline></SegmentTemplate>
                                    """), options: options)
                            #expect(outcome.reading.references.count <= 1_000)
                        }
                    }
                }
            }
        }
    }

    private static let sample = """
        <?xml version="1.0" encoding="UTF-8"?>
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" xmlns:x="urn:x" type="static" mediaPresentationDuration="PT10.5S">
        <!-- c --><BaseURL>a/</BaseURL><BaseURL><![CDATA[b&/]]></BaseURL>
        <Period id="1" start="PT0S" duration="PT5S"><AdaptationSet mimeType="video/mp4">
        <SegmentTemplate timescale="1000" media="$RepresentationID$/$Time%05d$-$SubNumber$.m4s" initialization="$Bandwidth$.mp4">
        <SegmentTimeline><S t="0" d="1000" r="-1"/><S t="4000" d="500" n="9" k="2"/></SegmentTimeline></SegmentTemplate>
        <Representation id="v&amp;1" bandwidth="64000"/></AdaptationSet></Period>
        <Period><AdaptationSet><Representation id="w" x:y="&#65;"><BaseURL>w.mp4</BaseURL>
        <SegmentBase indexRange="0-9"><Initialization range="0-5"/></SegmentBase></Representation></AdaptationSet></Period>
        </MPD>
        """

    @Test("Every truncation of an MPD ends in an error and nothing worse")
    func truncations() {
        let bytes = Array(Self.sample.utf8)
        for length in 0..<bytes.count {
            let outcome = readMPD(Array(bytes[..<length]))
            #expect(outcome.reading.diagnostics.contains { $0.severity == .error }, "\(length) bytes")
        }
        #expect(!readMPD(bytes).reading.diagnostics.contains { $0.severity == .error })
    }

    @Test("Random bytes and mutants never trap, and no reference leaves the root")
    func mutants() {
        var random = SplitMix64.fromEnvironment()
        let words = [
            "-1", "999999999999", "9223372036854775807", "0", "..", "/", "//", "$", "$Number$", "%", "%2e%2e", "&", "<",
            ">",
            "\"", "P", "PT1S", "urn:", "http://x/", "\0", "é", "]]>", "<!--", "-", "\\", "C:", "?", "#", " ",
        ].map { Array($0.utf8) }
        let sample = Array(Self.sample.utf8)
        var options = ExpansionOptions()
        options.maximumReferences = 2_000
        for round in 0..<3_000 {
            var bytes = sample
            if round % 10 == 0 {
                bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
            }
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let start = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, start + Int.random(in: 0...12, using: &random))
                bytes.replaceSubrange(start..<end, with: words.randomElement(using: &random) ?? [])
            }
            let outcome = readMPD(bytes, file: "sub/m.mpd", options: options)
            for reference in outcome.reading.references {
                guard let path = reference.path else { continue }
                let parts = path.split(separator: "/", omittingEmptySubsequences: false)
                let isBelow = parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
                #expect(isBelow, "\(path), seed \(random.seed), round \(round)")
            }
            #expect(outcome.reading.references.count <= options.maximumReferences + 1)
        }
    }
}
