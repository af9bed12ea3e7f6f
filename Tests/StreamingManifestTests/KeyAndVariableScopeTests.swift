import Testing

@testable import StreamingManifest

private let inlineKey = #"URI="data:,k",IV=0x1"#

/// What is said of a key in the playlist itself, at `place`.
private func inlineNote(_ place: String) -> String {
    place + ": note: the key stands in the playlist itself, as a `data:` URL; nothing is uploaded for it [hls.inline]"
}

/// What is said of the key `skd://k`, at `place`.
private func systemNote(_ place: String) -> String {
    place + ": note: the key `skd://k` is brought by the player's DRM system, it is not uploaded [hls.key-system]"
}

private let lifeRules: [PlaylistRule] = [
    PlaylistRule(
        "a key of the same format takes the place of the one before, and its rule about blocks with it",
        media(
            version: 5,
            [
                "#EXT-X-KEY:METHOD=AES-128," + inlineKey, "#EXTINF:9,", "a.ts",
                "#EXT-X-KEY:METHOD=SAMPLE-AES," + inlineKey, "#EXTINF:9,", "b.ts",
            ]),
        findings: [inlineNote("4:32"), inlineNote("7:35")],
        references: [
            "key external <data:,k> key16", "segment required a.ts aesBlocks", "key external <data:,k> key16",
            "segment required b.ts",
        ]),
    PlaylistRule(
        "a key of another format stands beside it",
        media(
            version: 5,
            [
                "#EXT-X-KEY:METHOD=AES-128," + inlineKey,
                #"#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,KEYFORMAT="com.example",URI="skd://k""#, "#EXTINF:9,", "a.ts",
            ]),
        findings: [inlineNote("4:32"), systemNote("5:63")],
        references: ["key external <data:,k> key16", "key external <skd://k>", "segment required a.ts aesBlocks"]),
    PlaylistRule(
        "METHOD=NONE ends the keys of every format, for whole files too",
        media(
            version: 5,
            [
                "#EXT-X-KEY:METHOD=AES-128," + inlineKey,
                #"#EXT-X-KEY:METHOD=AES-256,KEYFORMAT="com.example",URI="skd://k""#, "#EXTINF:9,", "a.ts",
                "#EXT-X-KEY:METHOD=NONE", "#EXTINF:9,", "b.ts",
            ]),
        findings: [inlineNote("4:32"), systemNote("5:56")],
        references: [
            "key external <data:,k> key16", "key external <skd://k>", "segment required a.ts aesBlocks",
            "segment required b.ts",
        ]),
    PlaylistRule(
        "behind METHOD=NONE a key applies again",
        media(
            version: 2,
            [
                "#EXT-X-KEY:METHOD=NONE", "#EXTINF:9,", "a.ts", "#EXT-X-KEY:METHOD=AES-128," + inlineKey, "#EXTINF:9,",
                "b.ts",
            ]),
        findings: [inlineNote("7:32")],
        references: ["segment required a.ts", "key external <data:,k> key16", "segment required b.ts aesBlocks"]),
]

