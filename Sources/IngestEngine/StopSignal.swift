import IngestModel
import Synchronization

/// Why a run ends before its work does.
public enum StopReason: Hashable, Sendable {
    /// A signal of this number.
    case signal(Int32)
    /// So many entries failed.
    case failures(Int)
    /// The share of failed entries is above the limit.
    case failureRate(Double)
    /// The schedule's window closed.
    case window
    /// Credentials or account were refused.
    case account(ServiceFault)
    /// The state file could not be written.
    case journal

    /// A few words for the progress line.
    public var words: String {
        switch self {
        case .signal(let number): number == 15 ? "terminated" : "interrupted"
        case .failures(let count): "\(count) entries failed"
        case .failureRate(let rate): "\(Int((rate * 100).rounded())) % of the entries failed"
        case .window: "the window closed"
        case .account(let fault): "the account was refused (\(fault.code))"
        case .journal: "the state file cannot be written"
        }
    }
}

/// Fires once for everyone who waits or will wait; the first reason stays.
public final class StopSignal: Sendable {
    private struct State {
        var reason: StopReason?
        var waiters: [UInt64: CheckedContinuation<Bool, Never>] = [:]
        var next: UInt64 = 0
    }
    private let state = Mutex(State())

    /// A signal that has not fired.
    public init() {}

    /// The reason, once it has fired.
    public var reason: StopReason? { state.withLock { $0.reason } }

    /// Fires; true when this call was the first.
    @discardableResult
    public func fire(_ reason: StopReason) -> Bool {
        let waiters = state.withLock { state -> [CheckedContinuation<Bool, Never>]? in
            guard state.reason == nil else { return nil }
            state.reason = reason
            defer { state.waiters = [:] }
            return Array(state.waiters.values)
        }
        guard let waiters else { return false }
        for waiter in waiters { waiter.resume(returning: true) }
        return true
    }

    /// Waits until it fires; false when the waiting task was cancelled first.
    public func wait() async -> Bool {
        let id = state.withLock { state -> UInt64 in
            state.next += 1
            return state.next
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let now = state.withLock { state -> Bool? in
                    if state.reason != nil { return true }
                    if Task.isCancelled { return false }
                    state.waiters[id] = waiter
                    return nil
                }
                if let now { waiter.resume(returning: now) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(returning: false)
        }
    }
}
