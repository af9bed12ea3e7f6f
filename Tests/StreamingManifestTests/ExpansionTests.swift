import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

/// An asset in memory.
private struct Asset {
    var files: [String: String]
    var top = "master.m3u8"
    var options = ExpansionOptions()
    var identities: [String: FileIdentity] = [:]

    func expand() -> ExpansionResult {
        var expansion = Expansion(top: top, kind: .hls, options: options)
        while let path = expansion.nextRequest() {
            if let text = files[path] {
                expansion.supply(.bytes(Array(text.utf8)), identity: identities[path])
            } else {
                expansion.supply(.missing)
            }
        }
        return expansion.finish()
    }
}

private func variants(_ paths: String...) -> String {
    playlist(paths.flatMap { ["#EXT-X-STREAM-INF:BANDWIDTH=1", $0] })
}

private func segments(_ paths: String...) -> String { media(paths.flatMap { ["#EXTINF:9,", $0] }) }

private func lines(_ result: ExpansionResult) -> [String] {
    var collector = DiagnosticCollector()
    collector.add(result.diagnostics)
    return collector.sorted.map(rendered)
}

@Suite("Expansion of an asset")
struct ExpansionTests {
    @Test("A URI in a child is relative to the child; with parent references allowed, eight files and two warnings")
    func directories() {
        let files = [
            "master.m3u8": playlist([
                #"#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="en",URI="audio/en.m3u8""#,
                #"#EXT-X-SESSION-KEY:METHOD=AES-128,URI="keys/k.bin""#,
                #"#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a""#, "video/hi.m3u8",
            ]),
            "video/hi.m3u8": media(
                version: 6,
                [
                    #"#EXT-X-MAP:URI="../init/v.mp4""#, #"#EXT-X-KEY:METHOD=AES-128,URI="../keys/k.bin",IV=0x1"#,
                    "#EXTINF:9,", "hi/0.m4s", "#EXTINF:9,", "hi/1.m4s",
                ]),
            "audio/en.m3u8": segments("0.aac"),
        ]
        var asset = Asset(files: files)
        asset.options.parentReferences = .allow
        let result = asset.expand()
        #expect(
            result.files.map { "\($0.role.rawValue) \($0.path) \($0.mentions)" } == [
                "playlist audio/en.m3u8 1", "key keys/k.bin 2", "playlist video/hi.m3u8 1", "segment audio/0.aac 1",
                "init init/v.mp4 1", "segment video/hi/0.m4s 1", "segment video/hi/1.m4s 1",
            ])
        let climbs = result.diagnostics.filter { $0.code == .pathParent }
        #expect(
            climbs.map(rendered) == [
                """
                video/hi.m3u8:4:17: warning: `../init/v.mp4` goes up with `..`; it is taken for `init/v.mp4`, counted from the \
                folder of the top manifest [path.parent]
                  master.m3u8:5:1: reached from here
                """,
                """
                video/hi.m3u8:5:32: warning: `../keys/k.bin` goes up with `..`; it is taken for `keys/k.bin`, counted from \
                the folder of the top manifest [path.parent]
                  master.m3u8:5:1: reached from here
                """,
            ])
        asset.options.parentReferences = .refuse
        #expect(asset.expand().diagnostics.filter { $0.severity == .error }.map(\.code) == [.pathParent, .pathParent])
    }

    @Test("The furthest range, the strongest need and the rules of all mentions count")
    func merging() throws {
        let text = media(
            version: 5,
            [
                #"#EXT-X-KEY:METHOD=SAMPLE-AES,KEYFORMAT="com.example",URI="k""#,
                "#EXT-X-BYTERANGE:10@90", "#EXTINF:9,", "a.ts", "#EXT-X-BYTERANGE:10@0", "#EXTINF:9,", "./a.ts",
                #"#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0x1"#, "#EXTINF:9,", "a.ts",
            ])
        let files = Asset(files: ["master.m3u8": text]).expand().files
        let segment = try #require(files.first { $0.path == "a.ts" })
        #expect(segment.mentions == 3)
        #expect(segment.highestByte == 100)
        #expect(segment.furthestRange?.location.start == SourceMark(line: 7, column: 1))
        #expect(segment.content == .aesBlocks)
        let key = try #require(files.first { $0.path == "k" })
        #expect(key.need == .required)
        #expect(key.content == .key16)
    }

    @Test("A child that several variants name is read once")
    func once() {
        var reads = 0
        var expansion = Expansion(top: "m.m3u8", kind: .hls, options: ExpansionOptions())
        while let path = expansion.nextRequest() {
            reads += 1
            expansion.supply(.bytes(Array((path == "m.m3u8" ? variants("v.m3u8", "./v.m3u8") : segments("a.ts")).utf8)))
        }
        #expect(reads == 2)
        #expect(expansion.finish().files.map(\.path) == ["v.m3u8", "a.ts"])
    }

    @Test("A child reached with different variables is read once for each set")
    func variables() {
        let interstitial = { (path: String) in
            #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-URI="\#(path)""#
        }
        let multivariant = { (value: String) in
            playlist(
                version: 8,
                [
                    "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8", #"#EXT-X-DEFINE:NAME="n",VALUE="\#(value)""#,
                    "#EXT-X-STREAM-INF:BANDWIDTH=2", "v.m3u8",
                ])
        }
        let result = Asset(files: [
            "master.m3u8": media([interstitial("1.m3u8"), interstitial("2.m3u8"), "#EXTINF:9,", "a.ts"]),
            "1.m3u8": multivariant("x"), "2.m3u8": multivariant("y"),
            "v.m3u8": media(version: 8, [#"#EXT-X-DEFINE:IMPORT="n""#, "#EXTINF:9,", "{$n}.ts"]),
        ]).expand()
        #expect(result.documents == 5)
        #expect(result.files.map(\.path) == ["1.m3u8", "2.m3u8", "a.ts", "v.m3u8", "x.ts", "y.ts"])
        #expect(lines(result) == [])
    }

    @Test("The example of variables: one file, and one that is not defined")
    func variableExample() {
        let result = Asset(files: [
            "master.m3u8": playlist(
                version: 8, [#"#EXT-X-DEFINE:NAME="p",VALUE="v%20""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "{$p}1/x.m3u8"]),
            "v 1/x.m3u8": media(version: 8, [#"#EXT-X-DEFINE:IMPORT="p""#, "#EXTINF:9,", "{$p}{$n}.ts"]),
        ]).expand()
        #expect(result.files.map(\.path) == ["v 1/x.m3u8"])
        #expect(
            lines(result) == [
                """
                v 1/x.m3u8:6:1: error: the variable `n` is not defined before its use [hls.variable-undefined]
                  master.m3u8:5:1: reached from here
                """
            ])
    }

    @Test("A playlist that includes itself is refused, with the way")
    func cycles() {
        let direct = Asset(files: ["master.m3u8": variants("master.m3u8")]).expand()
        #expect(lines(direct) == ["master.m3u8:3:1: error: `master.m3u8` includes itself [manifest.cycle]"])
        let interstitial = media([
            #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-URI="master.m3u8""#, "#EXTINF:9,",
            "a.ts",
        ])
        let indirect = Asset(files: ["master.m3u8": variants("v.m3u8"), "v.m3u8": interstitial]).expand()
        #expect(
            lines(indirect) == [
                """
                v.m3u8:3:73: error: `master.m3u8` includes itself [manifest.cycle]
                  master.m3u8:3:1: reached from here
                """
            ])
    }

    @Test("A playlist that includes itself under another name is refused")
    func linkedCycle() {
        let identity = FileIdentity(device: 1, inode: 2)
        let text = media([
            #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-URI="b.m3u8""#, "#EXTINF:9,", "a.ts",
        ])
        let asset = Asset(
            files: ["a.m3u8": text, "b.m3u8": text], top: "a.m3u8",
            identities: ["a.m3u8": identity, "b.m3u8": identity])
        #expect(
            lines(asset.expand()) == [
                "a.m3u8:3:73: error: `b.m3u8` is the same file as `a.m3u8`, which includes it [manifest.cycle]"
            ])
    }

    @Test("A file as playlist and as segment is refused, the top manifest included")
    func twoRoles() {
        let result = Asset(files: ["master.m3u8": variants("v.m3u8"), "v.m3u8": segments("v.m3u8", "master.m3u8")])
            .expand()
        #expect(
            lines(result) == [
                """
                v.m3u8:4:1: error: `v.m3u8` is used as `segment` and as `playlist` [manifest.two-roles]
                  master.m3u8:3:1: first mentioned here
                  master.m3u8:3:1: reached from here
                """,
                """
                v.m3u8:6:1: error: `master.m3u8` is used as `segment` and as the top manifest [manifest.two-roles]
                  master.m3u8:3:1: reached from here
                """,
            ])
    }

    @Test("One file with different queries is a warning, once")
    func queries() {
        let result = Asset(files: ["master.m3u8": segments("a.ts?p=1", "a.ts?p=1", "a.ts?p=2", "a.ts?p=3", "b.ts")])
            .expand()
        #expect(
            result.diagnostics.filter { $0.code == .pathVaryingQuery }.map(rendered) == [
                "master.m3u8:8:1: warning: `a.ts` is mentioned with different queries, `p=1` and `p=2`: the origin may have "
                    + "had different content for them [path.varying-query]"
            ])
        #expect(result.files.map(\.path) == ["a.ts", "b.ts"])
        let bare = Asset(files: ["master.m3u8": segments("a.ts", "a.ts?p=1", "a.ts", "b.ts?q", "b.ts")]).expand()
        #expect(
            bare.diagnostics.filter { $0.code == .pathVaryingQuery }.map(rendered) == [
                "master.m3u8:6:1: warning: `a.ts` is mentioned with and without the query `p=1`: the origin may have had "
                    + "different content for them [path.varying-query]",
                "master.m3u8:12:1: warning: `b.ts` is mentioned with and without the query `q`: the origin may have had "
                    + "different content for them [path.varying-query]",
            ])
    }

    @Test("Trick variants of Motion JPEG have pictures, and so have other playlists of pictures")
    func pictures() {
        let result = Asset(files: [
            "master.m3u8": playlist([
                #"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,CODECS="mjpg",URI="m.m3u8""#,
                #"#EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1,CODECS="avc1.4d401f",URI="i.m3u8""#,
                "#EXT-X-STREAM-INF:BANDWIDTH=1", "p.m3u8",
            ]),
            "m.m3u8": media(version: 4, ["#EXT-X-I-FRAMES-ONLY", "#EXTINF:9,", "m/1"]),
            "i.m3u8": media(version: 4, ["#EXT-X-I-FRAMES-ONLY", "#EXTINF:9,", "i/1"]),
            "p.m3u8": segments("p/1.jpg", "p/2.PNG", "p/3.ts"),
        ]).expand()
        #expect(result.diagnostics.map(rendered) == [])
        #expect(
            result.files.dropFirst(3).map { "\($0.role.rawValue) \($0.path)" } == [
                "image m/1", "segment i/1", "image p/1.jpg", "image p/2.PNG", "segment p/3.ts",
            ])
    }

    @Test("Lists of interstitials lead on, relative to themselves")
    func assetList() {
        let range = #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-LIST="ads/l.json""#
        let list = """
            {"ASSETS": [
              {"URI": "one\\u002em3u8", "DURATION": 15.0},
              {"URI": "https://ads.example/two.m3u8", "DURATION": 1e1},
              {"DURATION": 3},
              {"URI": "../three.m3u8"}
            ]}
            """
        let result = Asset(files: [
            "master.m3u8": media([range, "#EXTINF:9,", "a.ts"]), "ads/l.json": list,
            "ads/one.m3u8": variants("lo.m3u8"), "ads/lo.m3u8": segments("ad.ts"),
        ]).expand()
        #expect(
            result.files.map { "\($0.role.rawValue) \($0.path)" } == [
                "other ads/l.json", "segment a.ts", "manifest ads/one.m3u8", "playlist ads/lo.m3u8",
                "segment ads/ad.ts",
            ])
        #expect(
            lines(result) == [
                """
                ads/l.json:1:1: error: asset 3 of the list has no text `URI` [hls.asset-list]
                  master.m3u8:3:74: reached from here
                """,
                """
                ads/l.json:3:11: note: the interstitial stays at `https://ads.example/two.m3u8`, it is not uploaded [hls.remote]
                  master.m3u8:3:74: reached from here
                """,
                """
                ads/l.json:5:11: error: `../three.m3u8` goes up with `..`, which the service does not take [path.parent]
                  hint: set `manifests: { parentReferences: allow }` to upload it as `three.m3u8`, or move it below the folder of \
                the manifest that holds the reference
                  master.m3u8:3:74: reached from here
                """,
            ])
    }

    @Test("Session data in JSON has to be JSON")
    func sessionData() {
        let text = playlist([
            #"#EXT-X-SESSION-DATA:DATA-ID="a",URI="d.json""#, "#EXT-X-STREAM-INF:BANDWIDTH=1", "v.m3u8",
        ])
        let result = Asset(files: ["master.m3u8": text, "d.json": "{\n \"a\": x}", "v.m3u8": segments("a.ts")]).expand()
        #expect(
            lines(result) == [
                """
                d.json:2:7: error: the document is no JSON: something else is expected here [hls.json]
                  master.m3u8:2:38: reached from here
                """
            ])
    }
}

