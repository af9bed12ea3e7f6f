/// A clock with its origin: the present moment as a span since it began, and waiting.
public struct Timeline: Sendable {
    private let elapsed: @Sendable () -> Duration
    private let pause: @Sendable (Duration) async throws -> Void

    /// A timeline on `clock` that begins now.
    public init(_ clock: any Clock<Duration>) {
        self = Self.opened(clock)
    }

    private init(
        elapsed: @escaping @Sendable () -> Duration, pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.elapsed = elapsed
        self.pause = pause
    }

    private static func opened<C: Clock>(_ clock: C) -> Timeline where C.Duration == Duration {
        let origin = clock.now
        return Timeline(
            elapsed: { origin.duration(to: clock.now) },
            pause: { try await clock.sleep(until: clock.now.advanced(by: $0), tolerance: nil) })
    }

    /// The span since the timeline began.
    public func now() -> Duration { elapsed() }

    /// Returns after `span`; at once where it is not positive. Throws `CancellationError` when the task is cancelled.
    public func wait(_ span: Duration) async throws(CancellationError) {
        if span > .zero {
            do { try await pause(span) } catch { throw CancellationError() }
        }
        if Task.isCancelled { throw CancellationError() }
    }
}
