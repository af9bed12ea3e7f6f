/// The answer of Initiate (cos-api 7.3).
public struct InitiateMultipartUploadResult: Hashable, Sendable {
    /// Name of the bucket.
    public var bucket: String
    /// Key of the object to be.
    public var key: String
    /// Opaque id of the upload.
    public var uploadId: String

    /// An upload of `key`.
    public init(bucket: String, key: String, uploadId: String) {
        self.bucket = bucket
        self.key = key
        self.uploadId = uploadId
    }

    /// Reads the body of an answer.
    public init(body: [UInt8]) throws(WireFault) {
        let root = try XMLTree.read(body).called("InitiateMultipartUploadResult")
        bucket = root.text("Bucket") ?? ""
        key = root.text("Key") ?? ""
        uploadId = try root.required("UploadId")
    }

    /// The body.
    public var body: [UInt8] {
        var writer = XMLWriter()
        writer.element("InitiateMultipartUploadResult") {
            $0.element("Bucket", bucket)
            $0.element("Key", key)
            $0.element("UploadId", uploadId)
        }
        return writer.bytes
    }
}

/// The body of Complete: which parts make the object (cos-api 7.6).
public struct CompleteMultipartUpload: Hashable, Sendable {
    /// One part.
    public struct Part: Hashable, Sendable {
        /// 1 to 10,000 where it is right; kept as read.
        public var number: Int
        /// As the store gave it, quotes included.
        public var etag: String

        /// Part `number`.
        public init(number: Int, etag: String) {
            self.number = number
            self.etag = etag
        }
    }

    /// The parts in the order sent; the store wants ascending numbers.
    public var parts: [Part]

    /// A completion with `parts`.
    public init(parts: [Part]) { self.parts = parts }

    /// Reads the body of a request.
    public init(body: [UInt8]) throws(WireFault) {
        let root = try XMLTree.read(body).called("CompleteMultipartUpload")
        var parts: [Part] = []
        for part in root.all("Part") {
            parts.append(Part(number: try part.integer("PartNumber"), etag: try part.required("ETag")))
        }
        self.parts = parts
    }

    /// The body.
    public var body: [UInt8] {
        var writer = XMLWriter()
        writer.element("CompleteMultipartUpload") {
            for part in parts {
                $0.element("Part") {
                    $0.element("PartNumber", String(part.number))
                    $0.element("ETag", part.etag)
                }
            }
        }
        return writer.bytes
    }
}

/// The answer of Complete (cos-api 7.6).
public struct CompleteMultipartUploadResult: Hashable, Sendable {
    /// Address of the object.
    public var location: String
    /// Name of the bucket.
    public var bucket: String
    /// Key of the object.
    public var key: String
    /// Quoted, opaque; success only if it is there.
    public var etag: String

    /// An object `key`.
    public init(location: String, bucket: String, key: String, etag: String) {
        self.location = location
        self.bucket = bucket
        self.key = key
        self.etag = etag
    }

    /// Reads the body of an answer that is not an error.
    public init(body: [UInt8]) throws(WireFault) {
        let root = try XMLTree.read(body).called("CompleteMultipartUploadResult")
        location = root.text("Location") ?? ""
        bucket = root.text("Bucket") ?? ""
        key = root.text("Key") ?? ""
        etag = try root.required("ETag")
    }

    /// The body.
    public var body: [UInt8] {
        var writer = XMLWriter()
        let namespace = "xmlns=\"http://www.qcloud.com/document/product/436/7751\""
        writer.element("CompleteMultipartUploadResult", attributes: namespace) {
            $0.element("Location", location)
            $0.element("Bucket", bucket)
            $0.element("Key", key)
            $0.element("ETag", etag)
        }
        return writer.bytes
    }
}

extension XMLTree {
    func called(_ expected: String) throws(WireFault) -> XMLTree {
        guard name == expected else { throw .malformed("the reply is `\(name)` where `\(expected)` was expected") }
        return self
    }

    func required(_ child: String) throws(WireFault) -> String {
        guard let value = text(child), !value.isEmpty else { throw .malformed("the reply has no `\(child)`") }
        return value
    }

    func integer<Number: FixedWidthInteger>(_ child: String) throws(WireFault) -> Number {
        let value = try required(child)
        guard let number = Number(value) else {
            // The value stays out of the words: whatever came may stand in it, line ends too.
            throw .malformed("the reply's `\(child)` is no number")
        }
        return number
    }
}
