import IngestModel
import IngestPolicy
import Synchronization

/// Sends a request again as `RetryPolicy` says, each time from the start and signed afresh. Outside limiting, so that a
/// request that waits to be repeated holds neither a permit nor a connection.
public struct RetryingTransport: HTTPTransport {
    private let inner: any HTTPTransport
    private let policy: RetryPolicy
    private let timeline: Timeline
    private let random: SharedRandom
    private let meter: any TransferMeter
    private let correctClock: @Sendable (IncomingResponse) -> Bool
    private let budget: SharedRetryBudget

    /// Repeats what goes to `inner`. `correctClock` learns the service's time from an answer that blames the clock and says
    /// whether that changes what will be signed; where it does not, there is no second attempt. `whenSpent` is told when the
    /// budget of repeats is used up, and again only after half of it came back.
    public init(
        _ inner: any HTTPTransport, policy: RetryPolicy, timeline: Timeline, random: SharedRandom,
        meter: any TransferMeter, budget: RetryBudget = RetryBudget(),
        whenSpent: @escaping @Sendable () -> Void = {},
        correctClock: @escaping @Sendable (IncomingResponse) -> Bool
    ) {
        self.inner = inner
        self.policy = policy
        self.timeline = timeline
        self.random = random
        self.meter = meter
        self.correctClock = correctClock
        self.budget = SharedRetryBudget(budget, whenSpent: whenSpent)
    }

    /// Sends until an answer is no failure or may not be mended by sending again. The last answer or fault is given back, with
    /// the count of attempts and of bytes over all of them.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        var request = request
        var history = History(began: timeline.now())
        while true {
            let attempt = await attempt(request)
            if request.repeatable, history.isFree(attempt) { continue }
            history.add(attempt, at: timeline.now())
            if let elsewhere = redirected(request, attempt, history) {
                request = elsewhere
                meter.note(.retrying(.transient, after: .zero))
                continue
            }
            guard let trouble = attempt.trouble, request.repeatable || !trouble.ambiguous,
                trouble.faultClass != .clock || attempt.response.map(correctClock) == true,
                case .retry(let pause) = verdict(trouble, attempt, history), budget.take()
            else {
                if attempt.trouble == nil { budget.putBack() }
                return try history.closed(attempt)
            }
            if trouble.ambiguous { history.afterLostAnswer = true }
            request = lastResort(request, attempt, trouble, history) ?? request
            meter.note(.retrying(trouble.faultClass, after: pause))
            do { try await timeline.wait(pause) } catch {
                throw history.closed(.cancelled(sentAny: false))
            }
        }
    }

    private func attempt(_ request: OutgoingRequest) async -> Attempt {
        do throws(TransportFault) {
            let response = try await inner.send(request)
            let fault = request.judge?(response)
            return Attempt(
                result: .success(response),
                trouble: fault.map { Attempt.Trouble(faultClass: $0.faultClass, ambiguous: $0.ambiguous) })
        } catch {
            return Attempt(
                result: .failure(error),
                trouble: Attempt.Trouble(faultClass: error.faultClass, ambiguous: error.ambiguous))
        }
    }

    /// The request at its backup address, at once, where something else than the service sent it away (cos-api 12.2).
    private func redirected(
        _ request: OutgoingRequest, _ attempt: Attempt, _ history: History
    ) -> OutgoingRequest? {
        guard let response = attempt.response, history.attempts < policy.attempts,
            BackupRule.switchesAtOnce(status: response.status)
        else { return nil }
        return request.atBackup(after: response)
    }

    /// The request at its backup address, for the last attempt that its class allows (cos-api 12.2).
    private func lastResort(
        _ request: OutgoingRequest, _ attempt: Attempt, _ trouble: Attempt.Trouble, _ history: History
    ) -> OutgoingRequest? {
        let isLast = history.attempts(for: trouble.faultClass) + 1 == policy.mostAttempts(for: trouble.faultClass)
        guard BackupRule.switches(status: attempt.response?.status, beforeLastAttempt: isLast) else { return nil }
        return request.atBackup(after: attempt.response)
    }

    private func verdict(_ trouble: Attempt.Trouble, _ attempt: Attempt, _ history: History) -> RetryVerdict {
        let pause = attempt.response?.headers["Retry-After"].flatMap { Int64($0) }.map { Duration.seconds($0) }
        return random.with { generator in
            policy.verdict(
                faultClass: trouble.faultClass, attempt: history.attempts(for: trouble.faultClass),
                elapsed: history.elapsed,
                retryAfter: pause,
                random: &generator)
        }
    }
}

