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

    @Test("A state file with a second name is refused: a run by that name would have a lock and a log of its own")
    func hardLink() async throws {
        try await JournalFixture.with { fixture in
            try Journal(path: fixture.path, mode: .run).close()
            let second = fixture.path + ".second"
            try FileManager.default.linkItem(atPath: fixture.path, toPath: second)
            for path in [fixture.path, second] {
                #expect(
                    fault(path, .run)
                        == JournalFault(
                            .failed, "the state file `\(path)` has a second name: 2 hard links",
                            hint: "keep one of them; a run by another name would not see this one's lock and log"))
            }
            #expect(fault(fixture.path, .read) == nil)
        }
    }

    @Test("A closed state file can be read where nothing can be made beside it, as on read-only media")
    func readOnlyMedia() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            _ = try JournalFixture.plan([(JournalFixture.plan("a", ordinal: 0), "p")], in: journal, run: "r1")
            try journal.close()
            // What stands in the place of the index: nobody can open it, whatever rights they have.
            try FileManager.default.createDirectory(
                atPath: fixture.path + "-shm", withIntermediateDirectories: false)
            let reader = try Journal(path: fixture.path, mode: .read)
            #expect(try reader.latestRun()?.record.id == "r1")
            #expect(try reader.openCount() == 1)
            try reader.close()
            #expect(fault(fixture.path, .run)?.code == .readOnly)
        }
    }

    @Test("Trouble with the disk says what to do, and one without room is called so")
    func diskTrouble() {
        func fault(_ code: ResultCode, _ path: String) -> JournalFault {
            JournalFault.wrapping(DatabaseError(resultCode: code, message: "disk I/O error"), path: path)
        }
        #expect(
            fault(.SQLITE_IOERR, "/tmp/s.sqlite")
                == JournalFault(
                    .failed, "cannot use the state file `/tmp/s.sqlite`: disk I/O error",
                    hint: "see that its disk has room and is healthy, and run again; what was recorded is safe"))
        // There is never room where the kernel shows itself as files.
        #expect(
            fault(.SQLITE_IOERR, "/proc/s.sqlite")
                == JournalFault(
                    .diskFull, "no room is left for the state file `/proc/s.sqlite`",
                    hint: "free some space on its disk and run again; what was recorded is safe"))
        #expect(
            fault(.SQLITE_PROTOCOL, "s.sqlite")
                == JournalFault(
                    .failed, "cannot use the state file `s.sqlite`: disk I/O error",
                    hint: "see that its disk is healthy, or choose another with `--state`"))
    }

    @Test("A state file that is removed as it is closed leaves nothing, and no lock that keeps nobody out")
    func removed() async throws {
        try await JournalFixture.with { fixture in
            try Journal(path: fixture.path, mode: .run).close(removing: true)
            #expect(try FileManager.default.contentsOfDirectory(atPath: fixture.folder.path) == [])
            let held = try Journal(path: fixture.path, mode: .run)
            #expect(fault(fixture.path, .run)?.code == .locked)
            try held.close()
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
                        .newer, "the state file `\(fixture.path)` has version 9; this program knows up to 3",
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
