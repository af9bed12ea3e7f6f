import Synchronization

/// When something of one attempt moved last, and how it is ended where nothing does.
final class StallWatch: Sendable {
    private struct State {
        var moved = Duration.zero
        var pauses = 0
        /// Nil until a transport has the request.
        var end: (@Sendable () -> Void)?
        var hasStalled = false
    }

    private let timeline: Timeline
    private let span: Duration
    private let state = Mutex(State())

    init(timeline: Timeline, span: Duration) {
        self.timeline = timeline
        self.span = span
    }

    /// Nothing moved for the span, and the attempt was ended.
    var hasStalled: Bool { state.withLock { $0.hasStalled } }

    /// `request` with its movements told to this watch.
    func watching(_ request: OutgoingRequest) -> OutgoingRequest {
        var request = request
        let (sent, received, held) = (request.flow.sent, request.flow.received, request.flow.held)
        request.flow.watched = { end in
            let now = self.timeline.now()
            self.state.withLock { state in
                state.moved = now
                state.end = end
            }
        }
        request.flow.sent = { count in
            self.move()
            sent?(count)
        }
        request.flow.received = { count in
            self.move()
            received?(count)
        }
        request.flow.held = { begins in
            let now = self.timeline.now()
            self.state.withLock { state in
                state.moved = max(state.moved, now)
                state.pauses += begins ? 1 : -1
            }
            held?(begins)
        }
        return request
    }

    /// When it has to be looked at again, nothing moving until then.
    func deadline(at now: Duration) -> Duration {
        state.withLock { $0.pauses > 0 || $0.end == nil ? now + span : $0.moved + span }
    }

    /// Ends the attempt where nothing moved for the span.
    func look(at now: Duration) {
        let end = state.withLock { state -> (@Sendable () -> Void)? in
            guard state.pauses == 0, !state.hasStalled, let end = state.end, state.moved + span <= now else {
                return nil
            }
            state.hasStalled = true
            return end
        }
        end?()
    }

    private func move() {
        let now = timeline.now()
        state.withLock { $0.moved = max($0.moved, now) }
    }
}

/// Looks at the watches of all attempts under way when the first of them may have stalled.
///
/// One sleeping task for all: two of each attempt's own, begun and ended with it, were turns of threads between its answer and
/// its end (docs/performance.md). It sleeps as long as there is anything to watch, and is no child of a request, since it
/// outlives the one that began it.
final class StallTimer: Sendable {
    private struct State {
        var watches: [ObjectIdentifier: StallWatch] = [:]
        var sleeper: Task<Void, Never>?
        /// When it wakes.
        var until = Duration.zero
    }

    private let timeline: Timeline
    private let state = Mutex(State())

    init(timeline: Timeline) { self.timeline = timeline }

    deinit { state.withLock { $0.sleeper?.cancel() } }

    /// Looks after `watch` from now on.
    func add(_ watch: StallWatch) {
        let now = timeline.now()
        let deadline = watch.deadline(at: now)
        state.withLock { state in
            state.watches[ObjectIdentifier(watch)] = watch
            if state.sleeper == nil || deadline < state.until { sleep(until: deadline, now, &state) }
        }
    }

    /// The attempt of `watch` is over.
    func remove(_ watch: StallWatch) {
        state.withLock { state in
            state.watches.removeValue(forKey: ObjectIdentifier(watch))
            guard state.watches.isEmpty else { return }
            state.sleeper?.cancel()
            state.sleeper = nil
        }
    }

    private func sleep(until deadline: Duration, _ now: Duration, _ state: inout State) {
        state.sleeper?.cancel()
        state.until = deadline
        state.sleeper = Task { [weak self, timeline] in
            do { try await timeline.wait(deadline - now) } catch { return }
            self?.look()
        }
    }

    private func look() {
        let now = timeline.now()
        // Outside the lock: what ends an attempt may come back here.
        for watch in state.withLock({ Array($0.watches.values) }) { watch.look(at: now) }
        state.withLock { state in
            // One that was cancelled as it woke has a successor, or nothing to do.
            guard !Task.isCancelled else { return }
            let deadline = state.watches.values.map { $0.deadline(at: now) }.min()
            state.sleeper = nil
            if let deadline { sleep(until: max(deadline, now), now, &state) }
        }
    }
}