/// The budget that all requests of a transport share.
private final class SharedRetryBudget: Sendable {
    private struct State {
        var budget: RetryBudget
        /// Half of it has to come back before its end is told of again.
        let half: Int
        var isTold = false
    }

    private let state: Mutex<State>
    private let whenSpent: @Sendable () -> Void

    init(_ budget: RetryBudget, whenSpent: @escaping @Sendable () -> Void) {
        state = Mutex(State(budget: budget, half: budget.left / 2))
        self.whenSpent = whenSpent
    }

    func take() -> Bool {
        let (isTaken, isNews) = state.withLock { state in
            if state.budget.take() { return (true, false) }
            defer { state.isTold = true }
            return (false, !state.isTold)
        }
        if isNews { whenSpent() }
        return isTaken
    }

    func putBack() {
        state.withLock { state in
            state.budget.putBack()
            if state.budget.left >= state.half { state.isTold = false }
        }
    }
}

/// One sending and what came of it.
private struct Attempt {
    struct Trouble {
        var faultClass: FaultClass
        var ambiguous: Bool
    }

    var result: Result<IncomingResponse, TransportFault>
    var trouble: Trouble?

    var response: IncomingResponse? {
        if case .success(let response) = result { response } else { nil }
    }

    var bytesSent: Int64 {
        switch result {
        case .success(let response): response.bytesSent
        case .failure(let fault): fault.bytesSent
        }
    }
}

/// What all attempts of a request come to.
private struct History {
    var began: Duration
    var elapsed = Duration.zero
    var attempts = 0
    var clockFaults = 0
    var bytesSent: Int64 = 0
    var afterLostAnswer = false
    private var hadFreeAttempt = false

    init(began: Duration) { self.began = began }

    /// The attempts that count against a class: a clock's correction is tried once, however often other trouble came before.
    func attempts(for faultClass: FaultClass) -> Int { faultClass == .clock ? clockFaults : attempts }

    /// True, once for a request, for an attempt that met a connection which the server was just closing: it is made again at
    /// once on a new one, and counts as no failure. Its bytes count, and that it may have had its effect.
    mutating func isFree(_ attempt: Attempt) -> Bool {
        guard case .failure(let fault) = attempt.result, fault.onIdleConnection, !hadFreeAttempt else { return false }
        hadFreeAttempt = true
        bytesSent += attempt.bytesSent
        afterLostAnswer = afterLostAnswer || fault.ambiguous
        return true
    }

    mutating func add(_ attempt: Attempt, at now: Duration) {
        attempts += 1
        elapsed = now - began
        if attempt.trouble?.faultClass == .clock { clockFaults += 1 }
        bytesSent += attempt.bytesSent
    }

    func closed(_ attempt: Attempt) throws(TransportFault) -> IncomingResponse {
        switch attempt.result {
        case .failure(let fault): throw closed(fault)
        case .success(var response):
            response.attempts = attempts
            response.elapsed = elapsed
            response.bytesSent = bytesSent
            response.afterLostAnswer = afterLostAnswer
            return response
        }
    }

    func closed(_ fault: TransportFault) -> TransportFault {
        var fault = fault
        fault.attempts = attempts
        fault.elapsed = elapsed
        fault.bytesSent = bytesSent
        fault.afterLostAnswer = afterLostAnswer
        return fault
    }
}
