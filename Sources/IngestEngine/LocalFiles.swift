import IngestModel
import StreamingManifest

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Looks at local files; changes nothing.
public struct LocalFiles: Sendable {
    /// How many of a file's first bytes are looked at.
    static let sniffed = 512

    /// A look at this machine's files.
    public init() {}

    /// What is at `path`, an absolute path that an entry names itself: links are followed wherever they lead.
    public func plainFile(at path: String) -> FileFacts {
        var status = stat()
        guard stat(path, &status) == 0 else {
            let error = errno
            var link = stat()
            if error == ENOENT, lstat(path, &link) == 0 { return FileFacts(presence: .danglingLink) }
            return FileFacts(presence: Self.absence(error))
        }
        return Self.facts(status, path: path)
    }

    /// The files of an asset whose top manifest lies in the folder `root`, an absolute path.
    public func asset(root: String) -> AssetFiles { AssetFiles(root: root) }

    /// What a failed look says.
    static func absence(_ error: Int32) -> FileFacts.Presence {
        error == ENOENT || error == ENOTDIR ? .missing(near: nil) : .unreadable(String(cString: strerror(error)))
    }

    /// Facts about something that exists.
    static func facts(_ status: stat, path: String) -> FileFacts {
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: return FileFacts(presence: .special(.folder))
        case S_IFIFO: return FileFacts(presence: .special(.pipe))
        case S_IFSOCK: return FileFacts(presence: .special(.socket))
        default: return FileFacts(presence: .special(.device))
        }
        guard access(path, R_OK) == 0 else {
            return FileFacts(presence: .unreadable(String(cString: strerror(errno))))
        }
        return FileFacts(presence: .regular(mark(status)))
    }

    /// What a file is at the moment.
    static func mark(_ status: stat) -> FileMark {
        FileMark(
            size: Int64(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }
}

/// The files below one folder. Each folder on the way to them is resolved once, and listed only when something is missing.
public struct AssetFiles {
    private enum Folder {
        /// It is there and its real place is inside the root.
        case inside
        case absent(FileFacts.Presence)
    }

    private let root: String
    private let realRoot: String?
    private var folders: [String: Folder] = [:]
    private var listings: [String: [String: String]] = [:]

    init(root: String) {
        self.root = root
        realRoot = Self.realPath(root)
    }

    /// The bytes of the manifest at `path` below the root, `limit` bytes at most, with its identity and its mark.
    public mutating func manifest(
        at path: String, limit: Int
    ) -> (contents: ManifestContents, identity: FileIdentity?, mark: FileMark?) {
        switch facts(at: path, written: path).presence {
        case .missing, .danglingLink: return (.missing, nil, nil)
        case .outside(let target): return (.unreadable("it is a link to `\(target)`, outside its folder"), nil, nil)
        case .special(let special): return (.unreadable("it is a \(special.rawValue)"), nil, nil)
        case .unreadable(let reason): return (.unreadable(reason), nil, nil)
        case .regular(let mark):
            let identity = FileIdentity(device: mark.device, inode: mark.inode)
            guard mark.size <= Int64(limit) else { return (.tooLarge(mark.size), identity, mark) }
            guard let bytes = Self.read(absolute(path), count: Int(mark.size)) else {
                return (.unreadable(String(cString: strerror(errno))), identity, mark)
            }
            return (.bytes(bytes), identity, mark)
        }
    }

    /// What is where `requirement` asks for a file; with `sniffing`, its first bytes too.
    public mutating func facts(for requirement: FileRequirement, sniffing: Bool) -> FileFacts {
        var facts = facts(at: requirement.path, written: requirement.written)
        if sniffing, facts.mark != nil {
            facts.firstBytes = Self.read(absolute(requirement.path), count: LocalFiles.sniffed)
        }
        return facts
    }

    /// The absolute form of a path below the root.
    public func absolute(_ path: String) -> String { root.hasSuffix("/") ? root + path : root + "/" + path }

    private mutating func facts(at path: String, written: String) -> FileFacts {
        let folder = PathText.folder(of: path)
        if case .absent(let presence) = resolve(folder) { return FileFacts(presence: presence) }
        let full = absolute(path)
        var status = stat()
        guard lstat(full, &status) == 0 else {
            let error = errno
            guard error == ENOENT else { return FileFacts(presence: LocalFiles.absence(error)) }
            return FileFacts(presence: .missing(near: near(PathText.lastPart(of: path), in: folder, written: written)))
        }
        if status.st_mode & S_IFMT == S_IFLNK {
            guard let real = Self.realPath(full), stat(full, &status) == 0 else {
                return FileFacts(presence: .danglingLink)
            }
            guard isInside(real) else { return FileFacts(presence: .outside(target: real)) }
        }
        return LocalFiles.facts(status, path: full)
    }

    private mutating func resolve(_ folder: String) -> Folder {
        if let known = folders[folder] { return known }
        let found: Folder
        if let real = Self.realPath(folder.isEmpty ? root : absolute(folder)) {
            found = isInside(real) ? .inside : .absent(.outside(target: real))
        } else {
            found = .absent(LocalFiles.absence(errno))
        }
        folders[folder] = found
        return found
    }

    private func isInside(_ real: String) -> Bool {
        guard let realRoot else { return false }
        return real == realRoot || real.utf8.starts(with: (realRoot == "/" ? "/" : realRoot + "/").utf8)
    }

    /// A name in `folder` that `name` may mean.
    private mutating func near(_ name: String, in folder: String, written: String) -> FileFacts.NearName? {
        let listing = listing(of: folder)
        let raw = PathText.lastPart(of: written)
        if raw != name, listing[Self.folded(raw)] == raw { return .asWritten(raw) }
        return listing[Self.folded(name)].map { .otherForm($0) }
    }

    private mutating func listing(of folder: String) -> [String: String] {
        if let known = listings[folder] { return known }
        var names: [String: String] = [:]
        for name in Self.names(in: folder.isEmpty ? root : absolute(folder)) { names[Self.folded(name)] = name }
        listings[folder] = names
        return names
    }

    /// Equal for names that differ in case or in Unicode form only: Swift compares text by canonical equivalence.
    private static func folded(_ name: String) -> String { name.lowercased() }

    private static func names(in folder: String) -> [String] {
        guard let handle = opendir(folder) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            names.append(
                withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                })
        }
        return names
    }

    private static func realPath(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Up to `count` bytes from the start of the file at `path`; nil with `errno` set when it cannot be read.
    private static func read(_ path: String, count: Int) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count, let base = buffer.baseAddress {
                let got = pread(descriptor, base + filled, count - filled, off_t(filled))
                if got < 0, errno == EINTR { continue }
                failed = got < 0
                if got <= 0 { break }
                filled += got
            }
        }
        return failed ? nil : bytes
    }
}
