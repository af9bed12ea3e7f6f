import Dispatch
import IngestEngine
import IngestModel
import Synchronization

/// Plans one batch of entries beside its caller, who reads the next one meanwhile and puts away what was found in the one before.
final class BatchPlanning: Sendable {
    /// A batch that was planned.
    struct Planned: Sendable {
        var outcomes: [PlanOutcome] = []
        /// True for entries that have an error of their own and whose files alone are of interest.
        var areRefused = false
    }

    private let planner: Planner
    private let queue = DispatchQueue(label: "planning")
    private let underWay = DispatchGroup()
    private let planned = Mutex(Planned())

    /// Nothing is under way.
    init(_ planner: Planner) { self.planner = planner }

    /// Begins with `batch`, empties it, and gives what was begun by the call before; nothing for the first call.
    func next(_ batch: inout [EntrySpec], areRefused: Bool = false) -> Planned {
        let former = finish()
        guard !batch.isEmpty else { return former }
        queue.async(group: underWay) { [self, batch] in
            let outcomes = planner.plan(batch)
            planned.withLock { $0 = Planned(outcomes: outcomes, areRefused: areRefused) }
        }
        batch.removeAll(keepingCapacity: true)
        return former
    }

    /// Returns when nothing is under way.
    func wait() { underWay.wait() }

    /// Waits for what is under way and gives it.
    func finish() -> Planned {
        wait()
        return planned.withLock { planned in
            defer { planned = Planned() }
            return planned
        }
    }
}
