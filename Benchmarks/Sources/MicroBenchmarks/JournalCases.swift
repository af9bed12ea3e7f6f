import IngestJournal
import IngestModel

/// What the state file costs.
enum JournalCases {
    static let all: [String: MicroBenchmarks.Case] = [
        "journal-plan-100-entries": plans,
        "journal-read-100-entries": reading,
        "journal-report-100-entries": records,
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

    /// A hundred unfinished entries are read, as a run reads them.
    @Sendable private static func reading(folder: String) throws -> () throws -> Int {
        let journal = try Journal(path: folder + "/reading.sqlite", mode: .run)
        let plan = try journal.beginPlan(run, update: false)
        for number in 0..<100 { _ = try plan.add(entry(number, files: 1), fingerprint: "0123456789abcdef") }
        _ = try plan.commit()
        return { try journal.openEntries(after: -1, limit: 100).count }
    }

    /// A hundred rows of a report are read.
    @Sendable private static func records(folder: String) throws -> () throws -> Int {
        let journal = try Journal(path: folder + "/records.sqlite", mode: .run)
        let plan = try journal.beginPlan(run, update: false)
        for number in 0..<100 { _ = try plan.add(entry(number, files: 1), fingerprint: "0123456789abcdef") }
        let number = try plan.commit()
        return {
            var count = 0
            try journal.forEachRecord(run: number, uploads: true) { count += $0.uploads.count }
            return count
        }
    }
}
