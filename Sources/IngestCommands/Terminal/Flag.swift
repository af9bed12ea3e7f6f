import Synchronization

/// A mark that is set once and seen by all tasks.
final class Flag: Sendable {
    private let value = Atomic<Bool>(false)

    /// True once it was set.
    var isSet: Bool { value.load(ordering: .acquiring) }
    /// Sets it.
    func set() { value.store(true, ordering: .releasing) }
}
