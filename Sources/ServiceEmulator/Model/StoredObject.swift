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

/// The objects of a bucket. Keys are told apart by their bytes, as the store does it: to a dictionary of texts the two ways of
/// writing `é` would be one key.
struct ObjectTable: Sendable {
    private var entries: [[UInt8]: (key: String, value: StoredObject)] = [:]

    subscript(key: String) -> StoredObject? {
        get { entries[Array(key.utf8)]?.value }
        set { entries[Array(key.utf8)] = newValue.map { (key, $0) } }
    }

    /// The former object.
    mutating func updateValue(_ object: StoredObject, forKey key: String) -> StoredObject? {
        entries.updateValue((key, object), forKey: Array(key.utf8))?.value
    }

    /// The former object.
    mutating func removeValue(forKey key: String) -> StoredObject? {
        entries.removeValue(forKey: Array(key.utf8))?.value
    }

    /// Sorted by the bytes of their keys.
    var sorted: [(key: String, value: StoredObject)] {
        entries.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }
}

/// Put away as a list, which keeps keys apart as the table does.
extension ObjectTable: Codable {
    private struct Entry: Codable {
        var key: String
        var value: StoredObject
    }

    init(from decoder: any Decoder) throws {
        for entry in try decoder.singleValueContainer().decode([Entry].self) { self[entry.key] = entry.value }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(sorted.map { Entry(key: $0.key, value: $0.value) })
    }
}

/// A bucket and what is in it.
struct BucketState: Sendable, Codable {
    var region: String
    var objects = ObjectTable()
    var uploads: [String: MultipartUpload] = [:]
}
