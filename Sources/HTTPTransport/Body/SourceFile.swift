import IngestModel
import NIOCore
import NIOPosix
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open file that is still what it was when it was planned. Its calls block and belong on a thread that may.
///
/// Content that was replaced with its size and times put back still shows: only the system sets an inode's change time.
final class SourceFile: Sendable {
    private let descriptor: Int32
    private let range: FileRange
    /// The memory of the last two chunks, the older one first: that one is most often gone when the next chunk is read, and
    /// its memory need not be got from the system again.
    private let former = Mutex<[ByteBuffer]>([])
    /// When the inode last changed as the file was opened, nanoseconds since 1970.
    let stamp: Int64

    /// Opens the file of `range` and compares it with its mark and its stamp.
    init(_ range: FileRange) throws(TransportFault) {
        var descriptor: Int32
        repeat { descriptor = open(range.path, O_RDONLY | O_CLOEXEC) } while descriptor < 0 && errno == EINTR
        guard descriptor >= 0 else { throw Self.unreadable(range, errno) }
        do throws(TransportFault) {
            let found = try Self.status(descriptor, range)
            if let expected = range.stamp, expected != found.stamp { throw Self.touched(range) }
            stamp = found.stamp
        } catch {
            close(descriptor)
            throw error
        }
        self.descriptor = descriptor
        self.range = range
    }

    deinit { close(descriptor) }

    /// Throws `SourceChanged` where size, time, device or inode are not the planned ones, `SourceTouched` where the inode
    /// changed since the file was opened.
    func compare() throws(TransportFault) {
        guard try Self.status(descriptor, range).stamp == stamp else { throw Self.touched(range) }
    }

    private static func status(_ descriptor: Int32, _ range: FileRange) throws(TransportFault) -> stat {
        var found = stat()
        guard fstat(descriptor, &found) == 0 else { throw unreadable(range, errno) }
        guard FileMark(found) == range.mark else {
            throw TransportFault(
                kind: .sourceChanged, message: "`\(range.path)` changed after it was planned", sentAny: false)
        }
        return found
    }

    private static func touched(_ range: FileRange) -> TransportFault {
        TransportFault(
            kind: .sourceTouched, message: "`\(range.path)` was written to, or otherwise touched, while it was read",
            sentAny: false)
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

extension stat {
    /// When the inode last changed, nanoseconds since 1970.
    fileprivate var stamp: Int64 {
        #if canImport(Darwin)
            let time = st_ctimespec
        #else
            let time = st_ctim
        #endif
        return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}

extension FileRange {
    /// When the file's inode last changed, nanoseconds since 1970. Throws `SourceChanged` where it is not what was planned.
    public func currentStamp() async throws(TransportFault) -> Int64 {
        let opened: Result<Int64, TransportFault>
        do {
            opened = try await NIOThreadPool.singleton.runIfActive { [self] in
                do throws(TransportFault) { return .success(try SourceFile(self).stamp) } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw .cancelled(sentAny: false)
        }
        return try opened.get()
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
