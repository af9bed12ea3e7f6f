import IngestModel

/// What happens on the wire, for progress and statistics.
public enum TransferEvent: Hashable, Sendable {
    /// An attempt holds its permits and begins.
    case began(RequestLane)
    /// Bytes of a body went out.
    case sent(Int, on: RequestLane)
    /// An attempt ended; its permits are free.
    case ended(RequestLane)
    /// An attempt will be repeated after a pause.
    case retrying(FaultClass, after: Duration)
}

/// Is told what happens on the wire. Calls come from any task and must return at once.
public protocol TransferMeter: Sendable {
    /// Takes note of `event`.
    func note(_ event: TransferEvent)
}

/// Takes note of nothing.
public struct NoMeter: TransferMeter {
    /// A meter that counts nothing.
    public init() {}
    /// Does nothing.
    public func note(_ event: TransferEvent) {}
}
