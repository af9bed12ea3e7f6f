import GRDB
import IngestModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What an entry's row says to somebody who plans, and changes nothing.
public enum KnownState: Hashable, Sendable {
    /// There is no row.
    case new
    /// Unfinished.
    case pending
    /// Ended by a fault.
    case failed
    /// Committed with the same fingerprint.
    case done
    /// Committed with another one.
    case changed
    /// The answer to its commit was lost.
    case unknown
}

extension Journal {
    /// What planning the entry `id` with `fingerprint` would find.
    public func knownState(of id: EntryID, fingerprint: String) throws(JournalFault) -> KnownState {
        try access { db in
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT fingerprint, outcome FROM entry WHERE id = ?"), arguments: [id.rawValue]
            )
            guard let row else { return .new }
            let outcome: String? = try row.value("outcome")
            switch try Self.outcomeWord(outcome) {
            case "succeeded": return try row.value("fingerprint") == fingerprint ? .done : .changed
            case "failed": return .failed
            case "unknown": return .unknown
            default: return .pending
            }
        }
    }

    /// Bytes that the current job's unfinished entries have stored already, in whole files or in parts.
    public func storedBytes() throws(JournalFault) -> Int64 {
        try access { db in
            let alone =
                try Int64.fetchOne(
                    db,
                    sql: """
                        SELECT coalesce((SELECT sum(file.size) FROM file JOIN entry ON entry.key = file.entry
                                   WHERE entry.ordinal IS NOT NULL AND entry.outcome IS NULL AND file.stored), 0)
                             + coalesce((SELECT sum(part.size) FROM part JOIN entry ON entry.key = part.entry
                                   WHERE entry.ordinal IS NOT NULL AND entry.outcome IS NULL), 0)
                        """) ?? 0
            return version > 2 ? try alone &+ Self.bytesStoredTogether(db) : alone
        }
    }

    /// Bytes of the files that only rows of `stored` tell of.
    private static func bytesStoredTogether(_ db: Database) throws -> Int64 {
        let keys = try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT entry.key FROM stored JOIN entry ON entry.key = stored.entry
                WHERE entry.ordinal IS NOT NULL AND entry.outcome IS NULL
                """)
        var bytes: Int64 = 0
        for key in keys {
            let stored = Set(try StoredFiles.read(key, db).map(\.position))
            var files = try db.rows("SELECT position, size FROM file WHERE entry = ? AND NOT stored", key)
            while var file = try files.next() {
                let (position, size): (Int, Int64) = (try file.next(), try file.next())
                if stored.contains(position) { bytes &+= size }
            }
        }
        return bytes
    }

    /// Entries of the current job between ApplyUpload and CommitUpload.
    public func openSessions() throws(JournalFault) -> Int {
        try access { db in
            try Int.fetchOne(
                db,
                sql:
                    "SELECT count(*) FROM session JOIN entry ON entry.key = session.entry WHERE entry.ordinal IS NOT NULL"
            ) ?? 0
        }
    }

    /// True where an entry other than `entry` has the medium `fileId`. Looks at every row: for the few commits that are unclear.
    public func holds(fileId: String, besides entry: EntryID) throws(JournalFault) -> Bool {
        try access { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM entry WHERE file_id = ? AND id != ?)",
                arguments: [fileId, entry.rawValue]) ?? false
        }
    }

    /// True while a run holds the state file at `path`.
    public static func isHeld(path: String) -> Bool {
        let descriptor = open(StateFile.followed(path) + ".lock", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { _ = Glibc.close(descriptor) }
        guard flock(descriptor, LOCK_SH | LOCK_NB) == 0 else { return true }
        return false
    }
}
