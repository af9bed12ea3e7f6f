import Foundation
import IngestModel
import Synchronization

/// A file that is there as a whole or not at all: it is written under a temporary name in the same folder, synced, renamed over
/// the old one, and the folder is synced. A crash leaves the old file, or the new one.
///
/// Ends with `commit` or `discard`; `discard` after either does nothing.
final class AtomicFile: Sendable {
    /// Why it could not be written.
    struct Fault: Error, Hashable, CustomStringConvertible {
        /// The file that was meant.
        let path: String
        /// What was tried.
        let act: String
        /// The number of the operating system's error.
        let number: Int32

        /// One sentence.
        var description: String { "cannot \(act) `\(path)`: \(String(cString: strerror(number)))" }
    }

    /// The file that is meant.
    let path: String
    private let folder: String
    private let temporary: String
    /// Negative once it is closed. A report is written on a thread of its own, and begun and ended on another.
    private let descriptor: Mutex<Int32>

    /// Begins to write the file `path`; nothing is seen of it before `commit`.
    init(path: String) throws(Fault) {
        self.path = path
        let parent = PathText.folder(of: path)
        folder = parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent
        temporary = "\(folder)/.\(PathText.lastPart(of: path)).\(getpid()).partial"
        // The name can be foretold: what another has put there, a link perhaps, is removed and never written through.
        unlink(temporary)
        let opened = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
        let number = errno
        descriptor = Mutex(opened)
        guard opened >= 0 else { throw Fault(path: path, act: "write", number: number) }
    }

    /// Appends `bytes`.
    func write(_ bytes: [UInt8]) throws(Fault) {
        let number = descriptor.withLock { descriptor -> Int32? in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
                if count >= 0 {
                    rest = rest.dropFirst(count)
                } else if errno != EINTR {
                    return errno
                }
            }
            return nil
        }
        if let number { throw Fault(path: path, act: "write", number: number) }
    }

    /// Puts the file in its place, on disk.
    func commit() throws(Fault) {
        let (synced, closed) = descriptor.withLock { descriptor -> (Int32?, Int32) in
            guard fsync(descriptor) == 0 else { return (errno, 0) }
            defer { descriptor = -1 }
            return (nil, close(descriptor))
        }
        if let synced { throw Fault(path: path, act: "write", number: synced) }
        guard closed == 0, rename(temporary, path) == 0 else {
            let number = errno
            unlink(temporary)
            throw Fault(path: path, act: "write", number: number)
        }
        let parent = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard parent >= 0 else { throw Fault(path: path, act: "sync the folder of", number: errno) }
        defer { close(parent) }
        guard fsync(parent) == 0 else { throw Fault(path: path, act: "sync the folder of", number: errno) }
    }

    /// Leaves what was there before.
    func discard() {
        let wasOpen = descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return false }
            close(descriptor)
            descriptor = -1
            return true
        }
        if wasOpen { unlink(temporary) }
    }
}
