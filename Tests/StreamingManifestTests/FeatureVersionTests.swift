import Testing

@testable import StreamingManifest

/// One feature of a playlist and the version that it needs.
private struct FeatureNeed: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var version: Int
    /// Lines from the fourth one on.
    var lines: [String]
    var place: String

    init(_ feature: String, needs version: Int, _ lines: [String], at place: String = "4:1") {
        testDescription = feature
        self.version = version
        self.lines = lines
        self.place = place
    }

    /// What is said about the version, declared as `declared`.
    func warnings(declared: Int?) -> [String] {
        let text = media(version: declared, lines + ["#EXTINF:9,", "a.ts"])
        return PlaylistProbe(text).findings.filter { $0.contains("[hls.version-too-low]") }
    }
}

private let needs: [FeatureNeed] = [
    FeatureNeed("`IV`", needs: 2, [#"#EXT-X-KEY:METHOD=AES-128,URI="https://k/k",IV=0x1"#], at: "4:48"),
    FeatureNeed("a fractional duration", needs: 3, ["#EXTINF:1.5,", "b.ts"]),
    FeatureNeed("`#EXT-X-BYTERANGE`", needs: 4, ["#EXT-X-BYTERANGE:1@0"]),
    FeatureNeed("`#EXT-X-I-FRAMES-ONLY`", needs: 4, ["#EXT-X-I-FRAMES-ONLY"]),
    FeatureNeed(
        "`KEYFORMAT`", needs: 5, [#"#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,URI="skd://x",KEYFORMAT="com.example""#]),
    FeatureNeed(
        "`KEYFORMATVERSIONS`", needs: 5, [#"#EXT-X-KEY:METHOD=AES-128,URI="https://k/k",KEYFORMATVERSIONS="1""#]),
    FeatureNeed("`METHOD=SAMPLE-AES`", needs: 5, [#"#EXT-X-KEY:METHOD=SAMPLE-AES,URI="https://k/k""#]),
    FeatureNeed("`#EXT-X-MAP` without `#EXT-X-I-FRAMES-ONLY`", needs: 6, [#"#EXT-X-MAP:URI="i.mp4""#]),
    FeatureNeed("`#EXT-X-DEFINE`", needs: 8, [#"#EXT-X-DEFINE:NAME="n",VALUE="x""#]),
    FeatureNeed("`#EXT-X-SKIP`", needs: 9, ["#EXT-X-SKIP:SKIPPED-SEGMENTS=3"]),
    FeatureNeed("`QUERYPARAM`", needs: 11, [#"#EXT-X-DEFINE:QUERYPARAM="t""#], at: "4:27"),
]

@Suite("Versions that single features need")
struct FeatureVersionTests {
    @Test("One version less is a warning, the version itself is none", arguments: needs)
    fileprivate func need(_ need: FeatureNeed) {
        #expect(
            need.warnings(declared: need.version - 1) == [
                "\(need.place): warning: \(need.testDescription) needs `#EXT-X-VERSION:\(need.version)`, but the playlist "
                    + "declares version \(need.version - 1) [hls.version-too-low]"
            ])
        #expect(need.warnings(declared: need.version) == [])
    }

    @Test("A channel on subtitles needs what it needs on every type but closed captions")
    func channelOfSubtitles() {
        let text = playlist(
            version: 12,
            [
                #"#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",NAME="n",URI="s.m3u8",INSTREAM-ID="CC1""#,
                #"#EXT-X-STREAM-INF:BANDWIDTH=1,SUBTITLES="s""#, "v.m3u8",
            ])
        let probe = PlaylistProbe(text)
        #expect(
            probe.findings == [
                "3:77: warning: `INSTREAM-ID` on other types than closed captions needs `#EXT-X-VERSION:13`, but the "
                    + "playlist declares version 12 [hls.version-too-low]"
            ])
        #expect(probe.references == ["playlist required s.m3u8", "playlist required v.m3u8"])
    }
}
