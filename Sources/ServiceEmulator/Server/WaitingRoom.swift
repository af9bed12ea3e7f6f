import Synchronization

/// Where requests wait for a number of uploads in flight, or for a gate, without a clock.
final class WaitingRoom: Sendable {
    enum Condition: Hashable, Sendable {
        case peak(Int)
        case gate(String)
    }

    private struct State {
        var peak = 0
        var openGates: Set<String> = []
        var guests: [UInt64: (condition: Condition, continuation: CheckedContinuation<Void, any Error>)] = [:]
        /// Guests whose task was cancelled before they sat down.
        var turnedAway: Set<UInt64> = []
        var next: UInt64 = 0

        func isMet(_ condition: Condition) -> Bool {
            switch condition {
            case .peak(let wanted): peak >= wanted
            case .gate(let name): openGates.contains(name)
            }
        }

        mutating func leaving() -> [CheckedContinuation<Void, any Error>] {
            let leaving = guests.filter { isMet($0.value.condition) }
            for number in leaving.keys { guests[number] = nil }
            return leaving.values.map(\.continuation)
        }
    }

    private let state = Mutex(State())

    /// Returns once the condition has held; throws where the task is cancelled first.
    func wait(_ condition: Condition) async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let verdict: Result<Void, any Error>? = state.withLock { state in
                    if state.turnedAway.remove(number) != nil { return .failure(CancellationError()) }
                    if state.isMet(condition) { return .success(()) }
                    state.guests[number] = (condition, continuation)
                    return nil
                }
                if let verdict { continuation.resume(with: verdict) }
            }
        } onCancel: {
            let guest = state.withLock { state in
                let guest = state.guests.removeValue(forKey: number)
                if guest == nil { state.turnedAway.insert(number) }
                return guest
            }
            guest?.continuation.resume(throwing: CancellationError())
        }
    }

    /// The most uploads in flight so far.
    func raise(peak: Int) {
        for continuation in state.withLock({ state in
            state.peak = max(state.peak, peak)
            return state.leaving()
        }) {
            continuation.resume()
        }
    }

    /// Opens a gate for good.
    func open(_ gate: String) {
        for continuation in state.withLock({ state in
            state.openGates.insert(gate)
            return state.leaving()
        }) {
            continuation.resume()
        }
    }

    /// Requests that wait now.
    var guestCount: Int { state.withLock { $0.guests.count } }
}
