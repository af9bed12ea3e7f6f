import Foundation
import GRDB
import IngestModel
import Testing

@testable import IngestJournal

/// State files of version 1, before multipart uploads were kept track of, and 2, before segments were noted together.
@Suite struct MigrationTests {
    /// A file as version 1 left it, with one finished and one unfinished entry.
    private func makeFirst(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(sql: Schema.firstTables)
            try db.execute(
                sql: """
                    PRAGMA application_id = \(Schema.applicationId);
                    PRAGMA user_version = 1;
                    INSERT INTO run VALUES (1, 'r1', 'nightly', 'd1', 'emulator', 100, NULL, 0, '{}');
                    INSERT INTO entry (key, id, ordinal, line, column, request, kind, fingerprint, files, bytes, sent,
                        sessions, outcome, run, file_id)
                    VALUES (1, 'done', 0, 2, 5, '{"mediaFilePath":"a","mediaName":"a","mediaType":"mp4"}', 'file', 'p', 1,
                        100, 100, 1, 'succeeded', 1, '77');
                    INSERT INTO entry (key, id, ordinal, line, column, request, kind, fingerprint, files, bytes, sent,
                        sessions)
                    VALUES (2, 'open', 1, 3, 5, '{"mediaFilePath":"b","mediaName":"b","mediaType":"mp4"}', 'file', 'p', 1,
                        100, 40, 1);
                    INSERT INTO file (entry, position, path, local_path, role, size, modified, device, inode, part_size,
                        part_count, upload_intended, upload_id)
                    VALUES (2, 0, 'b', '/m/b', 'media', 100, 5, 1, 7, 40, 3, 1, 'u1');
                    INSERT INTO part VALUES (2, 0, 1, '"e"', 9, 40);
                    INSERT INTO session (entry, number, bucket, storage_region, media_key, opened, sealed)
                    VALUES (2, 1, 'b-1', 'ap-x', 'k/2.mp4', 3, x'010203');
                    """)
        }
        try queue.close()
    }

    @Test("A file of version 1 is read as it is and goes on as the newest, nothing lost")
    func first() async throws {
        try await JournalFixture.with { fixture in
            try makeFirst(fixture.path)
            let reader = try Journal(path: fixture.path, mode: .read)
            #expect(try reader.openEntries(after: -1, limit: 10).map(\.plan.spec.id.rawValue) == ["open"])
            #expect(try reader.abandonedUploads(limit: 10) == [])
            #expect(try reader.abandonedCount() == 0)
            try reader.close()

            let journal = try Journal(path: fixture.path, mode: .run)
            let open = try #require(try journal.openEntries(after: -1, limit: 10).first)
            #expect(open.progress.files[0].uploadId == "u1")
            #expect(open.progress.files[0].stamp == nil)
            #expect(open.progress.files[0].parts.count == 1)
            #expect(try journal.summary(run: 1).count(.succeeded) == 1)
            #expect(try journal.storedBytes() == 40)
            try await JournalFixture.write([.sessionDropped], of: 2, run: 1, to: journal)
            #expect(
                try journal.abandonedUploads(limit: 10) == [
                    AbandonedUpload(
                        number: 1, entry: EntryID(rawValue: "open"), path: "b", bucket: "b-1", storageRegion: "ap-x",
                        key: try ObjectKey("k/2.mp4"), uploadId: "u1", since: 200)
                ])
            try journal.close()
            let again = try Journal(path: fixture.path, mode: .read)
            #expect(again.version == Schema.version)
            try again.close()
        }
    }

    @Test("A file of version 2 is read as it is and goes on as the newest: what it says of files still counts")
    func second() async throws {
        try await JournalFixture.with { fixture in
            try makeFirst(fixture.path)
            let queue = try DatabaseQueue(path: fixture.path)
            try await queue.write { db in
                try db.execute(sql: Schema.secondTables)
                try db.execute(
                    sql: """
                        PRAGMA user_version = 2;
                        UPDATE file SET stored = 1, crc64 = -2, upload_intended = 0, upload_id = NULL;
                        DELETE FROM part
                        """)
            }
            try queue.close()
            for mode in [Journal.Mode.read, .run] {
                let journal = try Journal(path: fixture.path, mode: mode)
                #expect(journal.version == (mode == .read ? 2 : Schema.version))
                let open = try #require(try journal.openEntries(after: -1, limit: 10).first)
                #expect(open.progress.files[0].isStored)
                #expect(open.progress.files[0].crc64 == UInt64.max - 1)
                #expect(try journal.storedBytes() == 100)
                var uploads: [UploadedFile] = []
                try journal.forEachRecord(run: 1, uploads: true) { uploads += $0.uploads }
                #expect(uploads == [UploadedFile(path: "b", size: 100, crc64: UInt64.max - 1, parts: 3)])
                try journal.close()
            }
        }
    }
}
