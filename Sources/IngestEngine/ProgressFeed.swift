import HTTPTransport
import IngestModel
import Synchronization

/// Counts what a run does; asked from outside at any time.
public final class ProgressFeed: Sendable {
    private struct State {
        var snapshot = ProgressSnapshot()
        var began: ContinuousClock.Instant?
        var listener: (@Sendable (Int64) -> Void)?
    }
    private let state = Mutex(State())

    /// Nothing counted yet.
    public init() {}

    /// The run begins: `summary` is what earlier runs left.
    func begin(_ summary: RunSummary, done: Int64) {
        state.withLock { state in
            state.began = ContinuousClock.now
            state.snapshot.counts = summary.counts
            state.snapshot.bytes = summary.bytes
            state.snapshot.bytesDone = done
        }
    }

    /// An entry became active; an earlier run left `stored` bytes of it in a session that lives.
    func entryBegan(stored: Int64) {
        state.withLock { state in
            state.snapshot.activeEntries += 1
            state.snapshot.bytesDone += stored
        }
    }

    /// An active entry, which was `before` in the counts, ended; `bytesLeft` is what of its bytes was not counted as done.
    func entryEnded(_ outcome: EntryOutcome, from before: EntryStatus = .pending, bytesLeft: Int64) {
        state.withLock { state in
            state.snapshot.activeEntries -= 1
            let status: EntryStatus
            switch outcome {
            case .succeeded: status = .succeeded
            case .failed: status = .failed
            case .unknown: status = .unknown
            case .pending: return
            }
            state.snapshot.bytesDone += bytesLeft
            state.snapshot.counts[before, default: 0] -= 1
            state.snapshot.counts[status, default: 0] += 1
        }
    }

    /// Bytes of the job are stored for good; negative when a session was lost with what it had stored.
    func stored(_ bytes: Int64) {
        let (listener, done) = state.withLock { state in
            state.snapshot.bytesDone += bytes
            return (state.listener, state.snapshot.bytesDone)
        }
        listener?(done)
    }

    /// Calls `listener` with all stored bytes whenever they change, from any task.
    public func whenStored(_ listener: @escaping @Sendable (Int64) -> Void) {
        state.withLock { $0.listener = listener }
    }

    /// Why nothing begins; nil when work goes on.
    func pause(_ pause: ProgressSnapshot.Pause?) { state.withLock { $0.snapshot.pause = pause } }

    /// How far the run is.
    public func snapshot() -> ProgressSnapshot {
        state.withLock { state in
            var snapshot = state.snapshot
            if let began = state.began {
                let (seconds, attoseconds) = (ContinuousClock.now - began).components
                snapshot.elapsed = Double(seconds) + Double(attoseconds) / 1e18
            }
            return snapshot
        }
    }
}

extension ProgressFeed: TransferMeter {
    /// Counts what happens on the wire.
    public func note(_ event: TransferEvent) {
        state.withLock { state in
            switch event {
            case .began(.upload): state.snapshot.uploadsInFlight += 1
            case .ended(.upload): state.snapshot.uploadsInFlight -= 1
            case .sent(let count, on: .upload): state.snapshot.bytesSent += Int64(count)
            case .sent: break
            case .retrying: state.snapshot.retries += 1
            case .began(.api), .ended(.api): break
            }
        }
    }
}
