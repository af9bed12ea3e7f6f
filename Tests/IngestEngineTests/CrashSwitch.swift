import HTTPTransport
import IngestJournal
import IngestModel
import Synchronization

/// A process that dies at a chosen point: from then on nothing it does has an effect, and no answer reaches it.
final class CrashSwitch: Sendable {
    /// Where it dies.
    enum Point: Hashable, CustomStringConvertible {
        /// At the journal write of this number: before it is durable, or right after.
        case write(Int, Moment)
        /// At the request of this number: before it is sent, or after it was done and before its answer.
        case request(Int, Moment)

        var description: String {
            switch self {
            case .write(let number, let moment): "\(moment) journal write \(number)"
            case .request(let number, let moment): "\(moment) request \(number)"
            }
        }
    }

    enum Moment: String, CaseIterable {
        case before, after
    }

    /// What a crash does to notes, which nobody waits for.
    enum Notes: String, CaseIterable {
        /// Each is durable at once, and is a journal write of its own.
        case kept
        /// All since the last record are lost.
        case lost
    }

    private struct State {
        var writes = 0
        var requests = 0
        var isDead = false
    }

    let point: Point
    private let state = Mutex(State())

    init(at point: Point) { self.point = point }

    var isDead: Bool { state.withLock { $0.isDead } }

    /// Counts a write; nil when it does not happen.
    func beginWrite() -> Int? {
        state.withLock { state in
            guard !state.isDead else { return nil }
            state.writes += 1
            if point == .write(state.writes, .before) { state.isDead = true }
            return state.isDead ? nil : state.writes
        }
    }

    /// False when the process did not live to see the write of this number done.
    func endWrite(_ number: Int) -> Bool {
        state.withLock { state in
            if point == .write(number, .after) { state.isDead = true }
            return !state.isDead
        }
    }

    /// Counts a request; nil when it is not sent.
    func beginRequest() -> Int? {
        state.withLock { state in
            guard !state.isDead else { return nil }
            state.requests += 1
            if point == .request(state.requests, .before) { state.isDead = true }
            return state.isDead ? nil : state.requests
        }
    }

    /// False when the answer to the request of this number is not received.
    func endRequest(_ number: Int) -> Bool {
        state.withLock { state in
            if point == .request(number, .after) { state.isDead = true }
            return !state.isDead
        }
    }
}

/// Sends what the process lives to send, and hands over what it lives to receive.
struct CrashingTransport: HTTPTransport {
    let inner: any HTTPTransport
    let crash: CrashSwitch

    func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        guard let number = crash.beginRequest() else { throw .cancelled(sentAny: false) }
        let response = try await inner.send(request)
        guard crash.endRequest(number) else { throw .cancelled(sentAny: true) }
        return response
    }
}

/// Writes down what the process lives to write, through the real writer.
final class CrashingSink: EntryChangeSink {
    private let inner: JournalWriter
    private let crash: CrashSwitch
    private let notes: CrashSwitch.Notes
    private let held = Mutex<[(change: EntryChange, key: Int64)]>([])

    init(_ inner: JournalWriter, crash: CrashSwitch, notes: CrashSwitch.Notes) {
        self.inner = inner
        self.crash = crash
        self.notes = notes
    }

    static let dead = JournalFault(.failed, "the process is dead")

    func record(_ change: EntryChange, of key: Int64) async throws(JournalFault) {
        guard let number = crash.beginWrite() else { throw Self.dead }
        let due = held.withLock { held in
            defer { held = [] }
            return held
        }
        for note in due { inner.note(note.change, of: note.key) }
        try await inner.record(change, of: key)
        guard crash.endWrite(number) else { throw Self.dead }
    }

    func note(_ change: EntryChange, of key: Int64) {
        switch notes {
        case .lost:
            if !crash.isDead { held.withLock { $0.append((change, key)) } }
        case .kept:
            guard let number = crash.beginWrite() else { return }
            inner.note(change, of: key)
            _ = crash.endWrite(number)
        }
    }
}
