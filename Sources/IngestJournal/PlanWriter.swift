import GRDB
import IngestModel

/// What planning one entry found in the state file.
public enum PlannedState: Hashable, Sendable {
    /// It was not known, or was not finished; it will be worked on.
    case open
    /// An earlier run committed it and nothing changed since.
    case done
    /// An earlier run committed it; its request or its files changed since.
    case changed
    /// An earlier run could not tell what became of its commit; its medium is looked for first.
    case unknown
}

/// Puts the plans of a run into the state file: all or, where `discard` ends it, none.
///
/// The transaction stays open between entries, so that a job of any length is judged in constant memory before anything of it
/// counts.
public final class PlanWriter {
    private let journal: Journal
    private let run: Int64
    private let update: Bool
    /// When the run began.
    private let at: Double
    private var isOpen = true
    /// The entries that the job names.
    private var named = KeySet()
    private var known: KnownEntries

    init(journal: Journal, run: RunRecord, update: Bool) throws(JournalFault) {
        self.journal = journal
        self.update = update
        at = run.startedAt
        (self.run, known) = try journal.access { db in
            try db.execute(sql: "BEGIN IMMEDIATE")
            try db.execute(
                sql: "INSERT INTO run (id, job, digest, target, started, settings) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [
                    run.id, run.job, run.jobDigest, run.target.rawValue, run.startedAt,
                    try JSONText.encode(run.settings),
                ])
            let number = db.lastInsertedRowID
            try Journal.forgetOldRuns(db)
            return (number, try KnownEntries(db))
        }
    }

    /// Puts one entry in; `fingerprint` stands for its request and its files.
    @discardableResult
    public func add(_ plan: EntryPlan, fingerprint: String) throws(JournalFault) -> PlannedState {
        try journal.access { db in
            let spec = plan.spec
            guard let known = try known.take(spec.id, db) else {
                try insert(plan, fingerprint: fingerprint, db)
                return .open
            }
            let key = known.key
            let same = known.fingerprint == fingerprint
            named.insert(key)
            try place(spec, known, isChanged: known.outcome == "succeeded" && !same, db)
            switch try Journal.outcomeWord(known.outcome) {
            case "unknown": return .unknown
            case "succeeded" where same: return .done
            case "succeeded" where !update: return .changed
            case nil where try same && sameFiles(plan, key, db): return .open
            case "failed" where try same && mayGoOn(known) && sameFiles(plan, key, db):
                try db.cached(
                    """
                    UPDATE entry SET finished = NULL, outcome = NULL, run = NULL, request_id = NULL, fault = NULL
                    WHERE key = ?
                    """, key)
                return .open
            default:
                try replace(plan, key: key, fingerprint: fingerprint, db)
                return .open
            }
        }
    }

    /// Where the entry stands in the job; most stand where they stood.
    private func place(_ spec: EntrySpec, _ known: KnownEntry, isChanged: Bool, _ db: Database) throws {
        let isInPlace = known.ordinal == spec.ordinal && known.line == spec.line && known.column == spec.column
        if isInPlace, known.isChanged == isChanged { return }
        try db.cached(
            "UPDATE entry SET ordinal = ?, line = ?, column = ?, changed = ? WHERE key = ?",
            spec.ordinal, spec.line, spec.column, isChanged, known.key)
    }

    /// Entries that this job no longer names keep their rows and leave the report.
    private func forgetUnnamed(_ db: Database) throws {
        var left: [Int64] = []
        var rows = try db.rows("SELECT key FROM entry WHERE ordinal IS NOT NULL")
        while var row = try rows.next() {
            let key: Int64 = try row.next()
            if !named.contains(key) { left.append(key) }
        }
        for key in left { try db.cached("UPDATE entry SET ordinal = NULL WHERE key = ?", key) }
    }

    /// True where the entry failed by nothing of its own, so that what its session holds still counts.
    private func mayGoOn(_ known: KnownEntry) throws -> Bool {
        try known.fault.map { try JSONText.decode(ServiceFault.self, from: $0).faultClass.mayPass } ?? false
    }

    /// True where the files are the very ones that the entry was planned with: a file that was put in the place of another
    /// may have its size and time. The device's number is brought up to date: it changes with a mount.
    private func sameFiles(_ plan: EntryPlan, _ key: Int64, _ db: Database) throws -> Bool {
        var known: [FileMark] = []
        var rows = try db.rows("SELECT size, modified, device, inode FROM file WHERE entry = ? ORDER BY position", key)
        while var row = try rows.next() { known.append(try Journal.mark(&row)) }
        guard known.count == plan.files.count else { return false }
        var moved = false
        for (var mark, file) in zip(known, plan.files) {
            if mark.device != file.mark.device { moved = true }
            mark.device = file.mark.device
            guard mark == file.mark else { return false }
        }
        guard moved else { return true }
        for (position, file) in plan.files.enumerated() {
            try db.cached(
                "UPDATE file SET device = ? WHERE entry = ? AND position = ?",
                Int64(bitPattern: file.mark.device), key, position)
        }
        return true
    }

    /// Makes the plan count and gives the run's number.
    public func commit() throws(JournalFault) -> Int64 {
        isOpen = false
        try journal.access { db in
            try forgetUnnamed(db)
            try db.execute(sql: "COMMIT")
        }
        journal.confirm()
        try journal.checkpointIfLarge()
        return run
    }

    /// Leaves the state file as it was.
    public func discard() throws(JournalFault) {
        guard isOpen else { return }
        isOpen = false
        try journal.access { try $0.execute(sql: "ROLLBACK") }
    }

    private func insert(_ plan: EntryPlan, fingerprint: String, _ db: Database) throws {
        let spec = plan.spec
        try db.cached(
            """
            INSERT INTO entry (id, ordinal, line, column, region, request, kind, fingerprint, files, bytes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            spec.id.rawValue, spec.ordinal, spec.line, spec.column, spec.region, RequestText.encode(spec.request),
            plan.kind.rawValue, fingerprint, plan.files.count, plan.bytes)
        let key = db.lastInsertedRowID
        named.insert(key)
        try insertFiles(plan, key: key, db)
    }

    /// An entry begins anew, with what its files are now.
    private func replace(_ plan: EntryPlan, key: Int64, fingerprint: String, _ db: Database) throws {
        let spec = plan.spec
        try ChangeStatements.clear(key, at: at, db)
        try db.cached(
            """
            UPDATE entry SET region = ?, request = ?, kind = ?, fingerprint = ?, changed = 0, files = ?, bytes = ?,
                started = NULL, finished = NULL, outcome = NULL, run = NULL, file_id = NULL, media_url = NULL,
                cover_url = NULL, request_id = NULL, fault = NULL
            WHERE key = ?
            """,
            spec.region, RequestText.encode(spec.request), plan.kind.rawValue, fingerprint, plan.files.count,
            plan.bytes, key)
        try db.cached("DELETE FROM file WHERE entry = ?", key)
        try insertFiles(plan, key: key, db)
    }

    private func insertFiles(_ plan: EntryPlan, key: Int64, _ db: Database) throws {
        var position = 0
        while position < plan.files.count {
            let isFull = plan.files.count - position >= Self.rowsTogether
            let insert = try db.cachedStatement(sql: isFull ? Self.insertMany : Self.insertOne)
            var bound: CInt = 0
            for file in plan.files[position...].prefix(isFull ? Self.rowsTogether : 1) {
                bound = try insert.bind(
                    after: bound, key, position, file.path, file.localPath, file.role.rawValue, file.mark.size,
                    file.mark.modified, Int64(bitPattern: file.mark.device), Int64(bitPattern: file.mark.inode),
                    file.parts?.partSize, file.parts?.count)
                position += 1
            }
            try insert.run(with: bound)
        }
    }

    /// Rows of files that one statement puts in: a statement for each takes half as long again.
    private static let rowsTogether = 16
    private static let insertOne = """
        INSERT INTO file (entry, position, path, local_path, role, size, modified, device, inode, part_size, part_count)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    private static let insertMany =
        insertOne + String(repeating: ", (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", count: rowsTogether - 1)
}

extension Journal {
    /// Begins the plan of `run`; with `update`, entries that changed since they were committed are sent again.
    public func beginPlan(_ run: RunRecord, update: Bool) throws(JournalFault) -> PlanWriter {
        try PlanWriter(journal: self, run: run, update: update)
    }
}
