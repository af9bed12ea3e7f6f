import Foundation
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Synchronization

/// The two services on this machine: the VOD API and the object store behind one port, told apart by the Host header.
///
/// `vod.*`, an IP address or any name without a bucket is the API; `BUCKET.cos.REGION.*` is the store. It is strict: every
/// signature is recomputed, by code that shares nothing with the client's.
public final class Emulator: Sendable {
    /// The address cannot be listened on.
    public struct StartFailure: Error, Hashable, Sendable, CustomStringConvertible {
        /// The address, and what the system said.
        public let description: String
    }

    /// Port that it listens on.
    public let port: Int
    /// The proxy in front of it, where one was configured.
    public let proxy: EmulatedProxy?
    let core: EmulatorCore

    private init(port: Int, proxy: EmulatedProxy?, core: EmulatorCore) {
        self.port = port
        self.proxy = proxy
        self.core = core
    }

    /// Runs an emulator for as long as `body` runs. Throws what `body` throws, `StartFailure` where the address cannot be
    /// listened on, and the system's error where the storage folder cannot be made.
    public static func withRunning<Result>(
        _ configuration: EmulatorConfiguration = EmulatorConfiguration(), logger: Logger,
        isolation: isolated (any Actor)? = #isolation, body: (Emulator) async throws -> Result
    ) async throws -> Result {
        let core = try EmulatorCore(configuration, logger: logger)
        defer { core.close() }
        let channel = HTTP1Channel(
            responder: { request, writer, channel in
                try await RequestHandler(core: core, channel: channel).handle(request, writer)
            },
            configuration: HTTP1Channel.Configuration(additionalChannelHandlers: [ConnectionEndWatcher()]))
        return try await withServer(
            channel, host: configuration.host, port: configuration.port, logger: logger
        ) { port in
            try await withProxy(core, logger: logger) { proxy in
                try await body(Emulator(port: port, proxy: proxy, core: core))
            }
        }
    }

    /// Listens for as long as `body` runs, which is given the port.
    static func withServer<Result>(
        _ childChannel: some ServerChildChannel, host: String, port: Int, logger: Logger,
        isolation: isolated (any Actor)? = #isolation, body: (Int) async throws -> Result
    ) async throws -> Result {
        // The server calls the end of its scope an error; what matters is thrown.
        var serverLogger = logger
        serverLogger.logLevel = .critical
        let connections = OpenConnections()
        let (listeners, feed) = AsyncStream.makeStream(of: (any Channel).self)
        let server = Server(
            childChannelSetup: KnownChildChannel(base: childChannel, connections: connections),
            configuration: ServerConfiguration(address: .hostname(host, port: port)),
            onServerRunning: { feed.yield($0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton, logger: serverLogger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { feed.finish() }
                try await server.run()
            }
            var iterator = listeners.makeAsyncIterator()
            guard let listener = await iterator.next(isolation: isolation) else {
                do { try await group.next() } catch {
                    throw StartFailure(
                        description: "cannot listen on `\(host):\(port)`: \(error)")
                }
                throw CancellationError()
            }
            defer { group.cancelAll() }
            do {
                let result = try await body(listener.localAddress?.port ?? port)
                await connections.close(listener)
                return result
            } catch {
                await connections.close(listener)
                throw error
            }
        }
    }

    /// Address of the API, and of the store for clients that send a bucket's Host header: `http://127.0.0.1:PORT`.
    public var apiAddress: String {
        let host = core.configuration.host
        return "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }

    /// What it has seen so far.
    public func snapshot() -> EmulatorSnapshot { core.snapshot() }

    /// The bytes of an object; nil where there is none of that key.
    public func objectBytes(bucket: String, key: String) throws -> [UInt8]? {
        guard let object = core.state.withLock({ $0.model.buckets[bucket]?.objects[key] }) else { return nil }
        return try object.blobs.flatMap { try core.store.read($0, from: 0, count: $0.length) }
    }

    /// Replaces the faults; their counts begin anew.
    public func install(_ faults: FaultPlan) { core.install(faults) }

    /// Names of the rules that have not fired, in their order.
    public func unfired() -> [String] {
        core.state.withLock { $0.injector.tallies }.filter { $0.fired == 0 }.map(\.name)
    }

    /// Opens a gate, for requests that wait for it and for those to come.
    public func open(gate: String) { core.waitingRoom.open(gate) }

    /// Requests that wait at a gate or for uploads in flight.
    public var waitingRequests: Int { core.waitingRoom.guestCount }

    /// Returns once at least `count` requests wait at a gate or for uploads in flight; throws where the task is cancelled first.
    public func requestsWait(_ count: Int = 1) async throws { try await core.waitingRoom.wait(.guests(count)) }

    /// Moves the emulator's clock on, so that credentials and sessions age.
    public func advanceClock(by seconds: Double) { core.advanceClock(by: seconds) }
}
