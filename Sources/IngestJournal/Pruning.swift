import GRDB
import IngestModel

/// What pruning removes.
public struct PruneCount: Hashable, Sendable {
    /// Entries that left the job.
    public var entries: Int
    /// Runs that no entry tells of.
    public var runs: Int
    /// Entries that left the job and stay: their commit is unclear.
    public var unclear: Int
    /// Multipart uploads that could not be ended for ``Journal/keptUploadDays`` days.
    public var uploads: Int

    /// So many of each.
    public init(entries: Int, runs: Int, unclear: Int, uploads: Int = 0) {
        self.uploads = uploads
        self.entries = entries
        self.runs = runs
        self.unclear = unclear
    }
}

extension Journal {
    /// What `prune` would remove.
    public func prunable() throws(JournalFault) -> PruneCount {
        try access { try Self.count($0) }
    }

    /// Removes entries that left the job, except where their commit is unclear, and runs that no entry tells of but the latest
    /// one; then gives the room back. Multipart uploads that are open go to the abandoned ones; of those, the ones that no run could
    /// end for a quarter of a year leave the list.
    public func prune() throws(JournalFault) -> PruneCount {
        let removed = try access { db in
            var removed = PruneCount(entries: 0, runs: 0, unclear: 0)
            try db.inTransaction(.immediate) {
                removed = try Self.count(db)
                let keys = try Int64.fetchAll(
                    db, sql: "SELECT key FROM entry WHERE \(Self.left) AND NOT \(Self.unclear)")
                let latest = try Double.fetchOne(db, sql: "SELECT max(started) FROM run") ?? 0
                for key in keys {
                    try ChangeStatements.clear(key, at: latest, db)
                    try db.cached("DELETE FROM file WHERE entry = ?", key)
                    try db.cached("DELETE FROM entry WHERE key = ?", key)
                }
                try db.execute(sql: "DELETE FROM run WHERE \(Self.untold)")
                if removed.uploads > 0 { try db.execute(sql: "DELETE FROM abandoned WHERE \(Self.tooOld)") }
                return .commit
            }
            return removed
        }
        try access { try $0.execute(sql: "VACUUM") }
        try checkpoint()
        return removed
    }

    /// Runs that a state file keeps beside those that entries tell of; a plan removes older ones once there are twice as many.
    static let keptRuns = 200

    /// Keeps the table of runs from growing by a row each night for ever.
    static func forgetOldRuns(_ db: Database) throws {
        guard try Int.fetchOne(db, sql: "SELECT count(*) FROM run") ?? 0 > 2 * keptRuns else { return }
        try db.execute(
            sql: "DELETE FROM run WHERE number <= (SELECT max(number) FROM run) - ? AND \(untold)",
            arguments: [keptRuns])
    }

    private static func count(_ db: Database) throws -> PruneCount {
        func number(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
        return PruneCount(
            entries: try number("SELECT count(*) FROM entry WHERE \(left) AND NOT \(unclear)"),
            runs: try number(
                """
                SELECT count(*) FROM run WHERE number < (SELECT max(number) FROM run) AND number NOT IN
                    (SELECT run FROM entry WHERE run IS NOT NULL AND NOT (\(left) AND NOT \(unclear)))
                """),
            unclear: try number("SELECT count(*) FROM entry WHERE \(left) AND \(unclear)"),
            uploads: try db.tableExists("abandoned")
                ? try number("SELECT count(*) FROM abandoned WHERE \(tooOld)") : 0)
    }

    /// Days, counted back from the latest run, that an abandoned multipart upload stays on the list.
    public static let keptUploadDays = 90
    private static let tooOld = "since < (SELECT max(started) FROM run) - \(keptUploadDays * 86_400)"

    private static let left = "ordinal IS NULL"
    private static let unclear = """
        (coalesce(outcome, '') = 'unknown'
            OR EXISTS (SELECT 1 FROM session WHERE session.entry = entry.key AND session.commit_intended))
        """
    private static let untold = """
        number < (SELECT max(number) FROM run) AND number NOT IN (SELECT run FROM entry WHERE run IS NOT NULL)
        """
}