@Suite("Bounds of an expansion")
struct ExpansionBoundTests {
    @Test("A top manifest that is missing, unreadable or too large is reported")
    func top() {
        func result(_ contents: ManifestContents) -> [String] {
            var expansion = Expansion(top: "m.m3u8", kind: .hls, options: ExpansionOptions())
            expansion.supply(contents)
            #expect(expansion.nextRequest() == nil)
            return lines(expansion.finish())
        }
        #expect(result(.missing) == ["m.m3u8:1:1: error: `m.m3u8` does not exist [manifest.missing]"])
        #expect(
            result(.unreadable("permission denied")) == [
                "m.m3u8:1:1: error: `m.m3u8` cannot be read: permission denied [manifest.unreadable]"
            ])
        #expect(
            result(.tooLarge(200 << 20)) == [
                "m.m3u8:1:1: error: `m.m3u8` has 209715200 bytes; a manifest of at most 134217728 bytes is expected "
                    + "[manifest.too-large]"
            ])
    }

    @Test("A child that cannot be read is reported once, and a missing one is left to the rules of files")
    func child() throws {
        var expansion = Expansion(top: "m.m3u8", kind: .hls, options: ExpansionOptions())
        expansion.supply(.bytes(Array(variants("a.m3u8", "b.m3u8").utf8)))
        expansion.supply(.unreadable("input/output error"))
        expansion.supply(.missing)
        let result = expansion.finish()
        #expect(
            lines(result) == [
                "m.m3u8:3:1: error: `a.m3u8` cannot be read: input/output error [manifest.unreadable]"
            ])
        let missing = FileFacts(presence: .missing(near: nil))
        #expect(result.files.map { FileRules.judge($0, facts: missing, kind: .hls).count } == [0, 1])
    }

    @Test("Depth, documents and references are bounded")
    func limits() {
        var options = ExpansionOptions()
        options.maximumDepth = 2
        options.maximumDocuments = 3
        options.maximumReferences = 5
        let chain = { (next: String) in
            media([
                #"#EXT-X-DATERANGE:ID="i",CLASS="com.apple.hls.interstitial",X-ASSET-URI="\#(next)""#, "#EXTINF:9,",
                "a.ts",
            ])
        }
        var asset = Asset(
            files: ["master.m3u8": chain("b.m3u8"), "b.m3u8": chain("c.m3u8"), "c.m3u8": chain("d.m3u8")])
        asset.options.maximumDepth = 2
        #expect(
            lines(asset.expand()) == [
                """
                c.m3u8:3:73: error: `d.m3u8` lies 3 manifests below the top one; at most 2 are followed [manifest.too-deep]
                  master.m3u8:3:73: reached from here
                  b.m3u8:3:73: reached from here
                """
            ])
        var heavy = Asset(files: ["master.m3u8": variants("b.m3u8"), "b.m3u8": segments("a.ts")])
        heavy.options.maximumTotalBytes = 60
        #expect(
            lines(heavy.expand()) == [
                "master.m3u8:3:1: error: `b.m3u8` and the manifests before it have more than 60 bytes together [manifest.too-large]"
            ])
        let wide = Asset(files: ["master.m3u8": variants("a.m3u8", "b.m3u8", "c.m3u8")], options: options).expand()
        #expect(lines(wide) == ["master.m3u8:7:1: error: the asset has more than 3 manifests [manifest.too-many]"])
        let long = Asset(files: ["master.m3u8": segments("1", "2", "3", "4", "5", "6", "7")], options: options).expand()
        #expect(
            long.diagnostics.map(rendered) == [
                "master.m3u8:14:1: error: the asset has more than 5 references [manifest.too-many-references]"
            ])
        #expect(long.references.count == 5)
    }

    @Test("A manifest beyond what the service's parser takes is a warning")
    func large() {
        let comment = "#" + String(repeating: "x", count: 10_000_000)
        let result = Asset(files: ["master.m3u8": media([comment, "#EXTINF:9,", "a.ts"])]).expand()
        #expect(
            lines(result) == [
                "master.m3u8:1:1: warning: `master.m3u8` has 10000065 bytes; the service's own parser takes at most 10 MB "
                    + "[manifest.large]"
            ])
    }

    @Test("Findings of one kind are given in full up to a number and then counted")
    func summary() {
        let result = Asset(files: ["master.m3u8": media((0..<50).flatMap { ["#EXTINF:9,", "é\($0).ts"] })]).expand()
        #expect(result.diagnostics.count == PlaylistRecord.fullWarnings + 1)
        #expect(
            result.diagnostics.last.map(rendered)
                == "master.m3u8:102:1: warning: 30 more findings of the kind `path.non-ascii`, the last one here "
                + "[path.non-ascii]")
    }

    @Test("Time grows with the number of segments and no faster")
    func growth() {
        func duration(_ count: Int) -> Duration {
            let text = Array(media((0..<count).flatMap { ["#EXTINF:9,", "s/\($0).ts"] }).utf8)
            return ContinuousClock().measure {
                var expansion = Expansion(top: "m.m3u8", kind: .hls, options: ExpansionOptions())
                expansion.supply(.bytes(text))
                #expect(expansion.finish().files.count == count)
            }
        }
        _ = duration(1_000)
        let (small, large) = (duration(2_000), duration(32_000))
        // Sixteen times the work; a quadratic step would take 256 times as long.
        #expect(large < small * 100)
    }
}
