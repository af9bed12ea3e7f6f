/// What an emulator has seen so far.
public struct EmulatorSnapshot: Hashable, Sendable, Codable {
    /// Requests by action, faulty ones included; those that named no known action are under `other`.
    public var requests: [String: Int] = [:]
    /// Refusals by the code that was answered, those of faults included.
    public var refusals: [String: Int] = [:]
    /// Id of the last request that was refused with each code, as its client was told; empty where a fault withheld it.
    public var lastRefused: [String: String] = [:]
    /// Uploads (PutObject, UploadPart) whose request is being read or answered now.
    public var uploadsInFlight = 0
    /// The most uploads in flight at once, from the request's head to the answer's end.
    public var peakUploads = 0
    /// The same for each object: `BUCKET/KEY`.
    public var peakUploadsByKey: [String: Int] = [:]
    /// Sessions applied for and not committed, lapsed ones included.
    public var openSessions = 0
    /// The most of them at once.
    public var peakOpenSessions = 0
    /// Media in the order of their commits.
    public var media: [CommittedMedium] = []
    /// Objects, sorted by bucket and key.
    public var objects: [ObjectSummary] = []
    /// Multipart uploads neither completed nor aborted, by key and then by id.
    public var unfinishedUploads: [UploadSummary] = []
    /// Multipart uploads that were aborted, in that order.
    public var abortedUploads: [UploadSummary] = []
    /// Bytes of bodies of PutObject and UploadPart that arrived, those of failed requests included.
    public var bytesReceived = 0
    /// Calls of CommitUpload for a session that was committed already.
    public var duplicateCommits = 0
    /// How often each fault of the plan fired.
    public var faults: [FaultCount] = []
}

/// A medium that CommitUpload made.
public struct CommittedMedium: Hashable, Sendable, Codable {
    /// FileId.
    public var fileId: String
    /// MediaName; empty where none was given.
    public var name: String
    /// MediaType, in lower case.
    public var type: String
    /// Fields of the ApplyUpload request as received, numbers as decimal text.
    public var request: [String: String]
    /// Application.
    public var subAppId: UInt64
    /// Storage region.
    public var region: String
    /// Bucket of all its objects.
    public var bucket: String
    /// Key of the medium.
    public var mediaKey: String
    /// Key of the cover, where one was asked for.
    public var coverKey: String?
    /// Keys of all objects stored under the session, sorted.
    public var keys: [String]
    /// Session that was committed.
    public var sessionKey: String
    /// Unix seconds of the commit.
    public var committedAt: Double
}

/// An object in a bucket.
public struct ObjectSummary: Hashable, Sendable, Codable {
    /// Bucket.
    public var bucket: String
    /// Key, not encoded.
    public var key: String
    /// Bytes.
    public var size: Int
    /// ETag with its quotes.
    public var etag: String
    /// CRC-64/XZ of the whole object.
    public var crc64: UInt64
    /// Content-Type as sent; nil where none was.
    public var contentType: String?
    /// Parts it was joined from; 0 for a simple PUT.
    public var parts: Int
}

/// A multipart upload.
public struct UploadSummary: Hashable, Sendable, Codable {
    /// Bucket.
    public var bucket: String
    /// Key, not encoded.
    public var key: String
    /// UploadId.
    public var uploadId: String
    /// Numbers of the parts that arrived, ascending.
    public var parts: [Int]
}

/// How often a fault fired.
public struct FaultCount: Hashable, Sendable, Codable {
    /// Name of the rule.
    public var name: String
    /// Requests that matched it.
    public var matched: Int
    /// Requests that it was done to.
    public var fired: Int
}
