/// What a commit gave: the medium's identity and addresses (CommitUpload, vod-api 8).
public struct CommittedMedia: Hashable, Sendable, Codable {
    /// Digits; exceeds 2^53, hence text.
    public var fileId: String
    /// Play address, where the service sent one.
    public var mediaUrl: String?
    /// Cover address, where there is a cover.
    public var coverUrl: String?
    /// The commit's request.
    public var requestId: String?

    /// The medium `fileId`.
    public init(fileId: String, mediaUrl: String? = nil, coverUrl: String? = nil, requestId: String? = nil) {
        self.fileId = fileId
        self.mediaUrl = mediaUrl
        self.coverUrl = coverUrl
        self.requestId = requestId
    }
}

/// How an entry's turn in a run ended.
public enum EntryOutcome: Hashable, Sendable {
    /// The service has it.
    case succeeded(CommittedMedia)
    /// It will not succeed without a change, or its retries are used up.
    case failed(ServiceFault)
    /// A commit was sent and what became of it cannot be told.
    case unknown(ServiceFault)
    /// The run stopped first; the next one goes on where this one was.
    case pending
}

/// What is known of an ApplyUpload's answer. The secrets are in `sealed`, which only the engine can open.
public struct SessionFacts: Hashable, Sendable, Codable {
    /// Counts the sessions of an entry from 1.
    public var number: Int
    /// Bucket with its appid.
    public var bucket: String
    /// Region of the bucket.
    public var storageRegion: String
    /// Where the medium or top manifest goes.
    public var mediaKey: ObjectKey
    /// Where the cover goes; nil without one.
    public var coverKey: ObjectKey?
    /// Unix seconds at which its credentials end; nil when the service named none.
    public var expiresAt: Double?
    /// Unix seconds at which it was opened, as the service counts them: what was made before is not this session's.
    public var openedAt: Double
    /// Credentials and session key, encrypted with a key derived from the account's.
    public var sealed: [UInt8]

    /// A session's facts.
    public init(
        number: Int, bucket: String, storageRegion: String, mediaKey: ObjectKey, coverKey: ObjectKey?,
        expiresAt: Double?,
        openedAt: Double, sealed: [UInt8]
    ) {
        self.number = number
        self.bucket = bucket
        self.storageRegion = storageRegion
        self.mediaKey = mediaKey
        self.coverKey = coverKey
        self.expiresAt = expiresAt
        self.openedAt = openedAt
        self.sealed = sealed
    }
}

/// A part that the store has confirmed.
public struct StoredPart: Hashable, Sendable, Codable {
    /// Its number.
    public var number: PartNumber
    /// Its ETag with quotes, as the store sent it.
    public var etag: String
    /// Its CRC-64/XZ.
    public var crc64: UInt64
    /// Its bytes.
    public var size: Int64

    /// Part `number`.
    public init(number: PartNumber, etag: String, crc64: UInt64, size: Int64) {
        self.number = number
        self.etag = etag
        self.crc64 = crc64
        self.size = size
    }
}

/// How far one file of an entry is within the current session.
public struct FileProgress: Hashable, Sendable, Codable {
    /// True once a multipart upload may have been opened.
    public var uploadIntended = false
    /// The multipart upload, once it was opened.
    public var uploadId: String?
    /// When the local file's inode last changed (nanoseconds since 1970) as the upload was opened: parts of another state of
    /// the file do not belong to it.
    public var stamp: Int64?
    /// Parts the store has confirmed, by number.
    public var parts: [PartNumber: StoredPart] = [:]
    /// True once Complete may have been sent.
    public var completeIntended = false
    /// True once the whole file is stored.
    public var isStored = false
    /// CRC-64/XZ of the stored file; nil when the store never sent one.
    public var crc64: UInt64?

    /// A file of which nothing was sent.
    public init() {}
}

/// How far an entry is: what a machine is rebuilt from.
public struct EntryProgress: Hashable, Sendable, Codable {
    /// The session in use; nil before the first and after a dropped one.
    public var session: SessionFacts?
    /// Sessions opened so far.
    public var sessions = 0
    /// One for each file of the plan.
    public var files: [FileProgress]
    /// True once CommitUpload may have been sent for this session.
    public var commitIntended = false
    /// Why an earlier run could not tell what became of the commit; nil where none had to give up. The medium is looked for
    /// again, and the commit is sent once more only where that look is answered.
    public var unknown: ServiceFault?

    /// Nothing done of a plan with `fileCount` files.
    public init(fileCount: Int) { files = Array(repeating: FileProgress(), count: fileCount) }
}

/// One line of the journal about an entry. A change that permits an act is durable before the act; a change that notes a
/// result is queued behind it.
public enum EntryChange: Hashable, Sendable {
    /// A session is open; whatever an earlier one stored no longer counts.
    case sessionOpened(SessionFacts)
    /// The session is given up.
    case sessionDropped
    /// A multipart upload of a file may be opened.
    case uploadIntended(file: Int)
    /// It is open, for the file as it was at `stamp`.
    case uploadOpened(file: Int, uploadId: String, stamp: Int64?)
    /// A part is stored; `sent` counts the bytes on the wire, repeats included.
    case partStored(file: Int, StoredPart, sent: Int64)
    /// Complete may be sent.
    case completeIntended(file: Int)
    /// The file is stored whole.
    case fileStored(file: Int, crc64: UInt64?, sent: Int64)
    /// The multipart upload is gone; the file begins anew.
    case uploadDropped(file: Int)
    /// The multipart upload could not be ended, so that the store may hold its parts; the file begins anew.
    case uploadAbandoned(file: Int)
    /// An upload of the file whose id never came may be open beside the one that is in use.
    case orphanSuspected(file: Int)
    /// CommitUpload may be sent.
    case commitIntended
    /// It was refused, and nothing was committed.
    case commitRefused
    /// Bytes that went over the wire without a result.
    case sent(Int64)
    /// The entry's outcome; never `.pending`.
    case ended(EntryOutcome)
}

extension EntryProgress {
    /// The progress after `change`: what a journal's records add up to.
    public mutating func apply(_ change: EntryChange) {
        switch change {
        case .sessionOpened(let facts):
            session = facts
            sessions = facts.number
            files = Array(repeating: FileProgress(), count: files.count)
            commitIntended = false
        case .sessionDropped:
            session = nil
            files = Array(repeating: FileProgress(), count: files.count)
            commitIntended = false
        case .uploadIntended(let file): files[file].uploadIntended = true
        case .uploadOpened(let file, let uploadId, let stamp):
            files[file].uploadId = uploadId
            files[file].stamp = stamp
        case .partStored(let file, let part, _): files[file].parts[part.number] = part
        case .completeIntended(let file): files[file].completeIntended = true
        case .fileStored(let file, let crc64, _):
            files[file] = FileProgress()
            files[file].isStored = true
            files[file].crc64 = crc64
        case .uploadDropped(let file), .uploadAbandoned(let file): files[file] = FileProgress()
        case .commitIntended: commitIntended = true
        case .commitRefused: commitIntended = false
        case .orphanSuspected, .sent, .ended: break
        }
    }
}
