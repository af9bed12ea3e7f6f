/// How many requests a whole run may repeat: beyond the limits of each request, so that trouble which lasts is not multiplied by
/// all that meets it.
///
/// A repeat takes one from the budget, a request that comes through puts one back. A run whose requests mostly come through never
/// notices it; where more than half of what is sent fails, for long, each request is tried once until things mend.
/// The idea is that of the retry quota of the AWS SDKs' standard mode.
public struct RetryBudget: Hashable, Sendable {
    /// The budget at the beginning, and the most there can be: some eight repeats of each request under way at the default
    /// limits.
    public static let size = 500

    /// Repeats that are left.
    public private(set) var left: Int

    /// A full budget of `size`.
    public init(size: Int = size) {
        capacity = size
        left = size
    }

    private let capacity: Int

    /// Takes one repeat; false where none is left.
    public mutating func take() -> Bool {
        guard left > 0 else { return false }
        left -= 1
        return true
    }

    /// A request came through.
    public mutating func putBack() { left = min(capacity, left + 1) }
}
