import Testing

@testable import StreamingManifest

private let textRules: [PlaylistRule] = [
    PlaylistRule(
        "a good media playlist has no findings",
        media(["#EXTINF:9,", "a.ts"]),
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a byte order mark is refused, and the rest is read",
        "\u{feff}#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n",
        findings: [
            "1:1: error: the playlist begins with a byte order mark, which players refuse "
                + "[hls.byte-order-mark]; hint: save it as UTF-8 without byte order mark"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a NUL is refused",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n# \u{0}\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n",
        findings: [
            "3:3: error: the playlist contains 1 NUL character [hls.null]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a line that is no comment is bounded, and nothing else of its playlist is judged",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n" + String(repeating: "a", count: 1 << 20)
            + "a\n#EXTINF:x,\nb.ts\n",
        findings: ["4:1: error: the line is longer than 1048576 bytes [hls.line-too-long]"],
        references: []),
    PlaylistRule(
        "a comment may be as long as the playlist",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#" + String(repeating: "c", count: 2 << 20)
            + "\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n",
        references: ["segment required a.ts"]),
    PlaylistRule(
        "other control characters are a warning, counted",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n# \u{1} \u{85}\n#\u{7f}\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n",
        findings: [
            "3:3: warning: the playlist contains 3 control characters [hls.control-character]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "lone carriage returns end lines",
        "#EXTM3U\r#EXT-X-TARGETDURATION:9\r#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n",
        findings: [
            "1:8: warning: 2 lines of the playlist end in CR alone; LF or CRLF is expected [hls.line-end]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "CRLF is a line end like LF",
        "#EXTM3U\r\n#EXT-X-TARGETDURATION:9\r\n#EXTINF:9,\r\na.ts\r\n#EXT-X-ENDLIST\r\n",
        references: ["segment required a.ts"]),
    PlaylistRule(
        "the last line may lack its end",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST",
        references: ["segment required a.ts"]),
    PlaylistRule(
        "other separators of Unicode do not end a line",
        "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na%E2%80%A8.ts\n# \u{2028}b.ts \u{c} c.ts\n"
            + "#EXT-X-ENDLIST\n",
        findings: [
            "5:9: warning: the playlist contains 1 control character [hls.control-character]"
        ],
        references: ["segment required a\u{2028}.ts"]),
    PlaylistRule(
        "a blank line before the header is refused",
        "\n#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n",
        findings: [
            "2:1: error: `#EXTM3U` is not the first thing in the playlist [hls.header]; hint: remove what "
                + "stands before it"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a space before the header is refused",
        " #EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n",
        findings: [
            "1:1: warning: the line has white space around its tag, where none is allowed [hls.white-space]",
            "1:2: error: `#EXTM3U` is not the first thing in the playlist [hls.header]; hint: remove what "
                + "stands before it",
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a header with attributes is accepted",
        "#EXTM3U x-tvg-url=\"g.xml\"\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n",
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a header that goes on is none",
        "#EXTM3U8\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n",
        findings: [
            "1:1: error: the text does not begin with `#EXTM3U`, so players take it for no playlist [hls.header]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a text without any tag is no playlist, and nothing else is said",
        "<html>\n<body>\na.ts\n",
        findings: [
            "1:1: error: the text does not begin with `#EXTM3U`, so players take it for no playlist [hls.header]"
        ]),
    PlaylistRule(
        "an empty text is no playlist",
        "",
        findings: [
            "1:1: error: the text does not begin with `#EXTM3U`, so players take it for no playlist [hls.header]"
        ]),
    PlaylistRule(
        "unknown tags and comments are skipped, whatever they hold",
        media([
            #"#EXT-X-VENDOR:URI="x""#, #"#EXT-X-ASSET:CAID=0x1,URI="y""#, #"#ext-x-key:URI="z""#, "# comment",
            "#EXT-OATCLS-SCTE35:/DAn", "#EXTINF:9,", "a.ts",
        ]),
        references: ["segment required a.ts"]),
    PlaylistRule(
        "white space around tags and values is a warning",
        playlist([
            "#EXT-X-TARGETDURATION: 9", "#EXTINF: 9,", "a.ts", "#EXTINF:9,  ", "b.ts", "#EXTINF:9 ,c", "c.ts",
            "#EXT-X-ENDLIST",
        ]),
        findings: [
            "2:23: warning: `#EXT-X-TARGETDURATION` has white space before its value, where none is allowed "
                + "[hls.white-space]",
            "3:9: warning: `#EXTINF` has white space before its value, where none is allowed [hls.white-space]",
            "5:1: warning: the line has white space around its tag, where none is allowed [hls.white-space]",
            "7:10: warning: `#EXTINF` has white space behind its duration, where none is allowed [hls.white-space]",
        ],
        references: ["segment required a.ts", "segment required b.ts", "segment required c.ts"]),
    PlaylistRule(
        "white space around a URI line is a warning",
        media(["#EXTINF:9,", " a.ts "]),
        findings: [
            "4:2: warning: `a.ts` has white space around it, which readers drop [path.surrounding-space]"
        ],
        references: ["segment required a.ts"]),
]

private let attributeRules: [PlaylistRule] = [
    PlaylistRule(
        "quoted values hold commas and equals signs",
        media(version: 6, [#"#EXT-X-MAP:X-X="a,URI=b",URI="i.mp4""#, "#EXTINF:9,", "a.ts"]),
        references: ["init required i.mp4", "segment required a.ts"]),
    PlaylistRule(
        "a URI inside another value is none",
        media(version: 6, [#"#EXT-X-MAP:X-ASSET-URI="x.mp4",X-Y="URI=z""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:1: error: `#EXT-X-MAP` has no `URI` [hls.missing-uri]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "an attribute that stands twice is refused",
        media(version: 6, [#"#EXT-X-MAP:URI="i.mp4",URI="j.mp4""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:24: error: `#EXT-X-MAP` has the attribute `URI` twice; some players take the first, others "
                + "the last [hls.repeated-attribute]"
        ],
        references: ["init required i.mp4", "segment required a.ts"]),
    PlaylistRule(
        "a quote that does not end is refused",
        media(version: 6, [#"#EXT-X-MAP:URI="i.mp4"#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:16: error: the quoted value of `URI` does not end on its line [hls.open-quote]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "text behind a quoted value is refused",
        media(version: 6, ["#EXT-X-MAP:URI=\"i.mp4\"#EXT-X-KEY:METHOD=NONE", "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:23: error: `#EXT-X-KEY:METHOD=NONE` stands between the value of `URI` and the next comma "
                + "[hls.text-after-quote]; hint: a line break or a comma is missing"
        ],
        references: ["init required i.mp4", "segment required a.ts"]),
    PlaylistRule(
        "a reference without quotes is a warning",
        media(version: 6, ["#EXT-X-MAP:URI=i.mp4", "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:16: warning: the value of `URI` stands without quotes, which some players refuse "
                + "[hls.unquoted]; hint: write it in double quotes"
        ],
        references: ["init required i.mp4", "segment required a.ts"]),
    PlaylistRule(
        "a reference in single quotes is refused",
        media(version: 6, ["#EXT-X-MAP:URI='i.mp4'", "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:16: error: the value of `URI` stands in single quotes, which become part of the name "
                + "[hls.single-quotes]; hint: use double quotes"
        ],
        references: ["init forbidden <'i.mp4'>", "segment required a.ts"]),
    PlaylistRule(
        "malformed names are skipped with a warning",
        media(version: 6, [#"#EXT-X-MAP:uri="x",A_B=1,FLAG,URI="i.mp4""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:12: warning: `uri` is no attribute: a name of capital letters, digits and hyphens with `=` "
                + "and a value is expected [hls.attribute-name]",
            "4:20: warning: `A_B` is no attribute: a name of capital letters, digits and hyphens with `=` "
                + "and a value is expected [hls.attribute-name]",
            "4:26: warning: `FLAG` is no attribute: a name of capital letters, digits and hyphens with `=` "
                + "and a value is expected [hls.attribute-name]",
        ],
        references: ["init required i.mp4", "segment required a.ts"]),
    PlaylistRule(
        "names that players do not know for the tag are skipped with a warning, but for those beginning with X-",
        media(version: 6, [#"#EXT-X-MAP:BYTRANGE="4@0",X-NOTE="n",URI="i.mp4",KEYFORMAT="k""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:12: warning: `#EXT-X-MAP` has the attribute `BYTRANGE`, which players do not know "
                + "[hls.unknown-attribute]; hint: did you mean `BYTERANGE`?",
            "4:50: warning: `#EXT-X-MAP` has the attribute `KEYFORMAT`, which players do not know [hls.unknown-attribute]",
        ],
        references: ["init required i.mp4", "segment required a.ts"]),
    PlaylistRule(
        "white space between attributes is a warning, once a line",
        media(version: 6, [#"#EXT-X-MAP:URI = "i.mp4" , X-X=1"#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:15: warning: `#EXT-X-MAP` has white space between its attributes, where none is allowed "
                + "[hls.white-space]"
        ],
        references: ["init required i.mp4", "segment required a.ts"]),
]

private let kindRules: [PlaylistRule] = [
    PlaylistRule(
        "tags of both kinds are refused",
        media(["#EXTINF:9,", "a.ts", "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8"]),
        findings: [
            "5:1: error: `#EXT-X-STREAM-INF` of a multivariant playlist and `#EXT-X-TARGETDURATION` of a "
                + "media playlist stand in one playlist [hls.mixed]"
        ]),
    PlaylistRule(
        "session tags in a media playlist are skipped with a warning",
        media([
            #"#EXT-X-SESSION-KEY:METHOD=AES-128,URI="k""#, #"#EXT-X-SESSION-DATA:DATA-ID="d",URI="d.json""#,
            "#EXTINF:9,", "a.ts",
        ]),
        findings: [
            "3:1: warning: `#EXT-X-SESSION-KEY` stands in a media playlist, where players skip it [hls.session-tag]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "neither kind is nothing to play",
        playlist(version: 3, ["#EXT-X-INDEPENDENT-SEGMENTS", "a.ts"]),
        findings: [
            "1:1: error: the playlist has neither variants nor segments [hls.nothing]"
        ]),
    PlaylistRule(
        "a multivariant playlist below another is refused",
        playlist(["#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8"]),
        as: .mediaPlaylist,
        findings: [
            "2:1: error: `#EXT-X-STREAM-INF` makes this a multivariant playlist, but it is mentioned as a "
                + "media playlist [hls.nested]"
        ]),
    PlaylistRule(
        "an interstitial may be multivariant",
        playlist(["#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8"]),
        as: .any,
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "no variant is a warning",
        playlist([#"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",URI="a.m3u8""#]),
        findings: [
            "1:1: warning: the multivariant playlist has no variant, so nothing would be played [hls.no-variants]"
        ],
        references: ["playlist required a.m3u8"]),
]

@Suite("Text and lines, Attribute lists, Kinds of playlist")
struct PlaylistTextRuleTests {
    @Test("Text and lines", arguments: textRules)
    func text(_ rule: PlaylistRule) { rule.check() }

    @Test("Attribute lists", arguments: attributeRules)
    func attribute(_ rule: PlaylistRule) { rule.check() }

    @Test("Kinds of playlist", arguments: kindRules)
    func kind(_ rule: PlaylistRule) { rule.check() }

}
