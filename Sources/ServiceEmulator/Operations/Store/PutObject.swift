import Foundation

extension ServiceModel {
    /// The most bytes of a simple PUT and of a part: 5 GB (cos-api 9).
    static let largestBody = 5 * 1_073_741_824

    func permitPut(_ request: StoreRequest) throws(COSRefusal) {
        let isChunked = request.raw.header("Transfer-Encoding")?.lowercased() == "chunked"
        guard isChunked || request.raw.header("Content-Length") != nil else { throw COSRefusal.missingContentLength }
        guard request.raw.header("x-cos-copy-source") == nil else {
            throw COSRefusal(501, "NotImplemented", "the emulator does not copy objects")
        }
        try checkBodyHeaders(request)
        _ = try storageClass(request)
    }

    /// Stores an object, over the one of the same key (cos-api 7.1).
    mutating func putObject(_ request: StoreRequest, _ received: ReceivedBlob) throws(COSRefusal) -> StoreReply {
        try checkDigest(request, received)
        let session = sessionOfCredential[request.secretId]
        let object = StoredObject(
            blobs: [received.blob], etag: received.etag, crc64: received.crc64, metadata: metadata(request),
            storageClass: try storageClass(request), modified: request.now, partCount: 0, sessionKey: session)
        publish(object, request)
        return StoreReply(headers: [("ETag", object.etag), ("x-cos-hash-crc64ecma", String(object.crc64))])
    }

    /// Puts an object in its place and lets go of the bytes that were there.
    mutating func publish(_ object: StoredObject, _ request: StoreRequest) {
        if let former = buckets[request.bucket]?.objects.updateValue(object, forKey: request.key) {
            released += former.blobs
        }
        noteStored(request.key, in: request.bucket, by: object.sessionKey)
    }

    /// Content-Length, Content-MD5 and x-cos-traffic-limit of a request with a body (cos-api 8, 9).
    func checkBodyHeaders(_ request: StoreRequest) throws(COSRefusal) {
        if let length = request.raw.header("Content-Length").flatMap({ Int($0) }), length > Self.largestBody {
            throw COSRefusal(400, "EntityTooLarge", "the body is larger than 5 GB")
        }
        if let digest = request.raw.header("Content-MD5"),
            digest.utf8.count != 24 || Data(base64Encoded: digest)?.count != 16
        {
            throw COSRefusal(400, "InvalidDigest", "Content-MD5 is not the base64 of an MD5")
        }
        if let limit = request.raw.header("x-cos-traffic-limit") ?? request.parameter("x-cos-traffic-limit") {
            guard let bits = Int(limit), (819_200...838_860_800).contains(bits) else {
                throw COSRefusal.invalidArgument("`x-cos-traffic-limit` must be from 819200 to 838860800")
            }
        }
    }

    func checkDigest(_ request: StoreRequest, _ received: ReceivedBlob) throws(COSRefusal) {
        guard let digest = request.raw.header("Content-MD5") else { return }
        guard Data(base64Encoded: digest).map(Array.init) == received.md5 else {
            throw COSRefusal(400, "BadDigest", "Content-MD5 does not match the body")
        }
    }

    func storageClass(_ request: StoreRequest) throws(COSRefusal) -> String {
        let known: Set = [
            "STANDARD", "STANDARD_IA", "INTELLIGENT_TIERING", "ARCHIVE", "DEEP_ARCHIVE", "MAZ_STANDARD",
            "MAZ_STANDARD_IA", "MAZ_INTELLIGENT_TIERING",
        ]
        let named = request.raw.header("x-cos-storage-class") ?? "STANDARD"
        guard known.contains(named) else {
            throw COSRefusal(400, "NotSupportedStorageClass", "the storage class is not known")
        }
        return named
    }

    /// The headers that are kept with an object (cos-api 7.1).
    func metadata(_ request: StoreRequest) -> [StoredHeader] {
        let kept = ["Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Type", "Expires"]
        let plain = kept.compactMap { name in request.raw.header(name).map { StoredHeader(name: name, value: $0) } }
        let own = request.raw.headers.filter { $0.name.lowercased().hasPrefix("x-cos-meta-") }
        return plain + own.map { StoredHeader(name: $0.name.lowercased(), value: $0.value) }
    }
}
