import Testing

@testable import StreamingManifest

private let lineRules: [PlaylistRule] = [
    PlaylistRule(
        "no end is refused for an event",
        playlist(["#EXT-X-TARGETDURATION:9", "#EXT-X-PLAYLIST-TYPE:EVENT", "#EXTINF:9,", "a.ts"]),
        findings: [
            "5:5: error: the playlist has no `#EXT-X-ENDLIST`: players take it for a live one and ask for more without end "
                + "[hls.live]; hint: end it with `#EXT-X-ENDLIST`"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a tag between a variant and its line is a warning, known or not",
        playlist([
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "#EXT-X-INDEPENDENT-SEGMENTS", "v.m3u8", "#EXT-X-STREAM-INF:BANDWIDTH=1",
            "#EXT-X-VENDOR:1", "w.m3u8",
        ]),
        findings: [
            "4:1: warning: the URI line does not follow its `#EXT-X-STREAM-INF` at once [hls.interrupted]; hint: remove the "
                + "lines between them",
            "7:1: warning: the URI line does not follow its `#EXT-X-STREAM-INF` at once [hls.interrupted]; hint: remove the "
                + "lines between them",
        ],
        references: ["playlist required v.m3u8", "playlist required w.m3u8"]),
    PlaylistRule(
        "I-frame and image variants take no line",
        playlist([
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8", #"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="i.m3u8""#, "j.m3u8",
            #"#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=1,URI="p.m3u8""#, "q.m3u8",
        ]),
        findings: [
            "5:1: error: the line `j.m3u8` stands behind no `#EXT-X-STREAM-INF` [hls.stray-uri]",
            "7:1: error: the line `q.m3u8` stands behind no `#EXT-X-STREAM-INF` [hls.stray-uri]",
        ],
        references: [
            "playlist required v.m3u8", "playlist required i.m3u8", "playlist forbidden <j.m3u8>",
            "playlist required p.m3u8", "playlist forbidden <q.m3u8>",
        ]),
    PlaylistRule(
        "an I-frame variant between a variant and its line takes the line from neither",
        playlist([
            "#EXT-X-STREAM-INF:BANDWIDTH=1", #"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,URI="i.m3u8""#, "v.m3u8",
        ]),
        findings: [
            "4:1: warning: the URI line does not follow its `#EXT-X-STREAM-INF` at once [hls.interrupted]; hint: remove the "
                + "lines between them"
        ],
        references: ["playlist required i.m3u8", "playlist required v.m3u8"]),
    PlaylistRule(
        "groups of video and closed captions that nothing defines are warnings",
        playlist([
            #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n""#,
            #"#EXT-X-STREAM-INF:BANDWIDTH=1,VIDEO="a",CLOSED-CAPTIONS="c""#, "v.m3u8",
        ]),
        findings: [
            "3:38: warning: no `#EXT-X-MEDIA` of type `VIDEO` defines the group `a` [hls.unknown-group]",
            "3:58: warning: no `#EXT-X-MEDIA` of type `CLOSED-CAPTIONS` defines the group `c` [hls.unknown-group]",
        ],
        references: ["playlist required v.m3u8"]),
]

private let rangeRules: [PlaylistRule] = [
    PlaylistRule(
        "the range of a gap is continued by the next segment",
        media(
            version: 4,
            [
                "#EXT-X-BYTERANGE:10@0", "#EXT-X-GAP", "#EXTINF:9,", "one.ts", "#EXT-X-BYTERANGE:20", "#EXTINF:9,",
                "one.ts",
            ]),
        references: ["segment none one.ts 0..<10", "segment required one.ts 10..<30"]),
    PlaylistRule(
        "the range of an initialisation section has bytes, and no more than can be counted",
        media(
            version: 6,
            [
                #"#EXT-X-MAP:URI="i.mp4",BYTERANGE="0@0""#,
                #"#EXT-X-MAP:URI="i.mp4",BYTERANGE="2@18446744073709551615""#, "#EXTINF:9,", "a.ts",
            ]),
        findings: [
            "4:35: error: the byte range `0@0` has no bytes [hls.range]",
            "5:35: error: the byte range ends beyond 2^64 bytes [hls.range]",
        ],
        references: ["init required i.mp4", "init required i.mp4", "segment required a.ts"]),
    PlaylistRule(
        "a part's range does not continue a whole part",
        media([
            #"#EXT-X-PART:DURATION=1,URI="p.mp4""#, #"#EXT-X-PART:DURATION=1,URI="p.mp4",BYTERANGE="10""#, "#EXTINF:9,",
            "a.ts",
        ]),
        findings: [
            "3:1: warning: the finished playlist still lists 2 partial segments, which nobody needs [hls.parts]; hint: drop "
                + "the lines `#EXT-X-PART`",
            "4:47: error: the byte range has no offset, and what stands before it is no byte range of the same file "
                + "[hls.range-continues]; hint: write the offset behind `@`",
        ],
        references: ["segment required p.mp4", "segment required p.mp4", "segment required a.ts"]),
]

@Suite("Lines beside each other, ranges beside each other")
struct PlaylistNeighbourRuleTests {
    @Test("Lines", arguments: lineRules)
    func line(_ rule: PlaylistRule) { rule.check() }

    @Test("Ranges", arguments: rangeRules)
    func range(_ rule: PlaylistRule) { rule.check() }

    @Test("Session data is read as JSON unless it is raw")
    func sessionData() {
        let probe = PlaylistProbe(
            playlist([
                #"#EXT-X-SESSION-DATA:DATA-ID="a",URI="a.json""#,
                #"#EXT-X-SESSION-DATA:DATA-ID="b",URI="b",FORMAT=JSON"#,
                #"#EXT-X-SESSION-DATA:DATA-ID="c",URI="c.bin",FORMAT=RAW"#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
            ]))
        #expect(probe.findings == [])
        #expect(probe.children.map(\.path) == ["a.json", "b", "v.m3u8"])
        #expect(probe.children.map(\.expectation) == [.json, .json, .mediaPlaylist])
    }
}
