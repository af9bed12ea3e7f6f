extension ServiceModel {
    /// Removes an object; one that is not there is no error (cos-api 7.7).
    mutating func deleteObject(_ request: StoreRequest) -> StoreReply {
        if let former = buckets[request.bucket]?.objects.removeValue(forKey: request.key) { released += former.blobs }
        return StoreReply(status: 204)
    }
}
