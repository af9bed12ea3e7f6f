import NIOCore
import NIOHTTP1
import Synchronization

/// A connection to a service, for one exchange after another. Its methods may be called from anywhere.
final class ServiceConnection: Sendable {
    /// What of a request goes out together.
    struct Piece: Sendable {
        /// The head, before the first chunk.
        var head: RequestHead?
        /// Nil where the request has no body.
        var chunk: ByteBuffer?
        /// True when the request ends with it.
        var isLast: Bool
    }

    private let channel: any Channel
    private let handler: NIOLoopBound<ExchangeHandler>
    private let served = Atomic(false)

    init(_ channel: any Channel, _ handler: NIOLoopBound<ExchangeHandler>) {
        self.channel = channel
        self.handler = handler
    }

    /// True once an exchange over it has ended and left it to the next.
    var hasServed: Bool { served.load(ordering: .relaxed) }

    /// An exchange has ended and leaves it to the next.
    func noteServed() { served.store(true, ordering: .relaxed) }

    /// False once it was closed from either side.
    var isActive: Bool { channel.isActive }

    /// Sends `piece` of the request of `exchange`, whose answer may be as long as `limit` bytes.
    func send(_ piece: Piece, of exchange: Exchange, _ reading: ExchangeHandler.Reading) {
        exchange.beganWriting()
        channel.eventLoop.execute { [handler] in handler.value.send(piece, of: exchange, reading) }
    }

    /// Closes it at once.
    func close() { channel.close(promise: nil) }

    /// Returns when it is closed.
    func closed() async {
        do { try await channel.closeFuture.get() } catch { return }
    }

    /// Calls `forget` when it is closed.
    func whenClosed(_ forget: @escaping @Sendable () -> Void) { channel.closeFuture.whenComplete { _ in forget() } }
}