private let elsewhereRules: [PlaylistRule] = [
    PlaylistRule(
        "a key by any scheme, by another host or with a colon in its name stays where it is",
        media(
            version: 2,
            [
                #"#EXT-X-KEY:METHOD=AES-128,URI="file:///k",IV=0x1"#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="ftp://h/k",IV=0x1"#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="//h/k",IV=0x1"#, #"#EXT-X-KEY:METHOD=AES-128,URI="k-1:2.bin",IV=0x1"#,
                "#EXTINF:9,", "a.ts",
            ]),
        findings: [
            "4:32: note: the key stays at `file:///k`; playback depends on that server and on what origins it allows "
                + "[hls.remote-key]",
            "5:32: note: the key stays at `ftp://h/k`; playback depends on that server and on what origins it allows "
                + "[hls.remote-key]",
            "6:32: note: the key stays at `//h/k`; playback depends on that server and on what origins it allows "
                + "[hls.remote-key]",
            "7:32: note: the key stays at `k-1:2.bin`; playback depends on that server and on what origins it allows "
                + "[hls.remote-key]",
        ],
        references: [
            "key external <file:///k> key16", "key external <ftp://h/k> key16", "key external <//h/k> key16",
            "key external <k-1:2.bin> key16", "segment required a.ts aesBlocks",
        ]),
    PlaylistRule(
        "a key of a DRM system without encryption on the way is a warning too",
        media(
            version: 5,
            [
                #"#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,KEYFORMAT="com.example",URI="http://k.example/k""#, "#EXTINF:9,",
                "a.ts",
            ]),
        findings: [
            "4:63: warning: the key `http://k.example/k` is fetched without encryption [hls.key-over-http]; hint: serve "
                + "keys by `https:`"
        ],
        references: ["key external <http://k.example/k>", "segment required a.ts"]),
    PlaylistRule(
        "a session key may be remote",
        playlist([
            #"#EXT-X-SESSION-KEY:METHOD=AES-128,URI="https://k.example/k""#,
            #"#EXT-X-SESSION-KEY:METHOD=AES-128,URI="http://k.example/k""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ]),
        findings: [
            "2:40: note: the key stays at `https://k.example/k`; playback depends on that server and on what origins it "
                + "allows [hls.remote-key]",
            "3:40: warning: the key `http://k.example/k` is fetched without encryption [hls.key-over-http]; hint: serve "
                + "keys by `https:`",
        ],
        references: [
            "key external <https://k.example/k> key16", "key external <http://k.example/k> key16",
            "playlist required v.m3u8",
        ]),
]

private let variableRules: [PlaylistRule] = [
    PlaylistRule(
        "variables are replaced in hexadecimal values, whole or in part",
        media(
            version: 8,
            [
                #"#EXT-X-DEFINE:NAME="iv",VALUE="0x1f""#, #"#EXT-X-DEFINE:NAME="n",VALUE="2e""#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="data:,k",IV={$iv}"#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="data:,k",IV=0x{$n}"#,
                "#EXTINF:9,", "a.ts",
            ]),
        findings: [inlineNote("6:32"), inlineNote("7:32")],
        references: [
            "key external <data:,k> key16", "key external <data:,k> key16", "segment required a.ts aesBlocks",
        ]),
    PlaylistRule(
        "what a variable makes of a hexadecimal value is judged",
        media(
            version: 8,
            [
                #"#EXT-X-DEFINE:NAME="iv",VALUE="1f""#, #"#EXT-X-DEFINE:NAME="n",VALUE="xy""#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="data:,k",IV={$iv}"#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="data:,k",IV=0x{$n}"#,
                "#EXTINF:9,", "a.ts",
            ]),
        findings: [
            inlineNote("6:32"),
            "6:44: error: `1f` is no initialisation vector; `0x` and at most 32 hexadecimal digits are expected [hls.vector]",
            inlineNote("7:32"),
            "7:44: error: `0xxy` is no initialisation vector; `0x` and at most 32 hexadecimal digits are expected [hls.vector]",
        ],
        references: [
            "key external <data:,k> key16", "key external <data:,k> key16", "segment required a.ts aesBlocks",
        ]),
    PlaylistRule(
        "an undefined variable in a hexadecimal value is refused once",
        media(version: 8, [#"#EXT-X-KEY:METHOD=AES-128,URI="data:,k",IV=0x{$n}"#, "#EXTINF:9,", "a.ts"]),
        findings: [
            inlineNote("4:32"), "4:44: error: the variable `n` is not defined before its use [hls.variable-undefined]",
        ],
        references: ["key external <data:,k> key16", "segment required a.ts aesBlocks"]),
    PlaylistRule(
        "a variable makes no tag and no comment of a line",
        media(
            version: 8,
            [
                ##"#EXT-X-DEFINE:NAME="h",VALUE="#EXT-X-""##, ##"#EXT-X-DEFINE:NAME="c",VALUE="#""##, "#EXTINF:9,",
                "{$h}GAP", "#EXTINF:9,", "{$c} a", "#EXTINF:9,", "b.ts",
            ]),
        findings: [
            "7:1: error: the reference `#EXT-X-GAP` names no file: it would mean the manifest itself [path.empty]",
            "9:1: error: the reference `# a` names no file: it would mean the manifest itself [path.empty]",
        ],
        references: ["segment forbidden <#EXT-X-GAP>", "segment forbidden <# a>", "segment required b.ts"]),
]

@Suite("How long keys last, where they may lie, where variables count")
struct KeyAndVariableScopeTests {
    @Test("Keys last until the next of their format", arguments: lifeRules)
    func life(_ rule: PlaylistRule) { rule.check() }

    @Test("Keys that are no files", arguments: elsewhereRules)
    func elsewhere(_ rule: PlaylistRule) { rule.check() }

    @Test("Variables outside of references", arguments: variableRules)
    func variable(_ rule: PlaylistRule) { rule.check() }
}
