import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// A connection to the proxy: at first unknown, then HTTP, in a tunnel of TLS or in the clear.
struct ProxyChannel: ServerChildChannel {
    /// A connection whose first bytes are still to come.
    struct Value: ServerChildChannelValue {
        let channel: any Channel
        let opened: EventLoopFuture<Opened>
    }

    /// A connection with its HTTP server.
    struct Opened: Sendable {
        let server: HTTP1Channel
        let http: HTTP1Channel.Value
    }

    let authority: CertificateAuthority
    /// True where a tunnel to this host may be had.
    let answers: @Sendable (_ host: String) -> Bool
    /// True where a client with this Proxy-Authorization may have one.
    let admits: @Sendable (_ authorization: String?) -> Bool
    /// The server behind a tunnel, or for requests in the clear.
    let server: @Sendable (_ tls: Bool) -> HTTP1Channel

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        channel.eventLoop.makeCompletedFuture {
            let opened = channel.eventLoop.makePromise(of: Opened.self)
            let gate = ProxyGate(opened: opened, answers: answers, admits: admits) {
                [authority, server] channel, tunnel in
                if let tunnel {
                    let tls = NIOSSLServerHandler(context: try authority.context(for: tunnel))
                    try channel.pipeline.syncOperations.addHandler(tls)
                }
                let server = server(tunnel != nil)
                let http = server.setup(channel: channel, logger: logger)
                let decoder = try channel.pipeline.syncOperations.handler(
                    type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                try channel.pipeline.syncOperations.addHandler(AbsoluteForm(), position: .after(decoder))
                return http.map { Opened(server: server, http: $0) }
            }
            try channel.pipeline.syncOperations.addHandler(gate)
            return Value(channel: channel, opened: opened.futureResult)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await withTaskCancellationHandler {
            do {
                let opened = try await value.opened.get()
                await opened.server.handle(value: opened.http, logger: logger)
            } catch {
                // The gate has answered, or the client has gone: there is nobody left to tell.
                logger.trace("a connection to the proxy ended before its first request: \(error)")
            }
        } onCancel: {
            // A tunnel cannot be closed for reading alone, which is how the server asks a connection to end.
            value.channel.close(promise: nil)
        }
    }
}
