import Foundation
import GRDB
import IngestModel
import Testing

@testable import IngestJournal

@Suite struct JournalFaultTests {
    private func fault(_ path: String, _ mode: Journal.Mode) -> JournalFault? {
        do throws(JournalFault) {
            _ = try Journal(path: path, mode: mode)
            return nil
        } catch {
            return error
        }
    }

    @Test("A second run on one state file is refused while the first holds it, a reader is not")
    func locked() async throws {
        try await JournalFixture.with { fixture in
            let held = try Journal(path: fixture.path, mode: .run)
            #expect(
                fault(fixture.path, .run)
                    == JournalFault(
                        .locked, "another run holds the state file `\(fixture.path)`",
                        hint: "wait for it to end, or choose another with `--state`"))
            #expect(fault(fixture.path, .read) == nil)
            try held.close()
        }
        try await JournalFixture.with { fixture in
            do { _ = try Journal(path: fixture.path, mode: .run) }
            #expect(fault(fixture.path, .run) == nil, "the lock goes with its holder")
        }
    }

    @Test("A second run is refused by whatever link it names the state file")
    func lockedBehindLink() async throws {
        try await JournalFixture.with { fixture in
            let link = fixture.path + ".link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: fixture.path)
            let held = try Journal(path: fixture.path, mode: .run)
            #expect(fault(link, .run)?.code == .locked)
            #expect(Journal.isHeld(path: link))
            try held.close()
            let linked = try Journal(path: link, mode: .run)
            #expect(fault(fixture.path, .run)?.code == .locked)
            try linked.close()
            #expect(!FileManager.default.fileExists(atPath: link + ".lock"))
        }
    }

    @Test("A reader of a state file that is not there is told so")
    func missing() async throws {
        try await JournalFixture.with { fixture in
            #expect(
                fault(fixture.path, .read)
                    == JournalFault(
                        .missing, "there is no state file `\(fixture.path)`",
                        hint: "it is made by the first `run` of its job"))
        }
    }

    @Test("A database of another program is left alone")
    func foreign() async throws {
        try await JournalFixture.with { fixture in
            let other = try DatabaseQueue(path: fixture.path)
            try await other.write { try $0.execute(sql: "CREATE TABLE t (x)") }
            try other.close()
            #expect(
                fault(fixture.path, .run)
                    == JournalFault(
                        .foreign, "`\(fixture.path)` is not a state file of vod-ingest",
                        hint: "choose another with `--state`"))
        }
    }

    @Test("A state file of a newer program is refused")
    func newer() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            try journal.access { try $0.execute(sql: "PRAGMA user_version = 9") }
            try journal.close()
            #expect(
                fault(fixture.path, .read)
                    == JournalFault(
                        .newer, "the state file `\(fixture.path)` has version 9; this program knows up to 2",
                        hint: "use the program that made it, or a newer one"))
        }
    }

    @Test("A file that is no database is called damaged")
    func damaged() async throws {
        try await JournalFixture.with { fixture in
            try Data(repeating: 0x41, count: 5_000).write(to: URL(filePath: fixture.path))
            #expect(
                fault(fixture.path, .run)
                    == JournalFault(
                        .damaged, "the state file `\(fixture.path)` is damaged: file is not a database",
                        hint:
                            "move it and its `-wal` file aside and restore a copy; a new one would upload everything again"
                    ))
        }
    }

    @Test("A state file can be read by its owner alone")
    func fileMode() async throws {
        try await JournalFixture.with { fixture in
            _ = try Journal(path: fixture.path, mode: .run)
            let attributes = try FileManager.default.attributesOfItem(atPath: fixture.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }
}
