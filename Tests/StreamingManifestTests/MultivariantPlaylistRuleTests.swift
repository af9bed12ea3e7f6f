import Testing

@testable import StreamingManifest

private let multivariantRules: [PlaylistRule] = [
    PlaylistRule(
        "every playlist tag gives its reference",
        playlist([
            #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",URI="a.m3u8""#,
            #"#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="w",NAME="n""#,
            #"#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="n",URI="s.m3u8""#,
            #"#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="c",NAME="n",INSTREAM-ID="CC1""#,
            #"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,VIDEO="w",URI="i.m3u8""#,
            #"#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=1,URI="p.m3u8""#,
            #"#EXT-X-STREAM-INF:BANDWIDTH=2,AUDIO="a",VIDEO="w",SUBTITLES="s",CLOSED-CAPTIONS="c""#, "w.m3u8",
            "#EXT-X-STREAM-INF:BANDWIDTH=3,CLOSED-CAPTIONS=NONE", "v2.m3u8", "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        references: [
            "playlist required a.m3u8", "playlist required s.m3u8", "playlist required i.m3u8",
            "playlist required p.m3u8", "playlist required w.m3u8", "playlist required v2.m3u8",
            "playlist required v.m3u8",
        ]),
    PlaylistRule(
        "a variant without its line is refused, in the middle and at the end",
        playlist([
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "#EXT-X-STREAM-INF:BANDWIDTH=2", "v.m3u8", "#EXT-X-STREAM-INF:BANDWIDTH=3",
        ]),
        findings: [
            "2:1: error: no URI line follows this `#EXT-X-STREAM-INF` [hls.variant-without-uri]",
            "5:1: error: no URI line follows this `#EXT-X-STREAM-INF` [hls.variant-without-uri]",
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "lines between a variant and its line are a warning",
        playlist(["#EXT-X-STREAM-INF:BANDWIDTH=1", "# c", "", "v.m3u8"]),
        findings: [
            "5:1: warning: the URI line does not follow its `#EXT-X-STREAM-INF` at once [hls.interrupted]; "
                + "hint: remove the lines between them"
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "a line without a variant is refused",
        playlist(["#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8", "stray.m3u8"]),
        findings: [
            "4:1: error: the line `stray.m3u8` stands behind no `#EXT-X-STREAM-INF` [hls.stray-uri]"
        ],
        references: ["playlist required v.m3u8", "playlist forbidden <stray.m3u8>"]),
    PlaylistRule(
        "a variant without BANDWIDTH is a warning",
        playlist(["#EXT-X-STREAM-INF:RESOLUTION=1x1", "v.m3u8"]),
        findings: [
            "2:1: warning: `#EXT-X-STREAM-INF` has no `BANDWIDTH` [hls.missing-attribute]"
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "groups that nothing defines are warnings",
        playlist([
            #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n""#,
            #"#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="b",SUBTITLES="a""#, "v.m3u8",
        ]),
        findings: [
            "3:38: warning: no `#EXT-X-MEDIA` of type `AUDIO` defines the group `b` [hls.unknown-group]",
            "3:52: warning: no `#EXT-X-MEDIA` of type `SUBTITLES` defines the group `a` [hls.unknown-group]",
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "a rendition without type, group or name is followed with a warning",
        playlist([#"#EXT-X-MEDIA:URI="a.m3u8""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8"]),
        findings: [
            "2:1: warning: `#EXT-X-MEDIA` has no `GROUP-ID` [hls.missing-attribute]",
            "2:1: warning: `#EXT-X-MEDIA` has no `NAME` [hls.missing-attribute]",
            "2:1: warning: `#EXT-X-MEDIA` has no `TYPE` [hls.missing-attribute]",
        ],
        references: ["playlist required a.m3u8", "playlist required v.m3u8"]),
    PlaylistRule(
        "an unknown type is followed with a warning",
        playlist([
            #"#EXT-X-MEDIA:TYPE=SOUND,GROUP-ID="a",NAME="n",URI="a.m3u8""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "2:19: warning: `SOUND` is no type of a rendition; `AUDIO`, `VIDEO`, `SUBTITLES` or "
                + "`CLOSED-CAPTIONS` is expected [hls.media-type]"
        ],
        references: ["playlist required a.m3u8", "playlist required v.m3u8"]),
    PlaylistRule(
        "one name twice in a group is a warning, and both are followed",
        playlist([
            #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",URI="a.m3u8""#,
            #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="n",URI="b.m3u8""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "3:44: warning: the group `a` has two renditions called `n`; some players keep the last one only "
                + "[hls.repeated-name]"
        ],
        references: ["playlist required a.m3u8", "playlist required b.m3u8", "playlist required v.m3u8"]),
    PlaylistRule(
        "subtitles without a URI are refused",
        playlist([#"#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="a",NAME="n""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8"]),
        findings: [
            "2:1: error: `#EXT-X-MEDIA` has no `URI` [hls.missing-uri]"
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "closed captions with a URI are refused and not followed",
        playlist([
            #"#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="a",NAME="n",INSTREAM-ID="CC1",URI="c.m3u8""#,
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "2:80: error: closed captions lie inside the segments and have no `URI` [hls.caption-uri]; hint: "
                + "drop `URI`"
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "closed captions have a known channel",
        playlist(
            version: 7,
            [
                #"#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="a",NAME="n""#,
                #"#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="a",NAME="o",INSTREAM-ID="SERVICE64""#,
                "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
            ]),
        findings: [
            "3:1: warning: `#EXT-X-MEDIA` has no `INSTREAM-ID` [hls.missing-attribute]",
            "4:70: warning: `SERVICE64` is no channel of closed captions; `CC1` to `CC4` or `SERVICE1` to "
                + "`SERVICE63` is expected [hls.channel]",
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "I-frame and image variants have a URI",
        playlist([
            "#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1", "#EXT-X-IMAGE-STREAM-INF:BANDWIDTH=1",
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "2:1: error: `#EXT-X-I-FRAME-STREAM-INF` has no `URI` [hls.missing-uri]",
            "3:1: error: `#EXT-X-IMAGE-STREAM-INF` has no `URI` [hls.missing-uri]",
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "remote variants are refused",
        playlist([
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "https://cdn.example/v.m3u8", "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "3:1: error: `https://cdn.example/v.m3u8` is a URL with the scheme `https`; a relative path is "
                + "expected [path.url]; hint: copy the file below the manifest's folder and refer to it by its "
                + "relative path"
        ],
        references: ["playlist forbidden <https://cdn.example/v.m3u8>", "playlist required v.m3u8"]),
]

private let sessionRules: [PlaylistRule] = [
    PlaylistRule(
        "session data has a value or a reference",
        playlist([
            #"#EXT-X-SESSION-DATA:DATA-ID="a",VALUE="x""#, #"#EXT-X-SESSION-DATA:DATA-ID="b",URI="b.json""#,
            #"#EXT-X-SESSION-DATA:DATA-ID="c",URI="c.bin",FORMAT=RAW"#, #"#EXT-X-SESSION-DATA:DATA-ID="d""#,
            #"#EXT-X-SESSION-DATA:DATA-ID="e",VALUE="x",URI="e.json""#, #"#EXT-X-SESSION-DATA:VALUE="x""#,
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "5:1: error: `#EXT-X-SESSION-DATA` has neither `VALUE` nor `URI`; exactly one is expected "
                + "[hls.session-data]",
            "6:1: error: `#EXT-X-SESSION-DATA` has both `VALUE` and `URI`; exactly one is expected "
                + "[hls.session-data]",
            "7:1: warning: `#EXT-X-SESSION-DATA` has no `DATA-ID` [hls.missing-attribute]",
        ],
        references: [
            "other required b.json", "other required c.bin", "other required e.json", "playlist required v.m3u8",
        ]),
    PlaylistRule(
        "session data may be remote or inline",
        playlist([
            #"#EXT-X-SESSION-DATA:DATA-ID="a",URI="https://d.example/x""#,
            #"#EXT-X-SESSION-DATA:DATA-ID="b",URI="data:application/json,1""#, "#EXT-X-STREAM-INF:BANDWIDTH=1",
            "v.m3u8",
        ]),
        findings: [
            "2:38: note: the session data stays at `https://d.example/x`, it is not uploaded [hls.remote]",
            "3:38: note: the session data stands in the playlist itself, as a `data:` URL; nothing is uploaded for it "
                + "[hls.inline]",
        ],
        references: [
            "other external <https://d.example/x>", "other external <data:application/json,1>",
            "playlist required v.m3u8",
        ]),
    PlaylistRule(
        "a steering manifest may be remote or inline; stored it is a warning",
        playlist([
            #"#EXT-X-CONTENT-STEERING:SERVER-URI="https://s.example/x""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "2:37: note: the steering manifest stays at `https://s.example/x`, it is not uploaded [hls.remote]"
        ],
        references: ["other external <https://s.example/x>", "playlist required v.m3u8"]),
    PlaylistRule(
        "an inline steering manifest is accepted",
        playlist([
            #"#EXT-X-CONTENT-STEERING:SERVER-URI="data:application/json,1""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "2:37: note: the steering manifest stands in the playlist itself, as a `data:` URL; nothing is uploaded for it "
                + "[hls.inline]"
        ],
        references: ["other external <data:application/json,1>", "playlist required v.m3u8"]),
    PlaylistRule(
        "a stored steering manifest is a warning",
        playlist([#"#EXT-X-CONTENT-STEERING:SERVER-URI="s.json""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8"]),
        findings: [
            "2:37: warning: the steering manifest `s.json` is stored with the media and will never change "
                + "[hls.stored-steering]; hint: let a server answer for it, or drop `#EXT-X-CONTENT-STEERING`"
        ],
        references: ["other required s.json", "playlist required v.m3u8"]),
    PlaylistRule(
        "a local interstitial is read, a remote one noted",
        media([
            #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-URI="ad/a.m3u8""#,
            #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-URI="https://ads.example/a.m3u8""#,
            #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-LIST="ad/list.json""#, "#EXTINF:9,",
            "a.ts",
        ]),
        findings: [
            "4:73: note: the interstitial stays at `https://ads.example/a.m3u8`, it is not uploaded [hls.remote]"
        ],
        references: [
            "manifest required ad/a.m3u8", "manifest external <https://ads.example/a.m3u8>",
            "other required ad/list.json", "segment required a.ts",
        ]),
    PlaylistRule(
        "both forms of an interstitial at once are refused",
        media([
            #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-URI="a.m3u8",X-ASSET-LIST="l.json""#,
            "#EXTINF:9,", "a.ts",
        ]),
        findings: [
            "3:95: error: the interstitial has both `X-ASSET-URI` and `X-ASSET-LIST`; exactly one is "
                + "expected [hls.interstitial]"
        ],
        references: ["manifest required a.m3u8", "other required l.json", "segment required a.ts"]),
    PlaylistRule(
        "other classes and attributes of a date range are no references",
        media([
            #"#EXT-X-DATERANGE:ID="i",X-ASSET-URI="x.m3u8""#,
            #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-COM-URI="y.m3u8""#, "#EXTINF:9,", "a.ts",
        ]),
        references: ["segment required a.ts"]),
    PlaylistRule(
        "an inline interstitial is refused",
        media([
            #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-URI="data:application/x-mpegurl,1""#,
            "#EXTINF:9,", "a.ts",
        ]),
        findings: [
            "3:73: error: the content is written into the manifest as a `data:` URI; a file is expected "
                + "[path.inline]; hint: save the content as a file below the manifest's folder and refer to it by "
                + "its relative path"
        ],
        references: ["manifest forbidden <data:application/x-mpegurl,1>", "segment required a.ts"]),
]

@Suite("Multivariant playlists, Session data, steering, interstitials")
struct MultivariantPlaylistRuleTests {
    @Test("Multivariant playlists", arguments: multivariantRules)
    func multivariant(_ rule: PlaylistRule) { rule.check() }

    @Test("Session data, steering, interstitials", arguments: sessionRules)
    func session(_ rule: PlaylistRule) { rule.check() }

}
