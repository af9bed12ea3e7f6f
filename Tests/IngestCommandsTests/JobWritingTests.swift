import Foundation
import IngestModel
import JobFile
import Testing

@testable import IngestCommands

@Suite struct JobWritingTests {
    @Test(
        "A text that could mean something else is quoted",
        arguments: [
            ("films/a b-1.mp4", "films/a b-1.mp4"), ("映画/é.mp4", "映画/é.mp4"), ("a: b", "\"a: b\""),
            ("a #b", "\"a #b\""),
            ("-a", "\"-a\""), ("null", "\"null\""), ("Yes", "\"Yes\""), ("", "\"\""), ("a ", "\"a \""),
            ("a\"\\\n\t", "\"a\\\"\\\\\\n\\t\""),
            ("\u{1}", "\"\\u0001\""), ("[a]", "\"[a]\""), ("{a", "\"{a\""), ("*a", "\"*a\""), ("%a", "\"%a\""),
            ("1,2", "\"1,2\""),
        ])
    func scalars(text: String, yaml: String) {
        #expect(YAMLText.scalar(text) == yaml)
    }

    /// Reads a written job file with the program's own reader.
    private func entries(_ draft: JobDraft) -> [EntrySpec] {
        var reader = JobFileReader(file: "draft.yaml", options: JobFileOptions(now: 0), text: draft.text)
        var specs: [EntrySpec] = []
        while let spec = reader.nextEntry() { specs.append(spec) }
        #expect(reader.takeDiagnostics() == [])
        return specs
    }

    @Test("An entry that is written and read again is the same entry")
    func roundTrip() {
        var request = UploadRequest(mediaFilePath: "a/ü: #1.mp4", mediaType: "mov", mediaName: "007")
        request.coverFilePath = "c.png"
        request.coverType = "jpg"
        request.procedure = "null"
        request.expireTime = "2099-01-01T00:00:00Z"
        request.classId = 7
        request.sourceContext = "line\nline \"two\" \\ \u{85}\u{2028}"
        request.sessionContext = "- a"
        request.subAppId = 18_446_744_073_709_551_615
        request.storageRegion = "ap-chongqing"
        request.concurrentUploadNumber = 3
        request.mediaStoragePath = "/x/y.mov"
        request.extInfo = "{\"a\": [1]}"
        let plain = UploadRequest(mediaFilePath: "b.mp4", mediaType: "mp4", mediaName: "b")
        let specs = [
            EntrySpec(
                id: EntryID(rawValue: "true"), ordinal: 0, line: 3, column: 5, region: "ap-tokyo", request: request),
            EntrySpec(id: EntryID(rawValue: "b.mp4"), ordinal: 1, line: 20, column: 5, request: plain),
        ]
        let read = entries(JobDraft(name: "n", base: "/b", entries: specs.map { JobDraft.Entry($0) }))
        #expect(read.map(\.id) == specs.map(\.id))
        #expect(read.map(\.request) == specs.map(\.request))
        #expect(read.map(\.region) == specs.map(\.region))
    }

    @Test("A CSV gives an entry for each row, empty cells left out, and the short form for a path alone")
    func csv() throws {
        let text = "\u{FEFF}MediaFilePath,id,ClassId,MediaName\r\na.mp4,,,\r\n\"b, c.mp4\",w-2,7,\"The \"\"B\"\"\"\r\n"
        let draft = JobDraft(name: nil, base: nil, entries: try JobDraft.Entry.read(csv: text, name: "`films.csv`"))
        #expect(
            draft.text == """
                version: 1
                media:
                  - a.mp4
                  - id: w-2
                    MediaFilePath: "b, c.mp4"
                    MediaName: "The \\"B\\""
                    ClassId: 7

                """)
    }

    @Test(
        "A CSV that cannot be understood is refused with a reason",
        arguments: [
            ("", "`t` is empty", nil), ("id\n1\n", "`t` has no column `MediaFilePath`", nil),
            (
                "MediaFilePath,MediaNam\n", "`t` has a column `MediaNam`, which is no request field",
                "did you mean `MediaName`?"
            ),
            ("MediaFilePath,id\na.mp4\n", "row 2 of `t` has 1 cells; the header has 2", nil),
            ("MediaFilePath\n\"a", "row 2 of `t` has a quote that is never closed", nil),
        ] as [(String, String, String?)])
    func refusedCSV(text: String, message: String, hint: String?) {
        #expect(throws: CommandEnd(.invalid, message, hint: hint)) { try JobDraft.Entry.read(csv: text, name: "`t`") }
    }

    @Test("A folder gives its media and top manifests; what a manifest leads to is no entry of its own")
    func archive() throws {
        #expect(
            try ArchiveSurvey(root: ExamplesTests.folder + "/media").media().filter { $0 != "large.mp4" } == [
                "event/file.m3u8", "faulty/escape.m3u8", "films/covered.mp4", "films/short.mp4", "live-to-vod/dash.mpd",
                "on-demand/dash.mpd", "parents/master.m3u8", "sealed/enc.m3u8", "show/master.m3u8",
                "subtitled/index.m3u8",
            ])
    }
}
