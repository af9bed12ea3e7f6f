import Foundation
import GRDB
import IngestModel

/// An unfinished entry, as far as its records say.
public struct OpenEntry: Sendable {
    /// Its row.
    public var key: Int64
    /// What is to be sent.
    public var plan: EntryPlan
    /// What is done.
    public var progress: EntryProgress

    /// An entry in row `key`.
    public init(key: Int64, plan: EntryPlan, progress: EntryProgress) {
        self.key = key
        self.plan = plan
        self.progress = progress
    }
}

extension Journal {
    /// Up to `limit` unfinished entries of the current job after place `ordinal`, in job order.
    public func openEntries(after ordinal: Int, limit: Int) throws(JournalFault) -> [OpenEntry] {
        try access { db in
            let rows = try Row.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT * FROM entry WHERE ordinal > ? AND outcome IS NULL ORDER BY ordinal LIMIT ?
                        """), arguments: [ordinal, limit])
            return try rows.map { row in
                let key: Int64 = row["key"]
                var plan = EntryPlan(
                    spec: try Self.spec(row), kind: EntryKind(rawValue: row["kind"]) ?? .file, files: [])
                var progress = EntryProgress(fileCount: 0)
                for file in try Row.fetchAll(
                    db.cachedStatement(sql: "SELECT * FROM file WHERE entry = ? ORDER BY position"), arguments: [key])
                {
                    plan.files.append(Self.file(file))
                    progress.files.append(Self.progress(file))
                }
                try Self.readSession(of: key, into: &progress, db)
                progress.sessions = row["sessions"]
                return OpenEntry(key: key, plan: plan, progress: progress)
            }
        }
    }

    /// How many entries of the current job are unfinished.
    public func openCount() throws(JournalFault) -> Int {
        try access { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM entry WHERE ordinal IS NOT NULL AND outcome IS NULL") ?? 0
        }
    }

    /// The newest run; nil before the first.
    public func latestRun() throws(JournalFault) -> (number: Int64, record: RunRecord)? {
        try access { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run ORDER BY number DESC LIMIT 1") else {
                return nil
            }
            return (row["number"], try Self.run(row))
        }
    }

    /// Writes down that the run numbered `number` ended.
    public func endRun(_ number: Int64, at: Double, interrupted: Bool) throws(JournalFault) {
        try access { db in
            try db.execute(
                sql: "UPDATE run SET finished = ?, interrupted = ? WHERE number = ?",
                arguments: [at, interrupted, number])
        }
    }

    /// Totals of the current job as of the run numbered `run`, counted by the database: a job has hundreds of thousands of
    /// entries.
    public func summary(run: Int64) throws(JournalFault) -> RunSummary {
        try access { db in
            var counts: [EntryStatus: Int] = [:]
            var files = 0
            var (bytes, sent): (Int64, Int64) = (0, 0)
            for row in try Row.fetchAll(
                db,
                sql: """
                    SELECT outcome, run, count(*) AS entries, sum(files) AS files, sum(bytes) AS bytes, sum(sent) AS sent
                    FROM entry WHERE ordinal IS NOT NULL GROUP BY outcome, run
                    """)
            {
                counts[Self.status(outcome: row["outcome"], finishedIn: row["run"], run: run), default: 0] +=
                    row["entries"]
                files += row["files"]
                bytes += row["bytes"]
                sent += row["sent"]
            }
            let errors = try Row.fetchAll(
                db,
                sql: """
                    SELECT json_extract(fault, '$.code') AS code, count(*) AS entries
                    FROM entry WHERE ordinal IS NOT NULL AND fault IS NOT NULL GROUP BY 1
                    """)
            return RunSummary(
                counts: counts, files: files, bytes: bytes, bytesSent: sent,
                errorsByCode: Dictionary(uniqueKeysWithValues: errors.map { ($0["code"], $0["entries"]) }))
        }
    }

    private static func status(outcome: String?, finishedIn: Int64?, run: Int64) -> EntryStatus {
        switch outcome {
        case "succeeded": finishedIn == run ? .succeeded : .skipped
        case "failed": .failed
        case "unknown": .unknown
        default: .pending
        }
    }

    /// Every entry of the current job in its order, as the report of the run numbered `run` says it. Constant memory.
    public func forEachRecord(
        run: Int64, uploads: Bool, _ body: (EntryRecord) throws -> Void
    ) throws(JournalFault) {
        try access { db in
            let files = try db.makeStatement(sql: "SELECT * FROM file WHERE entry = ? ORDER BY position")
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM entry WHERE ordinal IS NOT NULL ORDER BY ordinal")
            while let row = try rows.next() {
                var record = try Self.record(row, run: run)
                if uploads {
                    let key: Int64 = row["key"]
                    record.uploads = try Row.fetchAll(files, arguments: [key]).map(Self.upload)
                }
                try body(record)
            }
        }
    }

    /// The first `limit` entries of the current job that have a fault, in its order, as ``forEachRecord(run:uploads:_:)`` says
    /// them.
    public func failures(run: Int64, limit: Int) throws(JournalFault) -> [EntryRecord] {
        try access { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM entry WHERE ordinal IS NOT NULL AND fault IS NOT NULL ORDER BY ordinal LIMIT ?
                    """, arguments: [limit]
            ).map { try Self.record($0, run: run) }
        }
    }

    private static func record(_ row: Row, run: Int64) throws -> EntryRecord {
        let status = status(outcome: row["outcome"], finishedIn: row["run"], run: run)
        var record = EntryRecord(
            spec: try spec(row), status: status, files: row["files"], bytes: row["bytes"], bytesSent: row["sent"],
            attempts: row["sessions"])
        record.startedAt = row["started"]
        record.finishedAt = row["finished"]
        record.fileId = row["file_id"]
        record.mediaUrl = row["media_url"]
        record.coverUrl = row["cover_url"]
        record.requestId = row["request_id"]
        let fault: String? = row["fault"]
        record.fault = try fault.map { try JSONText.decode(ServiceFault.self, from: $0) }
        return record
    }

    private static func spec(_ row: Row) throws -> EntrySpec {
        EntrySpec(
            id: EntryID(rawValue: row["id"]), ordinal: row["ordinal"], line: row["line"], column: row["column"],
            region: row["region"], request: try JSONText.decode(UploadRequest.self, from: row["request"]))
    }

    private static func run(_ row: Row) throws -> RunRecord {
        let interrupted: Bool = row["interrupted"]
        let finished: Double? = row["finished"]
        return RunRecord(
            id: row["id"], job: row["job"], jobDigest: row["digest"],
            target: RunRecord.Target(rawValue: row["target"]) ?? .service, startedAt: row["started"],
            finishedAt: finished,
            interrupted: interrupted || finished == nil,
            settings: try JSONText.decode([String: String].self, from: row["settings"]))
    }

    private static func file(_ row: Row) -> PlannedFile {
        let device: Int64 = row["device"]
        let inode: Int64 = row["inode"]
        let partSize: Int64? = row["part_size"]
        let partCount: Int? = row["part_count"]
        var parts: PartLayout?
        if let partSize, let partCount { parts = PartLayout(partSize: partSize, count: partCount) }
        return PlannedFile(
            path: row["path"], localPath: row["local_path"], role: FileRole(rawValue: row["role"]) ?? .other,
            mark: FileMark(
                size: row["size"], modified: row["modified"], device: UInt64(bitPattern: device),
                inode: UInt64(bitPattern: inode)),
            parts: parts)
    }

    private static func progress(_ row: Row) -> FileProgress {
        var progress = FileProgress()
        progress.uploadId = row["upload_id"]
        progress.completeIntended = row["complete_intended"]
        progress.isStored = row["stored"]
        let crc64: Int64? = row["crc64"]
        progress.crc64 = crc64.map { UInt64(bitPattern: $0) }
        return progress
    }

    private static func upload(_ row: Row) -> UploadedFile {
        let crc64: Int64? = row["crc64"]
        let parts: Int? = row["part_count"]
        return UploadedFile(
            path: row["path"], size: row["size"], crc64: crc64.map { UInt64(bitPattern: $0) }, parts: parts ?? 1)
    }

    private static func readSession(of key: Int64, into progress: inout EntryProgress, _ db: Database) throws {
        guard
            let row = try Row.fetchOne(
                db.cachedStatement(sql: "SELECT * FROM session WHERE entry = ?"), arguments: [key])
        else { return }
        let cover: String? = row["cover_key"]
        let sealed: Data = row["sealed"]
        progress.session = SessionFacts(
            number: row["number"], bucket: row["bucket"], storageRegion: row["storage_region"],
            mediaKey: try ObjectKey(row["media_key"]), coverKey: try cover.map { try ObjectKey($0) },
            expiresAt: row["expires"], openedAt: row["opened"], sealed: Array(sealed))
        progress.commitIntended = row["commit_intended"]
        for part in try Row.fetchAll(
            db.cachedStatement(sql: "SELECT * FROM part WHERE entry = ?"), arguments: [key])
        {
            let crc64: Int64 = part["crc64"]
            guard let number = PartNumber(rawValue: part["number"]) else { continue }
            progress.files[part["position"]].parts[number] = StoredPart(
                number: number, etag: part["etag"], crc64: UInt64(bitPattern: crc64), size: part["size"])
        }
    }
}

extension Journal {
    /// Bytes of the current job's entries that have an outcome.
    public func endedBytes() throws(JournalFault) -> Int64 {
        try access { db in
            try Int64.fetchOne(
                db,
                sql: "SELECT coalesce(sum(bytes), 0) FROM entry WHERE ordinal IS NOT NULL AND outcome IS NOT NULL") ?? 0
        }
    }
}
