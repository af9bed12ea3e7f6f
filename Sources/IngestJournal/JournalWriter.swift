import GRDB
import IngestModel
import Synchronization

/// Writes changes in the order in which they come, many to a transaction.
///
/// `record` returns once its change is durable; everything queued before it is durable too. `note` only queues. `run` does the
/// writing and must be under way in the scope that uses the writer.
public final class JournalWriter: Sendable {
    private struct State {
        var pending: [(key: Int64, change: EntryChange, at: Double)] = []
        var waiters: [CheckedContinuation<JournalFault?, Never>] = []
        var wake: CheckedContinuation<Void, Never>?
        /// Waits for more notes to come while nobody waits for the ones that are there.
        var gathering: CheckedContinuation<Void, Never>?
        var isClosed = false
        var fault: JournalFault?

        /// True while nothing speaks against waiting for more notes.
        var mayGather: Bool {
            !pending.isEmpty && waiters.isEmpty && !isClosed && pending.count < JournalWriter.fullBatch
        }
    }

    private let journal: Journal
    private let run: Int64
    private let now: @Sendable () -> Double
    private let linger: (@Sendable () async -> Void)?
    private let state = Mutex(State())
    /// The entries of which a file may have a multipart upload or parts; nil before the first batch.
    private let multipart = Mutex<KeySet?>(nil)

    /// So many notes are written whether or not more may come.
    private static let fullBatch = 1_024

    /// A writer for the run numbered `run`; `now` gives Unix seconds.
    ///
    /// While nobody waits for them, notes are written together: until `linger` returns, which must end early when its task is
    /// cancelled. What a crash then loses of them is sent again; nil writes each batch at once.
    public init(
        journal: Journal, run: Int64, now: @escaping @Sendable () -> Double,
        linger: (@Sendable () async -> Void)? = nil
    ) {
        self.journal = journal
        self.run = run
        self.now = now
        self.linger = linger
    }

    /// Queues `change` of the entry `key` and waits until it is durable.
    public func record(_ change: EntryChange, of key: Int64) async throws(JournalFault) {
        let at = now()
        let fault = await withCheckedContinuation { (waiter: CheckedContinuation<JournalFault?, Never>) in
            let (refused, wake) = state.withLock { state -> (JournalFault?, [CheckedContinuation<Void, Never>?]) in
                if let fault = state.fault { return (fault, []) }
                if state.isClosed { return (Self.closed, []) }
                state.pending.append((key, change, at))
                state.waiters.append(waiter)
                return (nil, [state.wake.take(), state.gathering.take()])
            }
            if let refused { waiter.resume(returning: refused) }
            for writer in wake { writer?.resume() }
        }
        if let fault { throw fault }
    }

    /// Queues `change` of the entry `key`. A fault shows at the next `record`.
    public func note(_ change: EntryChange, of key: Int64) {
        let at = now()
        let wake = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.fault == nil, !state.isClosed else { return nil }
            state.pending.append((key, change, at))
            return state.wake.take() ?? (state.pending.count >= Self.fullBatch ? state.gathering.take() : nil)
        }
        wake?.resume()
    }

    /// Writes until `close` and then what is left; throws the first fault, which every later `record` throws too.
    public func run() async throws(JournalFault) {
        while true {
            await withCheckedContinuation { (wake: CheckedContinuation<Void, Never>) in
                let ready = state.withLock { state -> Bool in
                    if !state.pending.isEmpty || state.isClosed { return true }
                    state.wake = wake
                    return false
                }
                if ready { wake.resume() }
            }
            if let linger { await gather(while: linger) }
            let (batch, waiters, isClosed) = state.withLock { state in
                defer {
                    state.pending = []
                    state.waiters = []
                }
                return (state.pending, state.waiters, state.isClosed)
            }
            if batch.isEmpty {
                if isClosed { return }
                continue
            }
            let fault = await write(batch)
            let later = fault ?? checkpointFault()
            let late = state.withLock { state -> [CheckedContinuation<JournalFault?, Never>] in
                guard let later else { return [] }
                state.fault = later
                defer { state.waiters = [] }
                return state.waiters
            }
            if fault == nil { journal.confirm() }
            for waiter in waiters { waiter.resume(returning: fault) }
            for waiter in late { waiter.resume(returning: later) }
            if let later { throw later }
        }
    }

    private func checkpointFault() -> JournalFault? {
        do throws(JournalFault) {
            try journal.checkpointIfLarge()
            return nil
        } catch {
            return error
        }
    }

    /// Lets `run` return once everything queued is written.
    public func close() {
        let wake = state.withLock { state -> [CheckedContinuation<Void, Never>?] in
            state.isClosed = true
            return [state.wake.take(), state.gathering.take()]
        }
        for writer in wake { writer?.resume() }
    }

    /// Returns when `linger` does, and before that as soon as somebody waits, a batch is full or the writer is closed.
    private func gather(while linger: @escaping @Sendable () async -> Void) async {
        guard state.withLock({ $0.mayGather }) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await linger() }
            group.addTask { await self.untilWanted() }
            await group.next()
            group.cancelAll()
        }
    }

    private func untilWanted() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let isWanted = state.withLock { state in
                    if Task.isCancelled || !state.mayGather { return true }
                    state.gathering = waiter
                    return false
                }
                if isWanted { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.gathering.take() }?.resume()
        }
    }

    /// One transaction. Not GRDB's async form: that one gives up when the task is cancelled, and what a cancelled run has done
    /// must still be written down.
    private func write(_ batch: [(key: Int64, change: EntryChange, at: Double)]) async -> JournalFault? {
        let path = journal.path
        return await withCheckedContinuation { continuation in
            journal.queue.asyncWrite(
                { [self] db in
                    try multipart.withLock { known in
                        var keys = try known ?? .multipart(db)
                        // What is rolled back leaves a key too many, which does no harm.
                        defer { known = keys }
                        try ChangeStatements.write(batch, run: run, multipart: &keys, db)
                    }
                },
                completion: { _, result in
                    switch result {
                    case .success: continuation.resume(returning: nil)
                    case .failure(let error): continuation.resume(returning: JournalFault.wrapping(error, path: path))
                    }
                })
        }
    }

    private static let closed = JournalFault(.failed, "the state file was closed before the run ended")
}
