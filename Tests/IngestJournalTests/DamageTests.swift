import Foundation
import GRDB
import IngestModel
import IngestTestSupport
import Testing

@testable import IngestJournal

/// State files that are not whole: what is opened is right, and what is not right is refused with what to do.
@Suite struct DamageTests {
    private func fault(_ path: String, _ mode: Journal.Mode = .run) -> JournalFault? {
        do throws(JournalFault) {
            try Journal(path: path, mode: mode).close()
            return nil
        } catch {
            return error
        }
    }

    /// A closed state file with some entries.
    private func make(_ fixture: JournalFixture, entries: Int = 60) async throws {
        let journal = try Journal(path: fixture.path, mode: .run)
        let plans = (0..<entries).map { (JournalFixture.plan("e\($0)", ordinal: $0, files: 2, parts: 3), "p") }
        let (run, _) = try JournalFixture.plan(plans, in: journal, run: "r1")
        try await JournalFixture.write(
            [.sessionOpened(try JournalFixture.session(1)), .ended(.succeeded(JournalTests.media))], of: 1, run: run,
            to: journal)
        try journal.close()
    }

    private static let restore =
        "move it and its `-wal` file aside and restore a copy; a new one would upload everything again"

    @Test("A file without a byte is not taken for a new one: that would upload everything again")
    func empty() async throws {
        try await JournalFixture.with { fixture in
            try Data().write(to: URL(filePath: fixture.path))
            let expected = JournalFault(.damaged, "the state file `\(fixture.path)` is empty", hint: Self.restore)
            #expect(fault(fixture.path) == expected)
            #expect(fault(fixture.path, .read) == expected)
        }
    }

    @Test("A run that was killed while it made the file leaves nothing in its way")
    func halfMade() async throws {
        try await JournalFixture.with { fixture in
            for ending in [".new", ".new-journal"] {
                try Data([1, 2, 3]).write(to: URL(filePath: fixture.path + ending))
            }
            #expect(fault(fixture.path) == nil)
            #expect(!FileManager.default.fileExists(atPath: fixture.path + ".new"))
        }
    }

    @Test("A file that was cut anywhere is refused or holds everything")
    func truncated() async throws {
        try await JournalFixture.with { fixture in
            try await make(fixture)
            let whole = try Data(contentsOf: URL(filePath: fixture.path))
            for length in stride(from: 1, to: whole.count, by: 4_096 + 511) {
                try whole.prefix(length).write(to: URL(filePath: fixture.path))
                let found = fault(fixture.path)
                #expect(found?.code == .damaged, "cut to \(length): \(found as Any)")
                #expect(found?.hint?.hasPrefix(Self.restore) == true)
            }
        }
    }

    @Test("A closed file in which any one bit changed is refused, and accepted again once it is mended")
    func flippedOnce() async throws {
        try await JournalFixture.with { fixture in
            try await make(fixture)
            let whole = try Data(contentsOf: URL(filePath: fixture.path))
            let lock = try Data(contentsOf: URL(filePath: fixture.path + ".lock"))
            var words: Set<String> = []
            for place in stride(from: 0, to: whole.count, by: 211) {
                var bytes = whole
                bytes[place] ^= 1 << UInt8(place % 8)
                try bytes.write(to: URL(filePath: fixture.path))
                let found = fault(fixture.path)
                #expect(found != nil, "bit of byte \(place)")
                if let found { words.insert(found.description) }
                try removeLog(of: fixture.path)
                try lock.write(to: URL(filePath: fixture.path + ".lock"))
            }
            let expected = JournalFault(
                .damaged, "the state file `\(fixture.path)` is damaged: it is not what the last run left",
                hint: "\(Self.restore); where it was changed on purpose, remove `\(fixture.path).lock`")
            #expect(words.contains(expected.description))
            try whole.write(to: URL(filePath: fixture.path))
            #expect(fault(fixture.path, .read) == nil)
            #expect(fault(fixture.path) == nil)
        }
    }

