import Dispatch
import IngestModel
import Synchronization

extension Planner {
    /// How many entries are worth a batch: enough to keep every core at its share while the next ones are read.
    public static let batchSize = 256

    /// Plans `specs` on all cores; outcomes are in the order of `specs`. Blocks while the disk answers.
    ///
    /// Entries differ by orders of magnitude (one file, ten thousand segments), so each core takes the next few as it gets
    /// free.
    public func plan(_ specs: [EntrySpec]) -> [PlanOutcome] {
        let stride = 8
        let slices = (specs.count + stride - 1) / stride
        guard slices > 1 else { return specs.map(plan) }
        let outcomes = Mutex([[PlanOutcome]](repeating: [], count: slices))
        DispatchQueue.concurrentPerform(iterations: slices) { slice in
            let planned = specs[slice * stride..<min((slice + 1) * stride, specs.count)].map(plan)
            outcomes.withLock { $0[slice] = planned }
        }
        return outcomes.withLock { $0.flatMap(\.self) }
    }
}
