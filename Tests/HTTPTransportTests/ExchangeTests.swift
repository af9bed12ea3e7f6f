import NIOCore
import NIOEmbedded
import NIOHTTP1
import Synchronization
import Testing

@testable import HTTPTransport

@Suite struct ExchangeTests {
    @Test("A wait for a connection ends with its exchange, once, whichever comes first", arguments: [true, false])
    func endedWhileWaiting(endsFirst: Bool) {
        let calls = Atomic(0)
        let exchange = Exchange()
        let wait = { exchange.whenEnded { calls.add(1, ordering: .relaxed) } }
        if endsFirst { exchange.abandon(CancellationError()) } else { wait() }
        #expect(calls.load(ordering: .relaxed) == 0)
        if endsFirst { wait() } else { exchange.abandon(CancellationError()) }
        #expect(calls.load(ordering: .relaxed) == 1)
        exchange.abandon(CancellationError())
        #expect(calls.load(ordering: .relaxed) == 1)
    }

    @Test(
        "A connection is free once its exchange is over, and closed where that was given up", arguments: [true, false])
    func freed(isGivenUp: Bool) throws {
        let channel = EmbeddedChannel()
        let handler = ExchangeHandler(
            secure: false, writer: RequestWriter(), ready: channel.eventLoop.makePromise(of: Void.self))
        try channel.pipeline.syncOperations.addHandler(handler)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        let target = RequestTarget(secure: false, host: "h", path: "/")
        let head = try RequestHead(OutgoingRequest(operation: "Put", method: .put, target: target))
        let exchange = Exchange()
        let told = Mutex<[String]>([])
        let reading = ExchangeHandler.Reading(
            operation: "Put", limit: 1, answered: { told.withLock { $0.append("answered") } },
            reuse: { told.withLock { $0.append(exchange.isOpen ? "free too early" : "free") } })
        handler.send(ServiceConnection.Piece(head: head, isLast: true), of: exchange, reading)
        if isGivenUp { exchange.abandon(CancellationError()) }
        try channel.writeInbound(
            HTTPClientResponsePart.head(HTTPResponseHead(version: .http1_1, status: .ok)))
        try channel.writeInbound(HTTPClientResponsePart.end(nil))
        #expect(told.withLock { $0 } == (isGivenUp ? ["answered"] : ["free", "answered"]))
        #expect(channel.isActive == !isGivenUp)
        _ = try channel.finish(acceptAlreadyClosed: true)
    }
}
