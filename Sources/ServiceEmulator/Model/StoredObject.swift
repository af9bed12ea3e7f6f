/// Bytes that the object store keeps under a number.
struct Blob: Hashable, Sendable, Codable {
    var number: UInt64
    var length: Int
}

/// A header that came with an object and goes with it.
struct StoredHeader: Hashable, Sendable, Codable {
    var name: String
    var value: String
}

/// An object of a bucket: its metadata, and where its bytes are.
struct StoredObject: Sendable, Codable {
    /// One blob for a simple PUT, one for each part otherwise.
    var blobs: [Blob]
    /// With its quotes.
    var etag: String
    var crc64: UInt64
    /// Headers that come back with HEAD and GET, in the spelling of the service.
    var metadata: [StoredHeader]
    var storageClass: String
    /// Unix seconds.
    var modified: Double
    /// Parts it was joined from; 0 for a simple PUT.
    var partCount: Int
    /// Session whose credential stored it.
    var sessionKey: String?

    var size: Int { blobs.reduce(0) { $0 + $1.length } }
    var contentType: String? { metadata.first { $0.name == "Content-Type" }?.value }
}

/// An upload in parts that is neither completed nor aborted.
struct MultipartUpload: Sendable, Codable {
    var id: String
    var key: String
    var metadata: [StoredHeader]
    var storageClass: String
    /// Unix seconds.
    var initiated: Double
    var parts: [Int: StoredPart] = [:]
    var sessionKey: String?
}

/// One part of an upload.
struct StoredPart: Sendable, Codable {
    var blob: Blob
    /// With its quotes.
    var etag: String
    var crc64: UInt64
    /// Unix seconds.
    var modified: Double
}

/// A bucket and what is in it.
struct BucketState: Sendable, Codable {
    var region: String
    var objects: [String: StoredObject] = [:]
    var uploads: [String: MultipartUpload] = [:]
}
