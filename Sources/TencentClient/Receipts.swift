import IngestModel

/// An object that the store holds.
public struct StoredReceipt: Hashable, Sendable {
    /// CRC-64/XZ as the store confirmed it; nil where it sent none.
    public var crc64: UInt64?
    /// As the store gave it, quotes included.
    public var etag: String
    /// The store's id of the request.
    public var requestId: String?
    /// Bytes of body over all attempts.
    public var bytesSent: Int64
    /// How often the request was sent.
    public var attempts: Int

    /// An object with `etag`.
    public init(crc64: UInt64?, etag: String, requestId: String?, bytesSent: Int64, attempts: Int) {
        self.crc64 = crc64
        self.etag = etag
        self.requestId = requestId
        self.bytesSent = bytesSent
        self.attempts = attempts
    }
}

/// A part that the store holds.
public struct PartReceipt: Hashable, Sendable, Codable {
    /// Its number.
    public var number: PartNumber
    /// As the store gave it, quotes included.
    public var etag: String
    /// CRC-64/XZ of what was sent; the store's own was the same, or it sent none.
    public var crc64: UInt64
    /// Bytes of the part.
    public var size: Int64
    /// Bytes of body over all attempts.
    public var bytesSent: Int64

    /// Part `number`.
    public init(number: PartNumber, etag: String, crc64: UInt64, size: Int64, bytesSent: Int64) {
        self.number = number
        self.etag = etag
        self.crc64 = crc64
        self.size = size
        self.bytesSent = bytesSent
    }
}

/// A part in the store's own list (cos-api 7.5).
public struct ListedPart: Hashable, Sendable {
    /// Its number.
    public var number: PartNumber
    /// Quoted.
    public var etag: String
    /// Bytes.
    public var size: Int64

    /// Part `number`.
    public init(number: PartNumber, etag: String, size: Int64) {
        self.number = number
        self.etag = etag
        self.size = size
    }
}

/// A multipart upload that was begun.
public struct OpenedUpload: Hashable, Sendable {
    /// Its id.
    public var uploadId: String
    /// True when another may have been begun whose id never came.
    public var mayHaveTwin: Bool

    /// The upload `uploadId`.
    public init(uploadId: String, mayHaveTwin: Bool) {
        self.uploadId = uploadId
        self.mayHaveTwin = mayHaveTwin
    }
}

/// An unfinished multipart upload in the store's own list (cos-api 7.7).
public struct ListedUpload: Hashable, Sendable {
    /// Its id.
    public var uploadId: String
    /// When it was begun: `2006-01-02T15:04:05.000Z`.
    public var initiated: String

    /// The upload `uploadId`.
    public init(uploadId: String, initiated: String) {
        self.uploadId = uploadId
        self.initiated = initiated
    }
}

/// What came of ending a multipart upload.
public enum UploadEnd: Hashable, Sendable {
    /// The store does not hold it any more.
    case gone
    /// The key may not end it.
    case denied
}

/// What HEAD says of a key.
public enum ObjectState: Hashable, Sendable {
    /// It is stored; `crc64` is nil where the store has none.
    case stored(size: Int64, crc64: UInt64?)
    /// There is no such object.
    case missing
    /// The session's key may not look (cos-api 16).
    case hidden
}
