import IngestModel

/// Whether a service that is down is waited for: the run's own patience, beyond that of each request.
///
/// | what is known | what follows |
/// | --- | --- |
/// | the fault is a refusal, a rate limit, or not the service's | the fault stands |
/// | the service did something for somebody, or refused it, since the request began | the fault stands: it is about this request |
/// | the name of its address is unknown, and it never answered in this run | the fault stands: the address is wrong |
/// | it was down for less than `patience`, counted from its last answer or from the run's beginning | wait, then the same once more |
/// | longer, and one request alone meets errors that the service itself answers | the fault stands, once: it may be about this request |
/// | longer | the run gives up; what is unfinished stays pending |
public struct OutageRule: Hashable, Sendable {
    /// What is waited for.
    public enum Scope: Hashable, Sendable {
        /// Whatever may come of a service that is down, from the beginning on: a night's work depends on it.
        case run
        /// A service that has answered and falls silent: somebody waits for a single upload, and wants to know the rest.
        case upload
    }

    /// What follows a fault.
    public enum Verdict: Hashable, Sendable {
        /// It is the request's own.
        case faultStands
        /// The same request once more after this wait.
        case wait(Duration)
        /// The service has been down for this long.
        case giveUp(Duration)
    }

    /// How long a service may be down.
    public let patience: Duration
    private let scope: Scope
    private var lastAnswer: Duration
    private var hasAnswered = false
    /// True once a fault stood because nothing else was tried; until an answer, it was not the request's own.
    private var hasStood = false

    /// A rule for one service, which has not answered yet, in a run or an upload that began at `start`.
    public init(patience: Duration, start: Duration, scope: Scope = .run) {
        self.patience = patience
        self.scope = scope
        lastAnswer = start
    }

    /// Takes note of a success or a refusal at `now`.
    public mutating func answered(at now: Duration) {
        lastAnswer = max(now, lastAnswer)
        hasAnswered = true
        hasStood = false
    }

    /// What follows `fault`, which ended a request that began at `began`; `round` counts the waits for it from 1, and `alone`
    /// is true where no other request waits for the service.
    public mutating func verdict(
        _ fault: ServiceFault, began: Duration, round: Int, alone: Bool, now: Duration
    ) -> Verdict {
        guard Self.isOutage(fault), lastAnswer <= began else { return .faultStands }
        switch scope {
        case .run: guard hasAnswered || fault.nameIsUnknown != true else { return .faultStands }
        case .upload: guard hasAnswered, Self.isSilence(fault) else { return .faultStands }
        }
        let span = now - lastAnswer
        if span < patience { return .wait(min(Self.pause.ceiling(attempt: round), patience - span)) }
        guard alone, fault.requestId != nil, !hasStood else { return .giveUp(span) }
        hasStood = true
        return .faultStands
    }

    /// True for a fault that may come of a service that is down: no connection, a broken one, nothing that moves, no sense in
    /// what came, or an error of the service's own. A proxy is no service: what it says stands.
    public static func isOutage(_ fault: ServiceFault) -> Bool {
        fault.faultClass == .transient && fault.code != "ProxyError"
    }

    /// True for a fault that is no word of the service: no connection, a broken one, or a gateway that found nobody.
    private static func isSilence(_ fault: ServiceFault) -> Bool {
        fault.requestId == nil && ["NetworkError", "HTTP502", "HTTP503", "HTTP504"].contains(fault.code)
    }

    /// No jitter: what follows a wait is a request with a jitter of its own.
    private static let pause = Backoff(base: .seconds(5), cap: .seconds(30))
}
