import IngestModel
import NIOCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file that is still what it was when it was planned. Its calls block and belong on a thread that may.
final class SourceFile: Sendable {
    private let descriptor: Int32
    private let range: FileRange
    /// The memory of the last two chunks, the older one first: that one is most often gone when the next chunk is read, and
    /// its memory need not be got from the system again.
    private let former = Mutex<[ByteBuffer]>([])

    /// Opens the file of `range` and compares it with its mark.
    init(_ range: FileRange) throws(TransportFault) {
        var descriptor: Int32
        repeat { descriptor = open(range.path, O_RDONLY | O_CLOEXEC) } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { throw Self.unreadable(range, errno) }
        self.descriptor = descriptor
        self.range = range
        try compare()
    }

    deinit { close(descriptor) }

    /// Throws `SourceChanged` where size, time, device or inode are not the planned ones.
    func compare() throws(TransportFault) {
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { throw Self.unreadable(range, errno) }
        guard FileMark(found) == range.mark else {
            throw TransportFault(
                kind: .sourceChanged, message: "`\(range.path)` changed after it was planned", sentAny: false)
        }
    }

    /// Reads exactly `count` bytes from `offset`.
    func read(_ count: Int, at offset: Int64) throws(TransportFault) -> ByteBuffer {
        var buffer = former.withLock { $0.count == 2 ? $0.removeFirst() : nil } ?? ByteBuffer()
        // New memory where somebody still has the old.
        buffer.clear(minimumCapacity: count)
        while buffer.readableBytes < count {
            let missing = count - buffer.readableBytes
            let place = off_t(offset + Int64(buffer.readableBytes))
            var failure: Int32 = 0
            let got = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: missing) { space in
                let got = pread(descriptor, space.baseAddress, missing, place)
                if got < 0 { failure = errno }
                return max(0, got)
            }
            if failure == EINTR { continue }
            guard failure == 0 else { throw Self.unreadable(range, failure) }
            guard got > 0 else {
                throw TransportFault(
                    kind: .sourceChanged, message: "`\(range.path)` became shorter while it was read", sentAny: false)
            }
        }
        former.withLock { [buffer] in $0.append(buffer) }
        return buffer
    }

    private static func unreadable(_ range: FileRange, _ code: Int32) -> TransportFault {
        TransportFault(
            kind: .sourceUnreadable, message: "`\(range.path)` cannot be read: \(String(cString: strerror(code)))",
            sentAny: false)
    }
}

extension FileMark {
    /// What `stat` found.
    init(_ found: stat) {
        #if canImport(Darwin)
            let time = found.st_mtimespec
        #else
            let time = found.st_mtim
        #endif
        self.init(
            size: Int64(found.st_size), modified: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec),
            device: UInt64(truncatingIfNeeded: found.st_dev), inode: UInt64(found.st_ino))
    }

    /// The mark of the file at `path`, links followed. Throws ``TransportFault/Kind/sourceUnreadable``.
    public init(path: String) throws(TransportFault) {
        var found = stat()
        guard stat(path, &found) == 0 else {
            throw TransportFault(
                kind: .sourceUnreadable, message: "`\(path)` cannot be read: \(String(cString: strerror(errno)))",
                sentAny: false)
        }
        self.init(found)
    }
}
