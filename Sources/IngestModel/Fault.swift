/// What may be done about a fault: the one question that code asks of it. Which code belongs to which class is data:
/// TencentWire/FaultCatalogue.
public enum FaultClass: String, Hashable, Sendable, Codable, CaseIterable {
    /// Same request again after a pause: network trouble, 5xx, `InternalError`.
    case transient
    /// Same request again after a longer pause: a rate limit.
    case throttled
    /// May pass; tried a few times, then reported (verdict `?` of vod-api 13).
    case uncertain
    /// This request will never succeed.
    case rejected
    /// Credentials, rights or account: nothing more can succeed, the run stops with exit code 3.
    case account
    /// The entry's temporary credentials or session ran out: the entry starts anew.
    case expired
    /// The clock is off: signed again once with the learnt offset.
    case clock
    /// What the service stored is not what was sent.
    case integrity
    /// A local file is gone, unreadable or not what was planned.
    case source
    /// The caller stopped it.
    case cancelled
    /// A defect of this program.
    case defect

    /// True where the service, the network or the account is to blame and not the entry: a later run may go on where this one
    /// failed.
    public var mayPass: Bool {
        switch self {
        case .transient, .throttled, .uncertain, .account: true
        case .rejected, .expired, .clock, .integrity, .source, .cancelled, .defect: false
        }
    }
}

/// A fault of a request, of a local file or of this program, as it stands in the report.
public struct ServiceFault: Error, Hashable, Sendable, Codable, CustomStringConvertible {
    /// The service's code (`InvalidParameterValue.MediaType`, `SlowDown`) or one of ours (`NetworkError`, `SourceChanged`).
    public var code: String
    /// What may be done about it.
    public var faultClass: FaultClass
    /// One sentence without secrets; the service's own words where it sent any.
    public var message: String
    /// The service's id of the request; nil when no answer came from it.
    public var requestId: String?
    /// The HTTP status; nil when there was no answer.
    public var status: Int?
    /// How often the request was sent, 1 or more.
    public var attempts: Int
    /// True when the request may have had its effect although no answer says so. A mutation that ends so is probed before it
    /// is repeated.
    public var ambiguous: Bool
    /// Body bytes that went over the wire for nothing, over all attempts.
    public var bytesSent: Int64 = 0

    /// A fault called `code`.
    public init(
        code: String, faultClass: FaultClass, message: String, requestId: String? = nil, status: Int? = nil,
        attempts: Int = 1, ambiguous: Bool = false
    ) {
        self.code = code
        self.faultClass = faultClass
        self.message = message
        self.requestId = requestId
        self.status = status
        self.attempts = attempts
        self.ambiguous = ambiguous
    }

    /// One line for a log: code, class, message, request id.
    public var description: String {
        "\(code) (\(faultClass.rawValue)): \(message)" + (requestId.map { "; request \($0)" } ?? "")
    }
}