    @Test("A copy of an earlier night that is put back is no damage")
    func putBack() async throws {
        try await JournalFixture.with { fixture in
            try await make(fixture)
            let earlier = try Data(contentsOf: URL(filePath: fixture.path))
            let journal = try Journal(path: fixture.path, mode: .run)
            _ = try JournalFixture.plan([(JournalFixture.plan("late", ordinal: 0), "p")], in: journal, run: "r2")
            try journal.close()
            try earlier.write(to: URL(filePath: fixture.path))
            #expect(fault(fixture.path, .read) == nil)
            #expect(fault(fixture.path) == nil)
        }
    }

    /// A run that was killed: its files as it left them, at a path of their own.
    private func killed(_ fixture: JournalFixture) async throws -> (path: String, files: [String: Data]) {
        let journal = try Journal(path: fixture.path, mode: .run)
        let plans = (0..<12).map { (JournalFixture.plan("e\($0)", ordinal: $0), "p") }
        let (run, _) = try JournalFixture.plan(plans, in: journal, run: "r1")
        for key in 1...6 as ClosedRange<Int64> {
            try await JournalFixture.write(
                [.sessionOpened(try JournalFixture.session(1)), .ended(.succeeded(JournalTests.media))], of: key,
                run: run, to: journal)
        }
        var files: [String: Data] = [:]
        for ending in ["", "-wal", ".lock"] {
            files[ending] = try Data(contentsOf: URL(filePath: fixture.path + ending))
        }
        try journal.close()
        return (fixture.folder.appending(path: "killed.sqlite").path, files)
    }

    private func put(_ files: [String: Data], at path: String) throws {
        try removeLog(of: path)
        for (ending, bytes) in files { try bytes.write(to: URL(filePath: path + ending)) }
    }

    private func removeLog(of path: String) throws {
        for ending in ["-wal", "-shm"] where FileManager.default.fileExists(atPath: path + ending) {
            try FileManager.default.removeItem(atPath: path + ending)
        }
    }

    @Test("After a kill, a log that is cut or in which a bit changed is refused, at whatever frame, by readers too")
    func damagedLog() async throws {
        try await JournalFixture.with { fixture in
            let (path, files) = try await killed(fixture)
            let log = try #require(files["-wal"])
            let expected = JournalFault(
                .damaged,
                "the `-wal` file of the state file `\(path)` is damaged: changes that were recorded are missing",
                hint:
                    "restore `\(path)-wal`, or the state file, from a copy; without it entries may be uploaded a second time"
            )
            let frame = 24 + 4_096
            let count = (log.count - 32) / frame
            #expect(count > 12)
            for index in 0..<count {
                var cut = files
                cut["-wal"] = log.prefix(32 + index * frame)
                var flipped = files
                flipped["-wal"]?[32 + index * frame + 24 + 997] ^= 8
                var named = files
                named["-wal"]?[32 + index * frame + 3] ^= 1
                for mode in [Journal.Mode.read, .run] {
                    for (name, damaged) in [("cut", cut), ("flipped", flipped), ("number flipped", named)] {
                        try put(damaged, at: path)
                        #expect(fault(path, mode) == expected, "\(name) at frame \(index), \(mode)")
                    }
                }
            }
            for length in [0, 31] {
                var cut = files
                cut["-wal"] = log.prefix(length)
                try put(cut, at: path)
                #expect(fault(path) == expected)
            }
            try put(files, at: path)
            #expect(fault(path, .read) == nil)
            #expect(fault(path) == nil, "the whole one is taken up")
        }
    }

    @Test("After a kill, a bit that changed in the main file is found, and a look by another program is no damage")
    func damagedBesideLog() async throws {
        try await JournalFixture.with { fixture in
            let (path, files) = try await killed(fixture)
            let main = try #require(files[""])
            for place in stride(from: 100, to: main.count, by: 997) {
                var flipped = files
                flipped[""]?[place] ^= 4
                try put(flipped, at: path)
                #expect(fault(path) != nil, "bit of byte \(place)")
            }
            try put(files, at: path)
            let other = try DatabaseQueue(path: path)
            _ = try await other.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") }
            try other.close()
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
            #expect(fault(path, .read) == nil)
            #expect(fault(path) == nil)
        }
    }

