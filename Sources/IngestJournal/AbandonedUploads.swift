import GRDB
import IngestModel

/// A multipart upload that was given up and that the store may still hold.
public struct AbandonedUpload: Hashable, Sendable {
    /// Its row.
    public var number: Int64
    /// The entry it was for.
    public var entry: EntryID
    /// The file's path below the entry's folder.
    public var path: String
    /// Bucket with its appid.
    public var bucket: String
    /// Region of the bucket.
    public var storageRegion: String
    /// Key of the object to be.
    public var key: ObjectKey
    /// Its id; nil where the answer that held it was lost, so that it may not even be there.
    public var uploadId: String?
    /// Unix seconds at which it was given up.
    public var since: Double

    /// The upload in row `number`.
    public init(
        number: Int64, entry: EntryID, path: String, bucket: String, storageRegion: String, key: ObjectKey,
        uploadId: String?, since: Double
    ) {
        self.number = number
        self.entry = entry
        self.path = path
        self.bucket = bucket
        self.storageRegion = storageRegion
        self.key = key
        self.uploadId = uploadId
        self.since = since
    }
}

/// Puts uploads into the list before what knows of them is cleared.
enum AbandonedUploads {
    /// Keeps what is open of the entry `key`: of one file, or of all.
    static func keep(of key: Int64, file: Int? = nil, at: Double, _ db: Database) throws {
        var rows = try db.rows(
            """
            SELECT position, path, role, upload_id FROM file
            WHERE entry = ? AND position = coalesce(?, position) AND (upload_id IS NOT NULL OR upload_intended)
            """, key, file)
        while var row = try rows.next() {
            try insert(key, try PlaceInEntry(&row), uploadId: try row.next(), at: at, db)
        }
    }

    /// Keeps that an upload of `file` may be open whose id never came.
    static func keepSuspected(of key: Int64, file: Int, at: Double, _ db: Database) throws {
        var rows = try db.rows("SELECT position, path, role FROM file WHERE entry = ? AND position = ?", key, file)
        guard var row = try rows.next() else { return }
        try insert(key, try PlaceInEntry(&row), uploadId: nil, at: at, db)
    }

    struct PlaceInEntry {
        var position: Int
        var path: String
        var isCover: Bool

        /// Position, path, role.
        init(_ values: inout ValuesInOrder) throws {
            position = try values.next()
            path = try values.next()
            isCover = try values.next() == FileRole.cover.rawValue
        }

        init(_ row: Row) throws {
            position = try row.value("position")
            path = try row.value("path")
            isCover = try row.value("role") == FileRole.cover.rawValue
        }
    }

    /// Where the file at `place` goes; nil where no key can be made for it, so that nothing can be open there.
    static func objectKey(of place: PlaceInEntry, in session: Row) throws -> String? {
        let mediaKey = try ObjectKey(session.value("media_key"))
        if place.position == 0 { return mediaKey.text }
        if place.isCover { return try session.value("cover_key") }
        do { return try mediaKey.sibling(place.path).text } catch { return nil }
    }

    private static func insert(
        _ key: Int64, _ place: PlaceInEntry, uploadId: String?, at: Double, _ db: Database
    ) throws {
        let session = try Row.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT entry.id, bucket, storage_region, media_key, cover_key
                    FROM session JOIN entry ON entry.key = session.entry WHERE session.entry = ?
                    """), arguments: [key])
        guard let session else { return }
        guard let objectKey = try objectKey(of: place, in: session) else { return }
        let (id, bucket, region): (String, String, String) =
            (try session.value("id"), try session.value("bucket"), try session.value("storage_region"))
        try db.cached(
            """
            INSERT INTO abandoned (entry, path, bucket, storage_region, object_key, upload_id, since)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7
            WHERE NOT EXISTS (SELECT 1 FROM abandoned WHERE bucket = ?3 AND object_key = ?5 AND upload_id IS ?6)
            """, id, place.path, bucket, region, objectKey, uploadId, at)
    }
}

extension Journal {
    /// Up to `limit` multipart uploads that were given up and that the store may still hold, after row `number`: those first that
    /// have waited longest since somebody tried to end them.
    public func abandonedUploads(after number: Int64 = 0, limit: Int) throws(JournalFault) -> [AbandonedUpload] {
        guard version > 1 else { return [] }
        return try access { db in
            try Row.fetchAll(
                db.cachedStatement(sql: "SELECT * FROM abandoned WHERE number > ? ORDER BY number LIMIT ?"),
                arguments: [number, limit]
            ).map { row in
                AbandonedUpload(
                    number: try row.value("number"), entry: EntryID(rawValue: try row.value("entry")),
                    path: try row.value("path"), bucket: try row.value("bucket"),
                    storageRegion: try row.value("storage_region"), key: try ObjectKey(row.value("object_key")),
                    uploadId: try row.value("upload_id"), since: try row.value("since"))
            }
        }
    }

    /// Multipart uploads of entries that failed by nothing of their own, which the next run goes on with: until then the store
    /// holds their parts. Their `number` is 0.
    public func keptUploads() throws(JournalFault) -> [AbandonedUpload] {
        try access { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT entry.id, entry.finished, file.position, file.path, file.role, file.upload_id,
                        session.bucket, session.storage_region, session.media_key, session.cover_key
                    FROM entry JOIN session ON session.entry = entry.key JOIN file ON file.entry = entry.key
                    WHERE entry.outcome = 'failed' AND (file.upload_id IS NOT NULL OR file.upload_intended)
                    ORDER BY entry.key, file.position
                    """
            ).compactMap { row in
                guard let key = try AbandonedUploads.objectKey(of: AbandonedUploads.PlaceInEntry(row), in: row) else {
                    return nil
                }
                return AbandonedUpload(
                    number: 0, entry: EntryID(rawValue: try row.value("id")), path: try row.value("path"),
                    bucket: try row.value("bucket"), storageRegion: try row.value("storage_region"),
                    key: try ObjectKey(key), uploadId: try row.value("upload_id"), since: try row.value("finished"))
            }
        }
    }

    /// True where the service made the key of `upload` and the session that it was made for is over: nobody else uploads to it.
    public func isOver(_ upload: AbandonedUpload) throws(JournalFault) -> Bool {
        try access { db in
            var rows = try db.rows(
                "SELECT request FROM entry WHERE id = ? AND NOT EXISTS (SELECT 1 FROM session WHERE entry = entry.key)",
                upload.entry.rawValue)
            guard var row = try rows.next() else { return false }
            return try RequestText.decode(row.next()).mediaStoragePath == nil
        }
    }

    /// How many there are.
    public func abandonedCount() throws(JournalFault) -> Int {
        guard version > 1 else { return 0 }
        return try access { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM abandoned") ?? 0 }
    }

    /// Puts the upload in row `number`, which could not be ended, behind all others: those that are refused every night must not
    /// keep the others from their turn.
    public func postponeAbandoned(_ number: Int64) throws(JournalFault) {
        try access { db in
            try db.cached(
                "UPDATE abandoned SET number = (SELECT max(number) + 1 FROM abandoned) WHERE number = ?", number)
        }
    }

    /// Takes the upload in row `number` off the list: the store does not hold it any more.
    public func forgetAbandoned(_ number: Int64) throws(JournalFault) {
        try access { db in try db.cached("DELETE FROM abandoned WHERE number = ?", number) }
    }
}
