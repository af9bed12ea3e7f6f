extension ServiceModel {
    /// Drops an upload and its parts (cos-api 7.7).
    mutating func abortMultipartUpload(_ request: StoreRequest) throws(COSRefusal) -> StoreReply {
        let upload = try openUpload(request)
        buckets[request.bucket]?.uploads[upload.id] = nil
        released += upload.parts.values.map(\.blob)
        abortedUploads.append(summary(upload, bucket: request.bucket))
        return StoreReply(status: 204)
    }

    func summary(_ upload: MultipartUpload, bucket: String) -> UploadSummary {
        UploadSummary(bucket: bucket, key: upload.key, uploadId: upload.id, parts: upload.parts.keys.sorted())
    }
}
