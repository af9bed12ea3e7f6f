/// A request to the store whose bucket and operation are known and whose signature is right.
struct StoreRequest: Sendable {
    var action: EmulatedAction
    var bucket: String
    /// Decoded; empty for an operation on the bucket.
    var key: String
    var raw: RawRequest
    var query: [QueryItem]
    /// SecretId of the key that signed it.
    var secretId: String
    /// Unix seconds.
    var now: Double

    /// The value of the parameter `name`, which is case-sensitive here (cos-api 17, row 14).
    func parameter(_ name: String) -> String? { query.first { $0.name == name }?.value }

    /// A whole number in `range`; `fallback` where the parameter is not there.
    func number(_ name: String, in range: ClosedRange<Int>, or fallback: Int) throws(COSRefusal) -> Int {
        guard let text = parameter(name) else { return fallback }
        guard let number = Int(text), range.contains(number) else {
            throw COSRefusal.invalidArgument(
                "`\(name)` must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    /// The operation that a method, a key and a query name (cos-api 7.0).
    static func action(method: String, key: String, query: [QueryItem]) throws(COSRefusal) -> EmulatedAction {
        let names = Set(query.map(\.name))
        if key.isEmpty {
            guard method == "GET", names.contains("uploads") else { throw notImplemented }
            return .listMultipartUploads
        }
        guard names.isDisjoint(with: ["acl", "tagging", "restore", "append", "torrent", "versions"]) else {
            throw notImplemented
        }
        switch method {
        case "PUT": return names.isDisjoint(with: ["partNumber", "uploadId"]) ? .putObject : .uploadPart
        case "HEAD": return .headObject
        case "GET": return names.contains("uploadId") ? .listParts : .getObject
        case "DELETE": return names.contains("uploadId") ? .abortMultipartUpload : .deleteObject
        case "POST" where names.contains("uploads"): return .initiateMultipartUpload
        case "POST" where names.contains("uploadId"): return .completeMultipartUpload
        case "POST": throw notImplemented
        default: throw COSRefusal(405, "MethodNotAllowed", "the method is not allowed here")
        }
    }

    private static let notImplemented = COSRefusal(501, "NotImplemented", "the emulator does not have this operation")
}

/// What came with a request to the store.
enum StoreBody: Sendable {
    /// A small body, read whole.
    case bytes([UInt8])
    /// A body that went into the object store.
    case stored(ReceivedBlob)
}

/// A body that went into the object store, with its digests.
struct ReceivedBlob: Sendable {
    var blob: Blob
    var md5: [UInt8]
    var crc64: UInt64

    /// ETag of an object or part that came in one request (cos-api 8).
    var etag: String { "\"\(Hex.text(md5))\"" }
}

/// An answer of the store, without the headers that every answer has.
struct StoreReply: Sendable {
    enum Body: Sendable {
        case none
        case xml(String)
        /// Sent in chunks after white space, as Complete's answer is (cos-api 7.6).
        case slowXML(String)
        /// Bytes of blobs one after the other, cut to a range.
        case blobs([Blob], Range<Int>)
    }

    var status = 200
    var headers: [(name: String, value: String)] = []
    var body = Body.none
    /// Content-Length where it is not the body's: an answer to HEAD.
    var declaredLength: Int?
}

extension ServiceModel {
    /// Refuses what can be refused before the body is read: place, permission, headers.
    func permit(_ request: StoreRequest) throws(COSRefusal) {
        guard let bucket = buckets[request.bucket] else { throw COSRefusal.noSuchBucket }
        try permitCredential(request)
        if request.action != .listMultipartUploads { try Self.checkKey(request.key) }
        switch request.action {
        case .putObject: try permitPut(request)
        case .uploadPart: try permitPart(request, bucket)
        case .initiateMultipartUpload: _ = try storageClass(request)
        default: break
        }
    }

    /// A temporary key may touch what its session covers and nothing else; listing uploads is a right on the bucket
    /// (cos-api 16).
    private func permitCredential(_ request: StoreRequest) throws(COSRefusal) {
        guard let session = sessionOfCredential[request.secretId].flatMap({ sessions[$0] }) else { return }
        guard request.bucket == session.bucket, !rules.denied.contains(request.action),
            request.action == .listMultipartUploads || session.covers(request.key)
        else { throw COSRefusal.accessDenied }
    }

    private static func checkKey(_ key: String) throws(COSRefusal) {
        guard key.utf8.count <= 850 else { throw COSRefusal(400, "KeyTooLong", "the key is longer than 850 bytes") }
        guard key.utf8.first != UInt8(ascii: "/"), key.utf8.first != UInt8(ascii: "\\"),
            !key.utf8.contains(where: { (0x18...0x1B).contains($0) })
        else { throw COSRefusal(400, "InvalidObjectName", "the key is not valid") }
    }

    /// Does `request`, whose body has been read.
    mutating func answer(_ request: StoreRequest, _ body: StoreBody) throws(COSRefusal) -> StoreReply {
        // Asked again: the upload, the bucket or the permission may have gone while the body came.
        try permit(request)
        switch (request.action, body) {
        case (.putObject, .stored(let received)): return try putObject(request, received)
        case (.uploadPart, .stored(let received)): return try uploadPart(request, received)
        case (.completeMultipartUpload, .bytes(let bytes)): return try completeMultipartUpload(request, bytes)
        case (.initiateMultipartUpload, _): return try initiateMultipartUpload(request)
        case (.abortMultipartUpload, _): return try abortMultipartUpload(request)
        case (.listParts, _): return try listParts(request)
        case (.listMultipartUploads, _): return try listMultipartUploads(request)
        case (.headObject, _): return try headObject(request)
        case (.getObject, _): return try getObject(request)
        case (.deleteObject, _): return deleteObject(request)
        default: throw COSRefusal(500, "InternalError", "the emulator mistook the request's body")
        }
    }
}
