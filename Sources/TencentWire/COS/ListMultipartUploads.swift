/// One page of a bucket's unfinished multipart uploads (cos-api 7.7).
public struct ListMultipartUploadsResult: Hashable, Sendable {
    /// One upload that is neither completed nor aborted.
    public struct Upload: Hashable, Sendable {
        /// Key of the object to be.
        public var key: String
        /// Id of the upload.
        public var uploadId: String
        /// When it was begun: `2006-01-02T15:04:05.000Z`.
        public var initiated: String

        /// The upload `uploadId` of `key`.
        public init(key: String, uploadId: String, initiated: String = "") {
            self.key = key
            self.uploadId = uploadId
            self.initiated = initiated
        }
    }

    /// True when there is a next page.
    public var isTruncated: Bool
    /// Key that the next page begins after; nil on the last.
    public var nextKeyMarker: String?
    /// Upload that the next page begins after; nil on the last.
    public var nextUploadIdMarker: String?
    /// The uploads, by key and then by id.
    public var uploads: [Upload]

    /// Reads the body of an answer.
    public init(body: [UInt8]) throws(WireFault) {
        let root = try XMLTree.read(body).called("ListMultipartUploadsResult")
        isTruncated = root.text("IsTruncated")?.lowercased() == "true"
        nextKeyMarker = root.text("NextKeyMarker")
        nextUploadIdMarker = root.text("NextUploadIdMarker")
        var uploads: [Upload] = []
        for upload in root.all("Upload") {
            uploads.append(
                Upload(
                    key: try upload.required("Key"), uploadId: try upload.required("UploadId"),
                    initiated: upload.text("Initiated") ?? ""))
        }
        self.uploads = uploads
    }
}
