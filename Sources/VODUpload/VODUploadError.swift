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
    /// How often the failed request was sent, 1 or more; 0 where nothing was sent.
    public var attempts: Int
    /// From the failed request's first attempt to its end, waits included.
    public var elapsed: Duration

    /// One line: `cos.SlowDown (throttled): gave up after 8 attempts in 4m 12s; request 5f3c…; the service asked to slow down`.
    public var description: String

    static let cancelled = VODUploadError(
        ServiceFault(code: "Cancelled", faultClass: .cancelled, message: "the upload was cancelled"))

    static func invalid(_ message: String) -> VODUploadError {
        VODUploadError(
            kind: .invalidRequest, fault: ServiceFault(code: "InvalidRequest", faultClass: .rejected, message: message))
    }

    private init(kind: Kind, fault: ServiceFault) {
        self.kind = kind
        code = fault.code
        message = fault.message
        requestId = fault.requestId
        attempts = fault.elapsed == nil ? 0 : fault.attempts
        elapsed = .seconds(fault.elapsed ?? 0)
        description = fault.description
    }

    /// Options with which nothing can be sent.
    static func unusable(_ fault: ServiceFault) -> VODUploadError {
        VODUploadError(kind: .invalidRequest, fault: fault)
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
        self.init(kind: kind, fault: fault)
    }
}
