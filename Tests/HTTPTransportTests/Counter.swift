import Synchronization

/// Counts calls from any task.
final class Counter: Sendable {
    private let count = Mutex(0)

    /// The number of this call, from 1.
    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }

    /// How many calls there were.
    var value: Int { count.withLock { $0 } }
}
