import Testing

@testable import StreamingManifest

private let liveRules: [PlaylistRule] = [
    PlaylistRule(
        "a delta update is refused",
        media(version: 9, ["#EXT-X-SKIP:SKIPPED-SEGMENTS=3", "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:1: error: the playlist is a delta update: `#EXT-X-SKIP` stands for segments that are not "
                + "listed [hls.skip]; hint: store the full playlist"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "parts are required unless they are gaps, and pointless",
        media([
            #"#EXT-X-PART:DURATION=1,URI="p.mp4",BYTERANGE="10@0""#,
            #"#EXT-X-PART:DURATION=1,URI="o.mp4",BYTERANGE="5@0""#,
            #"#EXT-X-PART:DURATION=1,URI="p.mp4",BYTERANGE="10""#, #"#EXT-X-PART:DURATION=1,URI="q.mp4",GAP=YES"#,
            "#EXT-X-PART:DURATION=1", "#EXTINF:9,", "a.ts",
        ]),
        findings: [
            "3:1: warning: the finished playlist still lists 5 partial segments, which nobody needs "
                + "[hls.parts]; hint: drop the lines `#EXT-X-PART`",
            "7:1: error: `#EXT-X-PART` has no `URI` [hls.missing-uri]",
        ],
        references: [
            "segment required p.mp4 0..<10", "segment required o.mp4 0..<5", "segment required p.mp4 10..<20",
            "segment none q.mp4",
            "segment required a.ts",
        ]),
    PlaylistRule(
        "hints and reports are no files",
        media([
            "#EXTINF:9,", "a.ts", #"#EXT-X-PRELOAD-HINT:TYPE=PART,URI="p.mp4",BYTERANGE-START=5"#,
            #"#EXT-X-RENDITION-REPORT:URI="../o.m3u8",LAST-MSN=1"#,
        ]),
        findings: [
            "5:1: warning: `#EXT-X-PRELOAD-HINT` belongs to a live playlist; it is ignored [hls.hint]; hint: "
                + "drop the line",
            "6:1: warning: `#EXT-X-RENDITION-REPORT` belongs to a live playlist; it is ignored [hls.hint]; "
                + "hint: drop the line",
        ],
        references: ["segment required a.ts", "segment none p.mp4", "playlist none <../o.m3u8>"]),
    PlaylistRule(
        "promises of the server are a warning",
        media([
            "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.0,CAN-SKIP-UNTIL=24.0", "#EXTINF:9,", "a.ts",
        ]),
        findings: [
            "3:40: warning: `CAN-BLOCK-RELOAD` promises what storage cannot do [hls.server-control]; hint: "
                + "drop `#EXT-X-SERVER-CONTROL`",
            "3:78: warning: `CAN-SKIP-UNTIL` promises what storage cannot do [hls.server-control]; hint: "
                + "drop `#EXT-X-SERVER-CONTROL`",
        ],
        references: ["segment required a.ts"]),
]

private let versionRules: [PlaylistRule] = [
    PlaylistRule(
        "skipping date ranges needs version 10",
        media(version: 9, ["#EXT-X-SERVER-CONTROL:CAN-SKIP-DATERANGES=YES", "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:43: warning: `CAN-SKIP-DATERANGES` needs `#EXT-X-VERSION:10`, but the playlist declares version 9 "
                + "[hls.version-too-low]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "the highest need is one warning",
        media(version: 2, ["#EXTINF:1.5,", "a.ts", "#EXT-X-BYTERANGE:1@0", "#EXTINF:1,", "a.ts"]),
        findings: [
            "6:1: warning: `#EXT-X-BYTERANGE` needs `#EXT-X-VERSION:4`, but the playlist declares version 2 "
                + "[hls.version-too-low]"
        ],
        references: ["segment required a.ts", "segment required a.ts 0..<1"]),
    PlaylistRule(
        "an initialisation section needs less among I-frames",
        media(version: 4, ["#EXT-X-I-FRAMES-ONLY", #"#EXT-X-MAP:URI="i.mp4""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "5:1: warning: `#EXT-X-MAP` needs `#EXT-X-VERSION:5`, but the playlist declares version 4 "
                + "[hls.version-too-low]"
        ],
        references: ["init required i.mp4", "segment required a.ts"]),
    PlaylistRule(
        "services, other channels and required attributes need versions",
        playlist([
            #"#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="a",NAME="n",INSTREAM-ID="SERVICE1""#,
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "2:70: warning: `INSTREAM-ID` with a service needs `#EXT-X-VERSION:7`, but the playlist declares "
                + "no version [hls.version-too-low]"
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "channels on other types need version 13",
        playlist(
            version: 12,
            [
                #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",INSTREAM-ID="CC1""#, "#EXT-X-STREAM-INF:BANDWIDTH=1",
                "v.m3u8",
            ]),
        findings: [
            "3:60: warning: `INSTREAM-ID` on other types than closed captions needs `#EXT-X-VERSION:13`, but "
                + "the playlist declares version 12 [hls.version-too-low]"
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "REQ- attributes need version 12",
        playlist([
            #"#EXT-X-STREAM-INF:BANDWIDTH=1,REQ-VIDEO-LAYOUT="CH-STEREO""#, "w.m3u8", "#EXT-X-STREAM-INF:BANDWIDTH=1",
            "v.m3u8",
        ]),
        findings: [
            "2:1: warning: an attribute `REQ-…` needs `#EXT-X-VERSION:12`, but the playlist declares no "
                + "version [hls.version-too-low]"
        ],
        references: ["playlist required w.m3u8", "playlist required v.m3u8"]),
    PlaylistRule(
        "two versions are refused, malformed ones warned about",
        media(["#EXT-X-VERSION:3", "#EXT-X-VERSION:4", "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:1: error: `#EXT-X-VERSION` stands twice; players refuse that [hls.version-twice]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a version is a positive number",
        media(["#EXT-X-VERSION:0", "#EXT-X-VERSION:three", "#EXTINF:9,", "a.ts"]),
        findings: [
            "3:1: warning: `0` is no version; a positive integer is expected [hls.version-number]",
            "4:1: warning: `three` is no version; a positive integer is expected [hls.version-number]",
        ],
        references: ["segment required a.ts"]),
]

@Suite("Live and low latency, Versions")
struct PlaylistVersionRuleTests {
    @Test("Live and low latency", arguments: liveRules)
    func live(_ rule: PlaylistRule) { rule.check() }

    @Test("Versions", arguments: versionRules)
    func version(_ rule: PlaylistRule) { rule.check() }

}
