import NIOCore
import NIOPosix
import Synchronization

/// The continuous clock, with sleeps that leave nothing behind when they are cancelled.
///
/// On Linux a cancelled `Task.sleep` keeps its task and its timer until the deadline. Waits for a rate, a retry or more notes
/// come by the hundred in a second and often end early; each would hold 2.2 KB until its time (measured). Here all sleepers
/// share one timer of an event loop, that of the earliest deadline: to fall asleep behind another, and to be cancelled, costs
/// no call to the loop.
public struct EventLoopClock: Clock {
    /// A moment.
    public typealias Instant = ContinuousClock.Instant

    private let sleepers: SleepQueue

    /// A clock on the process's own event loops.
    public init() { sleepers = SleepQueue(loop: MultiThreadedEventLoopGroup.singleton.any()) }

    /// The present moment.
    public var now: Instant { ContinuousClock.now }
    /// What the continuous clock resolves.
    public var minimumResolution: Duration { ContinuousClock().minimumResolution }

    /// Returns at `deadline`, not before. Throws `CancellationError` when the task is cancelled.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        guard deadline > now else { return try Task.checkCancellation() }
        guard await sleepers.sleep(until: deadline) else { throw CancellationError() }
    }
}

/// Tasks that sleep, by their deadlines.
private final class SleepQueue: Sendable {
    private struct Place {
        var deadline: ContinuousClock.Instant
        var id: UInt64
    }

    private struct State {
        /// Who still sleeps.
        var sleepers: [UInt64: CheckedContinuation<Bool, Never>] = [:]
        /// The earliest deadline first; those of cancelled sleepers stay until they come up or are swept out. A new
        /// place is most often among the last.
        var places: [Place] = []
        var lastID: UInt64 = 0
        /// When the loop's timer fires; nil where it has none.
        var armed: ContinuousClock.Instant?

        mutating func insert(_ place: Place) {
            var index = places.count
            while index > 0, places[index - 1].deadline > place.deadline { index -= 1 }
            places.insert(place, at: index)
            if places.count > 2 * sleepers.count + 64 { places.removeAll { sleepers[$0.id] == nil } }
        }

        /// Everyone whose deadline has come.
        mutating func due(at now: ContinuousClock.Instant) -> [CheckedContinuation<Bool, Never>] {
            let passed = places.prefix { $0.deadline <= now || sleepers[$0.id] == nil }
            places.removeFirst(passed.count)
            return passed.compactMap { sleepers.removeValue(forKey: $0.id) }
        }
    }

    private let loop: any EventLoop
    private let state = Mutex(State())

    init(loop: any EventLoop) { self.loop = loop }

    /// True at `deadline`, false when the task was cancelled first.
    func sleep(until deadline: ContinuousClock.Instant) async -> Bool {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { sleeper in
                let (isAwake, isFirst) = state.withLock { state in
                    // The handler below runs after the task is marked: either it is seen here, or the sleeper is found there.
                    if Task.isCancelled { return (true, false) }
                    state.sleepers[id] = sleeper
                    state.insert(Place(deadline: deadline, id: id))
                    guard state.armed.map({ deadline < $0 }) ?? true else { return (false, false) }
                    state.armed = deadline
                    return (false, true)
                }
                if isAwake { sleeper.resume(returning: false) }
                if isFirst { arm(deadline) }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: id) }?.resume(returning: false)
        }
    }

    /// A timer that fires early, or for one that is cancelled, finds nobody and costs a look.
    private func arm(_ deadline: ContinuousClock.Instant) {
        let left = max(.zero, deadline - ContinuousClock.now)
        loop.scheduleTask(in: TimeAmount(left) + .nanoseconds(1)) { self.wake(armedFor: deadline) }
    }

    private func wake(armedFor deadline: ContinuousClock.Instant) {
        let (due, next) = state.withLock { state in
            let due = state.due(at: ContinuousClock.now)
            // An earlier timer may have been set meanwhile, which then goes on by itself.
            guard state.armed == deadline else { return (due, nil as ContinuousClock.Instant?) }
            state.armed = state.places.first?.deadline
            return (due, state.armed)
        }
        for sleeper in due { sleeper.resume(returning: true) }
        if let next { arm(next) }
    }
}
