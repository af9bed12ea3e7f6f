import Foundation
import IngestModel

@testable import IngestJournal

/// A state file in a folder of its own, removed with the value's scope.
struct JournalFixture {
    let folder: URL
    var path: String { folder.appending(path: "job.state.sqlite").path }

    static func with<R>(_ body: (JournalFixture) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { removeFolder(folder) }
        return try await body(JournalFixture(folder: folder))
    }

    private static func removeFolder(_ folder: URL) {
        do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
    }

    static func run(_ id: String, at: Double = 100) -> RunRecord {
        RunRecord(
            id: id, job: "nightly", jobDigest: "d1", target: .emulator, startedAt: at, settings: ["region": "ap-guangzhou"])
    }

    static func plan(_ id: String, ordinal: Int, files: Int = 1, parts: Int? = nil, kind: EntryKind = .file) -> EntryPlan {
        let request = UploadRequest(mediaFilePath: id, mediaType: "mp4", mediaName: id)
        let mark = FileMark(size: 100, modified: 5, device: .max, inode: 7)
        return EntryPlan(
            spec: EntrySpec(id: EntryID(rawValue: id), ordinal: ordinal, line: ordinal + 2, column: 5, request: request),
            kind: kind,
            files: (0..<files).map {
                PlannedFile(
                    path: "f\($0)", localPath: "/m/f\($0)", role: $0 == 0 ? .media : .segment, mark: mark,
                    parts: parts.map { PartLayout(partSize: 10, count: $0) })
            })
    }

    static func session(_ number: Int) throws -> SessionFacts {
        SessionFacts(
            number: number, bucket: "b-1", storageRegion: "ap-x", mediaKey: try ObjectKey("k/\(number).mp4"),
            coverKey: try ObjectKey("k/\(number).png"), expiresAt: 4_000.5, openedAt: 3, sealed: [1, 2, 3])
    }

    /// Plans `plans` in a new run and gives its number.
    static func plan(
        _ plans: [(EntryPlan, String)], in journal: Journal, run: String, update: Bool = false
    ) throws -> (run: Int64, states: [PlannedState]) {
        let writer = try journal.beginPlan(Self.run(run), update: update)
        let states = try plans.map { try writer.add($0.0, fingerprint: $0.1) }
        return (try writer.commit(), states)
    }

    /// Writes `changes` of the entry `key` through a writer, as a run does.
    static func write(_ changes: [EntryChange], of key: Int64, run: Int64, to journal: Journal) async throws {
        let writer = JournalWriter(journal: journal, run: run) { 200 }
        async let writing: Void = writer.run()
        for change in changes { writer.note(change, of: key) }
        writer.close()
        try await writing
    }
}
