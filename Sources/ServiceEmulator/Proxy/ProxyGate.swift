import NIOCore

/// Stands first in a connection to the proxy until its first bytes have told what they want, then makes way.
final class ProxyGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Ends a connection that the proxy does not serve.
    struct Refused: Error {}

    private var arrived = ByteBuffer()
    private var isDecided = false
    private let opened: EventLoopPromise<ProxyChannel.Opened>
    private let answers: @Sendable (String) -> Bool
    private let admits: @Sendable (String?) -> Bool
    private let open: @Sendable (any Channel, _ tunnel: String?) throws -> EventLoopFuture<ProxyChannel.Opened>

    /// `open` builds the rest of the pipeline, on the event loop, for a tunnel to a host or for requests in the clear;
    /// `opened` is broken where the connection ends before.
    init(
        opened: EventLoopPromise<ProxyChannel.Opened>, answers: @escaping @Sendable (String) -> Bool,
        admits: @escaping @Sendable (String?) -> Bool,
        open: @escaping @Sendable (any Channel, _ tunnel: String?) throws -> EventLoopFuture<ProxyChannel.Opened>
    ) {
        self.opened = opened
        self.answers = answers
        self.admits = admits
        self.open = open
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        arrived.writeBuffer(&bytes)
        guard !isDecided else { return }
        switch ProxyOpening(arrived.readableBytesView) {
        case .incomplete: return
        case .request: pass(context, tunnel: nil)
        case .malformed: refuse(context, status: "400 Bad Request", "the request for a tunnel cannot be read")
        case .tunnel(let host, let port, let length):
            guard admits(Self.authorization(arrived.readableBytesView.prefix(length))) else {
                return refuse(
                    context, status: "407 Proxy Authentication Required", "a user and a password are asked for",
                    header: "Proxy-Authenticate: Basic realm=\"vod-emulator\"")
            }
            guard port == 443, answers(host) else {
                return refuse(context, status: "403 Forbidden", "`\(host):\(port)` is not emulated")
            }
            arrived.moveReaderIndex(forwardBy: length)
            write(context, "HTTP/1.1 200 Connection established\r\n\r\n", promise: nil)
            pass(context, tunnel: host)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        opened.fail(Refused())
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        opened.fail(error)
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // Whoever has said half of what was to be said and hangs up is not waited for.
        if case ChannelEvent.inputClosed? = event as? ChannelEvent, !isDecided { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    /// What came after the opening belongs to those who take over.
    func removeHandler(context: ChannelHandlerContext, removalToken: ChannelHandlerContext.RemovalToken) {
        if arrived.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(arrived))
            context.fireChannelReadComplete()
        }
        arrived.clear()
        context.leavePipeline(removalToken: removalToken)
    }

    private func pass(_ context: ChannelHandlerContext, tunnel: String?) {
        isDecided = true
        do {
            try open(context.channel, tunnel).cascade(to: opened)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            opened.fail(error)
            context.close(promise: nil)
        }
    }

    /// The value of Proxy-Authorization in a head.
    private static func authorization(_ head: some Collection<UInt8>) -> String? {
        String(decoding: head, as: UTF8.self).split(separator: "\r\n").lazy.compactMap { line -> String? in
            guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == "proxy-authorization" else {
                return nil
            }
            return String(line[line.index(after: colon)...])
        }.first
    }

    private func refuse(
        _ context: ChannelHandlerContext, status: String, _ reason: String, header: String? = nil
    ) {
        isDecided = true
        opened.fail(Refused())
        let body = reason + "\n"
        let head =
            [
                "HTTP/1.1 \(status)", "Content-Type: text/plain; charset=utf-8", "Content-Length: \(body.utf8.count)",
                "Connection: close",
            ] + (header.map { [$0] } ?? [])
        let written = context.eventLoop.makePromise(of: Void.self)
        let channel = context.channel
        written.futureResult.whenComplete { _ in channel.close(promise: nil) }
        write(context, head.joined(separator: "\r\n") + "\r\n\r\n" + body, promise: written)
    }

    private func write(_ context: ChannelHandlerContext, _ text: String, promise: EventLoopPromise<Void>?) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: promise)
    }
}
