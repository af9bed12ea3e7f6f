import Testing

@testable import HTTPTransport

@Suite struct EventLoopClockTests {
    @Test("A sleep lasts at least until its deadline, and one in the past ends at once")
    func deadline() async throws {
        let clock = EventLoopClock()
        let deadline = clock.now + .milliseconds(20)
        try await clock.sleep(until: deadline, tolerance: nil)
        #expect(clock.now >= deadline)
        try await clock.sleep(until: clock.now - .seconds(1), tolerance: nil)
    }

    @Test("A cancelled sleep throws at once, whenever the cancellation comes")
    func cancelled() async {
        let clock = EventLoopClock()
        let began = clock.now
        for turn in 0..<200 {
            let sleeper = Task {
                try await clock.sleep(until: clock.now + .seconds(600), tolerance: nil)
            }
            for _ in 0..<(turn % 5) { await Task.yield() }
            sleeper.cancel()
            await #expect(throws: CancellationError.self) { try await sleeper.value }
        }
        #expect(clock.now - began < .seconds(300))
    }
}
