import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// The connections of a server, so that they can be closed before its task is cancelled.
///
/// A server that is cancelled drops the connections that it has accepted and not begun to serve, and NIO ends the process when an
/// asynchronous channel is dropped while it is open.
final class OpenConnections: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Keeps `channel` until it is closed; closes it at once where the server ends already.
    func add(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        let isKept = state.withLock { state in
            if !state.isClosed { state.channels[id] = channel }
            return !state.isClosed
        }
        channel.closeFuture.whenComplete { _ in self.state.withLock { _ = $0.channels.removeValue(forKey: id) } }
        if !isKept { channel.close(promise: nil) }
    }

    /// Closes `listener` and every connection, and returns when they are closed.
    func close(_ listener: any Channel) async {
        await Self.closed(listener)
        let open = state.withLock { state in
            state.isClosed = true
            return Array(state.channels.values)
        }
        for channel in open { await Self.closed(channel) }
    }

    private static func closed(_ channel: any Channel) async {
        channel.close(promise: nil)
        // The future of a close never fails.
        do { try await channel.closeFuture.get() } catch { return }
    }
}

/// A child channel whose connections are known to `connections`.
struct KnownChildChannel<Base: ServerChildChannel>: ServerChildChannel {
    let base: Base
    let connections: OpenConnections

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Base.Value> {
        connections.add(channel)
        return base.setup(channel: channel, logger: logger).map { value in
            // A server that ends drops what it has just accepted; held until it is closed, that is allowed.
            channel.closeFuture.whenComplete { _ in withExtendedLifetime(value) {} }
            return value
        }
    }

    func handle(value: Base.Value, logger: Logger) async { await base.handle(value: value, logger: logger) }
}
