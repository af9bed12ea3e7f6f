import IngestPolicy
import IngestTestSupport
import Testing

@Suite("Backoff")
struct BackoffTests {
    @Test("The longest wait doubles from the base to the cap and stays there")
    func curve() {
        let backoff = Backoff(base: .milliseconds(500), cap: .seconds(30))
        let ceilings = (1...9).map { backoff.ceiling(attempt: $0) / .milliseconds(1) }
        #expect(ceilings == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
    }

    @Test("Any attempt number has a wait, the largest and senseless ones too")
    func extremes() {
        let backoff = Backoff(base: .nanoseconds(1), cap: .seconds(Int64.max))
        #expect(backoff.ceiling(attempt: .max) == .seconds(Int64.max))
        #expect(backoff.ceiling(attempt: 0) == .nanoseconds(1))
        #expect(backoff.ceiling(attempt: .min) == .nanoseconds(1))
        #expect(Backoff(base: .zero, cap: .seconds(1)).ceiling(attempt: .max) == .zero)
        var random = SplitMix64(seed: 1)
        #expect(backoff.delay(attempt: .max, random: &random) >= .zero)
    }

    @Test("Every wait lies within the cap, and the waits fill the whole span")
    func fullJitter() {
        var random = SplitMix64(seed: TestSeed.current)
        let backoff = Backoff(base: .milliseconds(200), cap: .seconds(5))
        for attempt in 1...12 {
            let ceiling = backoff.ceiling(attempt: attempt)
            let delays = (0..<500).map { _ in backoff.delay(attempt: attempt, random: &random) }
            #expect(delays.allSatisfy { $0 >= .zero && $0 <= ceiling }, "\(TestSeed.note), attempt \(attempt)")
            #expect(delays.contains { $0 < ceiling / 10 }, "\(TestSeed.note), attempt \(attempt)")
            #expect(delays.contains { $0 > ceiling / 10 * 9 }, "\(TestSeed.note), attempt \(attempt)")
        }
    }
}
