/// The curve of the waits between attempts.
///
/// | attempt that failed | 1 | 2 | 3 | n |
/// | --- | --- | --- | --- | --- |
/// | longest wait before the next | base | 2 · base | 4 · base | min(cap, base · 2^(n-1)) |
public struct Backoff: Hashable, Sendable {
    /// The longest wait after the first attempt.
    public var base: Duration
    /// The longest wait of all.
    public var cap: Duration

    /// A curve from `base` to `cap`; neither is negative.
    public init(base: Duration, cap: Duration) {
        self.base = base
        self.cap = cap
    }

    /// The longest wait after attempt number `attempt`, which counts from 1 and may be arbitrarily large.
    public func ceiling(attempt: Int) -> Duration {
        guard base > .zero else { return .zero }
        var ceiling = min(base, cap)
        var step = 1
        // Ends with the doublings that reach the cap, however large `attempt` is, and never computes beyond the cap.
        while step < attempt, ceiling < cap {
            ceiling = ceiling > cap / 2 ? cap : ceiling * 2
            step += 1
        }
        return ceiling
    }

    /// A wait after attempt number `attempt`: full jitter, uniform in `0...ceiling(attempt:)`, in whole nanoseconds.
    public func delay(attempt: Int, random: inout some RandomNumberGenerator) -> Duration {
        .nanoseconds(Int64.random(in: 0...max(0, ceiling(attempt: attempt).wholeNanoseconds), using: &random))
    }
}

extension Duration {
    /// Rounded towards zero; the largest number where it does not fit (292 years).
    fileprivate var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, carry) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow || carry ? (seconds < 0 ? Int64.min : Int64.max) : sum
    }
}
