import IngestJournal
import IngestModel
import IngestPolicy
import Logging
import Synchronization
import TencentClient

/// What every entry of a run shares.
struct EntryContext: Sendable {
    /// The service and its store.
    var services: ServiceStack
    /// Where changes are recorded.
    var changes: any EntryChangeSink
    /// Opens and closes what a session needs after a crash.
    var seal: SessionSeal
    /// The limits of one entry.
    var policy: EntryPolicy
    /// The access region of entries that name none.
    var region: String
    /// Counts what happens.
    var progress: ProgressFeed
    /// Fires when the run is to end.
    var stop: StopSignal
    /// Waits for services that have gone silent.
    var outage: OutageWatch
    /// True where a medium, by its FileId, is already that of another entry than the one given.
    var isTaken: @Sendable (String, EntryID) -> Bool
    /// Passed by the first file of the run that the store keeps without telling its checksum.
    var unchecked = Once()
    /// Unix seconds.
    var now: @Sendable () -> Double
    /// For people who look closer.
    var logger: Logger
}

/// Lets the first one pass.
final class Once: Sendable {
    private let passed = Mutex(false)

    /// True for the first caller alone.
    func isFirst() -> Bool {
        passed.withLock { passed in
            defer { passed = true }; return !passed
        }
    }
}

/// The session of one entry, shared by its steps.
final class SessionBox: Sendable {
    private let current = Mutex<(session: UploadSession, number: Int)?>(nil)

    /// The session in use; nil before the first.
    var session: UploadSession? { current.withLock { $0?.session } }
    /// Its number; nil before the first.
    var number: Int? { current.withLock { $0?.number } }

    /// Puts `session` in use.
    func open(_ session: UploadSession, number: Int) { current.withLock { $0 = (session, number) } }
}
