import Foundation
import HTTPTransport
import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server of raw bytes on this machine: it keeps what clients send and does to each request what its script says.
final class LoopbackServer: Sendable {
    /// When a request is answered.
    enum Moment: Sendable {
        /// As soon as its head is there.
        case head
        /// As soon as its head and so many bytes of its body are there.
        case body(Int)
        /// When it is whole.
        case whole
    }

    /// What is done then.
    enum Act: Sendable {
        case write(String)
        case writeBytes([UInt8])
        case close
        case reset
    }

    /// One request's treatment.
    struct Step: Sendable {
        var moment: Moment
        var acts: [Act]

        static func answer(_ status: String, headers: String = "", body: String = "") -> Step {
            let length = body.utf8.count
            return Step(
                moment: .whole,
                acts: [.write("HTTP/1.1 \(status)\r\nContent-Length: \(length)\r\n\(headers)\r\n\(body)")])
        }
    }

    /// A request as it came.
    struct Seen: Sendable {
        var line: String
        var headers: [String]
        var body: [UInt8] = []

        func header(_ name: String) -> String? {
            headers.first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    private struct State {
        var script: [Step]
        var seen: [Seen] = []
        var connections = 0
    }

    private let state: Mutex<State>
    private let channel: Mutex<(any Channel)?> = Mutex(nil)

    private init(_ script: [Step]) { state = Mutex(State(script: script)) }

    /// Runs `body` with a server that follows `script`, one step for each request.
    /// - Parameter tls: speak TLS with a certificate.
    static func with<Result>(
        _ script: [Step], tls: NIOSSLContext? = nil, _ body: (LoopbackServer) async throws -> Result
    ) async throws -> Result {
        let server = LoopbackServer(script)
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    server.state.withLock { $0.connections += 1 }
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try channel.pipeline.syncOperations.addHandler(Handler(server))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        server.channel.withLock { $0 = channel }
        do {
            let result = try await body(server)
            try await channel.close()
            return result
        } catch {
            try await channel.close()
            throw error
        }
    }

    var port: Int { channel.withLock { $0?.localAddress?.port ?? 0 } }
    var seen: [Seen] { state.withLock { $0.seen } }
    var connections: Int { state.withLock { $0.connections } }

    func target(_ path: String = "/", query: String = "") -> RequestTarget {
        RequestTarget(secure: false, host: "127.0.0.1", port: port, path: path, query: query)
    }

    private func begin(_ head: Seen) -> (index: Int, step: Step) {
        state.withLock { state in
            state.seen.append(head)
            let step = state.script.isEmpty ? Step.answer("500 No Step") : state.script.removeFirst()
            return (state.seen.count - 1, step)
        }
    }

    private func keep(_ bytes: [UInt8], of index: Int) { state.withLock { $0.seen[index].body += bytes } }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private struct Current {
            var index: Int
            var step: Step?
            var missing: Int
            var got = 0
        }

        private let server: LoopbackServer
        private var pending: [UInt8] = []
        private var current: Current?

        init(_ server: LoopbackServer) { self.server = server }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            pending += unwrapInboundIn(data).readableBytesView
            while advance(context) {}
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        private func advance(_ context: ChannelHandlerContext) -> Bool {
            if current == nil {
                let text = String(decoding: pending, as: UTF8.self)
                guard let end = text.range(of: "\r\n\r\n") else { return false }
                let lines = text[..<end.lowerBound].split(separator: "\r\n").map(String.init)
                pending.removeFirst(text[..<end.upperBound].utf8.count)
                let seen = Seen(line: lines.first ?? "", headers: Array(lines.dropFirst()))
                let (index, step) = server.begin(seen)
                current = Current(
                    index: index, step: step, missing: seen.header("Content-Length").flatMap { Int($0) } ?? 0)
            }
            guard var request = current else { return false }
            let chunk = Array(pending.prefix(request.missing))
            pending.removeFirst(chunk.count)
            server.keep(chunk, of: request.index)
            request.missing -= chunk.count
            request.got += chunk.count
            if let step = request.step, isTime(step.moment, request) {
                request.step = nil
                current = request
                for act in step.acts { perform(act, context) }
            } else {
                current = request
            }
            guard request.missing == 0 else { return false }
            current = nil
            return !pending.isEmpty
        }

        private func isTime(_ moment: Moment, _ request: Current) -> Bool {
            switch moment {
            case .head: true
            case .body(let count): request.got >= count
            case .whole: request.missing == 0
            }
        }

        private func perform(_ act: Act, _ context: ChannelHandlerContext) {
            switch act {
            case .write(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .writeBytes(let bytes):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: bytes)), promise: nil)
            case .close: context.close(promise: nil)
            case .reset:
                // No lingering: the close sends RST.
                (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
                    .assumeIsolated().whenComplete { _ in context.close(promise: nil) }
            }
        }
    }
}
