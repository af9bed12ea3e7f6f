import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Synchronization

/// Where a connection goes.
struct ServiceEndpoint: Hashable, Sendable {
    var secure: Bool
    var host: String
    var port: Int
}

/// Connections that wait for their next exchange, and new ones where none does.
final class ConnectionPool: Sendable {
    private struct Idle {
        var connection: ServiceConnection
        var since: NIODeadline
    }

    private struct State {
        /// By endpoint; the one used last comes first, so that the others can grow old.
        var idle: [ServiceEndpoint: [Idle]] = [:]
        var all: [ObjectIdentifier: ServiceConnection] = [:]
        var context: EventLoopFuture<NIOSSLContext>?
        var isClosed = false
    }

    private let settings: ClientSettings
    private let group: any EventLoopGroup
    private let state = Mutex(State())

    init(settings: ClientSettings, group: any EventLoopGroup) {
        self.settings = settings
        self.group = group
    }

    /// A connection to `endpoint` that no other exchange uses. The wait for it ends with `exchange`.
    func connection(to endpoint: ServiceEndpoint, for exchange: Exchange) async throws -> ServiceConnection {
        if let connection = takeIdle(endpoint) { return connection }
        let waiting = OnceArrived<ServiceConnection>()
        exchange.whenEnded { _ = waiting.arrive(.failure(CancellationError())) }
        connect(to: endpoint).whenComplete { result in
            // Whoever waited is gone: the next one may have it.
            if !waiting.arrive(result), case .success(let connection) = result { self.put(connection, endpoint) }
        }
        return try await waiting.value()
    }

    /// Takes back a connection that may take another exchange.
    func put(_ connection: ServiceConnection, _ endpoint: ServiceEndpoint) {
        let isKept = state.withLock { state in
            guard !state.isClosed else { return false }
            state.idle[endpoint, default: []].append(Idle(connection: connection, since: .now()))
            return true
        }
        if !isKept { connection.close() }
    }

    /// Closes all connections and waits until they are closed.
    func shutdown() async {
        let open = state.withLock { state in
            state.isClosed = true
            state.idle = [:]
            return Array(state.all.values)
        }
        // All at once: each may wait a while for the other side's farewell.
        for connection in open { connection.close() }
        for connection in open { await connection.closed() }
    }

    private func takeIdle(_ endpoint: ServiceEndpoint) -> ServiceConnection? {
        let oldest = NIODeadline.now() - TimeAmount(settings.idleTimeout)
        let (found, stale) = state.withLock { state -> (ServiceConnection?, [Idle]) in
            while let last = state.idle[endpoint]?.popLast() {
                guard last.connection.isActive else { continue }
                // Those below it were used even earlier.
                guard last.since >= oldest else {
                    return (nil, [last] + (state.idle.removeValue(forKey: endpoint) ?? []))
                }
                return (last.connection, [])
            }
            return (nil, [])
        }
        for idle in stale { idle.connection.close() }
        return found
    }

    private func connect(to endpoint: ServiceEndpoint) -> EventLoopFuture<ServiceConnection> {
        guard endpoint.secure else { return connect(to: endpoint, context: nil) }
        return tlsContext().flatMap { self.connect(to: endpoint, context: $0) }
    }

    private func connect(
        to endpoint: ServiceEndpoint, context: NIOSSLContext?
    ) -> EventLoopFuture<ServiceConnection> {
        let timeout = TimeAmount(settings.connectTimeout)
        return ClientBootstrap(group: group)
            .connectTimeout(timeout)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try Self.initialize(channel, endpoint, context)
                }
            }
            .connect(host: endpoint.host, port: endpoint.port)
            .flatMap { channel in
                do {
                    let handler = try channel.pipeline.syncOperations.handler(type: ExchangeHandler.self)
                    let late = channel.eventLoop.assumeIsolated().scheduleTask(in: timeout) {
                        handler.ready.fail(ChannelError.connectTimeout(timeout))
                        channel.close(promise: nil)
                    }
                    let connection = ServiceConnection(channel, NIOLoopBound(handler, eventLoop: channel.eventLoop))
                    return handler.ready.futureResult.map {
                        late.cancel()
                        self.keep(connection)
                        return connection
                    }
                } catch {
                    return channel.eventLoop.makeFailedFuture(error)
                }
            }
    }

    private static func initialize(
        _ channel: any Channel, _ endpoint: ServiceEndpoint, _ context: NIOSSLContext?
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        if let context { try pipeline.addHandler(try tlsHandler(context, endpoint.host)) }
        let writer = RequestWriter()
        try pipeline.addHandler(writer)
        try pipeline.addHandler(ByteToMessageHandler(HTTPResponseDecoder(leftOverBytesStrategy: .dropBytes)))
        try pipeline.addHandler(NIOHTTPResponseDecompressor(limit: .size(64 << 20)))
        let ready = channel.eventLoop.makePromise(of: Void.self)
        try pipeline.addHandler(ExchangeHandler(secure: context != nil, writer: writer, ready: ready))
    }

    /// An address has no name that could be asked for; its certificate has to name the address.
    private static func tlsHandler(_ context: NIOSSLContext, _ host: String) throws -> NIOSSLClientHandler {
        // That it throws is the answer: there is no other question for whether a text is an address.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }

    private func keep(_ connection: ServiceConnection) {
        let id = ObjectIdentifier(connection)
        let isKept = state.withLock { state in
            if !state.isClosed { state.all[id] = connection }
            return !state.isClosed
        }
        connection.whenClosed { self.state.withLock { _ = $0.all.removeValue(forKey: id) } }
        if !isKept { connection.close() }
    }

    /// Made once, on a thread that may block: it reads the system's certificates.
    private func tlsContext() -> EventLoopFuture<NIOSSLContext> {
        let (future, isFirst) = state.withLock {
            state -> (EventLoopFuture<NIOSSLContext>, EventLoopPromise<NIOSSLContext>?) in
            if let future = state.context { return (future, nil) }
            let promise = group.any().makePromise(of: NIOSSLContext.self)
            state.context = promise.futureResult
            return (promise.futureResult, promise)
        }
        if let promise = isFirst {
            var configuration = TLSConfiguration.makeClientConfiguration()
            if let caFile = settings.caFile { configuration.additionalTrustRoots = [.file(caFile)] }
            NIOThreadPool.singleton.runIfActive(eventLoop: promise.futureResult.eventLoop) { [configuration] in
                try NIOSSLContext(configuration: configuration)
            }.cascade(to: promise)
            // What could not be read now may be there the next time.
            future.whenFailure { _ in self.state.withLock { $0.context = nil } }
        }
        return future
    }
}

/// A value that one task waits for and that comes once.
private final class OnceArrived<Value: Sendable>: Sendable {
    private enum State {
        case open
        case waiting(CheckedContinuation<Value, any Error>)
        case over(Result<Value, any Error>)
    }

    private let state = Mutex(State.open)

    /// False when nobody waits any more.
    func arrive(_ result: Result<Value, any Error>) -> Bool {
        let (isFirst, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Value, any Error>?) in
            switch state {
            case .open:
                state = .over(result)
                return (true, nil)
            case .waiting(let waiter):
                state = .over(result)
                return (true, waiter)
            case .over: return (false, nil)
            }
        }
        waiter?.resume(with: result)
        return isFirst
    }

    func value() async throws -> Value {
        try await withCheckedThrowingContinuation { waiter in
            let result = state.withLock { state -> Result<Value, any Error>? in
                if case .over(let result) = state { return result }
                state = .waiting(waiter)
                return nil
            }
            if let result { waiter.resume(with: result) }
        }
    }
}
