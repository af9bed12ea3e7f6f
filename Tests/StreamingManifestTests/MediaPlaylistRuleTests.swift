import Testing

@testable import StreamingManifest

private let mediaRules: [PlaylistRule] = [
    PlaylistRule(
        "a segment without EXTINF is refused",
        media(["a.ts", "#EXTINF:9,", "a.ts"]),
        findings: [
            "3:1: error: the line `a.ts` stands behind no `#EXTINF` [hls.segment-without-duration]"
        ],
        references: ["segment required a.ts", "segment required a.ts"]),
    PlaylistRule(
        "EXTINF without a segment is a warning, and the last one counts",
        media(["#EXTINF:9,", "#EXTINF:8,", "a.ts", "#EXTINF:7,"]),
        findings: [
            "3:1: warning: no URI line follows this `#EXTINF` [hls.duration-unused]",
            "6:1: warning: no URI line follows this `#EXTINF` [hls.duration-unused]",
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a duration is a number",
        media(["#EXTINF:nan,", "a.ts", "#EXTINF:,", "b.ts", "#EXTINF:1.2.3,", "c.ts"]),
        findings: [
            "3:1: error: `nan` is no duration; a number of seconds is expected [hls.duration]",
            "5:1: error: `#EXTINF` has no duration; a number of seconds is expected [hls.duration]",
            "7:1: error: `1.2.3` is no duration; a number of seconds is expected [hls.duration]",
        ],
        references: ["segment required a.ts", "segment required b.ts", "segment required c.ts"]),
    PlaylistRule(
        "a title is free text",
        media([#"#EXTINF:9,a "title", with #EXTINF:1, URI="x""#, "a.ts", "#EXTINF:9", "b.ts"]),
        references: ["segment required a.ts", "segment required b.ts"]),
    PlaylistRule(
        "a negative duration is a warning",
        media([#"#EXTINF:-1 tvg-id="x",News"#, "a.ts"]),
        findings: [
            "3:1: warning: the duration `-1` is negative [hls.negative-duration]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "segments longer than the target duration are one warning",
        media(version: 3, ["#EXTINF:9.5,", "a.ts", "#EXTINF:12,", "b.ts", "#EXTINF:9.4,", "c.ts"]),
        findings: [
            "4:1: warning: 2 segments are longer than the target duration of 9 s; the longest lasts 12.0 s "
                + "[hls.overlong]"
        ],
        references: ["segment required a.ts", "segment required b.ts", "segment required c.ts"]),
    PlaylistRule(
        "a missing target duration is a warning",
        playlist(["#EXTINF:9,", "a.ts", "#EXT-X-ENDLIST"]),
        findings: [
            "1:1: warning: the playlist has no `#EXT-X-TARGETDURATION` [hls.no-target-duration]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a malformed target duration is a warning",
        playlist(["#EXT-X-TARGETDURATION:nan", "#EXTINF:9,", "a.ts", "#EXT-X-ENDLIST"]),
        findings: [
            "2:1: warning: `nan` is no target duration; whole seconds are expected [hls.target-duration]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a malformed media sequence number is a warning",
        media(["#EXT-X-MEDIA-SEQUENCE:-5", "#EXTINF:9,", "a.ts"]),
        findings: [
            "3:1: warning: `-5` is no media sequence number; a whole number is expected [hls.media-sequence]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "no end is refused",
        playlist(["#EXT-X-TARGETDURATION:9", "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:5: error: the playlist has no `#EXT-X-ENDLIST`: players take it for a live one and ask for "
                + "more without end [hls.live]; hint: end it with `#EXT-X-ENDLIST`"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "no end is refused for an event and for VOD too",
        playlist(["#EXT-X-TARGETDURATION:9", "#EXT-X-PLAYLIST-TYPE:VOD", "#EXTINF:9,", "a.ts"]),
        findings: [
            "5:5: error: the playlist has no `#EXT-X-ENDLIST`: players take it for a live one and ask for "
                + "more without end [hls.live]; hint: end it with `#EXT-X-ENDLIST`"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "the end may stand anywhere",
        playlist(["#EXT-X-TARGETDURATION:9", "#EXT-X-ENDLIST", "#EXTINF:9,", "a.ts"]),
        references: ["segment required a.ts"]),
    PlaylistRule(
        "no segments are refused",
        media([]),
        findings: [
            "3:15: error: the playlist has no segments [hls.no-segments]"
        ]),
    PlaylistRule(
        "a gap is not required, but its form is judged",
        media(["#EXTINF:9,", "#EXT-X-GAP", "a.ts", "#EXTINF:9,", "b.ts", "#EXT-X-GAP", "#EXTINF:9,", "/c.ts"]),
        findings: [
            "10:1: error: `/c.ts` is an absolute path; its place in storage cannot be derived from it "
                + "[path.absolute]; hint: write the path relative to the manifest that holds it"
        ],
        references: ["segment none a.ts", "segment required b.ts", "segment forbidden </c.ts>"]),
    PlaylistRule(
        "subtitles are known by their extension or by the rendition",
        media(["#EXTINF:9,", "a.vtt", "#EXTINF:9,", "b.WEBVTT?x=1"]),
        findings: [
            "6:1: warning: `b.WEBVTT?x=1` has a query, which is no part of the file's name; the file is "
                + "`b.WEBVTT` [path.query]"
        ],
        references: ["subtitle required a.vtt", "subtitle required b.WEBVTT"]),
    PlaylistRule(
        "segments of a subtitle rendition are subtitles",
        media(["#EXTINF:9,", "a.mp4"]),
        as: .subtitlePlaylist,
        references: ["subtitle required a.mp4"]),
    PlaylistRule(
        "segments of an image playlist are images",
        media(["#EXT-X-IMAGES-ONLY", "#EXTINF:9,", "#EXT-X-TILES:RESOLUTION=1x1,LAYOUT=5x2,DURATION=1", "a.jpg"]),
        as: .imagePlaylist,
        references: ["image required a.jpg"]),
    PlaylistRule(
        "trick playlists carry their mark",
        media(["#EXTINF:9,", "a.ts"]),
        as: .iFramePlaylist,
        findings: [
            "1:1: warning: an I-frame variant leads here, but the playlist has no `#EXT-X-I-FRAMES-ONLY` "
                + "[hls.not-only]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "image playlists carry their mark",
        media(["#EXTINF:9,", "a.ts"]),
        as: .imagePlaylist,
        findings: [
            "1:1: warning: an image variant leads here, but the playlist has no `#EXT-X-IMAGES-ONLY` [hls.not-only]"
        ],
        references: ["image required a.ts"]),
    PlaylistRule(
        "an initialisation section applies by its ranges",
        media(
            version: 6,
            [
                #"#EXT-X-MAP:URI="i.mp4",BYTERANGE="800@0""#, "#EXTINF:9,", "a.ts", "#EXT-X-DISCONTINUITY",
                #"#EXT-X-MAP:URI="i.mp4",BYTERANGE="700@800""#, "#EXTINF:9,", "a.ts",
                #"#EXT-X-MAP:URI="j.mp4",BYTERANGE="600""#, "#EXTINF:9,", "a.ts",
            ]),
        findings: [
            "11:35: warning: the byte range has no offset; it is taken from the first byte on [hls.map-offset]"
        ],
        references: [
            "init required i.mp4 0..<800", "segment required a.ts", "init required i.mp4 800..<1500",
            "segment required a.ts", "init required j.mp4 0..<600", "segment required a.ts",
        ]),
    PlaylistRule(
        "an initialisation section has a URI",
        media(version: 6, [#"#EXT-X-MAP:BYTERANGE="800@0""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:1: error: `#EXT-X-MAP` has no `URI` [hls.missing-uri]"
        ],
        references: ["segment required a.ts"]),
]

private let rangeRules: [PlaylistRule] = [
    PlaylistRule(
        "ranges continue where the last one ended, also under another spelling",
        media(
            version: 4,
            [
                "#EXT-X-BYTERANGE:75200@0", "#EXTINF:9,", "one.ts", "#EXT-X-BYTERANGE:56400", "#EXTINF:9,", "one.ts",
                "#EXT-X-BYTERANGE:56400", "#EXTINF:9,", "./one.ts", "#EXT-X-BYTERANGE:188", "#EXTINF:9,", "one.ts",
            ]),
        references: [
            "segment required one.ts 0..<75200", "segment required one.ts 75200..<131600",
            "segment required one.ts 131600..<188000", "segment required one.ts 188000..<188188",
        ]),
    PlaylistRule(
        "a range without an offset needs one to continue",
        media(version: 4, ["#EXT-X-BYTERANGE:10", "#EXTINF:9,", "one.ts"]),
        findings: [
            "4:1: error: the byte range has no offset, and what stands before it is no byte range of the "
                + "same file [hls.range-continues]; hint: write the offset behind `@`"
        ],
        references: ["segment required one.ts"]),
    PlaylistRule(
        "a range does not continue another file's",
        media(
            version: 4,
            ["#EXT-X-BYTERANGE:10@0", "#EXTINF:9,", "one.ts", "#EXT-X-BYTERANGE:10", "#EXTINF:9,", "two.ts"]),
        findings: [
            "7:1: error: the byte range has no offset, and what stands before it is no byte range of the "
                + "same file [hls.range-continues]; hint: write the offset behind `@`"
        ],
        references: ["segment required one.ts 0..<10", "segment required two.ts"]),
    PlaylistRule(
        "a range does not continue a whole file",
        media(
            version: 4,
            [
                "#EXT-X-BYTERANGE:10@0", "#EXTINF:9,", "one.ts", "#EXTINF:9,", "one.ts", "#EXT-X-BYTERANGE:10",
                "#EXTINF:9,", "one.ts",
            ]),
        findings: [
            "9:1: error: the byte range has no offset, and what stands before it is no byte range of the "
                + "same file [hls.range-continues]; hint: write the offset behind `@`"
        ],
        references: ["segment required one.ts 0..<10", "segment required one.ts", "segment required one.ts"]),
    PlaylistRule(
        "malformed ranges are refused",
        media(
            version: 4,
            [
                "#EXT-X-BYTERANGE:110@x", "#EXTINF:9,", "one.ts", "#EXT-X-BYTERANGE:-1", "#EXTINF:9,", "one.ts",
                "#EXT-X-BYTERANGE:587500@", "#EXTINF:9,", "one.ts", "#EXT-X-BYTERANGE:0@5", "#EXTINF:9,", "one.ts",
                "#EXT-X-BYTERANGE:{{{byterange}}}", "#EXTINF:9,", "one.ts",
            ]),
        findings: [
            "4:1: error: `110@x` is no byte range; a length, or a length, `@` and an offset are expected "
                + "[hls.range]",
            "7:1: error: `-1` is no byte range; a length, or a length, `@` and an offset are expected [hls.range]",
            "10:1: error: `587500@` is no byte range; a length, or a length, `@` and an offset are expected "
                + "[hls.range]",
            "13:1: error: the byte range `0@5` has no bytes [hls.range]",
            "16:1: error: `{{{byterange}}}` is no byte range; a length, or a length, `@` and an offset are "
                + "expected [hls.range]",
        ],
        references: [
            "segment required one.ts", "segment required one.ts", "segment required one.ts", "segment required one.ts",
            "segment required one.ts",
        ]),
    PlaylistRule(
        "a range may not pass 64 bits",
        media(
            version: 4,
            [
                "#EXT-X-BYTERANGE:2@18446744073709551615", "#EXTINF:9,", "one.ts",
                "#EXT-X-BYTERANGE:1@18446744073709551614", "#EXTINF:9,", "one.ts",
                "#EXT-X-BYTERANGE:1@18446744073709551616", "#EXTINF:9,", "one.ts",
            ]),
        findings: [
            "4:1: error: the byte range ends beyond 2^64 bytes [hls.range]",
            "10:1: error: `1@18446744073709551616` is no byte range; a length, or a length, `@` and an "
                + "offset are expected [hls.range]",
        ],
        references: [
            "segment required one.ts", "segment required one.ts 18446744073709551614..<18446744073709551615",
            "segment required one.ts",
        ]),
    PlaylistRule(
        "two ranges before one segment, and one before none, are warnings",
        media(
            version: 4,
            ["#EXT-X-BYTERANGE:5@0", "#EXT-X-BYTERANGE:6@0", "#EXTINF:9,", "one.ts", "#EXT-X-BYTERANGE:7@0"]),
        findings: [
            "5:1: warning: two `#EXT-X-BYTERANGE` stand before one segment; this one counts [hls.range-twice]",
            "8:1: warning: no segment follows this `#EXT-X-BYTERANGE` [hls.range-unused]",
        ],
        references: ["segment required one.ts 0..<6"]),
]

@Suite("Media playlists, Byte ranges")
struct MediaPlaylistRuleTests {
    @Test("Media playlists", arguments: mediaRules)
    func media(_ rule: PlaylistRule) { rule.check() }

    @Test("Byte ranges", arguments: rangeRules)
    func range(_ rule: PlaylistRule) { rule.check() }

}
