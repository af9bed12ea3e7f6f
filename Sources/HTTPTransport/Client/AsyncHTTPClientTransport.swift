import AsyncHTTPClient
import IngestModel
import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOSSL

/// The innermost transport: connections, TLS and proxy are AsyncHTTPClient's. HTTP/1.1 alone, no redirects followed, gzip and
/// deflate answers decompressed.
public struct AsyncHTTPClientTransport: HTTPTransport {
    private let client: HTTPClient

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
        configuration.proxy = settings.proxy.map(Self.proxy)
        var tls = TLSConfiguration.makeClientConfiguration()
        if let caFile = settings.caFile { tls.additionalTrustRoots = [.file(caFile)] }
        configuration.tlsConfiguration = tls
        client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    /// Ends all connections. Requests after it are a defect.
    public func shutdown() async throws { try await client.shutdown() }

    /// Sends `request` once.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let ledger = SentLedger()
        defer { ledger.end() }
        do {
            let response = try await client.execute(Self.prepared(request, ledger), deadline: .distantFuture)
            request.flow.received?(0)
            let body = try await Self.collect(response.body, of: request)
            var answer = IncomingResponse(
                status: Int(response.status.code),
                headers: HeaderFields(response.headers.map { HeaderFields.Field(name: $0.name, value: $0.value) }),
                body: body, sent: ledger.sent)
            answer.bytesSent = answer.sent.bytes
            return answer
        } catch {
            throw FaultMapping.fault(error, request: request, ledger: ledger)
        }
    }

    private static func prepared(_ request: OutgoingRequest, _ ledger: SentLedger) -> HTTPClientRequest {
        let target = request.target
        let secure = target.connectTo?.secure ?? target.secure
        let host = target.connectTo?.host ?? target.host
        let port = target.connectTo?.port ?? target.port
        let address = host.contains(":") ? "[\(host)]" : host
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
