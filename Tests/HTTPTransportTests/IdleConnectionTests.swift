import HTTPTransport
import IngestPolicy
import Testing

/// A server closes idle connections, and a request that is written at that moment meets the end of one (vod-api 3).
@Suite("Idle connections", .timeLimit(.minutes(15)))
struct IdleConnectionTests {
    private static let closed = LoopbackServer.Step(moment: .whole, acts: [.close])
    private static let reset = LoopbackServer.Step(moment: .head, acts: [.reset])

    private func send(
        _ kind: TransportKind, _ server: LoopbackServer, count: Int, attempts: Int, repeatable: Bool = true
    ) async throws -> [Result<IncomingResponse, TransportFault>] {
        try await withClient(kind) { client in
            let retrying = RetryingTransport(
                client, policy: RetryPolicy(attempts: attempts, elapsed: .seconds(60)),
                timeline: Timeline(ManualClock()), random: SharedRandom(SystemRandomNumberGenerator()),
                meter: NoMeter(), correctClock: { _ in false })
            var results: [Result<IncomingResponse, TransportFault>] = []
            for _ in 0..<count {
                let target = RequestTarget(secure: false, host: "127.0.0.1", port: server.port, path: "/")
                let request = OutgoingRequest(
                    operation: "test", method: .post, target: target, body: .bytes(Array("body".utf8)),
                    repeatable: repeatable)
                do throws(TransportFault) {
                    results.append(.success(try await retrying.send(request)))
                } catch {
                    results.append(.failure(error))
                }
            }
            return results
        }
    }

    @Test(
        "A request that meets the end of an idle connection is sent again at once and is no failure",
        arguments: [0, 1],
        TransportKind.allCases)
    func sentAgain(how: Int, kind: TransportKind) async throws {
        let end = [Self.closed, Self.reset][how]
        try await LoopbackServer.with([.answer("200 OK"), end, .answer("200 OK")]) { server in
            let results = try await send(kind, server, count: 2, attempts: 1)
            let last = try results[1].get()
            #expect(last.status == 200)
            #expect(last.attempts == 1)
            // What was asked may have been done all the same.
            #expect(last.afterLostAnswer)
            #expect(server.seen.count == 3)
        }
    }

    @Test(
        "A new connection that ends so is a failure, and so is a second one of the same request",
        arguments: TransportKind.allCases)
    func failure(kind: TransportKind) async throws {
        try await LoopbackServer.with([Self.closed, .answer("200 OK"), Self.closed, Self.closed]) { server in
            let results = try await send(kind, server, count: 3, attempts: 1)
            guard case .failure(let first) = results[0], case .failure(let third) = results[2] else {
                Issue.record("an ended connection brought an answer")
                return
            }
            #expect(first.kind == .reset)
            #expect(!first.onIdleConnection)
            #expect(third.kind == .reset)
            #expect(third.attempts == 1)
            #expect(third.ambiguous)
            #expect(server.seen.count == 4)
        }
    }

    @Test("What must not be repeated is not repeated for an idle connection either", arguments: TransportKind.allCases)
    func unrepeatable(kind: TransportKind) async throws {
        try await LoopbackServer.with([.answer("200 OK"), Self.closed]) { server in
            let results = try await send(kind, server, count: 2, attempts: 5, repeatable: false)
            guard case .failure(let fault) = results[1] else {
                Issue.record("an ended connection brought an answer")
                return
            }
            #expect(fault.ambiguous)
            #expect(server.seen.count == 2)
        }
    }
}
