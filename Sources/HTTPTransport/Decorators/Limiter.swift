import IngestPolicy
import Synchronization

/// How much may happen at once and how fast.
public struct TransferLimits: Hashable, Sendable {
    /// Uploads in flight over the whole run; 1 or more.
    public var global: Int
    /// Open entries; 1 or more.
    public var entries: Int
    /// Bytes of file bodies per second; nil for no limit.
    public var bandwidth: Int64?
    /// Requests per second; nil for no limit.
    public var requests: Double?

    /// The given limits.
    public init(global: Int = 32, entries: Int = 16, bandwidth: Int64? = nil, requests: Double? = nil) {
        self.global = global
        self.entries = entries
        self.bandwidth = bandwidth
        self.requests = requests
    }
}

/// Where tasks wait for the permits that `LimitLedger` grants and for the spans that `RateBucket` names: the one place in a
/// run that waits for a limit.
///
/// A wait ends by a grant or by the cancellation of its task, never by both. A permit is given back once, whatever happens
/// meanwhile.
public final class Limiter: Sendable {
    private struct State {
        var ledger: LimitLedger
        var bandwidth: RateBucket?
        var requests: RateBucket?
        var waiters: [TicketID: CheckedContinuation<Bool, Never>] = [:]
        var lastTicket: UInt64 = 0
        var isClosed = false

        /// The waiters behind granted tickets, no longer waiting.
        mutating func take(_ granted: [TicketID]) -> [CheckedContinuation<Bool, Never>] {
            granted.compactMap { waiters.removeValue(forKey: $0) }
        }
    }

    private let state: Mutex<State>
    private let timeline: Timeline
    private let chunkSize: Int
    private let isPaced: Bool
    private let isCounted: Bool

    /// A limiter with all permits free.
    public init(limits: TransferLimits, timeline: Timeline) {
        self.timeline = timeline
        isPaced = limits.bandwidth != nil
        isCounted = limits.requests != nil
        // A tenth of a second's bytes keeps the pace even; a full chunk is never needed more often than that.
        chunkSize = max(4 << 10, min(TransferFlow.largestChunk, Int(clamping: (limits.bandwidth ?? .max) / 10)))
        state = Mutex(
            State(
                ledger: LimitLedger(global: limits.global, entries: limits.entries),
                bandwidth: limits.bandwidth.map { RateBucket.bytes(perSecond: $0) },
                requests: limits.requests.map { RateBucket.requests(perSecond: $0) }))
    }

    /// What a granted wait holds. It is given back when the work with it ends, or before, where that is known earlier.
    public final class Permit: Sendable {
        private let isOver = Atomic(false)
        private let limiter: Limiter
        private let ticket: TicketID

        fileprivate init(_ limiter: Limiter, _ ticket: TicketID) {
            self.limiter = limiter
            self.ticket = ticket
        }

        /// Gives it back, having called `note`. From the second call on nothing happens.
        public func giveBack(_ note: () -> Void = {}) {
            guard !isOver.exchange(true, ordering: .acquiringAndReleasing) else { return }
            note()
            limiter.end(ticket)
        }
    }

    /// Runs `body` with a permit of `kind`. Throws `CancellationError` when the task is cancelled while it waits; a permit
    /// that was granted is given back when `body` ends, unless that has happened.
    public func withPermit<Result: Sendable>(
        _ kind: LimitLedger.Kind, _ body: (Permit) async throws(CancellationError) -> Result
    ) async throws(CancellationError) -> Result {
        let ticket = state.withLock { state in
            state.lastTicket += 1
            return TicketID(rawValue: state.lastTicket)
        }
        guard await wait(ticket, kind) else { throw CancellationError() }
        let permit = Permit(self, ticket)
        defer { permit.giveBack() }
        return try await body(permit)
    }

    /// Returns when an upload could begin, those that waited before having begun; holds nothing afterwards.
    public func waitForRoom() async throws(CancellationError) {
        try await withPermit(.upload(file: FileKey(rawValue: .max), limit: .max)) {
            _ async throws(CancellationError) in
        }
    }

    /// Refuses every permit from now on: whoever waits or comes ends as if its task had been cancelled. Permits that are held
    /// stay until they are given back.
    public func close() {
        let waiters = state.withLock { state -> [CheckedContinuation<Bool, Never>] in
            state.isClosed = true
            defer { state.waiters = [:] }
            // No slot is free while they wait, so taking them out of line admits nobody.
            for ticket in state.waiters.keys { _ = state.ledger.cancel(ticket) }
            return Array(state.waiters.values)
        }
        for waiter in waiters { waiter.resume(returning: false) }
    }

    /// Returns when the next request may be made ready. Throws when the task is cancelled.
    public func takeTurn() async throws(CancellationError) {
        try await timeline.wait(state.withLock { $0.requests?.reserve(1, at: timeline.now()) ?? .zero })
    }

    /// `request`, which has taken its turn, held back once more as its first byte is about to go: a connection that had to be
    /// made, a slow disk or a busy machine may have kept earlier ones, which must not leave in a heap with it.
    public func spaced(_ request: OutgoingRequest) -> OutgoingRequest {
        guard isCounted else { return request }
        var request = request
        let held = request.flow.held
        request.flow.start = { [self] in
            held?(true)
            defer { held?(false) }
            while true {
                let span = state.withLock { $0.requests?.begin(at: timeline.now()) ?? .zero }
                guard span > .zero else { return }
                try await timeline.wait(span)
            }
        }
        return request
    }

    /// `request` with its body slowed to the bandwidth that is left.
    public func paced(_ request: OutgoingRequest) -> OutgoingRequest {
        guard isPaced else { return request }
        var request = request
        request.flow.chunkSize = chunkSize
        let held = request.flow.held
        request.flow.pace = { [self] count in
            let span = state.withLock { $0.bandwidth?.reserve(Int64(count), at: timeline.now()) ?? .zero }
            held?(true)
            defer { held?(false) }
            try await timeline.wait(span)
        }
        return request
    }

    /// Uploads in flight, and those that wait for a permit.
    public var uploads: (inFlight: Int, waiting: Int, peak: Int) {
        state.withLock { ($0.ledger.inFlight, $0.ledger.waiting, $0.ledger.peak) }
    }

    /// True once granted, false when the task was cancelled first.
    private func wait(_ ticket: TicketID, _ kind: LimitLedger.Kind) async -> Bool {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wake = state.withLock { state -> [CheckedContinuation<Bool, Never>]? in
                    // The handler below runs after the task is marked: either it is seen here, or the waiter is found there.
                    if Task.isCancelled || state.isClosed { return nil }
                    state.waiters[ticket] = continuation
                    return state.take(state.ledger.request(ticket, kind))
                }
                guard let wake else { return continuation.resume(returning: false) }
                for waiter in wake { waiter.resume(returning: true) }
            }
        } onCancel: {
            let (waiter, wake) = state.withLock { state in
                guard let waiter = state.waiters.removeValue(forKey: ticket) else {
                    return (nil as CheckedContinuation<Bool, Never>?, [CheckedContinuation<Bool, Never>]())
                }
                return (waiter, state.take(state.ledger.cancel(ticket)))
            }
            waiter?.resume(returning: false)
            for waiter in wake { waiter.resume(returning: true) }
        }
    }

    private func end(_ ticket: TicketID) {
        let wake = state.withLock { state in state.take(state.ledger.release(ticket)) }
        for waiter in wake { waiter.resume(returning: true) }
    }
}
