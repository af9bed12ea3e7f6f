import Testing

@testable import IngestModel

@Suite struct ModelTests {
    @Test("A secret shows itself in no way of printing")
    func secret() {
        let secret = Secret("very-secret")
        var dumped = ""
        dump([secret], to: &dumped)
        for text in ["\(secret)", String(describing: secret), String(reflecting: [secret]), dumped] {
            #expect(!text.contains("very-secret"), "\(text)")
        }
        #expect(secret.reveal() == "very-secret")
    }

    @Test("Extensions and stems go by the last part and its last dot; a leading dot makes no extension")
    func paths() {
        #expect(PathText.lowercasedExtension(of: "a.b/film.MP4") == "mp4")
        #expect(PathText.lowercasedExtension(of: "a.b/film") == nil)
        #expect(PathText.lowercasedExtension(of: ".hidden") == nil)
        #expect(PathText.lowercasedExtension(of: "film.") == nil)
        #expect(PathText.stem(of: "x/film.part.mp4") == "film.part")
        #expect(PathText.stem(of: "x/.hidden") == ".hidden")
        #expect(PathText.folder(of: "a/b/c.ts") == "a/b")
        #expect(PathText.folder(of: "c.ts") == "")
    }

    @Test("Parts cover a file without gap and overlap", arguments: [1, 9, 10, 11, 95] as [Int64])
    func parts(_ size: Int64) throws {
        let layout = PartLayout(partSize: 10, count: Int((size + 9) / 10))
        var end: Int64 = 0
        for index in 1...layout.count {
            let range = layout.range(of: try #require(PartNumber(rawValue: index)), size: size)
            #expect(range.lowerBound == end)
            #expect(!range.isEmpty)
            end = range.upperBound
        }
        #expect(end == size)
        #expect(PartNumber(rawValue: 0) == nil && PartNumber(rawValue: 10_001) == nil)
    }

    @Test("A plan counts ApplyUpload, CommitUpload, a PUT a file, and for a cut one its parts and two more")
    func requests() {
        let mark = FileMark(size: 5, modified: 0, device: 0, inode: 0)
        func file(_ parts: Int?) -> PlannedFile {
            PlannedFile(
                path: "f", localPath: "/f", role: .segment, mark: mark,
                parts: parts.map { PartLayout(partSize: 1, count: $0) })
        }
        let spec = EntrySpec(
            id: EntryID(rawValue: "e"), ordinal: 0, line: 1, column: 1,
            request: UploadRequest(mediaFilePath: "f", mediaType: "mp4", mediaName: "f"))
        let plan = EntryPlan(spec: spec, kind: .file, files: [file(nil), file(5)])
        #expect(plan.requestCount == 2 + 1 + 7)
        #expect(plan.bytes == 10)
    }

    @Test("The counts of a summary add up to its rows, and faults are counted by code")
    func summary() {
        let spec = EntrySpec(
            id: EntryID(rawValue: "e"), ordinal: 0, line: 1, column: 1,
            request: UploadRequest(mediaFilePath: "f", mediaType: "mp4", mediaName: "f"))
        var summary = RunSummary()
        for status in EntryStatus.allCases + [.failed] {
            var record = EntryRecord(spec: spec, status: status, files: 2, bytes: 10, bytesSent: 11, attempts: 1)
            if status == .failed { record.fault = ServiceFault(code: "X", faultClass: .rejected, message: "no") }
            summary.add(record)
        }
        #expect(summary.planned == 6)
        #expect(EntryStatus.allCases.map { summary.count($0) }.reduce(0, +) == summary.planned)
        #expect(summary.count(.failed) == 2)
        #expect(summary.errorsByCode == ["X": 2])
        #expect((summary.files, summary.bytes, summary.bytesSent) == (12, 60, 66))
    }
}
