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

    @Test("Each of many sleeps ends at its own deadline, whatever the order in which they began")
    func order() async {
        let clock = EventLoopClock()
        let began = clock.now
        let far = Task { try await clock.sleep(until: began + .seconds(600), tolerance: nil) }
        let woken = await withTaskGroup(of: Int.self) { group in
            for span in [40, 10, 30, 20] {
                group.addTask {
                    do { try await clock.sleep(until: began + .milliseconds(span), tolerance: nil) } catch { return -1 }
                    return clock.now >= began + .milliseconds(span) ? span : 0
                }
            }
            return await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(woken.sorted() == [10, 20, 30, 40])
        far.cancel()
        await #expect(throws: CancellationError.self) { try await far.value }
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
