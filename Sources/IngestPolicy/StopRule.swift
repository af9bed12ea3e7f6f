import IngestModel

/// Why a run stops before its end.
public enum StopReason: Hashable, Sendable, CustomStringConvertible {
    /// As many entries failed as `stop.failures` allows.
    case failures(Int)
    /// The share of failed entries reached `stop.failureRate`.
    case failureRate(failed: Int, finished: Int)
    /// Credentials, rights or account were refused: nothing more can succeed.
    case account

    /// One sentence.
    public var description: String {
        switch self {
        case .failures(1): "stopped after 1 failed entry (`stop.failures`)"
        case .failures(let failed): "stopped after \(failed) failed entries (`stop.failures`)"
        case .failureRate(let failed, let finished):
            "stopped as \(failed) of \(finished) finished entries had failed (`stop.failureRate`)"
        case .account: "stopped because the service refused the credentials or the account"
        }
    }
}

/// When a run that goes wrong stops by itself. It counts the entries that this run finished, not those it skipped, which
/// would hide a fault that came with tonight; `unknown` counts as failed.
public struct StopRule: Hashable, Sendable {
    /// The failures that stop the run, 1 or more; nil for any number.
    public let failures: Int?
    /// The share of failures that stops the run, above 0 and up to 1; nil for any share.
    public let failureRate: Double?
    /// Finished entries before the share counts, 1 or more: the first failure alone would be 100 %.
    public let minimumSample: Int
    /// Entries that this run finished.
    public private(set) var finished = 0
    /// Those of them that failed or are unknown.
    public private(set) var failed = 0
    /// The first reason that held; it never changes again.
    public private(set) var reason: StopReason?

    /// A rule that has seen nothing yet.
    public init(failures: Int?, failureRate: Double?, minimumSample: Int = 20) {
        self.failures = failures
        self.failureRate = failureRate
        self.minimumSample = max(1, minimumSample)
    }

    /// Counts the outcome of an entry and says whether the run stops: the reason, or nil to go on.
    /// - Parameter faultClass: the class of the fault that ended the entry, where there was one.
    public mutating func note(_ status: EntryStatus, faultClass: FaultClass? = nil) -> StopReason? {
        if faultClass == .account { reason = reason ?? .account }
        switch status {
        case .succeeded: finished += 1
        case .failed, .unknown:
            finished += 1
            failed += 1
        case .skipped, .pending: break
        }
        reason = reason ?? limitReached()
        return reason
    }

    private func limitReached() -> StopReason? {
        guard failed > 0 else { return nil }
        if let failures, failed >= failures { return .failures(failed) }
        if let failureRate, finished >= minimumSample, Double(failed) >= failureRate * Double(finished) {
            return .failureRate(failed: failed, finished: finished)
        }
        return nil
    }
}