    @Test("A word that is no outcome is damage, for those who plan, report and ask")
    func unknownWord() async throws {
        try await JournalFixture.with { fixture in
            try await make(fixture, entries: 1)
            let journal = try Journal(path: fixture.path, mode: .run)
            try journal.access { try $0.execute(sql: "UPDATE entry SET outcome = 'sucseeded'") }
            let expected = JournalFault(
                .damaged, "the state file `\(fixture.path)` is damaged: a value in it cannot be read",
                hint: Self.restore)
            #expect(throws: expected) { try journal.summary(run: 1) }
            #expect(throws: expected) { try journal.knownState(of: EntryID(rawValue: "e0"), fingerprint: "p") }
            #expect(throws: expected) {
                try JournalFixture.plan([(JournalFixture.plan("e0", ordinal: 0), "p")], in: journal, run: "r2")
            }
            try journal.close()
        }
    }

    @Test("A file with flipped bits is refused, or read without a trap, where nothing else tells of it")
    func flipped() async throws {
        try await JournalFixture.with { fixture in
            try await make(fixture)
            let whole = try Data(contentsOf: URL(filePath: fixture.path))
            let seed = TestSeed.current
            var random = SplitMix64(seed: seed)
            var refused = 0
            for _ in 0..<150 {
                var bytes = whole
                for _ in 0..<8 {
                    bytes[Int.random(in: 0..<bytes.count, using: &random)] ^=
                        1 << UInt8.random(in: 0...7, using: &random)
                }
                try removeLog(of: fixture.path)
                try FileManager.default.removeItem(atPath: fixture.path + ".lock")
                try bytes.write(to: URL(filePath: fixture.path))
                do throws(JournalFault) {
                    let journal = try Journal(path: fixture.path, mode: .run)
                    _ = try journal.openEntries(after: -1, limit: 1_000)
                    if let run = try journal.latestRun() {
                        try journal.forEachRecord(run: run.number, uploads: true) { _ in }
                        _ = try journal.summary(run: run.number)
                    }
                    _ = try journal.abandonedUploads(limit: 10)
                    try journal.close()
                } catch {
                    refused += 1
                    #expect(
                        [.damaged, .foreign, .newer, .failed].contains(error.code), "seed \(seed): \(error)")
                }
            }
            #expect(refused > 10)
        }
    }

    @Test("A file whose log got lost is refused, while it is in use and after a kill; one that was closed is whole")
    func missingLog() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            _ = try JournalFixture.plan([(JournalFixture.plan("a", ordinal: 0), "p")], in: journal, run: "r1")
            let copy = fixture.folder.appending(path: "copy.sqlite").path
            try FileManager.default.copyItem(atPath: fixture.path, toPath: copy)
            let expected = JournalFault(
                .damaged, "the state file `\(copy)` lacks its `-wal` file, and with it the last changes",
                hint: "put `\(copy)-wal` back beside it; without it entries may be uploaded a second time")
            for _ in 0..<2 {
                #expect(fault(copy, .read) == expected)
                #expect(fault(copy) == expected, "looking at it mends nothing")
            }
            try journal.close()
            #expect(fault(fixture.path) == nil)
            #expect(!FileManager.default.fileExists(atPath: fixture.path + "-wal"))
            #expect(fault(fixture.path, .read) == nil)
        }
    }

    @Test("The log is copied into the main file before it grows without bound")
    func boundedLog() async throws {
        try await JournalFixture.with { fixture in
            let journal = try Journal(path: fixture.path, mode: .run)
            let (run, _) = try JournalFixture.plan(
                [(JournalFixture.plan("a", ordinal: 0), "p")], in: journal, run: "r1")
            for index in 0..<20 {
                let id = String(repeating: String(index % 10), count: 1 << 20)
                try await JournalFixture.write(
                    [.uploadOpened(file: 0, uploadId: id, stamp: nil)], of: 1, run: run, to: journal)
            }
            #expect(StateFile.size(fixture.path + "-wal") < 12 << 20)
            #expect(StateFile.size(fixture.path) < 12 << 20, "what was replaced gives its room back to what comes")
            try journal.close()
            #expect(fault(fixture.path) == nil)
        }
    }

    @Test("A state file in a place that takes none is refused with the reason")
    func noPlace() {
        #expect(
            fault("/proc/vod-ingest/job.sqlite")
                == JournalFault(
                    .readOnly,
                    "the state file `/proc/vod-ingest/job.sqlite` cannot be locked: No such file or directory",
                    hint: "give write permission on its folder, or choose another with `--state`"))
    }
}
