extension ServiceModel {
    func permitPart(_ request: StoreRequest, _ bucket: BucketState) throws(COSRefusal) {
        guard request.parameter("partNumber") != nil, request.parameter("uploadId") != nil else {
            throw COSRefusal.invalidArgument("`partNumber` and `uploadId` go together")
        }
        _ = try request.number("partNumber", in: 1...10_000, or: 0)
        guard request.raw.header("Content-Length") != nil else { throw COSRefusal.missingContentLength }
        try checkBodyHeaders(request)
        _ = try openUpload(request)
    }

    /// Stores a part, in place of the one with the same number (cos-api 7.4).
    mutating func uploadPart(_ request: StoreRequest, _ received: ReceivedBlob) throws(COSRefusal) -> StoreReply {
        try checkDigest(request, received)
        let number = try request.number("partNumber", in: 1...10_000, or: 0)
        let id = try openUpload(request).id
        let part = StoredPart(
            blob: received.blob, etag: received.etag, crc64: received.crc64, modified: request.now)
        if let former = buckets[request.bucket]?.uploads[id]?.parts.updateValue(part, forKey: number) {
            released.append(former.blob)
        }
        return StoreReply(headers: [("ETag", part.etag), ("x-cos-hash-crc64ecma", String(part.crc64))])
    }
}
