import GRDB

/// Why the state file cannot be used; each ends the run with exit code 5.
public struct JournalFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// The closed set of reasons.
    public enum Code: String, Hashable, Sendable {
        /// Another run holds it.
        case locked
        /// It is not a state file of this program.
        case foreign
        /// A newer program made it.
        case newer
        /// Its content contradicts itself or cannot be read.
        case damaged
        /// No room is left.
        case diskFull
        /// It or its folder may not be written.
        case readOnly
        /// It is not there.
        case missing
        /// Anything else that the disk or the database said.
        case failed
    }

    /// The reason.
    public var code: Code
    /// One sentence.
    public var message: String
    /// What to do.
    public var hint: String?

    /// A fault called `code`.
    public init(_ code: Code, _ message: String, hint: String? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
    }

    /// The message and the hint in one line.
    public var description: String { message + (hint.map { "; \($0)" } ?? "") }

    private static func full(_ path: String) -> JournalFault {
        JournalFault(
            .diskFull, "no room is left for the state file `\(path)`",
            hint: "free some space on its disk and run again; what was recorded is safe")
    }

    /// The fault behind whatever the database threw about the state file at `path`.
    static func wrapping(_ error: any Error, path: String) -> JournalFault {
        if let fault = error as? JournalFault { return fault }
        guard let error = error as? DatabaseError else {
            // What was read is not what this program writes: a value of another type, a text that is no JSON or no key.
            return JournalFault(
                .damaged, "the state file `\(path)` is damaged: a value in it cannot be read",
                hint: StateFile.restoreHint)
        }
        let text = error.message ?? "no further word"
        switch error.resultCode {
        case .SQLITE_FULL:
            return full(path)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM:
            return JournalFault(
                .readOnly, "the state file `\(path)` cannot be written: \(text)",
                hint: "give write permission on the file and on its folder, or choose another with `--state`")
        case .SQLITE_CORRUPT, .SQLITE_NOTADB:
            return JournalFault(
                .damaged, "the state file `\(path)` is damaged: \(text)",
                hint: StateFile.restoreHint)
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            return JournalFault(
                .locked, "the state file `\(path)` is in use by another program",
                hint: "wait for it to end, or choose another with `--state`")
        case .SQLITE_IOERR:
            // The `-shm` file is written through memory: a disk without room shows there as an error of the disk.
            if StateFile.isOutOfRoom(path) { return full(path) }
            return JournalFault(
                .failed, "cannot use the state file `\(path)`: \(text)",
                hint: "see that its disk has room and is healthy, and run again; what was recorded is safe")
        default:
            return JournalFault(
                .failed, "cannot use the state file `\(path)`: \(text)",
                hint: "see that its disk is healthy, or choose another with `--state`")
        }
    }
}
