import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

@Suite("Any bytes")
struct PlaylistFuzzTests {
    /// Pieces from which playlists, good and bad, are made.
    private static let pieces = [
        "#EXTM3U", "\n", "\r\n", "\r", " ", "\t", "#EXTINF:", "9,", "1.5", "-", "a.ts", "../", "..", "/", "//", "é",
        "%2e",
        "%", "#EXT-X-BYTERANGE:", "18446744073709551615", "@", "1@1", "#EXT-X-KEY:METHOD=AES-128,", "URI=", "\"", "'",
        "IV=0x", ",", "=", "#EXT-X-MAP:", "BYTERANGE=\"5@5\"", "#EXT-X-STREAM-INF:BANDWIDTH=1", "#EXT-X-MEDIA:TYPE=",
        "SUBTITLES", "CLOSED-CAPTIONS", "GROUP-ID=\"g\"", "NAME=\"n\"", "#EXT-X-DEFINE:NAME=\"v\",VALUE=\"w\"", "{$v}",
        "{$", "}", "#EXT-X-PART:", "#EXT-X-GAP", "#EXT-X-ENDLIST", "#EXT-X-TARGETDURATION:9", "#EXT-X-VERSION:",
        "data:",
        "https://h/", "p.m3u8", "?x", "#", "\u{0}", "\u{FEFF}", "#EXT-X-I-FRAMES-ONLY", "#EXT-X-SESSION-DATA:",
        "#EXT-X-DATERANGE:CLASS=\"com.apple.hls.interstitial\",X-ASSET-LIST=\"l\"", "\u{2028}",
    ]

    @Test("Random playlists and random bytes never trap, end, and name nothing outside")
    func random() {
        var generator = SplitMix64.fromEnvironment()
        for _ in 0..<3_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...60, using: &generator) {
                if Int.random(in: 0..<40, using: &generator) == 0 {
                    bytes.append(UInt8.random(in: 0...255, using: &generator))
                } else {
                    bytes += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &generator)].utf8
                }
            }
            var expansion = Expansion(top: "p.m3u8", kind: .hls, options: ExpansionOptions())
            var steps = 0
            while expansion.nextRequest() != nil, steps < 100 {
                steps += 1
                expansion.supply(.bytes(bytes))
            }
            let result = expansion.finish()
            for path in result.references.compactMap(\.path) {
                #expect(throws: Never.self, "seed \(generator.seed)") { _ = try ObjectKey(path) }
            }
            for diagnostic in result.diagnostics {
                let page = DiagnosticCatalogue.page(for: diagnostic.code)
                let agrees = page?.severity == diagnostic.severity || diagnostic.code == .pathParent
                #expect(agrees, "\(diagnostic.code.rawValue) seed \(generator.seed)")
            }
        }
    }

    @Test("A playlist cut anywhere is read, with marks within the text")
    func prefixes() {
        let text = Array(
            media(
                version: 8,
                [
                    #"#EXT-X-DEFINE:NAME="v",VALUE="é""#, #"#EXT-X-KEY:METHOD=AES-128,URI="k{$v}",IV=0x1"#,
                    #"#EXT-X-MAP:URI="i.mp4",BYTERANGE="5@0""#, "#EXT-X-BYTERANGE:16@0", "#EXTINF:9,é", "{$v}/ü.ts",
                ]
            ).utf8)
        for length in 0...text.count {
            let bytes = Array(text.prefix(length))
            let context = ReadContext(file: "p", expectation: nil, variables: [:], options: ExpansionOptions())
            let reading = HLSPlaylist.read(bytes, context: context)
            let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for location in reading.diagnostics.compactMap(\.location) + reading.references.map(\.location) {
                #expect((1...lines.count).contains(location.start.line), "\(length)")
                let width = lines[min(location.start.line, lines.count) - 1].filter { $0 & 0xC0 != 0x80 }.count
                #expect(location.start.column >= 1 && location.start.column <= width + 1, "\(length)")
                #expect(location.end.column <= width + 1, "\(length)")
            }
        }
    }

    @Test("A line of many attributes or variables takes time in proportion")
    func longLines() {
        let attributes = "#EXT-X-MAP:" + (0..<20_000).map { "A\($0)=1" }.joined(separator: ",")
        let unknown = PlaylistProbe(media(version: 6, [attributes])).findings
        #expect(unknown.count == 20 + 1 + 2)
        let more = { (count: Int, code: String) in "\(count) more findings of the kind `\(code)`, the last one here" }
        #expect(unknown.contains { $0.contains(more(19_980, "hls.unknown-attribute")) })
        let malformed = PlaylistProbe(media(version: 6, ["#EXT-X-MAP:" + String(repeating: "a,", count: 400_000)]))
            .findings
        #expect(malformed.contains { $0.contains(more(399_980, "hls.attribute-name")) })
        let openings = String(repeating: "{$", count: 200_000)
        #expect(PlaylistProbe(media(["#EXTINF:9,", openings])).references.count == 1)
    }

    @Test("JSON is read as the standard says")
    func json() throws {
        let good = [
            "{}", "[]", " [1,-2.5e+3,true,false,null,\"\\u00e9\\ud83d\\ude00\\n\"] ", "{\"a\":{\"b\":[]}}", "0",
        ]
        for text in good { #expect(throws: Never.self, "\(text)") { _ = try JSONText.read(Array(text.utf8)) } }
        let bad: [(String, Int)] = [
            ("", 0), ("{", 1), ("[1,]", 3), ("{\"a\"}", 4), ("01", 1), ("\"\\x\"", 2), ("nul", 3), ("[1] 2", 4),
            ("\"\\ud800\"", 7), ("\"a\nb\"", 2), ("1.", 2), ("{a:1}", 1),
        ]
        for (text, offset) in bad {
            #expect(throws: JSONText.Fault(offset: offset), "\(text)") { _ = try JSONText.read(Array(text.utf8)) }
        }
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONText.Fault.self) { _ = try JSONText.read(Array(deep.utf8)) }
    }
}
