import Foundation
import IngestModel
import Testing

@testable import IngestJournal

@Suite struct PruningTests {
    @Test(
        "Pruning removes what left the job and runs nobody tells of; unclear commits and open uploads are kept track of"
    )
    func prune() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let names = ["stays", "done", "unknown", "committing", "uploading"]
            let plans = names.enumerated().map { (JournalFixture.plan($1, ordinal: $0, parts: 2), "p") }
            let (first, _) = try JournalFixture.plan(plans, in: journal, run: "r1")
            let fault = ServiceFault(code: "X", faultClass: .uncertain, message: "no")
            try await JournalFixture.write([.ended(.succeeded(JournalTests.media))], of: 2, run: first, to: journal)
            try await JournalFixture.write([.ended(.unknown(fault))], of: 3, run: first, to: journal)
            try await JournalFixture.write(
                [.sessionOpened(try JournalFixture.session(1)), .commitIntended], of: 4, run: first, to: journal)
            try await JournalFixture.write(
                [
                    .sessionOpened(try JournalFixture.session(1)), .uploadIntended(file: 0),
                    .uploadOpened(file: 0, uploadId: "u", stamp: 1),
                ], of: 5, run: first, to: journal)
            for run in ["r2", "r3", "r4"] { _ = try JournalFixture.plan([plans[0]], in: journal, run: run) }
            let expected = PruneCount(entries: 2, runs: 2, unclear: 2)
            #expect(try journal.prunable() == expected)
            #expect(try journal.prune() == expected)
            #expect(try journal.prunable() == PruneCount(entries: 0, runs: 0, unclear: 2))
            #expect(try journal.abandonedUploads(limit: 9).map(\.uploadId) == ["u"])
            let back = try JournalFixture.plan(plans, in: journal, run: "r5")
            #expect(back.states == [.open, .open, .unknown, .open, .open])
            #expect(try journal.openEntries(after: 2, limit: 1)[0].progress.commitIntended)
            try journal.close()
        }
    }

    /// Gives up `uploads` of one entry of a job, each in a turn of its own, at second 200.
    private func giveUp(_ uploads: [String?], in journal: Journal) async throws {
        let (run, _) = try JournalFixture.plan(
            [(JournalFixture.plan("a", ordinal: 0, parts: 2), "p")], in: journal, run: "r1")
        for upload in uploads {
            let opened: [EntryChange] = upload.map { [.uploadOpened(file: 0, uploadId: $0, stamp: 1)] } ?? []
            try await JournalFixture.write(
                [.sessionOpened(try JournalFixture.session(1)), .uploadIntended(file: 0)] + opened + [.sessionDropped],
                of: 1, run: run, to: journal)
        }
    }

    @Test("An upload that is given up every night is listed once, and one that cannot be ended goes behind the others")
    func turns() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            try await giveUp(["u1", "u2", "u1", nil, "u3", nil], in: journal)
            func listed() throws -> [String?] { try journal.abandonedUploads(limit: 9).map(\.uploadId) }
            #expect(try listed() == ["u1", "u2", nil, "u3"])
            try journal.postponeAbandoned(try journal.abandonedUploads(limit: 1)[0].number)
            #expect(try listed() == ["u2", nil, "u3", "u1"])
            try journal.close()
        }
    }

    @Test("Uploads of an entry that failed by the service are told of until a run goes on with them")
    func kept() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let down = ServiceFault(code: "InternalError", faultClass: .transient, message: "down")
            let plan = (JournalFixture.plan("a", ordinal: 0, files: 2, parts: 2), "p")
            let (run, _) = try JournalFixture.plan([plan], in: journal, run: "r1")
            try await JournalFixture.write(
                [
                    .sessionOpened(try JournalFixture.session(1)), .uploadIntended(file: 1),
                    .uploadOpened(file: 1, uploadId: "u", stamp: 1), .ended(.failed(down)),
                ], of: 1, run: run, to: journal)
            #expect(
                try journal.keptUploads() == [
                    AbandonedUpload(
                        number: 0, entry: EntryID(rawValue: "a"), path: "f1", bucket: "b-1", storageRegion: "ap-x",
                        key: try ObjectKey("k/f1"), uploadId: "u", since: 200)
                ])
            _ = try JournalFixture.plan([plan], in: journal, run: "r2")
            #expect(try journal.keptUploads() == [])
            #expect(try journal.openEntries(after: -1, limit: 1)[0].progress.files[1].uploadId == "u")
            #expect(try journal.abandonedUploads(limit: 9) == [])
            try journal.close()
        }
    }

    @Test("Uploads that no run could end for 90 days are pruned and counted, younger ones stay")
    func oldUploads() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            try await giveUp(["u1", "u2"], in: journal)
            let quarter = Double(Journal.keptUploadDays * 86_400)
            for (name, days) in [("r2", 200 + quarter), ("r3", 201 + quarter)] {
                let writer = try journal.beginPlan(JournalFixture.run(name, at: days), update: false)
                try writer.add(JournalFixture.plan("a", ordinal: 0, parts: 2), fingerprint: "p")
                _ = try writer.commit()
                let count = try journal.prunable().uploads
                #expect(count == (name == "r2" ? 0 : 2))
            }
            #expect(try journal.prune().uploads == 2)
            #expect(try journal.abandonedUploads(limit: 9) == [])
            try journal.close()
        }
    }

    @Test("A run a night does not make the file grow for ever")
    func nights() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let plan = (JournalFixture.plan("a", ordinal: 0), "p")
            let (first, _) = try JournalFixture.plan([plan], in: journal, run: "n0")
            try await JournalFixture.write([.ended(.succeeded(JournalTests.media))], of: 1, run: first, to: journal)
            for night in 1...900 { _ = try JournalFixture.plan([plan], in: journal, run: "n\(night)") }
            #expect(try journal.prunable().runs <= 2 * Journal.keptRuns)
            #expect(try journal.latestRun()?.record.id == "n900")
            var records: [EntryRecord] = []
            try journal.forEachRecord(run: 901, uploads: false) { records.append($0) }
            #expect(records.map(\.status) == [.skipped])
            try journal.close()
        }
    }

    @Test("Only a state file that is there can be cared for")
    func missing() async throws {
        try await JournalFixture.with { fixture in
            #expect(throws: JournalFault.self) { try Journal(path: fixture.path, mode: .maintain) }
            #expect(!FileManager.default.fileExists(atPath: fixture.path))
        }
    }
}
