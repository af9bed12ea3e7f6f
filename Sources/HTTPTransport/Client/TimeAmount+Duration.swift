import NIOCore

extension TimeAmount {
    /// The whole nanoseconds of `duration`.
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self = .seconds(seconds) + .nanoseconds(attoseconds / 1_000_000_000)
    }
}
