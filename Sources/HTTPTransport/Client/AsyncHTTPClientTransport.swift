import AsyncHTTPClient
import IngestModel
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL
import Synchronization

/// The innermost transport: connections, TLS and proxy are AsyncHTTPClient's. HTTP/1.1 alone, no redirects followed, gzip and
/// deflate answers decompressed.
public struct AsyncHTTPClientTransport: HTTPTransport {
    private let client: HTTPClient
    /// For the hosts that no proxy is used for; nil where all go the same way.
    private let direct: HTTPClient?
    private let noProxy: NoProxyList
    private let served = ServedHosts()

    /// A client with its own connections; ``shutdown()`` ends it.
    public init(settings: ClientSettings) {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: TimeAmount(settings.connectTimeout), read: nil),
            connectionPool: .init(
                idleTimeout: TimeAmount(settings.idleTimeout),
                concurrentHTTP1ConnectionsPerHostSoftLimit: max(1, settings.connectionsPerHost)),
            decompression: .enabled(limit: .size(64 << 20)))
        configuration.httpVersion = .http1Only
        // Retrying is a decorator's; a refused connection is told at once.
        configuration.connectionPool.retryConnectionEstablishment = false
        var tls = TLSConfiguration.makeClientConfiguration()
        if let caFile = settings.caFile { tls.additionalTrustRoots = [.file(caFile)] }
        configuration.tlsConfiguration = tls
        noProxy = settings.noProxy
        let group = HTTPClient.defaultEventLoopGroup
        direct =
            settings.proxy == nil || noProxy.isEmpty
            ? nil : HTTPClient(eventLoopGroup: group, configuration: configuration)
        configuration.proxy = settings.proxy.map(Self.proxy)
        client = HTTPClient(eventLoopGroup: group, configuration: configuration)
    }

    /// Ends all connections. Requests after it are a defect.
    public func shutdown() async throws {
        try await client.shutdown()
        try await direct?.shutdown()
    }

    /// Sends `request` once.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        guard let watched = request.flow.watched else { return try await attempt(request) }
        // The client is stopped by cancelling a task alone: the request has one of its own, and another waits for its end.
        let (end, ending) = AsyncStream<Void>.makeStream()
        watched { ending.finish() }
        return try await withTaskGroup(of: Result<IncomingResponse, TransportFault>?.self) { group in
            group.addTask {
                do throws(TransportFault) { return .success(try await attempt(request)) } catch {
                    return .failure(error)
                }
            }
            group.addTask {
                for await _ in end {}
                return nil
            }
            // Waited for whether it ends by itself or not: its permit and its connection are in use until then.
            var result: Result<IncomingResponse, TransportFault>?
            while result == nil, let next = await group.next() {
                group.cancelAll()
                result = next
            }
            return result ?? .failure(.cancelled(sentAny: true))
        }.get()
    }

    private func attempt(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let ledger = SentLedger()
        defer { ledger.end() }
        let mayBeIdle = served.contains(request.target)
        var hasAnswer = false
        do {
            try await request.flow.untilStart()
            let response = try await client(for: request.target).execute(
                Self.prepared(request, ledger), deadline: .distantFuture)
            hasAnswer = true
            request.flow.received?(0)
            let body = try await Self.collect(response.body, of: request)
            request.flow.answered?()
            var answer = IncomingResponse(
                status: Int(response.status.code),
                headers: HeaderFields(response.headers.map { HeaderFields.Field(name: $0.name, value: $0.value) }),
                body: body, sent: ledger.sent)
            answer.bytesSent = answer.sent.bytes
            served.insert(request.target)
            return answer
        } catch {
            var fault = FaultMapping.fault(error, request: request, ledger: ledger)
            fault.onIdleConnection = fault.kind == .reset && mayBeIdle && !hasAnswer
            throw fault
        }
    }

    private func client(for target: RequestTarget) -> HTTPClient {
        guard let direct else { return client }
        let host = target.connectTo?.host ?? target.host
        let port = target.connectTo?.port ?? target.port ?? (target.secure ? 443 : 80)
        return noProxy.covers(host: host, port: port) ? direct : client
    }

    private static func prepared(_ request: OutgoingRequest, _ ledger: SentLedger) -> HTTPClientRequest {
        let target = request.target
        let secure = target.connectTo?.secure ?? target.secure
        let host = target.connectTo?.host ?? target.host
        let port = target.connectTo?.port ?? target.port
        let address = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
        var prepared = HTTPClientRequest(
            url: (secure ? "https://" : "http://") + address + (port.map { ":\($0)" } ?? "") + target.path
                + (target.query.isEmpty ? "" : "?" + target.query))
        prepared.method = HTTPMethod(rawValue: request.method.rawValue)
        for field in request.headers.fields where !RequestFraming.isFraming(field.name) {
            prepared.headers.add(name: field.name, value: field.value)
        }
        prepared.headers.replaceOrAdd(name: "Host", value: target.authority)
        let length = request.body.length
        if length > 0 {
            let stream = BodyStream(body: request.body, flow: request.flow, ledger: ledger)
            prepared.body = .stream(stream, length: .known(length))
        }
        return prepared
    }

    private static func collect(
        _ body: HTTPClientResponse.Body, of request: OutgoingRequest
    ) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in body {
            request.flow.received?(chunk.readableBytes)
            guard bytes.count + chunk.readableBytes <= request.replyLimit else {
                throw TransportFault(
                    kind: .badAnswer,
                    message: "the answer to \(request.operation) is longer than \(request.replyLimit) bytes",
                    sentAny: true)
            }
            bytes.append(contentsOf: chunk.readableBytesView)
        }
        return bytes
    }

    private static func proxy(_ settings: ProxySettings) -> HTTPClient.Configuration.Proxy {
        .server(
            host: settings.host, port: settings.port,
            authorization: settings.user.map {
                .basic(username: $0, password: settings.password?.reveal() ?? "")
            })
    }
}

/// Hosts that have answered: a connection to one of them may be an old one. There are few, a bucket's host being the same for
/// all of its objects.
private final class ServedHosts: Sendable {
    private let hosts = Mutex<Set<String>>([])

    func contains(_ target: RequestTarget) -> Bool { hosts.withLock { $0.contains(target.authority) } }
    func insert(_ target: RequestTarget) { hosts.withLock { _ = $0.insert(target.authority) } }
}
