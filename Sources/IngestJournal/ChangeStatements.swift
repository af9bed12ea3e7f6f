import GRDB
import IngestModel

/// What each change does to the rows; `EntryProgress.apply` is the same in memory, and a test holds the two together.
enum ChangeStatements {
    /// Writes `batch` in its order. What was sent is counted once for each entry, and what was stored is written together: a batch
    /// has hundreds of segments of one. `multipart` are the entries of which a file may have a multipart upload or parts.
    static func write(
        _ batch: [(key: Int64, change: EntryChange, at: Double)], run: Int64, multipart: inout KeySet, _ db: Database
    ) throws {
        var sent: [Int64: Int64] = [:]
        var stored = StoredFileNotes()
        for item in batch {
            switch item.change {
            case .fileStored(let file, let crc64?, _) where !multipart.contains(item.key):
                stored.add(file, crc64: crc64, of: item.key)
            default:
                if item.change.isMultipart { multipart.insert(item.key) }
                try stored.write(item.key, db)
                try write(item.change, key: item.key, at: item.at, run: run, db)
            }
            if let bytes = item.change.bytesSent, bytes > 0 { sent[item.key, default: 0] += bytes }
        }
        try stored.writeAll(db)
        for (key, bytes) in sent { try db.cached("UPDATE entry SET sent = sent + ? WHERE key = ?", bytes, key) }
    }

    private static func write(_ change: EntryChange, key: Int64, at: Double, run: Int64, _ db: Database) throws {
        switch change {
        case .sessionOpened(let facts): try open(facts, key: key, at: at, db)
        case .sessionDropped: try clear(key, at: at, db)
        case .uploadIntended(let file):
            try db.cached("UPDATE file SET upload_intended = 1 WHERE entry = ? AND position = ?", key, file)
        case .uploadOpened(let file, let uploadId, let stamp):
            try db.cached(
                "UPDATE file SET upload_id = ?, stamp = ? WHERE entry = ? AND position = ?",
                uploadId, stamp, key, file)
        case .partStored(let file, let part, _):
            try db.cached(
                "INSERT OR REPLACE INTO part (entry, position, number, etag, crc64, size) VALUES (?, ?, ?, ?, ?, ?)",
                key, file, part.number.rawValue, part.etag, Int64(bitPattern: part.crc64), part.size)
        case .completeIntended(let file):
            try db.cached("UPDATE file SET complete_intended = 1 WHERE entry = ? AND position = ?", key, file)
        case .fileStored(let file, let crc64, _):
            try db.cached("DELETE FROM part WHERE entry = ? AND position = ?", key, file)
            try db.cached(
                """
                UPDATE file SET crc64 = ?, upload_intended = 0, upload_id = NULL, stamp = NULL, complete_intended = 0,
                    stored = CASE WHEN role = 'cover' AND (SELECT cover_key FROM session WHERE entry = file.entry) IS NULL
                        THEN 2 ELSE 1 END
                WHERE entry = ? AND position = ?
                """, crc64.map { Int64(bitPattern: $0) }, key, file)
        case .uploadDropped(let file): try drop(file, key: key, db)
        case .uploadAbandoned(let file):
            try AbandonedUploads.keep(of: key, file: file, at: at, db)
            try drop(file, key: key, db)
        case .orphanSuspected(let file): try AbandonedUploads.keepSuspected(of: key, file: file, at: at, db)
        case .commitIntended:
            try db.cached("UPDATE session SET commit_intended = 1 WHERE entry = ?", key)
        case .commitRefused:
            try db.cached("UPDATE session SET commit_intended = 0 WHERE entry = ?", key)
        case .sent: break
        case .ended(let outcome): try end(outcome, key: key, at: at, run: run, db)
        }
    }

