import GRDB
import IngestModel

/// An unfinished entry, as far as its records say.
public struct OpenEntry: Sendable {
    /// Its row.
    public var key: Int64
    /// What is to be sent.
    public var plan: EntryPlan
    /// What is done. With `unknown` in it, only its medium is still looked for.
    public var progress: EntryProgress

    /// An entry in row `key`.
    public init(key: Int64, plan: EntryPlan, progress: EntryProgress) {
        self.key = key
        self.plan = plan
        self.progress = progress
    }
}

extension Journal {
    /// Up to `limit` entries of the current job after place `ordinal` that are unfinished or unknown, in job order.
    public func openEntries(after ordinal: Int, limit: Int) throws(JournalFault) -> [OpenEntry] {
        try access { db in
            var rows = try db.rows(
                """
                SELECT id, ordinal, line, "column", region, request, key, kind, sessions, outcome, fault
                FROM entry WHERE ordinal > ? AND (outcome IS NULL OR outcome = 'unknown') ORDER BY ordinal LIMIT ?
                """, ordinal, limit)
            var entries: [OpenEntry] = []
            while var row = try rows.next() { entries.append(try openEntry(&row, db)) }
            return entries
        }
    }

    private func openEntry(_ values: inout ValuesInOrder, _ db: Database) throws -> OpenEntry {
        let spec = try Self.spec(&values)
        let key: Int64 = try values.next()
        var plan = EntryPlan(spec: spec, kind: try Self.word(values.next()), files: [])
        var progress = EntryProgress(fileCount: 0)
        var files = try db.rows(
            """
            SELECT path, local_path, role, size, modified, device, inode, part_size, part_count,
                upload_intended, upload_id, \(version > 1 ? "stamp" : "NULL"), complete_intended, stored, crc64
            FROM file WHERE entry = ? ORDER BY position
            """, key)
        while var file = try files.next() {
            plan.files.append(try Self.file(&file))
            progress.files.append(try Self.progress(&file))
        }
        try readStored(of: key, into: &progress, db)
        try Self.readSession(of: key, into: &progress, db)
        progress.sessions = try values.next()
        let outcome: String? = try values.next()
        if outcome == "unknown" { progress.unknown = try Self.fault(values.next()) ?? Self.unexplained }
        return OpenEntry(key: key, plan: plan, progress: progress)
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
            return (try row.value("number"), try Self.run(row))
        }
    }

    /// Writes down that the run numbered `number` ended.
    public func endRun(_ number: Int64, at: Double, interrupted: Bool) throws(JournalFault) {
        try access { db in
            try db.execute(
                sql: "UPDATE run SET finished = ?, interrupted = ? WHERE number = ?",
                arguments: [at, interrupted, number])
        }
        confirm()
    }

    /// Totals of the current job as of the run numbered `run`, counted by the database: a job has hundreds of thousands of
    /// entries.
    public func summary(run: Int64) throws(JournalFault) -> RunSummary {
        try access { db in
            var counts: [EntryStatus: Int] = [:]
            var (files, faults) = (0, 0)
            var (bytes, sent): (Int64, Int64) = (0, 0)
            for row in try Row.fetchAll(
                db,
                sql: """
                    SELECT outcome, run, count(*) AS entries, sum(files) AS files, sum(bytes) AS bytes, sum(sent) AS sent,
                        count(fault) AS faults
                    FROM entry NOT INDEXED WHERE ordinal IS NOT NULL GROUP BY outcome, run
                    """)
            {
                let status = try Self.status(outcome: row.value("outcome"), finishedIn: row.value("run"), run: run)
                counts[status, default: 0] += try row.value("entries")
                files += try row.value("files")
                bytes += try row.value("bytes")
                sent += try row.value("sent")
                faults += try row.value("faults")
            }
            // Each look goes through all entries.
            let errors =
                faults == 0
                ? []
                : try Row.fetchAll(
                    db,
                    sql: """
                        SELECT json_extract(fault, '$.code') AS code, count(*) AS entries
                        FROM entry NOT INDEXED WHERE ordinal IS NOT NULL AND fault IS NOT NULL GROUP BY 1
                        """)
            let errorsByCode = try errors.map { row in
                (try row.value("code") as String, try row.value("entries") as Int)
            }
            return RunSummary(
                counts: counts, files: files, bytes: bytes, bytesSent: sent,
                errorsByCode: Dictionary(errorsByCode) { $0 + $1 })
        }
    }

    /// `outcome` where it is one. Another word is damage: taken for unfinished, the entry would be uploaded again.
    static func outcomeWord(_ outcome: String?) throws -> String? {
        guard outcome.map({ ["succeeded", "failed", "unknown"].contains($0) }) ?? true else { throw ValueOutOfPlace() }
        return outcome
    }

    /// The value that `word` stands for. Throws where it stands for none.
    private static func word<Value: RawRepresentable<String>>(_ word: String) throws -> Value {
        guard let value = Value(rawValue: word) else { throw ValueOutOfPlace() }
        return value
    }

    private static func status(outcome: String?, finishedIn: Int64?, run: Int64) throws -> EntryStatus {
        switch try outcomeWord(outcome) {
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
            var rows = try db.rows(
                "SELECT \(Self.recordColumns) FROM entry WHERE ordinal IS NOT NULL ORDER BY ordinal, key")
            guard uploads else {
                while var row = try rows.next() { try body(try Self.record(&row, run: run).record) }
                return
            }
            // Both in the order of the job: one statement for all files, not one for each entry.
            var files = try db.rows(
                """
                SELECT file.entry, position, path, file.size, crc64, part_count FROM entry JOIN file ON file.entry = entry.key
                WHERE ordinal IS NOT NULL AND stored < 2 ORDER BY ordinal, key, position
                """)
            var file = try Self.upload(from: &files)
            while var row = try rows.next() {
                var (key, record) = try Self.record(&row, run: run)
                var stored: [Int: UInt64] = [:]
                // An entry of fewer files has no such row, and most have one file.
                if version > 2, record.files >= StoredFiles.fewest {
                    for file in try StoredFiles.read(key, db) { stored[file.position] = file.crc64 }
                }
                while var current = file, current.key == key {
                    current.upload.crc64 = current.upload.crc64 ?? stored[current.position]
                    record.uploads.append(current.upload)
                    file = try Self.upload(from: &files)
                }
                try body(record)
            }
            if file != nil { throw ValueOutOfPlace() }
        }
    }

    /// The first `limit` entries of the current job that have a fault, in its order, as ``forEachRecord(run:uploads:_:)`` says
    /// them.
    public func failures(run: Int64, limit: Int) throws(JournalFault) -> [EntryRecord] {
        try access { db in
            var rows = try db.rows(
                """
                SELECT \(Self.recordColumns) FROM entry WHERE ordinal IS NOT NULL AND fault IS NOT NULL
                ORDER BY ordinal LIMIT ?
                """, limit)
            var records: [EntryRecord] = []
            while var row = try rows.next() { records.append(try Self.record(&row, run: run).record) }
            return records
        }
    }

    /// What ``record(_:run:)`` reads, in its order.
    private static let recordColumns = """
        key, outcome, run, id, ordinal, line, "column", region, request, files, bytes, sent, sessions, started, finished,
        file_id, media_url, cover_url, request_id, fault
        """

    private static func record(
        _ values: inout ValuesInOrder, run: Int64
    ) throws -> (key: Int64, record: EntryRecord) {
        let key: Int64 = try values.next()
        let status = try status(outcome: values.next(), finishedIn: values.next(), run: run)
        var record = EntryRecord(
            spec: try spec(&values), status: status, files: try values.next(), bytes: try values.next(),
            bytesSent: try values.next(), attempts: try values.next())
        record.startedAt = try values.next()
        record.finishedAt = try values.next()
        record.fileId = try values.next()
        record.mediaUrl = try values.next()
        record.coverUrl = try values.next()
        record.requestId = try values.next()
        record.fault = try fault(values.next())
        return (key, record)
    }

    private static func fault(_ text: String?) throws -> ServiceFault? {
        try text.map { try JSONText.decode(ServiceFault.self, from: $0) }
    }

    private static let unexplained = ServiceFault(
        code: "SessionLost", faultClass: .uncertain, message: "an earlier run could not tell what became of the commit",
        ambiguous: true)

    /// Id, ordinal, line, column, region, request.
    private static func spec(_ values: inout ValuesInOrder) throws -> EntrySpec {
        EntrySpec(
            id: EntryID(rawValue: try values.next()), ordinal: try values.next(), line: try values.next(),
            column: try values.next(), region: try values.next(), request: try RequestText.decode(values.next()))
    }

    private static func run(_ row: Row) throws -> RunRecord {
        let interrupted: Bool = try row.value("interrupted")
        let finished: Double? = try row.value("finished")
        let settings: String = try row.value("settings")
        return RunRecord(
            id: try row.value("id"), job: try row.value("job"), jobDigest: try row.value("digest"),
            target: try word(row.value("target")),
            startedAt: try row.value("started"), finishedAt: finished, interrupted: interrupted || finished == nil,
            settings: try JSONText.decode([String: String].self, from: settings))
    }

    /// Path, local path, role, the mark, size and count of parts.
    private static func file(_ values: inout ValuesInOrder) throws -> PlannedFile {
        var file = PlannedFile(
            path: try values.next(), localPath: try values.next(), role: try word(values.next()),
            mark: try mark(&values), parts: nil)
        let partSize: Int64? = try values.next()
        let partCount: Int? = try values.next()
        if let partSize, let partCount { file.parts = PartLayout(partSize: partSize, count: partCount) }
        return file
    }

    /// Size, modified, device, inode.
    static func mark(_ values: inout ValuesInOrder) throws -> FileMark {
        let (size, modified): (Int64, Int64) = (try values.next(), try values.next())
        let (device, inode): (Int64, Int64) = (try values.next(), try values.next())
        return FileMark(
            size: size, modified: modified, device: UInt64(bitPattern: device), inode: UInt64(bitPattern: inode))
    }

    /// Upload intended, upload id, stamp, Complete intended, stored, CRC-64.
    private static func progress(_ values: inout ValuesInOrder) throws -> FileProgress {
        var progress = FileProgress()
        progress.uploadIntended = try values.next()
        progress.uploadId = try values.next()
        progress.stamp = try values.next()
        progress.completeIntended = try values.next()
        progress.isStored = try values.next()
        let crc64: Int64? = try values.next()
        progress.crc64 = crc64.map { UInt64(bitPattern: $0) }
        return progress
    }

    /// The file of the next row, with the row of its entry and its position in it.
    private static func upload(from rows: inout Rows) throws -> (key: Int64, position: Int, upload: UploadedFile)? {
        guard var values = try rows.next() else { return nil }
        let (key, position): (Int64, Int) = (try values.next(), try values.next())
        var upload = UploadedFile(path: try values.next(), size: try values.next(), crc64: nil, parts: 1)
        let crc64: Int64? = try values.next()
        let parts: Int? = try values.next()
        upload.crc64 = crc64.map { UInt64(bitPattern: $0) }
        upload.parts = parts ?? 1
        return (key, position, upload)
    }

    private func readStored(of key: Int64, into progress: inout EntryProgress, _ db: Database) throws {
        guard version > 2 else { return }
        for file in try StoredFiles.read(key, db) {
            guard progress.files.indices.contains(file.position) else { throw ValueOutOfPlace() }
            progress.files[file.position].isStored = true
            progress.files[file.position].crc64 = file.crc64
        }
    }

    private static func readSession(of key: Int64, into progress: inout EntryProgress, _ db: Database) throws {
        var rows = try db.rows(
            """
            SELECT number, bucket, storage_region, media_key, cover_key, expires, opened, sealed, commit_intended
            FROM session WHERE entry = ?
            """, key)
        guard var row = try rows.next() else { return }
        progress.session = SessionFacts(
            number: try row.next(), bucket: try row.next(), storageRegion: try row.next(),
            mediaKey: try ObjectKey(row.next()), coverKey: try (row.next() as String?).map { try ObjectKey($0) },
            expiresAt: try row.next(), openedAt: try row.next(), sealed: try row.next())
        progress.commitIntended = try row.next()
        var parts = try db.rows("SELECT position, number, etag, crc64, size FROM part WHERE entry = ?", key)
        while var part = try parts.next() {
            let position: Int = try part.next()
            guard let number = PartNumber(rawValue: try part.next()), progress.files.indices.contains(position)
            else { throw ValueOutOfPlace() }
            progress.files[position].parts[number] = StoredPart(
                number: number, etag: try part.next(), crc64: UInt64(bitPattern: try part.next()),
                size: try part.next())
        }
    }

    /// A row that belongs to nothing, or a word that means nothing: no program of ours writes one.
    private struct ValueOutOfPlace: Error {}
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
