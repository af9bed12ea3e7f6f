import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOTLS

/// The end of a connection's pipeline: writes one request at a time and gathers its answer.
final class ExchangeHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// How an answer is read.
    struct Reading: Sendable {
        /// What is asked for, for messages.
        var operation: String
        /// Most bytes of its body.
        var limit: Int
        /// Told of each piece of it.
        var received: (@Sendable (Int) -> Void)?
        /// Told when it is there, before whoever waits for the end is woken.
        var answered: (@Sendable () -> Void)?
        /// Called when the connection may take another request, before whoever waits for the end is woken.
        var reuse: @Sendable () -> Void
    }

    private struct Running {
        var exchange: Exchange
        var reading: Reading
        var isSent = false
        var head: HTTPResponseHead?
        var body: [UInt8] = []
    }

    /// Succeeds when requests can be sent: connected, and with TLS also sure of the other side.
    let ready: EventLoopPromise<Void>

    private let secure: Bool
    private let writer: RequestWriter
    private var context: ChannelHandlerContext?
    private var running: Running?
    private var failure: (any Error)?

    /// `writer` stands in the same pipeline.
    init(secure: Bool, writer: RequestWriter, ready: EventLoopPromise<Void>) {
        self.secure = secure
        self.writer = writer
        self.ready = ready
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive, !secure { ready.succeed(()) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        // Of several addresses that were tried at once only one is used.
        ready.fail(ChannelError.ioOnClosedChannel)
    }

    func channelActive(context: ChannelHandlerContext) {
        if !secure { ready.succeed(()) }
        context.fireChannelActive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { ready.succeed(()) }
        context.fireUserInboundEventTriggered(event)
    }

    /// Writes `piece` in one go, so that a small request is one system call.
    func send(_ piece: ServiceConnection.Piece, of exchange: Exchange, _ reading: Reading) {
        guard let context, context.channel.isActive else {
            return exchange.end(.failure(failure ?? HTTPClientError.remoteConnectionClosed))
        }
        if let head = piece.head {
            running = Running(exchange: exchange, reading: reading)
            writer.block = head.block
            context.write(wrapOutboundOut(.head(head.told)), promise: nil)
        } else if running?.exchange !== exchange {
            // The answer came while the chunk was on its way here.
            return
        }
        if piece.isLast {
            running?.isSent = true
            if let chunk = piece.chunk { context.write(wrapOutboundOut(.body(.byteBuffer(chunk))), promise: nil) }
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        } else if let chunk = piece.chunk {
            let gone = context.eventLoop.makePromise(of: Void.self)
            // A failure closes the connection; what was received until then comes first.
            gone.futureResult.whenComplete { _ in exchange.wrote() }
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(chunk))), promise: gone)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard running != nil else {
            // Nothing was asked: a server that says farewell, or one that is out of step.
            return context.close(promise: nil)
        }
        switch unwrapInboundIn(data) {
        case .head(let head):
            running?.head = head
            running?.exchange.answerBegan()
            running?.reading.received?(0)
        case .body(let chunk): gather(chunk, context)
        case .end: finish(context)
        }
    }

    private func gather(_ chunk: ByteBuffer, _ context: ChannelHandlerContext) {
        guard let reading = running?.reading, let size = running?.body.count else { return }
        reading.received?(chunk.readableBytes)
        guard size + chunk.readableBytes <= reading.limit else {
            return fail(
                TransportFault(
                    kind: .badAnswer,
                    message: "the answer to \(reading.operation) is longer than \(reading.limit) bytes", sentAny: true),
                context)
        }
        running?.body += chunk.readableBytesView
    }

    private func finish(_ context: ChannelHandlerContext) {
        guard let running, let head = running.head else { return }
        self.running = nil
        let wake = running.exchange.settle(.success(Exchange.Answer(head: head, body: running.body)))
        // An answer that came before the whole request leaves a connection that waits for the rest; one whose exchange was given up
        // is about to be closed.
        if wake != nil, running.isSent, head.isKeepAlive {
            running.reading.reuse()
        } else {
            context.close(promise: nil)
        }
        running.reading.answered?()
        wake?()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { fail(error, context) }

    func channelInactive(context: ChannelHandlerContext) {
        fail(failure ?? HTTPClientError.remoteConnectionClosed, context)
        context.fireChannelInactive()
    }

    private func fail(_ error: any Error, _ context: ChannelHandlerContext) {
        failure = failure ?? error
        ready.fail(error)
        running?.exchange.end(.failure(error))
        running = nil
        context.close(promise: nil)
    }
}
