import IngestJournal
import IngestModel

/// What the state file costs.
enum JournalCases {
    static let all: [String: MicroBenchmarks.Case] = [
        "journal-plan-100-entries": plans,
        "journal-100-files-stored": changes,
    ]

    private static func entry(_ number: Int, files: Int) -> EntryPlan {
        let spec = EntrySpec(
            id: EntryID(rawValue: "film-\(number)"), ordinal: number, line: number, column: 3, region: nil,
            request: UploadRequest(mediaFilePath: "films/\(number).mp4", mediaType: "mp4", mediaName: "Film \(number)"))
        let mark = FileMark(size: 65_536, modified: 1, device: 1, inode: UInt64(number))
        return EntryPlan(
            spec: spec, kind: files == 1 ? .file : .hls,
            files: (0..<files).map {
                PlannedFile(
                    path: "segments/segment-\($0).ts", localPath: "/archive/show/segments/segment-\($0).ts",
                    role: .segment, mark: mark, parts: nil)
            })
    }

    private static let run = RunRecord(
        id: "bench", job: "bench", jobDigest: "0", target: .service, startedAt: 0, finishedAt: nil, interrupted: false,
        settings: [:])

    /// A hundred entries are put in and taken back: one transaction, as in a run.
    @Sendable private static func plans(folder: String) throws -> () throws -> Int {
        let journal = try Journal(path: folder + "/plans.sqlite", mode: .run)
        let entries = (0..<100).map { entry($0, files: 1) }
        return {
            let writer = try journal.beginPlan(run, update: false)
            for entry in entries { _ = try writer.add(entry, fingerprint: "0123456789abcdef") }
            try writer.discard()
            return entries.count
        }
    }

    /// A hundred segments of one entry are noted as stored, in one transaction.
    @Sendable private static func changes(folder: String) async throws -> () async throws -> Int {
        let journal = try Journal(path: folder + "/changes.sqlite", mode: .run)
        let plan = try journal.beginPlan(run, update: false)
        _ = try plan.add(entry(0, files: 101), fingerprint: "0123456789abcdef")
        let number = try plan.commit()
        let key = try journal.openEntries(after: -1, limit: 1)[0].key
        return {
            let writer = JournalWriter(journal: journal, run: number, now: { 1_782_864_000 })
            for file in 0..<100 { writer.note(.fileStored(file: file, crc64: 7, sent: 65_536), of: key) }
            writer.close()
            try await writer.run()
            return 100
        }
    }
}
