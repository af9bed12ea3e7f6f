import IngestModel

/// Why a request brought no answer.
public struct TransportFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Kind: Hashable, Sendable {
        /// No connection: route, refusal, or no reply in time.
        case connect
        /// No connection: the name has no address.
        case name
        /// The proxy did not connect.
        case proxy
        /// The proxy refused the user and the password given for it, or asks for one (407).
        case proxyUser
        /// The other side's certificate or TLS was not accepted.
        case tls
        /// The connection ended before the answer did.
        case reset
        /// Nothing moved for the span in force.
        case stalled
        /// The answer is not HTTP, or longer than allowed.
        case badAnswer
        /// The file is not what was planned.
        case sourceChanged
        /// The file is what was planned, but something was done to it while it was read: its content may not be one.
        case sourceTouched
        /// The file cannot be read.
        case sourceUnreadable
        /// No key to sign with.
        case credential(ServiceFault)
        /// The calling task was cancelled.
        case cancelled
        /// A defect of this program, such as a URL that cannot be built.
        case defect
    }

    /// What happened.
    public var kind: Kind
    /// One sentence without secrets.
    public var message: String
    /// True when any of the request may have reached the other side: only then may it have had its effect.
    public var sentAny: Bool
    /// How often the request was sent or tried.
    public var attempts: Int
    /// Bytes of body over all attempts.
    public var bytesSent: Int64
    /// From the first attempt to the end of the last one, waits included.
    public var elapsed: Duration
    /// True when an earlier attempt, not the one told of here, may have had its effect.
    public var afterLostAnswer: Bool
    /// True when the connection had served an earlier request and ended without a byte of an answer: servers close idle
    /// connections, and a request that is written at that moment meets a reset (vod-api 3). It is sent again at once.
    public var onIdleConnection = false

    /// A fault of `kind`.
    public init(kind: Kind, message: String, sentAny: Bool, bytesSent: Int64 = 0) {
        self.kind = kind
        self.message = message
        self.sentAny = sentAny
        self.attempts = 1
        self.elapsed = .zero
        self.bytesSent = bytesSent
        self.afterLostAnswer = false
    }

    /// The calling task was cancelled.
    public static func cancelled(sentAny: Bool) -> TransportFault {
        TransportFault(kind: .cancelled, message: "stopped by the caller", sentAny: sentAny)
    }

    /// What may be done about it.
    public var faultClass: FaultClass {
        switch kind {
        case .connect, .name, .proxy, .reset, .stalled, .badAnswer: .transient
        // A certificate that is refused now is refused again: nothing more can succeed.
        case .tls, .proxyUser: .account
        case .sourceChanged, .sourceTouched, .sourceUnreadable: .source
        case .credential(let fault): fault.faultClass
        case .cancelled: .cancelled
        case .defect: .defect
        }
    }

    /// True when the request may have had its effect although no answer says so.
    public var ambiguous: Bool {
        switch kind {
        // The body never ended, so that the service cannot have taken it for whole.
        case .sourceChanged, .sourceTouched, .sourceUnreadable, .credential, .connect, .name, .proxy, .proxyUser,
            .tls, .defect:
            afterLostAnswer
        case .reset, .stalled, .badAnswer, .cancelled: sentAny || afterLostAnswer
        }
    }

    /// The code that stands in a report.
    public var code: String {
        switch kind {
        case .connect, .name, .reset: "NetworkError"
        case .proxy, .proxyUser: "ProxyError"
        case .tls: "TLSError"
        case .stalled: "Stalled"
        case .badAnswer: "BadAnswer"
        case .sourceChanged: "SourceChanged"
        case .sourceTouched: "SourceTouched"
        case .sourceUnreadable: "SourceUnreadable"
        case .credential(let fault): fault.code
        case .cancelled: "Cancelled"
        case .defect: "Defect"
        }
    }

    /// The same as an entry's fault.
    public var serviceFault: ServiceFault {
        var fault = ServiceFault(
            code: code, faultClass: faultClass, message: message, attempts: attempts, ambiguous: ambiguous,
            elapsed: wasTried ? elapsed.inSeconds : nil)
        fault.bytesSent = bytesSent
        if kind == .name { fault.nameIsUnknown = true }
        return fault
    }

    /// False for faults of this machine, which no attempt at the service stands behind.
    private var wasTried: Bool {
        switch kind {
        case .connect, .name, .proxy, .proxyUser, .tls, .reset, .stalled, .badAnswer: true
        case .sourceChanged, .sourceTouched, .sourceUnreadable, .credential, .cancelled, .defect: false
        }
    }

    /// One line for a log.
    public var description: String { "\(code): \(message)" }
}
