extension ServiceModel {
    /// Opens an upload in parts; the object's metadata come with it (cos-api 7.3).
    mutating func initiateMultipartUpload(_ request: StoreRequest) throws(COSRefusal) -> StoreReply {
        // Ten digits of time and 64 hexadecimal ones, as seen in the service's samples.
        let upload = MultipartUpload(
            id: String(Int(request.now)) + random.hex(64), key: request.key, metadata: metadata(request),
            storageClass: try storageClass(request), initiated: request.now,
            sessionKey: sessionOfCredential[request.secretId])
        buckets[request.bucket]?.uploads[upload.id] = upload
        return StoreReply(
            body: .xml(
                "<InitiateMultipartUploadResult>\n" + XMLText.element("Bucket", request.bucket)
                    + XMLText.element("Key", request.key) + XMLText.element("UploadId", upload.id)
                    + "</InitiateMultipartUploadResult>"))
    }

    /// The open upload that a request names; an id of another key is as unknown as any (cos-api 7.4).
    func openUpload(_ request: StoreRequest) throws(COSRefusal) -> MultipartUpload {
        guard let upload = request.parameter("uploadId").flatMap({ buckets[request.bucket]?.uploads[$0] }),
            upload.key == request.key
        else { throw COSRefusal.noSuchUpload }
        return upload
    }
}
