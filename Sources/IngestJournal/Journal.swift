import Foundation
import GRDB
import IngestModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The state file of a job: what was planned, what was permitted, what came of it. `Schema.swift` says how.
///
/// One process at a time may open it for writing; readers (`status`, `report`) may look on while a run goes on.
public final class Journal: Sendable {
    /// How it is opened.
    public enum Mode: Sendable {
        /// Made when it is not there; held against other runs until it is closed.
        case run
        /// Must be there; held against runs until it is closed.
        case maintain
        /// Must be there; nothing is written.
        case read
    }

    /// Where it is.
    public let path: String
    let queue: DatabaseQueue
    /// The version of its tables: the newest after it was opened for a run, what was found after it was opened to be read.
    let version: Int32
    private let lock: StateLock?

    /// Opens or makes the state file at `path`.
    ///
    /// A link is followed first: the lock and the log lie beside the file itself, whatever name it is opened by.
    public init(path: String, mode: Mode) throws(JournalFault) {
        let path = StateFile.followed(path)
        self.path = path
        lock = mode != .read ? try StateLock(path: path + ".lock", statePath: path) : nil
        do {
            switch try StateFile.look(path) {
            case .missing where mode != .run:
                throw JournalFault(
                    .missing, "there is no state file `\(path)`", hint: "it is made by the first `run` of its job")
            case .missing: try StateFile.make(path)
            case .there: break
            }
            let hadLog = FileManager.default.fileExists(atPath: path + "-wal")
            let opened = try Self.open(path, mode: mode)
            do {
                version = try Self.settle(opened, path: path, mode: mode, hadLog: hadLog)
                queue = opened
            } catch {
                StateFile.leave(opened, path, hadLog: hadLog)
                throw error
            }
        } catch {
            throw JournalFault.wrapping(error, path: path)
        }
        if mode != .read { try checkpoint() }
    }

    /// Closes the file. Nothing may be in flight.
    public func close() throws(JournalFault) {
        do { try queue.close() } catch { throw JournalFault.wrapping(error, path: path) }
        lock?.release()
    }

    private static func open(_ path: String, mode: Mode) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.busyMode = .timeout(5)
        configuration.readonly = mode == .read
        // A plan is written in one transaction while entries are still being read: see `PlanWriter`.
        configuration.allowsUnsafeTransactions = mode != .read
        configuration.prepareDatabase { db in
            guard mode != .read else { return }
            try db.execute(
                sql: """
                    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY;
                    PRAGMA wal_autocheckpoint = 0
                    """)
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Refuses what is not ours, not whole, or of a newer program; brings an older one up to date. Gives the version.
    private static func settle(
        _ queue: DatabaseQueue, path: String, mode: Mode, hadLog: Bool
    ) throws -> Int32 {
        let (application, version) = try queue.read { db in
            (
                try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            )
        }
        guard application == Schema.applicationId else {
            throw JournalFault(
                .foreign, "`\(path)` is not a state file of vod-ingest", hint: "choose another with `--state`")
        }
        guard version <= Schema.version else {
            throw JournalFault(
                .newer, "the state file `\(path)` has version \(version); this program knows up to \(Schema.version)",
                hint: "use the program that made it, or a newer one")
        }
        if version > 1, !hadLog { try StateFile.refuseMissingLog(queue, path) }
        guard mode != .read else { return version }
        try StateFile.check(queue, path)
        if version < Schema.version { try queue.write { try Schema.migrate(from: version, $0) } }
        return Schema.version
    }

    /// Copies what the `-wal` file holds into the main file, so that neither grows without bound.
    ///
    /// The two counts around it tell a main file whose `-wal` file got lost from a whole one: see `Schema.swift`.
    func checkpoint() throws(JournalFault) {
        try access { db in
            try db.execute(sql: "UPDATE log SET begun = begun + 1")
            // A reader that looks on may keep a part from being copied; the next time has it.
            _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            try db.execute(sql: "UPDATE log SET confirmed = begun")
        }
    }

    /// Does a checkpoint when the `-wal` file has become large.
    func checkpointIfLarge() throws(JournalFault) {
        if StateFile.size(path + "-wal") >= Self.largestLog { try checkpoint() }
    }

    private static let largestLog: Int64 = 8 << 20

    /// Runs `body` on the connection, with this type's faults.
    func access<R>(_ body: (Database) throws -> R) throws(JournalFault) -> R {
        do { return try queue.writeWithoutTransaction(body) } catch { throw JournalFault.wrapping(error, path: path) }
    }
}

/// Holds the state file against a second run: an exclusive `flock`, which the system releases when the process ends in
/// whatever way.
private final class StateLock: Sendable {
    private let descriptor: Int32

    init(path: String, statePath: String) throws(JournalFault) {
        descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw JournalFault(
                .readOnly, "the state file `\(statePath)` cannot be locked: \(reason)",
                hint: "give write permission on its folder, or choose another with `--state`")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            _ = Glibc.close(descriptor)
            throw JournalFault(
                .locked, "another run holds the state file `\(statePath)`",
                hint: "wait for it to end, or choose another with `--state`")
        }
    }

    /// Lets others have it.
    func release() { _ = flock(descriptor, LOCK_UN) }

    deinit { _ = Glibc.close(descriptor) }
}
