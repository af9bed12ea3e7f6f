import IngestModel

/// What follows a failed attempt.
public enum RetryVerdict: Hashable, Sendable {
    /// The same request again after this wait.
    case retry(after: Duration)
    /// No further attempt.
    case giveUp(GiveUpReason)
}

/// Why there is no further attempt.
public enum GiveUpReason: Hashable, Sendable {
    /// Faults of this class are not mended by sending the same request again.
    case classNotRetried(FaultClass)
    /// As many attempts as the policy or the class allows were made.
    case attemptsUsed(Int)
    /// The time for all attempts of a request is used up; the value is that time.
    case timeUsed(Duration)
    /// The service asked for a pause, the value, that is longer than the time that is left.
    case pauseTooLong(Duration)
}

/// When a failed request is sent again, and how often: the one place that decides it. Which fault has which class is
/// TencentWire/FaultCatalogue's.
///
/// | class | attempts in all | waits: base, cap |
/// | --- | --- | --- |
/// | transient | `attempts` | 500 ms, 30 s |
/// | throttled | `attempts` | 2 s, 60 s |
/// | uncertain | 3 | 2 s, 30 s |
/// | integrity | 3: the body is read and sent again twice | 200 ms, 5 s |
/// | clock | 2: once more with the learnt offset | none |
/// | rejected, account, expired, source, cancelled, defect | 1 | |
///
/// No class has more attempts than `attempts`.
public struct RetryPolicy: Hashable, Sendable {
    /// Attempts for one request in all, 1 or more.
    public var attempts: Int
    /// The time that a request may take with all its attempts and waits, counted from its first attempt.
    public var elapsed: Duration

    /// A policy; `attempts` below 1 is taken as 1.
    public init(attempts: Int = 8, elapsed: Duration = .seconds(900)) {
        self.attempts = max(1, attempts)
        self.elapsed = elapsed
    }

    /// The most attempts for one request whose faults are all of `faultClass`.
    public func mostAttempts(for faultClass: FaultClass) -> Int {
        guard let rule = Self.rule(for: faultClass) else { return 1 }
        return min(attempts, rule.attempts ?? attempts)
    }

    /// What follows attempt number `attempt`, counted from 1, that failed `elapsed` after the first one began.
    ///
    /// The wait is fully jittered (`Backoff`). Where the service named a pause it is waited out first, and the jitter of a
    /// first attempt comes on top, so that requests refused together do not return together. No wait ends beyond the time
    /// that is left; a pause that would is not waited for.
    public func verdict(
        faultClass: FaultClass, attempt: Int, elapsed: Duration, retryAfter: Duration?,
        random: inout some RandomNumberGenerator
    ) -> RetryVerdict {
        guard let rule = Self.rule(for: faultClass) else { return .giveUp(.classNotRetried(faultClass)) }
        guard attempt < mostAttempts(for: faultClass) else { return .giveUp(.attemptsUsed(attempt)) }
        let left = self.elapsed - elapsed
        guard left > .zero else { return .giveUp(.timeUsed(self.elapsed)) }
        guard let pause = retryAfter, pause > .zero else {
            return .retry(after: min(left, rule.backoff.delay(attempt: attempt, random: &random)))
        }
        guard pause < left else { return .giveUp(.pauseTooLong(pause)) }
        return .retry(after: min(left, pause + rule.backoff.delay(attempt: 1, random: &random)))
    }

    private struct Rule {
        /// Nil where the policy alone decides.
        var attempts: Int?
        var backoff: Backoff
    }

    private static func rule(for faultClass: FaultClass) -> Rule? {
        switch faultClass {
        case .transient: Rule(backoff: Backoff(base: .milliseconds(500), cap: .seconds(30)))
        case .throttled: Rule(backoff: Backoff(base: .seconds(2), cap: .seconds(60)))
        case .uncertain: Rule(attempts: 3, backoff: Backoff(base: .seconds(2), cap: .seconds(30)))
        case .integrity: Rule(attempts: 3, backoff: Backoff(base: .milliseconds(200), cap: .seconds(5)))
        case .clock: Rule(attempts: 2, backoff: Backoff(base: .zero, cap: .zero))
        case .rejected, .account, .expired, .source, .cancelled, .defect: nil
        }
    }
}
