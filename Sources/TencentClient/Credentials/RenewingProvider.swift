import IngestModel
import Logging
import Synchronization

/// Keeps a key and has it renewed before it runs out, by one task at a time (`RenewalState`).
final class RenewingProvider: CredentialProvider {
    private struct Room {
        var state = RenewalState()
        /// Those that wait; each is given the fault or, without one, asks again.
        var waiting: [AsyncStream<ServiceFault>.Continuation] = []
    }

    private let source: any KeySource
    private let wall: @Sendable () -> Double
    private let logger: Logger
    private let room = Mutex(Room())

    /// Keys of `source`; `wall` gives unix seconds.
    init(_ source: any KeySource, wall: @escaping @Sendable () -> Double, logger: Logger) {
        self.source = source
        self.wall = wall
        self.logger = logger
    }

    func credential() async throws(ServiceFault) -> AccountCredential {
        while true {
            let now = wall()
            let (answer, stream) = room.withLock { room in
                let answer = room.state.ask(now: now)
                guard answer == .wait else { return (answer, AsyncStream<ServiceFault>?.none) }
                let (stream, continuation) = AsyncStream.makeStream(of: ServiceFault.self)
                room.waiting.append(continuation)
                return (answer, stream)
            }
            switch answer {
            case .use(let key): return key
            case .renew: if let key = try await renew() { return key }
            case .wait:
                if let stream { for await fault in stream { throw fault } }
            }
            guard !Task.isCancelled else {
                throw ServiceFault(code: "Cancelled", faultClass: .cancelled, message: "stopped by the caller")
            }
        }
    }

    func stableSecret() async throws(ServiceFault) -> Secret {
        let key = try await credential()
        return try await source.anchor() ?? key.secretKey
    }

    func renewAfterRefusal() async -> Bool {
        let now = wall()
        return room.withLock { $0.state.refused(now: now) }
    }

    /// Nil where another task has to renew.
    private func renew() async throws(ServiceFault) -> AccountCredential? {
        var result: Result<IssuedKey, ServiceFault>
        do throws(ServiceFault) {
            result = .success(try await source.issue())
        } catch {
            result = .failure(error)
        }
        let now = wall()
        let (end, waiting) = room.withLock { room in
            let end = room.state.ended(result, now: now)
            defer { room.waiting = [] }
            return (end, room.waiting)
        }
        for continuation in waiting {
            if case .fail(let fault) = end { continuation.yield(fault) }
            continuation.finish()
        }
        switch end {
        case .use(let key):
            if case .failure(let fault) = result, fault.faultClass != .cancelled {
                logger.warning(
                    "the credentials could not be renewed; the old ones still hold", metadata: ["fault": "\(fault)"])
            }
            return key
        case .fail(let fault): throw fault
        case .again: return nil
        }
    }
}
