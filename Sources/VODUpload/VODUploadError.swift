import IngestModel

/// Why an upload failed. Match on `code`; `message` is for people.
public struct VODUploadError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public struct Kind: Hashable, Sendable {
        private enum Value: Hashable {
            case invalidRequest, service, network, source, unknownOutcome, cancelled
        }
        private let value: Value

        /// The request or a file it names cannot be uploaded; nothing was sent.
        public static let invalidRequest = Kind(value: .invalidRequest)
        /// The service refused.
        public static let service = Kind(value: .service)
        /// The service could not be reached, or gave up.
        public static let network = Kind(value: .network)
        /// A local file is not what it was.
        public static let source = Kind(value: .source)
        /// The answer to the commit was lost: the medium may exist.
        public static let unknownOutcome = Kind(value: .unknownOutcome)
        /// The task was cancelled.
        public static let cancelled = Kind(value: .cancelled)
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// The service's code, such as `InvalidParameterValue.MediaType`, or one of ours.
    public var code: String
    /// One sentence without secrets.
    public var message: String
    /// Names the failed request to the provider's support.
    public var requestId: String?

    /// The code, the message and the request.
    public var description: String { "\(code): \(message)" + (requestId.map { "; request \($0)" } ?? "") }

    static func invalid(_ message: String) -> VODUploadError {
        VODUploadError(kind: .invalidRequest, code: "InvalidRequest", message: message)
    }

    init(kind: Kind, code: String, message: String, requestId: String? = nil) {
        self.kind = kind
        self.code = code
        self.message = message
        self.requestId = requestId
    }

    init(_ fault: ServiceFault) {
        let kind: Kind =
            switch fault.faultClass {
            case _ where fault.ambiguous: .unknownOutcome
            case .cancelled: .cancelled
            case .source: .source
            case .transient, .throttled: .network
            case .uncertain, .rejected, .account, .expired, .clock, .integrity, .defect: .service
            }
        self.init(kind: kind, code: fault.code, message: fault.message, requestId: fault.requestId)
    }
}
