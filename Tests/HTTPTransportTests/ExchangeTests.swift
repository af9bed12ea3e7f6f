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
}
