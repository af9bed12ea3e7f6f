import IngestModel

/// Whether a service that gives no answer is waited for: the run's own patience, beyond that of each request.
///
/// | what is known | what follows |
/// | --- | --- |
/// | the fault is an answer of the service, or not the network's | the fault stands |
/// | the service answered somebody since the request began | the fault stands: it is about this request |
/// | the service has never answered in this run | the fault stands: its address may be wrong |
/// | it answered before, less than `patience` ago | wait, then the same once more |
/// | it answered before, longer ago | the run gives up; what is unfinished stays pending |
public struct OutageRule: Hashable, Sendable {
    /// What follows a fault.
    public enum Verdict: Hashable, Sendable {
        /// It is the request's own.
        case faultStands
        /// The same request once more after this wait.
        case wait(Duration)
        /// The service has been silent for this long.
        case giveUp(Duration)
    }

    /// How long a service may be silent.
    public let patience: Duration
    private var lastAnswer: Duration?

    /// A rule for one service, which has not answered yet.
    public init(patience: Duration) { self.patience = patience }

    /// Takes note of an answer, whatever it says, at `now`.
    public mutating func answered(at now: Duration) { lastAnswer = max(now, lastAnswer ?? now) }

    /// What follows `fault`, which ended a request that began at `began`; `round` counts the waits for it from 1.
    public func verdict(_ fault: ServiceFault, began: Duration, round: Int, now: Duration) -> Verdict {
        guard Self.isSilence(fault), let lastAnswer, lastAnswer <= began else { return .faultStands }
        let silence = now - lastAnswer
        guard silence < patience else { return .giveUp(silence) }
        return .wait(min(Self.pause.ceiling(attempt: round), patience - silence))
    }

    /// True for a fault that is no word of the service: no connection, a broken one, or a gateway that found nobody.
    static func isSilence(_ fault: ServiceFault) -> Bool {
        guard fault.faultClass == .transient, fault.requestId == nil else { return false }
        return fault.code == "NetworkError" || fault.code == "HTTP502" || fault.code == "HTTP503"
            || fault.code == "HTTP504"
    }

    /// No jitter: what follows a wait is a request with a jitter of its own.
    private static let pause = Backoff(base: .seconds(5), cap: .seconds(30))
}
