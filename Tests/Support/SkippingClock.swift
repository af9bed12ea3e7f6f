import Synchronization

/// A clock whose waits are over at once and add up.
public final class SkippingClock: Clock, Sendable {
    /// A moment since the clock began.
    public struct Instant: InstantProtocol {
        /// The span since then.
        public var offset: Duration
        /// The moment that is `duration` later.
        public func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        /// How far `other` is ahead.
        public func duration(to other: Instant) -> Duration { other.offset - offset }
        /// The earlier one is less.
        public static func < (left: Instant, right: Instant) -> Bool { left.offset < right.offset }
    }

    private let moment = Mutex(Instant(offset: .zero))

    /// A clock at its beginning.
    public init() {}

    /// The sum of all waits.
    public var now: Instant { moment.withLock { $0 } }
    /// Any.
    public var minimumResolution: Duration { .zero }

    /// Only pauses between attempts are skipped; a span of ten minutes and more, such as a stall guard's, lasts as long as
    /// what it guards.
    public func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        let stalls = moment.withLock { $0.duration(to: deadline) } >= .seconds(600)
        if stalls { try await Self.untilCancelled() }
        moment.withLock { $0 = max($0, deadline) }
    }

    private static func untilCancelled() async throws {
        let (never, _) = AsyncStream<Void>.makeStream()
        for await _ in never {}
        throw CancellationError()
    }
}

/// Draws the highest number each time, so that a jittered wait is its longest.
public struct HighestNumbers: RandomNumberGenerator, Sendable {
    /// Nothing to seed.
    public init() {}
    /// The highest number.
    public mutating func next() -> UInt64 { .max }
}
