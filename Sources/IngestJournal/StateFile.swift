import Foundation
import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The state file as a file: whether it is there, how it is made, and whether it is whole.
enum StateFile {
    /// What is at a path.
    enum Presence {
        case missing
        case there
    }

    /// Looks at `path`. A file without a byte is not a new one: `make` never leaves one behind.
    static func look(_ path: String) throws -> Presence {
        var status = stat()
        guard stat(path, &status) == 0 else {
            guard errno == ENOENT else {
                let reason = String(cString: strerror(errno))
                throw JournalFault(.readOnly, "the state file `\(path)` cannot be read: \(reason)")
            }
            return .missing
        }
        guard status.st_size > 0 else {
            throw JournalFault(.damaged, "the state file `\(path)` is empty", hint: restoreHint)
        }
        // SQLite takes what is shorter than its smallest page for a new database.
        guard status.st_size >= 512 else {
            throw JournalFault(.damaged, "the state file `\(path)` is cut off", hint: restoreHint)
        }
        return .there
    }

    /// `path`, or what the link at its end leads to.
    static func followed(_ path: String) -> String {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, let real = realpath(path, nil) else {
            return path
        }
        defer { free(real) }
        return String(cString: real)
    }

    /// The file at `path` as SQLite names one that nobody changes (sqlite.org/uri.html).
    static func immutable(_ path: String) -> String? {
        path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed).map { "file:\($0)?immutable=1" }
    }

    /// True where the disk of the file at `path` has no room for a page of the log and its index.
    static func isOutOfRoom(_ path: String) -> Bool {
        var status = statvfs()
        let folder = (path as NSString).deletingLastPathComponent.nonEmptyFolder
        guard statvfs(folder, &status) == 0 else { return false }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize) < 64 << 10
    }

    /// Bytes of the file at `path`; 0 where there is none.
    static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Makes a state file without entries, whole or not at all: under another name, then renamed.
    static func make(_ path: String) throws {
        let draft = path + ".new"
        for leftover in [draft, draft + "-wal", draft + "-shm", draft + "-journal"] { unlink(leftover) }
        // It names every file of an archive: for its owner's eyes, from the first moment on.
        let descriptor = open(draft, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw cannotMake(path) }
        close(descriptor)
        let queue = try DatabaseQueue(path: draft)
        try queue.write { try Schema.create($0) }
        try queue.close()
        guard rename(draft, path) == 0 else { throw cannotMake(path) }
        // The name must be on disk before anything that the file permits is done.
        let folder = open((path as NSString).deletingLastPathComponent.nonEmptyFolder, O_RDONLY | O_CLOEXEC)
        guard folder >= 0 else { return }
        fsync(folder)
        close(folder)
    }

    private static func cannotMake(_ path: String) -> JournalFault {
        let reason = String(cString: strerror(errno))
        return JournalFault(
            .readOnly, "the state file `\(path)` cannot be made: \(reason)",
            hint: "give write permission on its folder, or choose another with `--state`")
    }

    /// A second name has a lock and a log of its own, so that two runs could work on one file.
    static func refuseSecondName(_ path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0, status.st_nlink > 1 else { return }
        throw JournalFault(
            .failed, "the state file `\(path)` has a second name: \(status.st_nlink) hard links",
            hint: "keep one of them; a run by another name would not see this one's lock and log")
    }

    /// Removes all of it. What is not there is no fault.
    static func remove(_ path: String) {
        for ending in ["", "-wal", "-shm", ".lock"] { unlink(path + ending) }
    }

    /// Throws where the file is not what `witness` saw: frames of the `-wal` file are missing, or the main file differs.
    static func compare(_ queue: DatabaseQueue, _ path: String, _ witness: WitnessRecord) throws {
        let counts = try queue.read { try Row.fetchOne($0, sql: "SELECT begun, confirmed FROM log") }
        let begun: Int64 = try counts?.value("begun") ?? 0
        let confirmed: Int64 = try counts?.value("confirmed") ?? 0
        let extent = size(path + "-wal") > 0 ? LogExtent(of: path) : nil
        let fault: JournalFault?
        switch witness.phase {
        case .copying: return
        case .open:
            guard let extent, extent.frames > 0 else {
                // Whoever looked at it with another program after a kill has copied the whole log into the main file.
                guard begun != confirmed,
                    size(path + "-wal") > 0 || FileManager.default.fileExists(atPath: path + "-wal")
                else { return }
                fault = cutLog(path)
                break
            }
            if extent.salts != witness.salts || extent.frames < witness.frames {
                fault = cutLog(path)
            } else {
                fault = witness.digest.flatMap { $0 == FileDigest(of: path) ? nil : changed(path) }
            }
        case .closed:
            guard extent == nil, witness.digest != FileDigest(of: path) else { return }
            // A copy of another night that was put back is judged by itself.
            guard begun != confirmed || UInt64(clamping: begun) == witness.begun else { return }
            fault = changed(path)
        }
        // A run that goes on may have copied its log meanwhile, and has then said so.
        guard let fault, WitnessRecord.read(path + ".lock") == witness else { return }
        throw fault
    }

    private static func cutLog(_ path: String) -> JournalFault {
        JournalFault(
            .damaged, "the `-wal` file of the state file `\(path)` is damaged: changes that were recorded are missing",
            hint:
                "restore `\(path)-wal`, or the state file, from a copy; without it entries may be uploaded a second time"
        )
    }

    private static func changed(_ path: String) -> JournalFault {
        JournalFault(
            .damaged, "the state file `\(path)` is damaged: it is not what the last run left",
            hint: restoreHint + "; where it was changed on purpose, remove `\(path).lock`")
    }

    /// Throws where the main file says that a `-wal` file belongs to it. Asked when there is none.
    static func refuseMissingLog(_ queue: DatabaseQueue, _ path: String) throws {
        let isWhole = try queue.read { try Bool.fetchOne($0, sql: "SELECT begun = confirmed FROM log") ?? false }
        guard !isWhole else { return }
        throw JournalFault(
            .damaged, "the state file `\(path)` lacks its `-wal` file, and with it the last changes",
            hint: "put `\(path)-wal` back beside it; without it entries may be uploaded a second time")
    }

    /// Closes a file that was refused. A `-wal` file that only opening it has made must not hide, the next time, that the true one
    /// is missing.
    static func leave(_ queue: DatabaseQueue, _ path: String, hadLog: Bool) {
        // What could not be closed was only read.
        do { try queue.close() } catch { return }
        guard !hadLog, size(path + "-wal") == 0 else { return }
        for ending in ["-wal", "-shm"] { unlink(path + ending) }
    }

    /// Throws where the pages contradict each other.
    static func check(_ queue: DatabaseQueue, _ path: String) throws {
        let words = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        guard words != "ok" else { return }
        let found = words?.split(separator: "\n").last.map(String.init) ?? "no further word"
        throw JournalFault(.damaged, "the state file `\(path)` is damaged: \(found)", hint: restoreHint)
    }

    static let restoreHint =
        "move it and its `-wal` file aside and restore a copy; a new one would upload everything again"
}

extension String {
    /// The working folder where there is no name.
    fileprivate var nonEmptyFolder: String { isEmpty ? "." : self }
}
