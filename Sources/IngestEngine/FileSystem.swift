import IngestModel
import StreamingManifest

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The few system calls that looking at files takes. Foundation's attributes are dictionaries of boxed values and lose the
/// nanoseconds.
enum FileSystem {
    /// What `stat` says.
    struct Status {
        var mark: FileMark
        var mode: mode_t

        private var kind: mode_t { mode & mode_t(S_IFMT) }
        var isRegular: Bool { kind == mode_t(S_IFREG) }
        var isFolder: Bool { kind == mode_t(S_IFDIR) }
        var isLink: Bool { kind == mode_t(S_IFLNK) }

        /// What is there in place of a regular file.
        var special: FileFacts.SpecialFile? {
            switch kind {
            case mode_t(S_IFREG): nil
            case mode_t(S_IFDIR): .folder
            case mode_t(S_IFIFO): .pipe
            case mode_t(S_IFSOCK): .socket
            default: .device
            }
        }

        init(_ status: stat) {
            #if canImport(Darwin)
                let time = status.st_mtimespec
            #else
                let time = status.st_mtim
            #endif
            // Only compared: a time beyond the year 2262 wraps instead of trapping.
            mark = FileMark(
                size: Int64(status.st_size), modified: Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec),
                device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino))
            mode = status.st_mode
        }
    }

    /// What a look at a path gave.
    enum Lookup {
        case found(Status)
        case missing
        /// The system does not say; its reason.
        case failed(String)

        var status: Status? {
            if case .found(let status) = self { status } else { nil }
        }
    }

    /// What reading a file gave.
    enum Reading {
        /// As many as were asked for; `isWhole` when there are no more.
        case bytes([UInt8], isWhole: Bool)
        case failed(String)
    }

    /// What is at `path` itself, be it a link.
    static func look(_ path: String) -> Lookup {
        var status = stat()
        return lstat(path, &status) == 0 ? .found(Status(status)) : absence(errno)
    }

    /// What is behind `path`, links followed.
    static func follow(_ path: String) -> Lookup {
        var status = stat()
        return stat(path, &status) == 0 ? .found(Status(status)) : absence(errno)
    }

    /// True when `path` leads into a cycle of links.
    static func isCycle(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 && errno == ELOOP
    }

    private static func absence(_ code: Int32) -> Lookup {
        switch code {
        case ENOENT, ENOTDIR, ENAMETOOLONG, ELOOP: .missing
        default: .failed(reason(code))
        }
    }

    /// `path` without links and dot segments; nil when it leads nowhere.
    static func realPath(_ path: String) -> String? {
        guard let found = realpath(path, nil) else { return nil }
        defer { free(found) }
        return String(validatingCString: found)
    }

    /// Why the file at `path` may not be read; nil when it may.
    static func refusal(_ path: String) -> String? { access(path, R_OK) == 0 ? nil : reason(errno) }

    /// A name in a folder.
    struct Listed {
        var name: String
        /// True where the folder itself says that it is a regular file; not every file system does.
        var isRegular: Bool
    }

    /// What is in the folder at `path`, without `.` and `..` and without names that are not UTF-8; nil when it cannot be listed.
    static func list(_ path: String) -> [Listed]? {
        guard let stream = opendir(path) else { return nil }
        defer { closedir(stream) }
        var listed: [Listed] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(validatingCString: $0) }
            }
            guard let name, name != ".", name != ".." else { continue }
            listed.append(Listed(name: name, isRegular: Int32(entry.pointee.d_type) == Int32(DT_REG)))
        }
        return listed
    }

    /// What `path` is and the first `count` bytes of it, by opening it once; nil where it is no regular file, or a link, or cannot
    /// be read: a look tells which.
    static func firstBytes(_ path: String, count: Int) -> (status: Status, bytes: [UInt8])? {
        // A named pipe put in the file's place would block the open.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, Status(status).isRegular else { return nil }
        var isRead = true
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = platformRead(descriptor, UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
                if got < 0, errno == EINTR { continue }
                isRead = got >= 0
                guard got > 0 else { return }
                filled += got
            }
        }
        return isRead ? (Status(status), bytes) : nil
    }

    /// The first `count` bytes of the regular file at `path`.
    static func read(_ path: String, count: Int) -> Reading {
        // A named pipe put in the file's place would block the open.
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return .failed(reason(errno)) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return .failed(reason(errno)) }
        guard Status(status).isRegular else { return .failed("it is not a regular file") }
        // One byte more tells whether there is more.
        let size = min(count, max(Int(status.st_size), 0)) + 1
        var bytes: [UInt8] = []
        var failure: String?
        while bytes.count <= count, failure == nil {
            let room = min(max(size - bytes.count, 64 << 10), count + 1 - bytes.count)
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                // glibc restarts nothing: a signal ends the call early.
                var got = -1
                repeat { got = platformRead(descriptor, buffer) } while got < 0 && errno == EINTR
                if got < 0 { failure = reason(errno) }
                filled = max(got, 0)
            }
            if chunk.isEmpty { break }
            bytes += chunk
        }
        if let failure { return .failed(failure) }
        return bytes.count > count ? .bytes(Array(bytes.prefix(count)), isWhole: false) : .bytes(bytes, isWhole: true)
    }

    private static func platformRead(_ descriptor: Int32, _ buffer: UnsafeMutableBufferPointer<UInt8>) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, buffer.baseAddress, buffer.count)
        #else
            Darwin.read(descriptor, buffer.baseAddress, buffer.count)
        #endif
    }

    /// The system's words for `code`, in lower case: `permission denied`.
    static func reason(_ code: Int32) -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
        let words = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: words, as: UTF8.self).lowercased()
    }
}