    private static func open(_ facts: SessionFacts, key: Int64, at: Double, _ db: Database) throws {
        // Before its first session nothing of an entry was stored.
        if facts.number > 1 { try clear(key, at: at, db) }
        try db.cached(
            """
            INSERT INTO session
                (entry, number, bucket, storage_region, media_key, cover_key, expires, opened, sealed)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            key, facts.number, facts.bucket, facts.storageRegion, facts.mediaKey.text, facts.coverKey?.text,
            facts.expiresAt, facts.openedAt, facts.sealed)
        try db.cached(
            "UPDATE entry SET sessions = ?, started = coalesce(started, ?) WHERE key = ?", facts.number, at, key)
    }

    private static func drop(_ file: Int, key: Int64, _ db: Database) throws {
        try db.cached("DELETE FROM part WHERE entry = ? AND position = ?", key, file)
        try db.cached(
            """
            UPDATE file SET upload_intended = 0, upload_id = NULL, stamp = NULL, complete_intended = 0
            WHERE entry = ? AND position = ?
            """, key, file)
    }

    /// Nothing of an entry counts as stored any more. What is open in the store is remembered as abandoned.
    static func clear(_ key: Int64, at: Double, _ db: Database) throws {
        try AbandonedUploads.keep(of: key, at: at, db)
        try db.cached("DELETE FROM session WHERE entry = ?", key)
        try db.cached("DELETE FROM part WHERE entry = ?", key)
        try db.cached("DELETE FROM stored WHERE entry = ?", key)
        // Most files have nothing to be cleared, and a row that is written is written whole.
        try db.cached(
            """
            UPDATE file SET stored = 0, crc64 = NULL, upload_intended = 0, upload_id = NULL, stamp = NULL,
                complete_intended = 0
            WHERE entry = ? AND (stored OR crc64 IS NOT NULL OR upload_intended OR upload_id IS NOT NULL
                OR stamp IS NOT NULL OR complete_intended)
            """, key)
    }

    private static func end(_ outcome: EntryOutcome, key: Int64, at: Double, run: Int64, _ db: Database) throws {
        switch outcome {
        case .succeeded(let media):
            // What the service gave no place is no part of the medium; the plan of a new turn counts it again.
            try db.cached(
                """
                UPDATE entry SET (files, bytes) = (SELECT entry.files - count(*), entry.bytes - coalesce(sum(size), 0)
                    FROM file WHERE file.entry = entry.key AND stored = 2)
                WHERE key = ?
                """, key)
            try db.cached("DELETE FROM session WHERE entry = ?", key)
            try db.cached("DELETE FROM part WHERE entry = ?", key)
            try db.cached(
                """
                UPDATE entry SET outcome = 'succeeded', finished = ?, run = ?, file_id = ?, media_url = ?, cover_url = ?,
                    request_id = ?, fault = NULL, changed = 0
                WHERE key = ?
                """, at, run, media.fileId, media.mediaUrl, media.coverUrl, media.requestId, key)
        case .failed(let fault):
            // The next run goes on with the session where only the service, the network or the account was to blame.
            if !fault.faultClass.mayPass { try clear(key, at: at, db) }
            try end("failed", fault, key: key, at: at, run: run, db)
        case .unknown(let fault):
            // What an unknown commit was sent with stays: it is the evidence, and what the medium is looked for by.
            try end("unknown", fault, key: key, at: at, run: run, db)
        case .pending: break
        }
    }
}

extension ChangeStatements {
    private static func end(
        _ word: String, _ fault: ServiceFault, key: Int64, at: Double, run: Int64, _ db: Database
    ) throws {
        try db.cached(
            "UPDATE entry SET outcome = ?, finished = ?, run = ?, request_id = ?, fault = ? WHERE key = ?",
            word, at, run, fault.requestId, try JSONText.encode(fault), key)
    }
}

extension KeySet {
    /// The entries of which a file may have a multipart upload or parts.
    static func multipart(_ db: Database) throws -> KeySet {
        var keys = KeySet()
        // Sessions are few, files are many: a cross join is not turned round.
        var rows = try db.rows(
            """
            SELECT entry FROM part UNION SELECT file.entry FROM session CROSS JOIN file ON file.entry = session.entry
                WHERE upload_intended OR upload_id IS NOT NULL OR complete_intended
            """)
        while var row = try rows.next() { keys.insert(try row.next()) }
        return keys
    }
}

extension EntryChange {
    /// True where it says that a file has, or may have, a multipart upload.
    fileprivate var isMultipart: Bool {
        switch self {
        case .uploadIntended, .uploadOpened, .partStored, .completeIntended: true
        default: false
        }
    }

    /// Bytes that went out for it; nil where nothing is sent.
    fileprivate var bytesSent: Int64? {
        switch self {
        case .partStored(_, _, let sent), .fileStored(_, _, let sent): sent
        case .sent(let bytes): bytes
        default: nil
        }
    }
}
