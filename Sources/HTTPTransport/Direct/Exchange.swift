import NIOCore
import NIOHTTP1
import Synchronization

/// One request and its answer, as the task that sends sees them and the event loop of its connection.
///
/// The task hands over one chunk at a time and waits until it is gone; the loop brings the answer or the reason why there is
/// none. It ends once; what comes later changes nothing.
final class Exchange: Sendable {
    /// The answer as it came.
    struct Answer: Sendable {
        var head: HTTPResponseHead
        var body: [UInt8]
    }

    private enum Waiter {
        case nobody
        /// Waits until the chunk that is under way is gone.
        case forRoom(CheckedContinuation<Void, Never>)
        case forEnd(CheckedContinuation<Void, Never>)
    }

    private struct State {
        var result: Result<Answer, any Error>?
        var isWriting = false
        var isOnIdleConnection = false
        var waiter = Waiter.nobody
        var connection: ServiceConnection?
        /// Waits for a connection.
        var applicant: (@Sendable () -> Void)?

        mutating func wake(atEnd: Bool) -> CheckedContinuation<Void, Never>? {
            switch waiter {
            case .nobody: return nil
            case .forEnd where !atEnd: return nil
            case .forRoom(let task), .forEnd(let task):
                waiter = .nobody
                return task
            }
        }
    }

    private let state = Mutex(State())

    /// Calls `act` where the exchange ends before it has a connection, at once where it has ended.
    func whenEnded(_ act: @escaping @Sendable () -> Void) {
        let hasEnded = state.withLock { state in
            if state.result == nil { state.applicant = act }
            return state.result != nil
        }
        if hasEnded { act() }
    }

    /// The exchange goes over `connection`. Throws where it has ended already: it was cancelled while it waited for one.
    func use(_ connection: ServiceConnection) throws {
        let ended = state.withLock { state -> Result<Answer, any Error>? in
            if state.result == nil {
                state.connection = connection
                state.applicant = nil
                state.isOnIdleConnection = connection.hasServed
            }
            return state.result
        }
        if case .failure(let error) = ended { throw error }
    }

    /// The connection had served an earlier exchange, and nothing of an answer to this one has come over it.
    var isOnIdleConnection: Bool { state.withLock { $0.isOnIdleConnection } }

    /// Neither an answer nor a fault has ended it.
    var isOpen: Bool { state.withLock { $0.result == nil } }

    /// The answer has begun to come.
    func answerBegan() { state.withLock { $0.isOnIdleConnection = false } }

    /// A chunk was handed to the connection.
    func beganWriting() { state.withLock { $0.isWriting = true } }

    /// The chunk is gone.
    func wrote() {
        let task = state.withLock { state in
            state.isWriting = false
            return state.wake(atEnd: false)
        }
        task?.resume()
    }

    /// Ends the exchange.
    func end(_ result: Result<Answer, any Error>) { settle(result)?() }

    /// Ends the exchange and lets go of its connection. What it gives must be called, and wakes whoever waits for the end; nil where
    /// the exchange had ended before.
    func settle(_ result: Result<Answer, any Error>) -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.result == nil else { return nil }
            state.result = result
            state.connection = nil
            let (task, applicant) = (state.wake(atEnd: true), state.applicant)
            state.applicant = nil
            return {
                task?.resume()
                applicant?()
            }
        }
    }

    /// Ends the exchange by `error` and the connection with it: half a request may stand on it.
    func abandon(_ error: any Error) {
        let connection = state.withLock { $0.result == nil ? $0.connection : nil }
        end(.failure(error))
        connection?.close()
    }

    /// Waits until the former chunk is gone; false where the exchange has ended and wants no further one.
    func hasRoom() async -> Bool {
        await wait {
            $0.result != nil || !$0.isWriting
        } as: {
            .forRoom($0)
        }
        return isOpen
    }

    /// The answer, or why there is none.
    func answer() async throws -> Answer {
        await wait {
            $0.result != nil
        } as: {
            .forEnd($0)
        }
        guard let result = state.withLock({ $0.result }) else { throw CancellationError() }
        return try result.get()
    }

    private func wait(
        until isOver: (State) -> Bool, as waiter: (CheckedContinuation<Void, Never>) -> Waiter
    ) async {
        if state.withLock({ isOver($0) }) { return }
        await withCheckedContinuation { task in
            let isOver = state.withLock { state in
                if isOver(state) { return true }
                state.waiter = waiter(task)
                return false
            }
            if isOver { task.resume() }
        }
    }
}
