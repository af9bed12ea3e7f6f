import Synchronization

/// Where requests wait for a number of uploads in flight, or for a gate, without a clock.
final class WaitingRoom: Sendable {
    enum Condition: Hashable, Sendable {
        case peak(Int)
        case gate(String)
        /// So many requests wait: for whoever drives the emulator, who is none of them.
        case guests(Int)

        var isGuest: Bool { if case .guests = self { false } else { true } }
    }

    private struct State {
        var peak = 0
        var openGates: Set<String> = []
        var guests: [UInt64: (condition: Condition, continuation: CheckedContinuation<Void, any Error>)] = [:]
        /// Guests whose task was cancelled before they sat down.
        var turnedAway: Set<UInt64> = []
        var next: UInt64 = 0

        var guestCount: Int { guests.values.count { $0.condition.isGuest } }

        func isMet(_ condition: Condition) -> Bool {
            switch condition {
            case .peak(let wanted): peak >= wanted
            case .gate(let name): openGates.contains(name)
            case .guests(let wanted): guestCount >= wanted
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
                let leaving: [CheckedContinuation<Void, any Error>]? = state.withLock { state in
                    if state.turnedAway.remove(number) != nil { return nil }
                    state.guests[number] = (condition, continuation)
                    return state.leaving()
                }
                guard let leaving else { return continuation.resume(throwing: CancellationError()) }
                for guest in leaving { guest.resume() }
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
    var guestCount: Int { state.withLock { $0.guestCount } }
}
