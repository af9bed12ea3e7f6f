import Foundation

/// A file that is there as a whole or not at all: it is written under a temporary name in the same folder, synced, renamed over
/// the old one, and the folder is synced. A crash leaves the old file, or the new one.
struct AtomicFile: ~Copyable {
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
    private let temporary: String
    private var descriptor: Int32

    /// Begins to write the file `path`; nothing is seen of it before `commit`.
    init(path: String) throws(Fault) {
        self.path = path
        temporary =
            Self.folder(of: path) + "/."
            + String(path[(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)...])
            + ".\(getpid()).partial"
        descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Fault(path: path, act: "write", number: errno) }
    }

    deinit {
        guard descriptor >= 0 else { return }
        close(descriptor)
        unlink(temporary)
    }

    /// Appends `text`.
    func write(_ text: String) throws(Fault) {
        var rest = ArraySlice(text.utf8)
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
            if count >= 0 {
                rest = rest.dropFirst(count)
            } else if errno != EINTR {
                throw Fault(path: path, act: "write", number: errno)
            }
        }
    }

    /// Puts the file in its place, on disk.
    consuming func commit() throws(Fault) {
        guard fsync(descriptor) == 0 else { throw Fault(path: path, act: "write", number: errno) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0, rename(temporary, path) == 0 else {
            let number = errno
            unlink(temporary)
            throw Fault(path: path, act: "write", number: number)
        }
        let folder = open(Self.folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Fault(path: path, act: "sync the folder of", number: errno) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Fault(path: path, act: "sync the folder of", number: errno) }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    }
}
