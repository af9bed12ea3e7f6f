import IngestModel
import IngestPolicy
import Synchronization

/// Why a run ends before its work does.
public enum RunStop: Hashable, Sendable {
    /// A signal of this number.
    case signal(Int32)
    /// Too much failed.
    case rule(StopReason)
    /// The schedule's window closed.
    case window
    /// Credentials or account were refused.
    case account(ServiceFault)
    /// A service was down for so many seconds.
    case silence(seconds: Double)
    /// The state file could not be written.
    case journal

    /// One sentence.
    public var words: String {
        switch self {
        case .signal(15): "stopped because the program was asked to terminate"
        case .signal: "stopped because the program was interrupted"
        case .rule(let reason): reason.description
        case .window: "stopped because the schedule's window closed"
        case .account(let fault): "stopped because the account was refused: \(fault)"
        case .silence(let seconds):
            "stopped because a service was down for \(Int(seconds)) seconds (`retry.elapsed`)"
        case .journal: "stopped because the state file could not be written"
        }
    }
}

/// Fires once for everyone who waits or will wait; the first reason stays.
public final class StopSignal: Sendable {
    private struct State {
        var reason: RunStop?
        var waiters: [UInt64: CheckedContinuation<Bool, Never>] = [:]
        var next: UInt64 = 0
    }
    private let state = Mutex(State())

    /// A signal that has not fired.
    public init() {}

    /// The reason, once it has fired.
    public var reason: RunStop? { state.withLock { $0.reason } }

    /// Fires; true when this call was the first.
    @discardableResult
    public func fire(_ reason: RunStop) -> Bool {
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
