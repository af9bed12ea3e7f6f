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
        /// Must be there; nothing is written.
        case read
    }

    /// Where it is.
    public let path: String
    let queue: DatabaseQueue
    private let lock: StateLock?

    /// Opens or makes the state file at `path`.
    public init(path: String, mode: Mode) throws(JournalFault) {
        self.path = path
        if mode == .read, !FileManager.default.fileExists(atPath: path) {
            throw JournalFault(
                .missing, "there is no state file `\(path)`", hint: "it is made by the first `run` of its job")
        }
        lock = mode == .run ? try StateLock(path: path + ".lock", statePath: path) : nil
        do {
            queue = try Self.open(path, mode: mode)
            try Self.settle(queue, path: path, mode: mode)
        } catch {
            throw JournalFault.wrapping(error, path: path)
        }
    }

    /// Closes the file. Nothing may be in flight.
    public func close() throws(JournalFault) {
        do { try queue.close() } catch { throw JournalFault.wrapping(error, path: path) }
    }

    private static func open(_ path: String, mode: Mode) throws -> DatabaseQueue {
        if mode == .run, !FileManager.default.fileExists(atPath: path) {
            // It names every file of an archive: for its owner's eyes, from the first moment on.
            let descriptor = Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            if descriptor >= 0 { Glibc.close(descriptor) }
        }
        var configuration = Configuration()
        configuration.label = "journal"
        configuration.busyMode = .timeout(5)
        configuration.readonly = mode == .read
        // A plan is written in one transaction while entries are still being read: see `PlanWriter`.
        configuration.allowsUnsafeTransactions = mode == .run
        configuration.prepareDatabase { db in
            guard mode == .run else { return }
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY")
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Makes the tables of a new file and refuses what is not ours.
    private static func settle(_ queue: DatabaseQueue, path: String, mode: Mode) throws {
        let (application, version, tables) = try queue.read { db in
            (
                try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0,
                try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
            )
        }
        if application == 0, version == 0, tables == 0, mode == .run {
            return try queue.write { try Schema.create($0) }
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
    }

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

    deinit { _ = Glibc.close(descriptor) }
}
