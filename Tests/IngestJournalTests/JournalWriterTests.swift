import Foundation
import GRDB
import IngestModel
import Testing

@testable import IngestJournal

@Suite struct JournalWriterTests {
    @Test("Records of many tasks are durable when they return, many to a transaction")
    func groupCommit() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let plans = (0..<200).map { (JournalFixture.plan("e\($0)", ordinal: $0), "p") }
            let (run, _) = try JournalFixture.plan(plans, in: journal, run: "r1")
            let reader = try Journal(path: fixture.path, mode: .read)
            let writer = JournalWriter(journal: journal, run: run) { 1 }
            async let writing: Void = writer.run()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for key in 1...200 {
                    group.addTask {
                        writer.note(.sent(5), of: Int64(key))
                        try await writer.record(.sent(6), of: Int64(key))
                        let sent = try await reader.queue.read { db in
                            try Int.fetchOne(db, sql: "SELECT sent FROM entry WHERE key = ?", arguments: [key])
                        }
                        #expect(sent == 11)
                    }
                }
                try await group.waitForAll()
            }
            writer.close()
            try await writing
        }
    }

    @Test("A full disk reaches everyone who records, with what to do")
    func diskFull() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let (run, _) = try JournalFixture.plan(
                [(JournalFixture.plan("a", ordinal: 0), "p")], in: journal, run: "r1")
            try journal.access { db in
                let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                try db.execute(sql: "PRAGMA max_page_count = \(pages)")
            }
            let writer = JournalWriter(journal: journal, run: run) { 1 }
            let expected = JournalFault(
                .diskFull, "no room is left for the state file `\(fixture.path)`",
                hint: "free some space on its disk and run again; what was recorded is safe")
            async let writing = Self.fault { () async throws(JournalFault) in try await writer.run() }
            let large = EntryChange.uploadOpened(file: 0, uploadId: String(repeating: "x", count: 1 << 20), stamp: nil)
            #expect(
                await Self.fault { () async throws(JournalFault) in try await writer.record(large, of: 1) } == expected)
            #expect(
                await Self.fault { () async throws(JournalFault) in try await writer.record(.sent(1), of: 1) }
                    == expected)
            #expect(await writing == expected)
        }
    }

    @Test("What a cancelled run has done is still written down")
    func cancelled() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let (run, _) = try JournalFixture.plan(
                [(JournalFixture.plan("a", ordinal: 0), "p")], in: journal, run: "r1")
            let writer = JournalWriter(journal: journal, run: run) { 1 }
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    #expect(await Self.fault { () async throws(JournalFault) in try await writer.run() } == nil)
                }
                group.cancelAll()
                writer.note(.sent(3), of: 1)
                writer.close()
            }
            var sent: [Int64] = []
            try journal.forEachRecord(run: run, uploads: false) { sent.append($0.bytesSent) }
            #expect(sent == [3])
        }
    }

    /// Does not sleep.
    private static let never: @Sendable () async -> Void = {}

    /// Sleeps until its task is cancelled.
    private static let forever: @Sendable () async -> Void = {
        let (never, _) = AsyncStream<Void>.makeStream()
        for await _ in never {}
    }

    @Test("Notes wait for company, and a record takes them along at once")
    func gathering() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let (run, _) = try JournalFixture.plan(
                [(JournalFixture.plan("a", ordinal: 0), "p")], in: journal, run: "r1")
            let writer = JournalWriter(journal: journal, run: run, now: { 1 }, linger: Self.forever)
            async let writing: Void = writer.run()
            for turn in 1...50 {
                for _ in 0..<turn { writer.note(.sent(1), of: 1) }
                try await writer.record(.sent(1), of: 1)
                #expect(try await Self.sent(fixture) == Int64(turn * (turn + 1) / 2 + turn))
            }
            writer.close()
            try await writing
        }
    }

    @Test("Notes that nobody waits for are written when the wait for company ends, and when the writer is closed")
    func gatheringEnds() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let (run, _) = try JournalFixture.plan(
                [(JournalFixture.plan("a", ordinal: 0), "p")], in: journal, run: "r1")
            for linger in [Self.never, Self.forever] {
                let before = try #require(try await Self.sent(fixture))
                let writer = JournalWriter(journal: journal, run: run, now: { 1 }, linger: linger)
                async let writing: Void = writer.run()
                for _ in 0..<1_000 { writer.note(.sent(1), of: 1) }
                writer.close()
                try await writing
                #expect(try await Self.sent(fixture) == before + 1_000)
            }
        }
    }

    private static func sent(_ fixture: JournalFixture) async throws -> Int64 {
        let reader = try Journal(path: fixture.path, mode: .read)
        return try await reader.queue.read { db in
            try Int64.fetchOne(db, sql: "SELECT sent FROM entry WHERE key = 1") ?? 0
        }
    }

    private static func fault(_ body: @Sendable () async throws(JournalFault) -> Void) async -> JournalFault? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    @Test("A writer that is closed refuses further records")
    func closed() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let (run, _) = try JournalFixture.plan(
                [(JournalFixture.plan("a", ordinal: 0), "p")], in: journal, run: "r1")
            let writer = JournalWriter(journal: journal, run: run) { 1 }
            writer.close()
            try await writer.run()
            let fault = await Self.fault { () async throws(JournalFault) in try await writer.record(.sent(1), of: 1) }
            #expect(fault == JournalFault(.failed, "the state file was closed before the run ended"))
        }
    }
}
