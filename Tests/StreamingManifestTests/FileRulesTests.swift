import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

/// What is said about the first file of a playlist, given what is on disk.
private func findings(
    _ lines: [String], _ presence: FileFacts.Presence, listed: String? = nil, first: [UInt8]? = nil,
    kind: ManifestKind = .hls
) throws -> [String] {
    var expansion = Expansion(top: "m.m3u8", kind: .hls, options: ExpansionOptions())
    expansion.supply(.bytes(Array(media(version: 5, lines).utf8)))
    let file = try #require(expansion.finish().files.first)
    let facts = FileFacts(presence: presence, listedName: listed, firstBytes: first)
    return FileRules.judge(file, facts: facts, kind: kind).map { rendered(file.diagnostic($0)) }
}

private func regular(_ size: Int64) -> FileFacts.Presence {
    .regular(FileMark(size: size, modified: 0, device: 0, inode: 0))
}

private let segment = ["#EXTINF:9,", "v/a.ts"]
private let key = [#"#EXT-X-KEY:METHOD=AES-128,URI="k",IV=0x1"#] + segment

@Suite("Files on disk")
struct FileRulesTests {
    @Test("A good file has no findings")
    func good() throws {
        #expect(try findings(segment, regular(188)) == [])
    }

    @Test("A missing file is an error, with what may be meant")
    func missing() throws {
        #expect(
            try findings(segment, .missing(near: nil)) == ["m.m3u8:5:1: error: `v/a.ts` does not exist [file.missing]"])
        #expect(
            try findings(segment, .missing(near: .otherForm("A.ts"))) == [
                """
                m.m3u8:5:1: error: `v/a.ts` does not exist [file.missing]
                  hint: the folder has `A.ts`, which differs in case or Unicode form; object keys are compared byte by byte
                """
            ])
        #expect(
            try findings(["#EXTINF:9,", "a%20b.ts"], .missing(near: .asWritten("a%20b.ts"))) == [
                """
                m.m3u8:5:1: error: `a b.ts` does not exist [file.missing]
                  hint: the folder has `a%20b.ts`, but a player asks for `a b.ts`: rename the file or percent-encode the \
                reference
                """
            ])
    }

    @Test("An optional file is not missed, but judged when it is there")
    func optional() throws {
        let lines = [#"#EXT-X-KEY:METHOD=SAMPLE-AES,KEYFORMAT="com.example",URI="k""#] + segment
        #expect(try findings(lines, .missing(near: nil)) == [])
        #expect(try findings(lines, regular(0)) == ["m.m3u8:4:59: error: `k` has no bytes [file.empty]"])
    }

    @Test("A file without bytes is an error")
    func empty() throws {
        #expect(try findings(segment, regular(0)) == ["m.m3u8:5:1: error: `v/a.ts` has no bytes [file.empty]"])
        #expect(
            try findings(["#EXTINF:9,", "a.vtt"], regular(0)) == [
                "m.m3u8:5:1: error: `a.vtt` has no bytes [file.empty]"
            ])
    }

    @Test("A range beyond the end is an error where it is asked for; one byte too many in an MPD is a warning")
    func ranges() throws {
        let lines = ["#EXT-X-BYTERANGE:100@0", "#EXTINF:9,", "a.ts", "#EXT-X-BYTERANGE:88", "#EXTINF:9,", "a.ts"]
        #expect(try findings(lines, regular(188)) == [])
        #expect(
            try findings(lines, regular(187)) == [
                "m.m3u8:9:1: error: bytes 100 to 187 of `a.ts` are asked for, but it has only 187 bytes [file.range]"
            ])
        #expect(
            try findings(lines, regular(187), kind: .dash) == [
                """
                m.m3u8:9:1: warning: bytes 100 to 187 of `a.ts` are asked for, but it has only 187 bytes [file.range-by-one]
                  hint: the last byte of a range counts as part of it
                """
            ])
        #expect(
            try findings(lines, regular(186), kind: .dash) == [
                "m.m3u8:9:1: error: bytes 100 to 187 of `a.ts` are asked for, but it has only 186 bytes [file.range]"
            ])
        #expect(
            try findings(["#EXT-X-BYTERANGE:1@187", "#EXTINF:9,", "a.ts"], regular(187), kind: .dash) == [
                "m.m3u8:6:1: error: bytes 187 to 187 of `a.ts` are asked for, but it has only 187 bytes [file.range]"
            ])
    }

    @Test(
        "A key has its exact size",
        arguments: [("AES-128", 16), ("SAMPLE-AES", 16), ("AES-256", 32)] as [(String, Int64)])
    func keys(_ method: String, _ size: Int64) throws {
        let lines = [#"#EXT-X-KEY:METHOD=\#(method),URI="k",IV=0x1"#] + segment
        #expect(try findings(lines, regular(size)) == [])
        #expect(
            try findings(lines, regular(33)) == [
                """
                m.m3u8:4:\(23 + method.utf8.count + 2): error: the key `k` has 33 bytes; \(size) are expected [file.key-size]
                  hint: a key file holds the key's bytes themselves, not their hexadecimal digits and no line end
                """
            ])
    }

    @Test("A key of a DRM system may have any size")
    func otherKeys() throws {
        #expect(try findings([#"#EXT-X-KEY:METHOD=SAMPLE-AES-CTR,URI="k""#] + segment, regular(33)) == [])
    }

    @Test("An encrypted segment has whole blocks, and its first bytes are not looked at")
    func blocks() throws {
        let lines = [#"#EXT-X-KEY:METHOD=AES-128,URI="https://k.example/k",IV=0x1"#] + segment
        #expect(try findings(lines, regular(1008), first: Array("<html><body>".utf8)) == [])
        #expect(
            try findings(lines, regular(1000)) == [
                """
                m.m3u8:6:1: error: `v/a.ts` is encrypted with AES, but its 1000 bytes are no multiple of 16 [file.cipher-blocks]
                  hint: the file is cut off, or not encrypted
                """
            ])
    }

    @Test("What is no file below the root is an error")
    func noFile() throws {
        #expect(
            try findings(segment, .danglingLink) == [
                "m.m3u8:5:1: error: `v/a.ts` is a link to a file that does not exist [file.dangling-link]"
            ])
        #expect(
            try findings(segment, .linkCycle) == [
                "m.m3u8:5:1: error: `v/a.ts` leads into a cycle of links, not to a file [file.dangling-link]"
            ])
        #expect(
            try findings(segment, .outside(target: "/etc/passwd")) == [
                """
                m.m3u8:5:1: error: `v/a.ts` is, through a link, `/etc/passwd` outside the folder of the top manifest \
                [file.outside]
                  hint: copy the file instead of linking to it
                """
            ])
        #expect(
            try findings(segment, .special(.pipe)) == [
                "m.m3u8:5:1: error: `v/a.ts` is a pipe; a regular file is expected [file.not-regular]"
            ])
        #expect(
            try findings(segment, .unreadable("permission denied")) == [
                "m.m3u8:5:1: error: `v/a.ts` cannot be read: permission denied [file.unreadable]"
            ])
    }

    @Test("A name that the folder lists in another form is a warning")
    func otherForm() throws {
        #expect(
            try findings(segment, regular(188), listed: "A.ts") == [
                """
                m.m3u8:5:1: warning: `v/a.ts` is listed by its folder as `A.ts`: this works here and breaks on a system that \
                compares names byte by byte [file.other-form]
                  hint: make the file's name and the reference equal
                """
            ])
    }

    @Test("First bytes that do not fit are a warning")
    func content() throws {
        let page = Array("<!DOCTYPE html><html>".utf8)
        #expect(
            try findings(segment, regular(188), first: page) == [
                "m.m3u8:5:1: warning: `v/a.ts` does not begin like a media segment [file.content]"
            ])
        #expect(
            try findings(["#EXTINF:9,", "a.vtt"], regular(188), first: page) == [
                "m.m3u8:5:1: warning: `a.vtt` does not begin like subtitles [file.content]"
            ])
        for page in [
            "<?xml version='1.0' encoding='utf-8' ?>\n<Error><Code>NoSuchKey</Code>",
            "<?xml version=\"1.0\"?><!-- x --><!DOCTYPE html><html xmlns:tt=\"x\">", "<Error>\n  <Code>",
        ] {
            #expect(
                try findings(segment, regular(188), first: Array(page.utf8)) == [
                    "m.m3u8:5:1: warning: `v/a.ts` does not begin like a media segment [file.content]"
                ])
        }
        #expect(
            try findings([#"#EXT-X-MAP:URI="i.mp4""#] + segment, regular(188), first: page) == [
                "m.m3u8:4:17: warning: `i.mp4` does not begin like an initialisation section [file.content]"
            ])
        #expect(
            try findings(["#EXT-X-IMAGES-ONLY", "#EXTINF:9,", "a.jpg"], regular(188), first: page) == [
                "m.m3u8:6:1: warning: `a.jpg` does not begin like a picture [file.content]"
            ])
    }

    @Test(
        "First bytes of known formats fit",
        arguments: [
            ("a.ts", [0x47] + [UInt8](repeating: 0, count: 187) + [0x47, 0]),
            ("a.m4s", [0, 0, 0, 24] + Array("styp".utf8)), ("a.m4s", [0, 0, 0, 24] + Array("moof".utf8)),
            ("a.aac", Array("ID3".utf8) + [4, 0, 0, 0, 0]), ("a.aac", [0xFF, 0xF1, 0x50, 0x80, 0, 0, 0, 0]),
            ("a.ac3", [0x0B, 0x77, 0, 0, 0, 0, 0, 0]), ("a.vtt", Array("WEBVTT\n\n".utf8)),
            ("a.vtt", [0xEF, 0xBB, 0xBF] + Array("WEBVTT\n".utf8)), ("a.ttml", Array("<tt xml:lang=\"en\">".utf8)),
            (
                "a.ttml",
                Array("<?xml version=\"1.0\"?>\n<!-- by hand -->\n<x:tt xmlns:x=\"http://www.w3.org/ns/ttml\">".utf8)
            ),
            ("a.webm", [0x1A, 0x45, 0xDF, 0xA3, 0, 0, 0, 0]), ("a.ts", [1, 2]),
        ] as [(String, [UInt8])])
    func signatures(_ name: String, _ bytes: [UInt8]) throws {
        #expect(try findings(["#EXTINF:9,", name], regular(188), first: bytes) == [])
    }
}
