import Foundation
import GRDB
import IngestModel

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
        let witness = WitnessRecord.read(path + ".lock")
        do {
            switch try StateFile.look(path) {
            case .missing where mode != .run:
                throw JournalFault(
                    .missing, "there is no state file `\(path)`", hint: "it is made by the first `run` of its job")
            case .missing: try StateFile.make(path)
            case .there: break
            }
            if mode != .read { try StateFile.refuseSecondName(path) }
            let hadLog = FileManager.default.fileExists(atPath: path + "-wal")
            let opened = try Self.open(path, mode: mode)
            do {
                version = try Self.settle(opened, path: path, mode: mode, hadLog: hadLog, witness: witness)
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

    /// Closes the file; with `removing`, nothing of it stays. Nothing may be in flight.
    public func close(removing: Bool = false) throws(JournalFault) {
        // SQLite copies the rest of the log when it closes the file.
        lock?.beginCopying()
        do { try queue.close() } catch { throw JournalFault.wrapping(error, path: path) }
        guard let lock else { return }
        if removing {
            // While it is held: a run that begins meanwhile must not lose what it makes.
            StateFile.remove(path)
        } else if !FileManager.default.fileExists(atPath: path + "-wal") {
            lock.close()
        }
        lock.release()
    }

    deinit { lock?.beginCopying() }

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
        do {
            return try DatabaseQueue(path: path, configuration: configuration)
        } catch let error as DatabaseError {
            // A log needs an index beside it even to be read. Where none can be made, as on read-only media, and there is no log, the main
            // file alone is whole.
            guard mode == .read, [.SQLITE_CANTOPEN, .SQLITE_READONLY].contains(error.resultCode),
                StateFile.size(path + "-wal") == 0, let alone = StateFile.immutable(path)
            else { throw error }
            return try DatabaseQueue(path: alone, configuration: configuration)
        }
    }

    /// Refuses what is not ours, not whole, or of a newer program; brings an older one up to date. Gives the version.
    private static func settle(
        _ queue: DatabaseQueue, path: String, mode: Mode, hadLog: Bool, witness: WitnessRecord?
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
        if version > 1 {
            if let witness { try StateFile.compare(queue, path, witness) }
            if !hadLog { try StateFile.refuseMissingLog(queue, path) }
        }
        guard mode != .read else { return version }
        try StateFile.check(queue, path)
        if version < Schema.version { try queue.write { try Schema.migrate(from: version, $0) } }
        return Schema.version
    }

    /// Copies what the `-wal` file holds into the main file, so that neither grows without bound.
    ///
    /// The two counts around it tell a main file whose `-wal` file got lost from a whole one: see `Schema.swift`.
    func checkpoint() throws(JournalFault) {
        lock?.beginCopying()
        let begun = try access { db in
            try db.execute(sql: "UPDATE log SET begun = begun + 1")
            // A reader that looks on may keep a part from being copied; the next time has it.
            _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
            try db.execute(sql: "UPDATE log SET confirmed = begun")
            return try Int64.fetchOne(db, sql: "SELECT begun FROM log") ?? 0
        }
        lock?.endCopying(begun: UInt64(clamping: begun))
    }

    /// Tells the witness that what was written up to now is durable.
    func confirm() { lock?.confirm() }

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
