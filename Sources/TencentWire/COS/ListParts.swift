/// One page of the parts of an upload (cos-api 7.5).
public struct ListPartsResult: Hashable, Sendable {
    /// One part that the store holds.
    public struct Part: Hashable, Sendable {
        /// 1 to 10,000.
        public var number: Int
        /// Quoted.
        public var etag: String
        /// Bytes.
        public var size: Int64
        /// `2006-01-02T15:04:05.000Z`.
        public var lastModified: String

        /// Part `number`.
        public init(number: Int, etag: String, size: Int64, lastModified: String = "") {
            self.number = number
            self.etag = etag
            self.size = size
            self.lastModified = lastModified
        }
    }

    /// Name of the bucket.
    public var bucket: String
    /// Key of the object to be.
    public var key: String
    /// Id of the upload.
    public var uploadId: String
    /// Number that this page begins after.
    public var partNumberMarker: Int
    /// Number that the next page begins after; nil on the last.
    public var nextPartNumberMarker: Int?
    /// Most parts on a page.
    public var maxParts: Int
    /// True when there is a next page.
    public var isTruncated: Bool
    /// The parts, ascending.
    public var parts: [Part]

    /// A page of `uploadId`'s parts.
    public init(
        bucket: String, key: String, uploadId: String, partNumberMarker: Int = 0, nextPartNumberMarker: Int? = nil,
        maxParts: Int = 1000, isTruncated: Bool = false, parts: [Part]
    ) {
        self.bucket = bucket
        self.key = key
        self.uploadId = uploadId
        self.partNumberMarker = partNumberMarker
        self.nextPartNumberMarker = nextPartNumberMarker
        self.maxParts = maxParts
        self.isTruncated = isTruncated
        self.parts = parts
    }

    /// Reads the body of an answer.
    public init(body: [UInt8]) throws(WireFault) {
        let root = try XMLTree.read(body).called("ListPartsResult")
        bucket = root.text("Bucket") ?? ""
        key = root.text("Key") ?? ""
        uploadId = root.text("UploadId") ?? ""
        partNumberMarker = root.text("PartNumberMarker").flatMap { Int($0) } ?? 0
        nextPartNumberMarker = root.text("NextPartNumberMarker").flatMap { Int($0) }
        maxParts = root.text("MaxParts").flatMap { Int($0) } ?? 1000
        isTruncated = root.text("IsTruncated")?.lowercased() == "true"
        var parts: [Part] = []
        for part in root.all("Part") {
            parts.append(
                Part(
                    number: try part.integer("PartNumber"), etag: try part.required("ETag"),
                    size: try part.integer("Size"), lastModified: part.text("LastModified") ?? ""))
        }
        self.parts = parts
    }

    /// The body.
    public var body: [UInt8] {
        var writer = XMLWriter()
        writer.element("ListPartsResult") {
            $0.element("Bucket", bucket)
            $0.element("Key", key)
            $0.element("UploadId", uploadId)
            $0.element("PartNumberMarker", String(partNumberMarker))
            if let nextPartNumberMarker { $0.element("NextPartNumberMarker", String(nextPartNumberMarker)) }
            $0.element("StorageClass", "STANDARD")
            $0.element("MaxParts", String(maxParts))
            $0.element("IsTruncated", isTruncated ? "true" : "false")
            for part in parts {
                $0.element("Part") {
                    $0.element("PartNumber", String(part.number))
                    $0.element("LastModified", part.lastModified)
                    $0.element("ETag", part.etag)
                    $0.element("Size", String(part.size))
                }
            }
        }
        return writer.bytes
    }
}
