import Testing

@testable import StreamingManifest

/// The findings about these bytes in line 2 of a playlist that is otherwise good.
private func findings(_ bytes: [UInt8]) -> [String] {
    let text =
        Array("#EXTM3U\n#é".utf8) + bytes + Array("\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\na.ts\n#EXT-X-ENDLIST\n".utf8)
    let context = ReadContext(file: "p.m3u8", expectation: nil, variables: [:], options: ExpansionOptions())
    return PlaylistProbe(text, context).findings
}

@Suite("Encoding of playlists")
struct PlaylistEncodingTests {
    @Test(
        "Bytes that are not UTF-8 are refused where they stand",
        arguments: [
            [0xFF], [0x80], [0xC0, 0xAF], [0xC3], [0xE0, 0x80, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0xAF], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
        ] as [[UInt8]])
    func malformed(_ bytes: [UInt8]) {
        let digits = String(bytes[0], radix: 16)
        #expect(
            findings(bytes) == [
                "2:3: error: the playlist is not UTF-8: a byte 0x\(digits) stands here [hls.encoding]"
            ])
    }

    @Test(
        "Every length of a UTF-8 sequence is accepted",
        arguments: ["é", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{FFFD}", "😀", "\u{10FFFF}", "a\u{A0}b"])
    func wellFormed(_ text: String) {
        #expect(findings(Array(text.utf8)) == [])
    }

    @Test("UTF-16 is refused in both byte orders, and nothing else is said")
    func utf16() {
        let context = ReadContext(file: "p.m3u8", expectation: nil, variables: [:], options: ExpansionOptions())
        // ASCII: one byte of each pair is zero.
        let units = Array("#EXTM3U\n".utf8)
        var little: [UInt8] = [0xFF, 0xFE]
        var big: [UInt8] = [0xFE, 0xFF]
        for unit in units {
            little += [unit, 0]
            big += [0, unit]
        }
        for bytes in [little, big] {
            #expect(
                PlaylistProbe(bytes, context).findings == [
                    "1:1: error: the playlist is encoded in UTF-16; UTF-8 is expected [hls.encoding]"
                ])
        }
    }
}
