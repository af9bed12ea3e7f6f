import HTTPTransport
import IngestModel
import IngestPolicy
import Logging
import Synchronization

/// Waits for services that are down, for all entries of a run: see `OutageRule`.
final class OutageWatch: Sendable {
    /// The two services; each may be down by itself.
    enum Side: String, Sendable {
        case api = "the VOD API"
        case store = "the object store"
    }

    /// What follows a fault.
    enum Next: Sendable {
        /// It stands.
        case faultStands
        /// The request is sent again.
        case again
        /// The run ends first.
        case runEnds
    }

    private struct State {
        var api: OutageRule
        var store: OutageRule
        var isSilent = false
        /// Steps that have waited and have not come through yet.
        var waiting: [Side: Int] = [:]

        subscript(_ side: Side) -> OutageRule {
            get { side == .api ? api : store }
            set { if side == .api { api = newValue } else { store = newValue } }
        }
    }

    private let state: Mutex<State>
    private let timeline: Timeline
    private let stop: StopSignal
    private let logger: Logger

    init(
        patience: Duration, scope: OutageRule.Scope = .run, timeline: Timeline, stop: StopSignal, logger: Logger
    ) {
        let rule = OutageRule(patience: patience, start: timeline.now(), scope: scope)
        state = Mutex(State(api: rule, store: rule))
        self.timeline = timeline
        self.stop = stop
        self.logger = logger
    }

    /// The present moment, for `next`.
    func now() -> Duration { timeline.now() }

    /// `side` did what was asked, or refused it.
    func answered(_ side: Side) {
        let wasSilent = state.withLock { state in
            state[side].answered(at: timeline.now())
            defer { state.isSilent = false }
            return state.isSilent
        }
        if wasSilent { logger.notice("\(side.rawValue) answers again") }
    }

    /// A step that waited for `side` is over.
    func left(_ side: Side) { state.withLock { $0.waiting[side, default: 1] -= 1 } }

    /// What follows `fault`, which ended a request that began at `began`: after the wait, where there is one. The run ends when
    /// a service has been down for too long.
    func next(_ fault: ServiceFault, on side: Side, began: Duration, round: Int) async -> Next {
        let (verdict, isNew) = state.withLock { state in
            let others = state.waiting[side, default: 0] - (round > 1 ? 1 : 0)
            let verdict = state[side].verdict(
                fault, began: began, round: round, alone: others == 0, now: timeline.now())
            guard case .wait = verdict else { return (verdict, false) }
            if round == 1 { state.waiting[side, default: 0] += 1 }
            defer { state.isSilent = true }
            return (verdict, !state.isSilent)
        }
        switch verdict {
        case .faultStands: return .faultStands
        case .giveUp(let silence):
            stop.fire(.silence(seconds: Double(silence.components.seconds)))
            return .runEnds
        case .wait(let pause):
            if isNew {
                logger.warning("no answer from \(side.rawValue); waiting for it", metadata: ["fault": "\(fault)"])
            }
            return await wait(pause) ? .again : .runEnds
        }
    }

    /// False when the run was stopped or cancelled meanwhile.
    private func wait(_ pause: Duration) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            group.addTask { [stop] in
                _ = await stop.wait()
                return false
            }
            group.addTask { [timeline] in
                do throws(CancellationError) {
                    try await timeline.wait(pause)
                    return true
                } catch {
                    return false
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }
}
