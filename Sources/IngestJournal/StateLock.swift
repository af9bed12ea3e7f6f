import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Holds the state file against a second run: an exclusive `flock`, which the system releases when the process ends in
/// whatever way. The locked file also keeps the ``WitnessRecord``.
final class StateLock: Sendable {
    private let descriptor: Int32
    private let statePath: String
    private let record = Mutex(WitnessRecord(phase: .copying))

    init(path: String, statePath: String) throws(JournalFault) {
        self.statePath = statePath
        while true {
            let opened = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
            guard opened >= 0 else {
                let reason = String(cString: strerror(errno))
                throw JournalFault(
                    .readOnly, "the state file `\(statePath)` cannot be locked: \(reason)",
                    hint: "give write permission on its folder, or choose another with `--state`")
            }
            guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
                _ = Glibc.close(opened)
                throw JournalFault(
                    .locked, "another run holds the state file `\(statePath)`",
                    hint: "wait for it to end, or choose another with `--state`")
            }
            // A run that left no state file behind removes its lock while it holds it: such a lock keeps nobody out.
            if Self.isStill(opened, at: path) {
                descriptor = opened
                return
            }
            _ = Glibc.close(opened)
        }
    }

    private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
        var held = stat()
        var named = stat()
        return fstat(descriptor, &held) == 0 && stat(path, &named) == 0 && held.st_ino == named.st_ino
            && held.st_dev == named.st_dev
    }

    /// Lets others have it.
    func release() { _ = flock(descriptor, LOCK_UN) }

    deinit { _ = Glibc.close(descriptor) }
}

// The witness. A fault while it is written is no fault of the run: the state file is whole without it.
extension StateLock {
    /// Frames are about to be copied into the main file; durable before the first of them is.
    func beginCopying() {
        record.withLock { record in
            guard record.phase != .closed else { return }
            record.phase = .copying
            write(record)
            fsync(descriptor)
        }
    }

    /// The copy is done and the `-wal` file takes further changes.
    func endCopying(begun: UInt64) {
        let size = StateFile.size(statePath)
        let digest = size <= Self.largestDigest ? FileDigest(of: statePath) : nil
        record.withLock { record in
            guard let extent = LogExtent(of: statePath) else { return }
            record = WitnessRecord(
                phase: .open, salts: extent.salts, frames: extent.frames, begun: begun, digest: digest)
            write(record)
        }
    }

    /// Whatever was written up to now is durable.
    func confirm() {
        record.withLock { record in
            guard record.phase == .open, let extent = LogExtent(of: statePath), extent.salts == record.salts else {
                return
            }
            record.frames = extent.frames
            write(record)
        }
    }

    /// The file was closed and its `-wal` file is gone.
    func close() {
        record.withLock { record in
            guard record.begun > 0, let digest = FileDigest(of: statePath) else { return }
            record = WitnessRecord(phase: .closed, begun: record.begun, digest: digest)
            write(record)
        }
    }

    private func write(_ record: WitnessRecord) {
        let bytes = record.bytes
        _ = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
    }

    /// A larger main file is looked at when it is closed, and not whenever the log is copied into it.
    private static let largestDigest: Int64 = 256 << 20
}
