import Foundation
import GRDB
import IngestModel
import Testing

@testable import IngestJournal

/// Segments that are noted many at a time.
@Suite struct StoredFilesTests {
    private static let count = 300

    private static func crc64(_ file: Int) -> UInt64 { UInt64(file) &* 0x9E37_79B9_7F4A_7C15 }

    private static func stored(_ files: some Sequence<Int>) -> [EntryChange] {
        files.map { .fileStored(file: $0, crc64: crc64($0), sent: 100) }
    }

    /// An entry of `count` segments with an open session.
    private func begin(_ fixture: JournalFixture) async throws -> (journal: Journal, run: Int64) {
        let journal = try Journal(path: fixture.path, mode: .run)
        let plan = JournalFixture.plan("a", ordinal: 0, files: Self.count, kind: .hls)
        let (run, _) = try JournalFixture.plan([(plan, "p")], in: journal, run: "r1")
        try await JournalFixture.write([.sessionOpened(try JournalFixture.session(1))], of: 1, run: run, to: journal)
        return (journal, run)
    }

    private func rows(_ journal: Journal) throws -> Int {
        try journal.access { try Int.fetchOne($0, sql: "SELECT count(*) FROM stored") ?? 0 }
    }

    private func progress(_ journal: Journal) throws -> EntryProgress {
        try #require(try journal.openEntries(after: -1, limit: 1).first).progress
    }

    @Test(
        "A batch of segments is a few rows, and entry, report and sum of bytes know each of them",
        arguments: [7, 8, 257])
    func batch(_ files: Int) async throws {
        try await JournalFixture.with { fixture in
            let (journal, run) = try await begin(fixture)
            let stored = (1...files).reversed()
            try await JournalFixture.write(Self.stored(stored), of: 1, run: run, to: journal)
            #expect(try rows(journal) == [7: 0, 8: 1, 257: 2][files])
            for (number, file) in try progress(journal).files.enumerated() {
                #expect(file.isStored == stored.contains(number))
                #expect(file.crc64 == (stored.contains(number) ? Self.crc64(number) : nil))
            }
            #expect(try journal.storedBytes() == Int64(100 * files))
            var uploads: [UploadedFile] = []
            try journal.forEachRecord(run: run, uploads: true) { uploads += $0.uploads }
            #expect(
                uploads
                    == (0..<Self.count).map {
                        let crc64 = stored.contains($0) ? Self.crc64($0) : nil
                        return UploadedFile(path: "f\($0)", size: 100, crc64: crc64, parts: 1)
                    })
        }
    }

    @Test("What comes between segments of a batch keeps its place", arguments: 0..<20 as Range<UInt64>)
    func order(_ seed: UInt64) async throws {
        try await JournalFixture.with { fixture in
            let (journal, run) = try await begin(fixture)
            var expected = try progress(journal)
            var (state, sessions) = (seed &* 0x9E37_79B9_7F4A_7C15 &+ 1, 1)
            func draw(_ count: Int) -> Int {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Int((state >> 33) % UInt64(count))
            }
            for _ in 0..<4 {
                var changes: [EntryChange] = []
                while changes.count < 100 {
                    let open = expected.files.indices.filter { !expected.files[$0].isStored }
                    var some: [EntryChange] = Self.stored(open.shuffled(by: draw).prefix(draw(30)))
                    switch draw(8) {
                    case 0:
                        sessions += 1
                        some += [.sessionDropped, .sessionOpened(try JournalFixture.session(sessions))]
                    case 1: some.append(.uploadOpened(file: draw(Self.count), uploadId: "u", stamp: nil))
                    case 2:
                        if let last = open.last { some = [.fileStored(file: last, crc64: nil, sent: 100)] }
                    case 3: some.append(.commitIntended)
                    default: some.append(.sent(7))
                    }
                    for change in some { expected.apply(change) }
                    changes += some
                }
                try await JournalFixture.write(changes, of: 1, run: run, to: journal)
                #expect(try progress(journal) == expected, "seed \(seed)")
            }
        }
    }

    @Test("An entry that begins anew has nothing stored, and one that is removed leaves nothing")
    func cleared() async throws {
        try await JournalFixture.with { fixture in
            let (journal, run) = try await begin(fixture)
            let done = Self.stored(0..<Self.count) + [.commitIntended, .ended(.succeeded(JournalTests.media))]
            try await JournalFixture.write(done, of: 1, run: run, to: journal)
            #expect(try rows(journal) > 0, "the report needs them")
            let plan = JournalFixture.plan("a", ordinal: 0, files: Self.count, kind: .hls)
            _ = try JournalFixture.plan([(plan, "changed")], in: journal, run: "r2", update: true)
            #expect(try rows(journal) == 0)
            #expect(try progress(journal).files == EntryProgress(fileCount: Self.count).files)

            try await JournalFixture.write(
                [.sessionOpened(try JournalFixture.session(2))] + done, of: 1, run: run, to: journal)
            #expect(try rows(journal) > 0)
            _ = try JournalFixture.plan([], in: journal, run: "r3")
            #expect(try journal.prune().entries == 1)
            #expect(try rows(journal) == 0)
        }
    }

    @Test(
        "A row that ends within a file, or tells of one that is not there, is damage",
        arguments: ["x'00'", "x'2c01000000000000ffffffff'"])
    func damage(_ files: String) async throws {
        try await JournalFixture.with { fixture in
            let (journal, _) = try await begin(fixture)
            try journal.access { try $0.execute(sql: "INSERT INTO stored (entry, files) VALUES (1, \(files))") }
            #expect(
                throws: JournalFault(
                    .damaged, "the state file `\(fixture.path)` is damaged: a value in it cannot be read",
                    hint: StateFile.restoreHint)
            ) { try journal.openEntries(after: -1, limit: 1) }
        }
    }
}

extension Array {
    fileprivate func shuffled(by draw: (Int) -> Int) -> [Element] {
        var rest = self
        for index in rest.indices.dropLast() { rest.swapAt(index, index + draw(rest.count - index)) }
        return rest
    }
}
