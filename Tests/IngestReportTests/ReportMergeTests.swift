import IngestModel
import IngestReport
import Testing

private func record(
    _ id: String, _ status: EntryStatus, fileId: String? = nil, finished: Double? = nil
) -> EntryRecord {
    var record = EntryRecord(
        spec: SampleReport.spec(id, line: 12, path: "a.mp4", name: "a"), status: status, files: 1, bytes: 1)
    record.fileId = fileId
    record.finishedAt = finished
    return record
}

@Suite("ReportMerge")
struct ReportMergeTests {
    @Test("Shards follow each other, each entry in its place")
    func shards() {
        let merge = ReportMerge([
            [record("a", .succeeded, fileId: "1"), record("b", .failed)], [record("c", .pending)],
        ])
        #expect(merge.records.map(\.spec.id.rawValue) == ["a", "b", "c"])
        #expect(merge.conflicts == [])
    }

    @Test("The outcome that settles most has the row, whichever report has it")
    func settling() {
        let order: [EntryStatus] = [.succeeded, .skipped, .unknown, .failed, .pending]
        for (rank, better) in order.enumerated() {
            for worse in order[(rank + 1)...] {
                #expect(ReportMerge([[record("a", better)], [record("a", worse)]]).records == [record("a", better)])
                #expect(ReportMerge([[record("a", worse)], [record("a", better)]]).records == [record("a", better)])
            }
        }
    }

    @Test("Between equal outcomes the later one counts, then the later report")
    func later() {
        let early = record("a", .failed, fileId: "1", finished: 1)
        let late = record("a", .failed, fileId: "2", finished: 2)
        #expect(ReportMerge([[late], [early]]).records == [late])
        #expect(ReportMerge([[early], [late]]).records == [late])
        #expect(ReportMerge([[record("a", .failed)], [record("a", .failed, finished: 0)]]).records[0].finishedAt == 0)
        let twin = record("a", .failed, fileId: "3", finished: 2)
        #expect(ReportMerge([[late], [twin]]).records == [twin])
    }

    @Test("An entry committed as two media is named, with both")
    func conflict() {
        let merge = ReportMerge([
            [record("a", .succeeded, fileId: "1")], [record("a", .skipped, fileId: "1")],
            [record("a", .succeeded, fileId: "2")],
        ])
        #expect(merge.records.map(\.fileId) == ["2"])
        #expect(merge.conflicts.map(\.fileIds) == [["1", "2"]])
        #expect(merge.conflicts.map(\.description) == ["`a` was committed 2 times, as `1`, `2`"])
    }
}

@Suite("ReportDiff")
struct ReportDiffTests {
    @Test("Equal reports have no difference, and skipped after succeeded is none")
    func equal() {
        let before = [record("a", .succeeded, fileId: "1"), record("b", .failed)]
        let after = [record("a", .skipped, fileId: "1"), record("b", .failed)]
        #expect(ReportDiff(from: before, to: before).changes == [])
        #expect(ReportDiff(from: before, to: after).changes == [])
    }

    @Test("What is new, gone and changed is named, a line each")
    func changes() {
        let before = [
            record("gone", .failed), record("a", .failed), record("b", .succeeded, fileId: "1"), record("c", .pending),
        ]
        let after = [
            record("c", .pending), record("new", .pending), record("b", .succeeded, fileId: "2"),
            record("a", .succeeded, fileId: "3"),
        ]
        #expect(
            ReportDiff(from: before, to: after).changes.map(\.description) == [
                "+ new: pending", "~ b: FileId 1 -> 2", "~ a: failed -> succeeded, FileId none -> 3", "- gone: failed",
            ])
    }
}
