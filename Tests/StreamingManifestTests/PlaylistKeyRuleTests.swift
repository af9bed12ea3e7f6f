import Testing

@testable import StreamingManifest

private let keyRules: [PlaylistRule] = [
    PlaylistRule(
        "a relative key is a file, with a warning",
        media(version: 2, [#"#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0x1"#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:32: warning: the key `k` will lie beside the media, for anyone to read "
                + "[hls.key-beside-media]; hint: serve the key from a place that asks for authorisation, and refer "
                + "to it by `https:`"
        ],
        references: ["key required k key16", "segment required a.ts aesBlocks"]),
    PlaylistRule(
        "a key by https, skd or data is noted, by http warned about",
        media(
            version: 5,
            [
                #"#EXT-X-KEY:METHOD=AES-128,URI="https://k.example/k",IV=0x1"#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="http://k.example/k",IV=0x1"#,
                #"#EXT-X-KEY:METHOD=SAMPLE-AES,KEYFORMAT="com.apple.streamingkeydelivery",URI="skd://x""#,
                #"#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,KEYFORMAT="urn:uuid:edef8ba9-79d6-4ace-a3c8-27dcd51d21ed",URI="data:text/plain;base64,AAAA""#,
                "#EXTINF:9,", "a.ts",
            ]),
        findings: [
            "4:32: note: the key stays at `https://k.example/k`; playback depends on that server and on what "
                + "origins it allows [hls.remote-key]",
            "5:32: warning: the key `http://k.example/k` is fetched without encryption [hls.key-over-http]; "
                + "hint: serve keys by `https:`",
            "6:78: note: the key `skd://x` is brought by the player's DRM system, it is not uploaded [hls.key-system]",
            "7:97: note: the key stands in the playlist itself, as a `data:` URL; nothing is uploaded for it [hls.inline]",
        ],
        references: [
            "key external <https://k.example/k> key16", "key external <http://k.example/k> key16",
            "key external <skd://x>", "key external <data:text/plain;base64,AAAA>", "segment required a.ts aesBlocks",
        ]),
    PlaylistRule(
        "a relative key of another format may be no file",
        media(version: 5, [#"#EXT-X-KEY:METHOD=SAMPLE-AES,KEYFORMAT="com.example",URI="id-1""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:59: warning: the key of format `com.example` may be no file; it is uploaded if `id-1` exists "
                + "[hls.key-identifier]"
        ],
        references: ["key optional id-1", "segment required a.ts"]),
    PlaylistRule(
        "a word is no place for a variable",
        media(
            version: 8,
            [
                #"#EXT-X-DEFINE:NAME="m",VALUE="AES-128""#, #"#EXT-X-KEY:METHOD={$m},URI="https://k.example/k""#,
                "#EXTINF:9,", "a.ts",
            ]),
        findings: ["5:19: error: `{$m}` is no method of encryption that players know [hls.key-method]"],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "METHOD is required and known",
        media([
            #"#EXT-X-KEY:URI="k""#, #"#EXT-X-KEY:METHOD=AES128,URI="k""#, "#EXT-X-KEY:METHOD=AES-128", "#EXTINF:9,",
            "a.ts",
        ]),
        findings: [
            "3:1: error: `#EXT-X-KEY` has no `METHOD` [hls.key-method]",
            "4:19: error: `AES128` is no method of encryption that players know [hls.key-method]",
            "5:1: error: `#EXT-X-KEY` has no `URI` [hls.missing-uri]",
            "5:1: note: without `IV` the segments' numbers count, and without `#EXT-X-MEDIA-SEQUENCE` the "
                + "first is number 0; a playlist that was cut at the front would not decrypt [hls.implicit-vector]",
        ],
        references: ["segment required a.ts aesBlocks"]),
    PlaylistRule(
        "under METHOD=NONE a reference means nothing",
        media([#"#EXT-X-KEY:METHOD=NONE,URI="k""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "3:29: warning: `URI` means nothing under `METHOD=NONE` [hls.key-without-method]; hint: drop it, "
                + "or name the method"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "an initialisation vector has at most 32 digits",
        media(
            version: 2,
            [
                #"#EXT-X-KEY:METHOD=AES-128,URI="https://k/k",IV=0x000000000000000000000000000000000"#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="https://k/k",IV=1"#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="https://k/k",IV=0xG"#, "#EXTINF:9,", "a.ts",
            ]),
        findings: [
            "4:32: note: the key stays at `https://k/k`; playback depends on that server and on what origins "
                + "it allows [hls.remote-key]",
            "4:48: error: `0x000000000000000000000000000000000` is no initialisation vector; `0x` and at "
                + "most 32 hexadecimal digits are expected [hls.vector]",
            "5:32: note: the key stays at `https://k/k`; playback depends on that server and on what origins "
                + "it allows [hls.remote-key]",
            "5:48: error: `1` is no initialisation vector; `0x` and at most 32 hexadecimal digits are "
                + "expected [hls.vector]",
            "6:32: note: the key stays at `https://k/k`; playback depends on that server and on what origins "
                + "it allows [hls.remote-key]",
            "6:48: error: `0xG` is no initialisation vector; `0x` and at most 32 hexadecimal digits are "
                + "expected [hls.vector]",
        ],
        references: [
            "key external <https://k/k> key16", "key external <https://k/k> key16", "key external <https://k/k> key16",
            "segment required a.ts aesBlocks",
        ]),
    PlaylistRule(
        "without a vector and a media sequence there is a note",
        media([#"#EXT-X-KEY:METHOD=AES-128,URI="https://k/k""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "3:1: note: without `IV` the segments' numbers count, and without `#EXT-X-MEDIA-SEQUENCE` the "
                + "first is number 0; a playlist that was cut at the front would not decrypt [hls.implicit-vector]",
            "3:32: note: the key stays at `https://k/k`; playback depends on that server and on what origins "
                + "it allows [hls.remote-key]",
        ],
        references: ["key external <https://k/k> key16", "segment required a.ts aesBlocks"]),
    PlaylistRule(
        "an encrypted initialisation section needs a vector",
        media(
            version: 6,
            [
                "#EXT-X-MEDIA-SEQUENCE:0", #"#EXT-X-KEY:METHOD=AES-128,URI="https://k/k""#, #"#EXT-X-MAP:URI="i.mp4""#,
                "#EXTINF:9,", "a.ts",
            ]),
        findings: [
            "5:32: note: the key stays at `https://k/k`; playback depends on that server and on what origins "
                + "it allows [hls.remote-key]",
            "6:1: warning: the initialisation section is encrypted with `AES-128`, but its `#EXT-X-KEY` has "
                + "no `IV` [hls.map-vector]; hint: add `IV`, or put `#EXT-X-MAP` before the key",
        ],
        references: ["key external <https://k/k> key16", "init required i.mp4", "segment required a.ts aesBlocks"]),
    PlaylistRule(
        "an encrypted range has whole blocks",
        media(
            version: 4,
            [
                #"#EXT-X-KEY:METHOD=AES-128,URI="https://k/k",IV=0x1"#, "#EXT-X-BYTERANGE:32@0", "#EXTINF:9,", "one.ts",
                "#EXT-X-BYTERANGE:33", "#EXTINF:9,", "one.ts", "#EXT-X-KEY:METHOD=NONE", "#EXT-X-BYTERANGE:33",
                "#EXTINF:9,", "one.ts",
            ]),
        findings: [
            "4:32: note: the key stays at `https://k/k`; playback depends on that server and on what origins "
                + "it allows [hls.remote-key]",
            "8:1: error: the segment is encrypted with AES, but its 33 bytes are no multiple of 16 "
                + "[hls.cipher-blocks]",
        ],
        references: [
            "key external <https://k/k> key16", "segment required one.ts 0..<32", "segment required one.ts 32..<65",
            "segment required one.ts 65..<98",
        ]),
    PlaylistRule(
        "a session key cannot have METHOD=NONE",
        playlist([
            "#EXT-X-SESSION-KEY:METHOD=NONE", #"#EXT-X-SESSION-KEY:METHOD=AES-128,URI="k""#,
            "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "2:1: error: `#EXT-X-SESSION-KEY` cannot have `METHOD=NONE` [hls.key-method]",
            "3:40: warning: the key `k` will lie beside the media, for anyone to read "
                + "[hls.key-beside-media]; hint: serve the key from a place that asks for authorisation, and refer "
                + "to it by `https:`",
        ],
        references: ["key required k key16", "playlist required v.m3u8"]),
    PlaylistRule(
        "a key by UNC path or with .. is refused",
        media(
            version: 2,
            [
                #"#EXT-X-KEY:METHOD=AES-128,URI="../k",IV=0x1"#, #"#EXT-X-KEY:METHOD=AES-128,URI="/k",IV=0x1"#,
                "#EXTINF:9,", "a.ts",
            ]),
        findings: [
            "4:32: error: `../k` leaves the folder of the top manifest [path.outside]; hint: keep every file "
                + "in the folder of the top manifest or below it",
            "5:32: error: `/k` is an absolute path; its place in storage cannot be derived from it "
                + "[path.absolute]; hint: write the path relative to the manifest that holds it",
        ],
        references: ["key forbidden <../k> key16", "key forbidden </k> key16", "segment required a.ts aesBlocks"]),
]

private let variableRules: [PlaylistRule] = [
    PlaylistRule(
        "variables are replaced in lines and quoted values, once",
        media(
            version: 8,
            [
                #"#EXT-X-DEFINE:NAME="p",VALUE="v%20""#, #"#EXT-X-DEFINE:NAME="q",VALUE="{$p}""#,
                #"#EXT-X-MAP:URI="{$p}i.mp4""#, "#EXTINF:9,", "{$p}1/{$q}.ts", "#EXTINF:9,", "{$$p}{$}{p}{$p .ts",
            ]),
        findings: [
            "10:1: warning: `{$$p}{$}{p}{$p .ts` is not a valid URI: `{` has to be encoded [path.unencoded]; "
                + "hint: write it as `%7B`"
        ],
        references: ["init required v i.mp4", "segment required v 1/v .ts", "segment required {$$p}{$}{p}{$p .ts"]),
    PlaylistRule(
        "an undefined variable is refused, also one defined later",
        media(
            version: 8,
            [
                "#EXTINF:9,", "{$p}.ts", #"#EXT-X-DEFINE:NAME="p",VALUE="x""#, #"#EXT-X-MAP:URI="{$z}""#, "#EXTINF:9,",
                "{$P}{$n}.ts",
            ]),
        findings: [
            "5:1: error: the variable `p` is not defined before its use [hls.variable-undefined]",
            "7:17: error: the variable `z` is not defined before its use [hls.variable-undefined]",
            "9:1: error: the variable `P` is not defined before its use [hls.variable-undefined]",
            "9:1: error: the variable `n` is not defined before its use [hls.variable-undefined]",
        ],
        references: ["segment forbidden <{$p}.ts>", "init forbidden <{$z}>", "segment forbidden <{$P}{$n}.ts>"]),
    PlaylistRule(
        "malformed definitions are refused",
        media(
            version: 11,
            [
                #"#EXT-X-DEFINE:VALUE="x""#, #"#EXT-X-DEFINE:NAME="a",IMPORT="b""#, #"#EXT-X-DEFINE:NAME="c""#,
                #"#EXT-X-DEFINE:NAME="d e",VALUE="x""#, #"#EXT-X-DEFINE:NAME="f",VALUE="1""#,
                #"#EXT-X-DEFINE:NAME="f",VALUE="2""#, #"#EXT-X-DEFINE:QUERYPARAM="t""#, "#EXTINF:9,", "a.ts",
            ]),
        findings: [
            "4:1: error: `#EXT-X-DEFINE` has none of `NAME`, `IMPORT` and `QUERYPARAM`; exactly one is "
                + "expected [hls.define]",
            "5:1: error: `#EXT-X-DEFINE` has more than one of `NAME`, `IMPORT` and `QUERYPARAM`; exactly one "
                + "is expected [hls.define]",
            "6:21: error: the variable `c` has no `VALUE` [hls.define]",
            "7:21: error: `d e` is no name of a variable; letters, digits, `-` and `_` are expected [hls.define]",
            "9:21: error: the variable `f` is defined twice [hls.variable-twice]",
            "10:27: error: the variable `t` comes from the query of the playlist's URL, and a stored "
                + "playlist has none [hls.query-parameter]; hint: define it with `NAME` and `VALUE`",
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "a variable is imported from the multivariant playlist",
        media(version: 8, [#"#EXT-X-DEFINE:IMPORT="p""#, "#EXTINF:9,", "{$p}a.ts"]),
        as: .mediaPlaylist,
        variables: ["p": "dir/"],
        references: ["segment required dir/a.ts"]),
    PlaylistRule(
        "an import of what is not defined is refused",
        media(version: 8, [#"#EXT-X-DEFINE:IMPORT="q""#, "#EXTINF:9,", "a.ts"]),
        as: .mediaPlaylist,
        variables: ["p": "dir/"],
        findings: [
            "4:23: error: the variable `q` is imported, but the multivariant playlist does not define it "
                + "[hls.import]"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "an import into the entry's first playlist is refused",
        media(version: 8, [#"#EXT-X-DEFINE:IMPORT="p""#, "#EXTINF:9,", "a.ts"]),
        findings: [
            "4:23: error: the variable `p` is imported, but the entry begins with this media playlist "
                + "[hls.import]; hint: name the multivariant playlist as `MediaFilePath`"
        ],
        references: ["segment required a.ts"]),
    PlaylistRule(
        "an import into a multivariant playlist is refused",
        playlist(version: 8, [#"#EXT-X-DEFINE:IMPORT="p""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8"]),
        findings: [
            "3:23: error: the variable `p` is imported into a multivariant playlist, which has none above it "
                + "[hls.import]"
        ],
        references: ["playlist required v.m3u8"]),
    PlaylistRule(
        "what a variable holds is judged as a path",
        media(
            version: 8,
            [
                #"#EXT-X-DEFINE:NAME="p",VALUE="../""#, #"#EXT-X-DEFINE:NAME="s",VALUE="http""#, "#EXTINF:9,",
                "{$p}a.ts", "#EXTINF:9,", "{$s}://h/a.ts",
            ]),
        findings: [
            "7:1: error: `../a.ts` leaves the folder of the top manifest [path.outside]; hint: keep every "
                + "file in the folder of the top manifest or below it",
            "9:1: error: `http://h/a.ts` is a URL with the scheme `http`; a relative path is expected "
                + "[path.url]; hint: copy the file below the manifest's folder and refer to it by its relative path",
        ],
        references: ["segment forbidden <../a.ts>", "segment forbidden <http://h/a.ts>"]),
]

@Suite("Keys, Variables")
struct PlaylistKeyRuleTests {
    @Test("Keys", arguments: keyRules)
    func key(_ rule: PlaylistRule) { rule.check() }

    @Test("Variables", arguments: variableRules)
    func variable(_ rule: PlaylistRule) { rule.check() }

}
