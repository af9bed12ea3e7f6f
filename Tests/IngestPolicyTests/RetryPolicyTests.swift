import IngestModel
import IngestPolicy
import IngestTestSupport
import Testing

@Suite("RetryPolicy")
struct RetryPolicyTests {
    private func verdict(
        _ faultClass: FaultClass, attempt: Int = 1, elapsed: Duration = .zero, retryAfter: Duration? = nil,
        policy: RetryPolicy = RetryPolicy()
    ) -> RetryVerdict {
        var random = SplitMix64(seed: 7)
        return policy.verdict(
            faultClass: faultClass, attempt: attempt, elapsed: elapsed, retryAfter: retryAfter, random: &random)
    }

    /// Attempts in all of a request that fails the same way for ever.
    private func attempts(_ faultClass: FaultClass, policy: RetryPolicy = RetryPolicy()) -> Int {
        var attempt = 1
        while case .retry = verdict(faultClass, attempt: attempt, policy: policy) { attempt += 1 }
        return attempt
    }

    @Test(
        "Each class has its number of attempts",
        arguments: zip(
            FaultClass.allCases, [8, 8, 3, 1, 1, 1, 2, 3, 1, 1, 1]))
    func attemptsPerClass(_ faultClass: FaultClass, _ expected: Int) {
        #expect(attempts(faultClass) == expected)
        #expect(attempts(faultClass, policy: RetryPolicy(attempts: 1)) == 1)
        #expect(attempts(faultClass, policy: RetryPolicy(attempts: 2)) == min(2, expected))
    }

    @Test(
        "What the service rejected is never sent again, whatever it says of pauses",
        arguments: [FaultClass.rejected, .account, .expired, .source, .cancelled, .defect])
    func neverRetried(_ faultClass: FaultClass) {
        #expect(verdict(faultClass, retryAfter: .seconds(1)) == .giveUp(.classNotRetried(faultClass)))
    }

    @Test("It says why it gives up")
    func reasons() {
        #expect(verdict(.transient, attempt: 8) == .giveUp(.attemptsUsed(8)))
        #expect(verdict(.transient, elapsed: .seconds(900)) == .giveUp(.timeUsed(.seconds(900))))
        #expect(verdict(.throttled, retryAfter: .seconds(901)) == .giveUp(.pauseTooLong(.seconds(901))))
    }

    @Test("A wrong clock is answered at once with the learnt offset, one time")
    func clock() {
        #expect(verdict(.clock) == .retry(after: .zero))
        #expect(verdict(.clock, attempt: 2) == .giveUp(.attemptsUsed(2)))
    }

    @Test("A pause of nothing or less is no pause")
    func emptyPause() {
        #expect(verdict(.transient, retryAfter: .seconds(-5)) == verdict(.transient))
        #expect(verdict(.transient, retryAfter: .zero) == verdict(.transient))
    }

    @Test("Every wait ends within the time that is left, is as long as the pause asked for and below the class's cap")
    func bounds() {
        var random = SplitMix64(seed: TestSeed.current)
        let caps: [FaultClass: Duration] = [
            .transient: .seconds(30), .throttled: .seconds(60), .uncertain: .seconds(30), .integrity: .seconds(5),
            .clock: .zero,
        ]
        for _ in 0..<20_000 {
            let faultClass = FaultClass.allCases.randomElement(using: &random) ?? .transient
            let policy = RetryPolicy(
                attempts: Int.random(in: -1...40, using: &random),
                elapsed: .milliseconds(Int.random(in: 0...900_000, using: &random)))
            let elapsed = Duration.milliseconds(Int.random(in: 0...900_000, using: &random))
            let pause =
                Bool.random(using: &random) ? Duration.milliseconds(Int.random(in: 1...600_000, using: &random)) : nil
            let attempt = Int.random(in: 1...60, using: &random)
            let verdict = policy.verdict(
                faultClass: faultClass, attempt: attempt, elapsed: elapsed, retryAfter: pause, random: &random)
            guard case .retry(let wait) = verdict else { continue }
            #expect(caps[faultClass] != nil && attempt < policy.attempts, "\(TestSeed.note)")
            #expect(wait >= pause ?? .zero && elapsed + wait <= policy.elapsed, "\(TestSeed.note)")
            #expect(wait <= (pause ?? .zero) + (caps[faultClass] ?? .zero), "\(TestSeed.note)")
        }
    }

    @Test("A request that is retried to its end stays within its time budget")
    func totalWithinBudget() {
        var random = SplitMix64(seed: TestSeed.current)
        for _ in 0..<500 {
            let policy = RetryPolicy(attempts: 1_000, elapsed: .seconds(Int.random(in: 1...900, using: &random)))
            var elapsed = Duration.zero
            var attempt = 1
            while case .retry(let wait) = policy.verdict(
                faultClass: .throttled, attempt: attempt, elapsed: elapsed, retryAfter: nil, random: &random)
            {
                elapsed += wait
                attempt += 1
            }
            #expect(elapsed <= policy.elapsed && attempt <= 1_000, "\(TestSeed.note)")
        }
    }
}
