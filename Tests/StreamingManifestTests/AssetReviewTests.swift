import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

/// What is said about all files of the manifest `text` together, where those at `present` are on disk and no others.
private func review(_ text: String, top: String, present: Set<String>) -> (faults: [String?], lines: [String]) {
    let kind: ManifestKind = top.hasSuffix(".mpd") ? .dash : .hls
    var expansion = Expansion(top: top, kind: kind, options: ExpansionOptions())
    expansion.supply(.bytes(Array(text.utf8)))
    let result = expansion.finish()
    var review = AssetReview(result, kind: kind)
    var faults: [String?] = []
    var lines: [String] = []
    for requirement in result.files {
        let mark = FileMark(size: 376, modified: 0, device: 0, inode: 0)
        let presence: FileFacts.Presence =
            present.contains(requirement.path) ? .regular(mark) : .missing(near: nil)
        let (fault, found) = review.take(requirement, FileFacts(presence: presence))
        faults.append(fault?.rawValue)
        lines += found.map(rendered)
    }
    return (faults, lines + review.finish().map(rendered))
}

private func playlist(_ names: [String]) -> String { media(names.flatMap { ["#EXTINF:9,", $0] }) }

private let rowHint = """

      hint: see whether the copy is complete, or the manifest counts more than there is; `vod-ingest inspect` lists each file
    """

@Suite("The files of an asset together")
struct AssetReviewTests {
    @Test("Four missing files in a row are one finding, three are three")
    func rows() {
        let text = playlist((0..<9).map { "\($0).ts" })
        let four = review(text, top: "m.m3u8", present: ["0.ts", "5.ts", "6.ts", "7.ts", "8.ts"])
        #expect(
            four.lines == [
                "m.m3u8:6:1: error: `1.ts` to `4.ts`, 4 files in a row, do not exist [file.missing]" + rowHint
            ])
        #expect(four.faults == [nil] + Array(repeating: "file.missing", count: 4) + Array(repeating: nil, count: 4))
        let three = review(text, top: "m.m3u8", present: ["0.ts", "1.ts", "2.ts", "3.ts", "4.ts", "5.ts"])
        #expect(
            three.lines == [
                "m.m3u8:16:1: error: `6.ts` does not exist [file.missing]",
                "m.m3u8:18:1: error: `7.ts` does not exist [file.missing]",
                "m.m3u8:20:1: error: `8.ts` does not exist [file.missing]",
            ])
    }

    @Test("A file that is there, another folder and another role end a row")
    func ends() {
        let broken = review(
            playlist(["1.ts", "2.ts", "3.ts", "4.ts", "a.ts", "5.ts", "6.ts", "7.ts", "8.ts", "9.ts"]), top: "m.m3u8",
            present: ["a.ts"])
        #expect(
            broken.lines == [
                "m.m3u8:4:1: error: `1.ts` to `4.ts`, 4 files in a row, do not exist [file.missing]" + rowHint,
                "m.m3u8:14:1: error: `5.ts` to `9.ts`, 5 files in a row, do not exist [file.missing]" + rowHint,
            ])
        let folders = review(
            playlist(["x/1.ts", "x/2.ts", "x/3.ts", "y/1.ts", "y/2.ts", "y/3.vtt"]), top: "m.m3u8", present: [])
        #expect(folders.lines.count == 6)
        #expect(folders.faults == Array(repeating: "file.missing", count: 6))
    }

    @Test("A count that is far too high is one finding at its template")
    func timing() {
        let text = mpd(#"<SegmentTemplate media="s-$Number$.m4s" duration="4"/>"#, duration: "PT1H")
        let result = review(text, top: "m.mpd", present: ["s-1.m4s", "s-2.m4s"])
        #expect(
            result.lines == [
                "m.mpd:2:1: error: `s-3.m4s` to `s-900.m4s`, 898 files in a row, do not exist [file.missing]" + rowHint
            ])
    }

    @Test("An alternative that lacks files is a warning, a complete one is none")
    func alternatives() {
        let text = mpd(
            """
            <BaseURL>a/</BaseURL>
            <BaseURL>b/</BaseURL><BaseURL>c/</BaseURL>
            <BaseURL>d/</BaseURL>
            <SegmentTemplate media="$Number$.m4s" duration="5"/>
            """)
        let result = review(text, top: "m.mpd", present: ["a/1.m4s", "a/2.m4s", "b/1.m4s", "b/2.m4s", "c/2.m4s"])
        let hint = "\n  hint: players that turn to it stop; add the files, or take the BaseURL out"
        #expect(
            result.lines == [
                "m.mpd:3:22: warning: the alternative BaseURL `c/` is incomplete: 1 of its 2 files do not exist "
                    + "[file.incomplete-alternative]" + hint,
                "m.mpd:4:1: warning: the alternative BaseURL `d/` is incomplete: none of its files exists "
                    + "[file.incomplete-alternative]" + hint,
            ])
        #expect(result.faults == Array(repeating: nil, count: 8))
    }

    @Test("What players need not ask for does not make an alternative incomplete")
    func slivers() {
        let text = mpd(
            """
            <BaseURL>a/</BaseURL><BaseURL>b/</BaseURL>
            <SegmentTemplate media="$Number$.m4s" duration="5"/>
            """, duration: "PT10.001S")
        #expect(
            review(text, top: "m.mpd", present: ["a/1.m4s", "a/2.m4s", "b/1.m4s", "b/2.m4s"]).lines == [])
    }
}
