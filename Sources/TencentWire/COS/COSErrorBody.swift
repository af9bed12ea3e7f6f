/// The body of a failed request to the store (cos-api 10.1); Complete may send one under status 200 (cos-api 7.6).
public struct COSErrorBody: Hashable, Sendable {
    /// `SlowDown`, `NoSuchUpload`, …
    public var code: String
    /// The store's words, which may change.
    public var message: String
    /// Host and key, or a path.
    public var resource: String
    /// The store's id of the request.
    public var requestId: String
    /// Its second id.
    public var traceId: String
    /// More elements, such as `StringToSign`, `FormatString` and `ServerTime`, in order.
    public var details: [Detail]

    /// A further element.
    public struct Detail: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// Its text.
        public var value: String

        /// An element `name`.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// An error `code`.
    public init(
        code: String, message: String, resource: String = "", requestId: String = "", traceId: String = "",
        details: [Detail] = []
    ) {
        self.code = code
        self.message = message
        self.resource = resource
        self.requestId = requestId
        self.traceId = traceId
        self.details = details
    }

    /// Reads the body of an answer.
    public init(body: [UInt8]) throws(WireFault) {
        let root = try XMLTree.read(body).called("Error")
        code = try root.required("Code")
        message = root.text("Message") ?? ""
        resource = root.text("Resource") ?? ""
        requestId = root.text("RequestId") ?? ""
        traceId = root.text("TraceId") ?? ""
        let known: Set = ["Code", "Message", "Resource", "RequestId", "TraceId"]
        details = root.children.filter { !known.contains($0.name) }.map { Detail(name: $0.name, value: $0.trimmed) }
    }

    /// The body.
    public var body: [UInt8] {
        var writer = XMLWriter()
        writer.element("Error") {
            $0.element("Code", code)
            $0.element("Message", message)
            for detail in details { $0.element(detail.name, detail.value) }
            $0.element("Resource", resource)
            $0.element("RequestId", requestId)
            $0.element("TraceId", traceId)
        }
        return writer.bytes
    }
}
