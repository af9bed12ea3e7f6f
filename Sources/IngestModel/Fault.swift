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
    /// Whose answer a fault is.
    public enum Service: String, Hashable, Sendable, Codable {
        /// The VOD API.
        case vod
        /// The object store.
        case cos
        /// The service that issues keys of roles.
        case sts
    }

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
    /// Who answered so; nil where no service did.
    public var service: Service?
    /// Seconds from the request's first attempt to its end, waits included; nil where nothing was sent for it.
    public var elapsed: Double?
    /// True when the request may have had its effect although no answer says so. A mutation that ends so is probed before it
    /// is repeated.
    public var ambiguous: Bool
    /// True where the name of the address could not be resolved.
    public var nameIsUnknown: Bool?
    /// Body bytes that went over the wire for nothing, over all attempts.
    public var bytesSent: Int64 = 0

    /// A fault called `code`.
    public init(
        code: String, faultClass: FaultClass, message: String, requestId: String? = nil, status: Int? = nil,
        attempts: Int = 1, ambiguous: Bool = false, service: Service? = nil, elapsed: Double? = nil
    ) {
        self.code = code
        self.faultClass = faultClass
        self.message = message
        self.requestId = requestId
        self.status = status
        self.attempts = attempts
        self.ambiguous = ambiguous
        self.service = service
        self.elapsed = elapsed
    }

    /// The report's words beside code, class and request id: attempts and time where a request was sent, and the sentence.
    public var reportMessage: String { (effort.map { "\($0); " } ?? "") + message }

    /// One line with all of it:
    /// `cos.SlowDown (throttled): gave up after 8 attempts in 4m 12s; request 5f3c…; the service asked to slow down`.
    public var description: String {
        let name = service.map { "\($0.rawValue).\(code)" } ?? code
        let parts = [effort, requestId.map { "request \($0)" }, message].compactMap(\.self)
        return "\(name) (\(faultClass.rawValue)): " + parts.joined(separator: "; ")
    }

    private var effort: String? {
        elapsed.map {
            "gave up after \(attempts) \(attempts == 1 ? "attempt" : "attempts") in \(SpanText.text(seconds: $0))"
        }
    }
}
