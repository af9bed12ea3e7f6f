import Foundation
import IngestModel
import Testing

@testable import IngestJournal

@Suite struct JournalTests {
    static let media = CommittedMedia(
        fileId: "5285890784246869930", mediaUrl: "http://v/1.mp4", coverUrl: "http://v/1.png", requestId: "r-9")

    @Test("A plan comes back as it was written, in job order")
    func plan() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let plans = [
                JournalFixture.plan("b.mp4", ordinal: 0, files: 3),
                JournalFixture.plan("a.m3u8", ordinal: 1, files: 2, parts: 4, kind: .hls),
            ]
            let (run, states) = try JournalFixture.plan(plans.map { ($0, "p") }, in: journal, run: "r1")
            #expect(states == [.open, .open])
            let open = try journal.openEntries(after: -1, limit: 10)
            #expect(open.map(\.plan) == plans)
            #expect(open.map(\.progress) == [EntryProgress(fileCount: 3), EntryProgress(fileCount: 2)])
            #expect(try journal.openEntries(after: 0, limit: 10).map(\.plan) == [plans[1]])
            #expect(try journal.openEntries(after: -1, limit: 1).map(\.plan) == [plans[0]])
            #expect(try journal.openCount() == 2)
            let latest = try #require(try journal.latestRun())
            #expect(latest.number == run)
            var expected = JournalFixture.run("r1")
            expected.interrupted = true
            #expect(latest.record == expected, "a run that never said that it ended was interrupted")
            try journal.endRun(run, at: 300, interrupted: false)
            expected.interrupted = false
            expected.finishedAt = 300
            #expect(try journal.latestRun()?.record == expected)
        }
    }

    @Test("A discarded plan leaves nothing behind")
    func discard() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let writer = try journal.beginPlan(JournalFixture.run("r1"), update: false)
            try writer.add(JournalFixture.plan("a", ordinal: 0), fingerprint: "p")
            try writer.discard()
            #expect(try journal.openCount() == 0)
            #expect(try journal.latestRun() == nil)
        }
    }

    @Test("The rows add up to the same progress as the changes do in memory", arguments: 0..<30 as Range<UInt64>)
    func progress(_ seed: UInt64) async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let plan = JournalFixture.plan("a", ordinal: 0, files: 4, parts: 5)
            let (run, _) = try JournalFixture.plan([(plan, "p")], in: journal, run: "r1")
            var state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
            func draw(_ count: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((state >> 33) % UInt64(count))
            }
            var expected = EntryProgress(fileCount: 4)
            var sessions = 0
            for _ in 0..<3 {
                var changes: [EntryChange] = []
                for _ in 0..<12 {
                    let change = try change(draw, sessions: &sessions, expected)
                    expected.apply(change)
                    changes.append(change)
                }
                let key = try #require(try journal.openEntries(after: -1, limit: 1).first).key
                try await JournalFixture.write(changes, of: key, run: run, to: journal)
                let read = try #require(try journal.openEntries(after: -1, limit: 1).first).progress
                #expect(read == expected, "seed \(seed)")
            }
        }
    }

    private func change(
        _ draw: (Int) -> Int, sessions: inout Int, _ progress: EntryProgress
    ) throws -> EntryChange {
        let file = draw(4)
        guard progress.session != nil else {
            sessions += 1
            return .sessionOpened(try JournalFixture.session(sessions))
        }
        let number = try #require(PartNumber(rawValue: draw(5) + 1))
        switch draw(progress.files[file].isStored ? 1 : 9) {
        case 0: return .sent(7)
        case 1: return .uploadIntended(file: file)
        case 2: return .uploadOpened(file: file, uploadId: "u\(draw(100))", stamp: draw(2) == 0 ? nil : 5)
        case 3, 4:
            return .partStored(
                file: file, StoredPart(number: number, etag: "\"e\"", crc64: .max - 3, size: 10), sent: 11)
        case 5: return .completeIntended(file: file)
        case 6: return .fileStored(file: file, crc64: draw(2) == 0 ? nil : .max, sent: 100)
        case 7: return .uploadDropped(file: file)
        default: return draw(3) == 0 ? .sessionDropped : .commitIntended
        }
    }

    @Test("A finished entry is skipped by the next run, with the same FileId")
    func skipped() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let plan = JournalFixture.plan("a", ordinal: 0, files: 2)
            let (first, _) = try JournalFixture.plan([(plan, "p")], in: journal, run: "r1")
            try await JournalFixture.write(
                [
                    .sessionOpened(try JournalFixture.session(1)), .fileStored(file: 0, crc64: 42, sent: 100),
                    .fileStored(file: 1, crc64: nil, sent: 150), .commitIntended, .ended(.succeeded(Self.media)),
                ], of: 1, run: first, to: journal)
            var expected = EntryRecord(
                spec: plan.spec, status: .succeeded, files: 2, bytes: 200, bytesSent: 250, attempts: 1)
            expected.startedAt = 200
            expected.finishedAt = 200
            expected.fileId = Self.media.fileId
            expected.mediaUrl = Self.media.mediaUrl
            expected.coverUrl = Self.media.coverUrl
            expected.requestId = "r-9"
            expected.uploads = [
                UploadedFile(path: "f0", size: 100, crc64: 42, parts: 1),
                UploadedFile(path: "f1", size: 100, crc64: nil, parts: 1),
            ]
            #expect(try records(journal, run: first) == [expected])

            let (second, states) = try JournalFixture.plan([(plan, "p")], in: journal, run: "r2")
            #expect(states == [.done])
            #expect(try journal.openEntries(after: -1, limit: 5).isEmpty)
            expected.status = .skipped
            #expect(try records(journal, run: second) == [expected])
            #expect(try journal.summary(run: second).count(.skipped) == 1)
        }
    }

    @Test("The first failures are told in the job's order, as the report tells them")
    func failures() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let plans = (0..<5).map { (JournalFixture.plan("e\($0)", ordinal: $0), "p") }
            let (run, _) = try JournalFixture.plan(plans, in: journal, run: "r1")
            let fault = ServiceFault(code: "AccessDenied", faultClass: .rejected, message: "no")
            for key: Int64 in [4, 2, 3] {
                try await JournalFixture.write([.ended(.failed(fault))], of: key, run: run, to: journal)
            }
            try await JournalFixture.write([.ended(.succeeded(Self.media))], of: 1, run: run, to: journal)
            let all = try records(journal, run: run)
            var expected = Array(all[1...3])
            for index in expected.indices { expected[index].uploads = [] }
            #expect(try journal.failures(run: run, limit: 10) == expected)
            #expect(try journal.failures(run: run, limit: 2) == Array(expected.prefix(2)))
        }
    }

    private func records(_ journal: Journal, run: Int64) throws -> [EntryRecord] {
        var records: [EntryRecord] = []
        try journal.forEachRecord(run: run, uploads: true) { records.append($0) }
        return records
    }

    @Test("A changed entry is sent again only with update; a failed one always; an unknown one never")
    func turns() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let plans = ["done", "failed", "unknown"].enumerated().map { JournalFixture.plan($1, ordinal: $0) }
            let (run, _) = try JournalFixture.plan(plans.map { ($0, "p") }, in: journal, run: "r1")
            let fault = ServiceFault(code: "X", faultClass: .rejected, message: "no", requestId: "q")
            try await JournalFixture.write([.ended(.succeeded(Self.media))], of: 1, run: run, to: journal)
            try await JournalFixture.write([.ended(.failed(fault))], of: 2, run: run, to: journal)
            try await JournalFixture.write([.ended(.unknown(fault))], of: 3, run: run, to: journal)
            #expect(try records(journal, run: run).map(\.fault) == [nil, fault, fault])

            var counted = RunSummary()
            for record in try records(journal, run: run) { counted.add(record) }
            #expect(try journal.summary(run: run) == counted, "the database counts as the rows add up")
            #expect(counted.errorsByCode == ["X": 2])

            let again = try JournalFixture.plan(plans.map { ($0, "changed") }, in: journal, run: "r2")
            #expect(again.states == [.changed, .open, .unknown])
            #expect(try records(journal, run: again.run).map(\.status) == [.skipped, .pending, .unknown])
            let updated = try JournalFixture.plan(plans.map { ($0, "changed") }, in: journal, run: "r3", update: true)
            #expect(updated.states == [.open, .open, .unknown])
            #expect(try records(journal, run: updated.run).map(\.status) == [.pending, .pending, .unknown])
            #expect(try records(journal, run: updated.run)[0].fileId == nil)
        }
    }

    @Test("Entries that the job no longer names leave the report and come back with what they were")
    func removed() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let a = JournalFixture.plan("a", ordinal: 0)
            var b = JournalFixture.plan("b", ordinal: 1)
            let (run, _) = try JournalFixture.plan([(a, "p"), (b, "p")], in: journal, run: "r1")
            try await JournalFixture.write([.ended(.succeeded(Self.media))], of: 1, run: run, to: journal)
            b.spec.ordinal = 0
            let second = try JournalFixture.plan([(b, "p")], in: journal, run: "r2")
            #expect(try records(journal, run: second.run).map(\.spec.id.rawValue) == ["b"])
            let third = try JournalFixture.plan(
                [(b, "p"), (JournalFixture.plan("a", ordinal: 1), "p")], in: journal, run: "r3")
            #expect(third.states == [.open, .done])
            #expect(try records(journal, run: third.run).map(\.fileId) == [nil, Self.media.fileId])
        }
    }
}
