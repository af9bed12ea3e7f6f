import IngestModel
import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends straight to a service, without a proxy: HTTP/1.1 over connections of its own. No redirects are followed, gzip and
/// deflate answers decompressed.
///
/// Leaner than ``AsyncHTTPClientTransport``, which goes through proxies: a request's head and its first chunk leave in one
/// system call, a body is read by the task that sends, and nothing is started for a request that would have to be ended with
/// it (docs/performance.md has the figures). Answers and faults mean the same, and the same tests hold both.
public struct DirectTransport: HTTPTransport {
    private let pool: ConnectionPool

    /// A transport with its own connections; ``shutdown()`` ends it. The proxy of `settings` is not used.
    public init(settings: ClientSettings) {
        pool = ConnectionPool(settings: settings, group: MultiThreadedEventLoopGroup.singleton)
    }

    /// Ends all connections. No request may be under way or begin afterwards.
    public func shutdown() async { await pool.shutdown() }

    /// Sends `request` once.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let ledger = SentLedger()
        defer { ledger.end() }
        let exchange = Exchange()
        request.flow.watched? { exchange.abandon(CancellationError()) }
        do {
            let answer = try await withTaskCancellationHandler {
                try await perform(request, exchange, ledger)
            } onCancel: {
                exchange.abandon(CancellationError())
            }
            var response = IncomingResponse(
                status: Int(answer.head.status.code),
                headers: HeaderFields(answer.head.headers.map { HeaderFields.Field(name: $0.name, value: $0.value) }),
                body: answer.body, sent: ledger.sent)
            response.bytesSent = response.sent.bytes
            return response
        } catch {
            var fault = FaultMapping.fault(error, request: request, ledger: ledger)
            fault.onIdleConnection = fault.kind == .reset && exchange.isOnIdleConnection
            throw fault
        }
    }

    private func perform(
        _ request: OutgoingRequest, _ exchange: Exchange, _ ledger: SentLedger
    ) async throws -> Exchange.Answer {
        // Before there is a connection: one that is sound is not given up for a head that is not.
        let head = try RequestHead(request)
        let endpoint = ServiceEndpoint(request.target)
        let connection = try await pool.connection(to: endpoint, for: exchange)
        do {
            try exchange.use(connection)
        } catch {
            pool.put(connection, endpoint)
            throw error
        }
        let reading = ExchangeHandler.Reading(
            operation: request.operation, limit: request.replyLimit, received: request.flow.received,
            answered: request.flow.answered,
            reuse: { [pool] in
                connection.noteServed()
                pool.put(connection, endpoint)
            })
        do {
            try await send(request, head, connection, exchange, reading, ledger)
        } catch {
            // Half a request stands on the connection.
            exchange.abandon(error)
            throw error
        }
        return try await exchange.answer()
    }

    private func send(
        _ request: OutgoingRequest, _ head: RequestHead, _ connection: ServiceConnection, _ exchange: Exchange,
        _ reading: ExchangeHandler.Reading, _ ledger: SentLedger
    ) async throws {
        var head: RequestHead? = head
        var left = request.body.length
        if let stream = BodyStream(ofOneChunk: request, ledger: ledger) {
            stream.read { [head] result in
                switch result {
                case .failure(let error): exchange.abandon(error)
                case .success(let chunk):
                    guard exchange.isOpen else { return }
                    let piece = ServiceConnection.Piece(head: head, chunk: chunk, isLast: true)
                    connection.send(piece, of: exchange, reading)
                }
            }
            return
        }
        if left == 0 {
            try await request.flow.untilStart()
            return connection.send(ServiceConnection.Piece(head: head, isLast: true), of: exchange, reading)
        }
        var body = BodyStream(body: request.body, flow: request.flow, ledger: ledger).makeAsyncIterator()
        while left > 0, let chunk = try await body.next() {
            // A chunk is read while the former one is on its way; after an early answer no more is wanted.
            guard await exchange.hasRoom() else { return }
            // Not sooner: what takes time before the first byte would count against the requests behind it.
            if head != nil { try await request.flow.untilStart() }
            left -= Int64(chunk.readableBytes)
            connection.send(ServiceConnection.Piece(head: head, chunk: chunk, isLast: left == 0), of: exchange, reading)
            head = nil
        }
    }
}

extension ServiceEndpoint {
    /// Where a request to `target` connects to.
    init(_ target: RequestTarget) {
        secure = target.connectTo?.secure ?? target.secure
        let name = target.connectTo?.host ?? target.host
        // An IPv6 address stands in brackets in a URL alone.
        host = name.hasPrefix("[") ? String(name.dropFirst().dropLast()) : name
        port = target.connectTo?.port ?? target.port ?? (secure ? 443 : 80)
    }
}
