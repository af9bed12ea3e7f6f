import Dispatch
import IngestModel
import StreamingManifest
import Synchronization

/// Looks at the files of one asset on disk. It only reads, and nothing it does leaves the root.
///
/// A value without state of its own: one may be used from several threads at once. Every call blocks while the disk answers.
public struct LocalFiles: Sendable {
    /// The folder of the top manifest, absolute, as the caller named it.
    public let root: String
    /// The root without links.
    private let realRoot: String
    private let listings: FolderListings

    /// How many bytes `firstBytes` of the facts has at most.
    public static let firstByteCount = 512

    /// Files are looked at in parallel in slices of this many, where there is more than one slice.
    private static let slice = 512

    /// Files below `root`, an absolute path; nil when there is no such folder. Several assets with the same `listings` list a
    /// folder that they share once.
    public init?(root: String, listings: FolderListings = FolderListings()) {
        guard let real = FileSystem.realPath(root), FileSystem.follow(real).status?.isFolder == true else { return nil }
        self.root = root
        self.listings = listings
        realRoot = real
    }

    /// The absolute path of `path`, which is relative to the root.
    public func localPath(_ path: String) -> String { root.hasSuffix("/") ? root + path : root + "/" + path }

    /// The facts about each requirement's file, in the same order. Each folder is listed once, however many of its files are
    /// asked for, and files are looked at in parallel. `readsFirstBytes` opens every file and reads its first 512 bytes.
    public func facts(for requirements: [FileRequirement], readsFirstBytes: Bool = false) -> [FileFacts] {
        var folders: [String: LocalFolder] = [:]
        for requirement in requirements {
            let name = PathText.folder(of: requirement.path)
            guard folders[name] == nil else { continue }
            folders[name] = LocalFolder(real: realFolder(name), realRoot: realRoot, listings: listings)
        }
        let known = folders
        let slices = (requirements.count + Self.slice - 1) / Self.slice
        let look = { @Sendable (slice: Int) in
            requirements[slice * Self.slice..<min((slice + 1) * Self.slice, requirements.count)].map { requirement in
                facts(for: requirement, in: known[PathText.folder(of: requirement.path)], readsFirstBytes)
            }
        }
        guard slices > 1 else { return slices == 0 ? [] : look(0) }
        let results = Mutex([[FileFacts]](repeating: [], count: slices))
        DispatchQueue.concurrentPerform(iterations: slices) { slice in
            let found = look(slice)
            results.withLock { $0[slice] = found }
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    /// Calls `body` with each requirement and its facts, first bytes included, in order. The facts of a few thousand are in memory
    /// at a time.
    public func look(at requirements: [FileRequirement], _ body: (FileRequirement, FileFacts) -> Void) {
        let batch = 16 * Self.slice
        for start in stride(from: 0, to: requirements.count, by: batch) {
            let some = Array(requirements[start..<min(start + batch, requirements.count)])
            for (requirement, facts) in zip(some, facts(for: some, readsFirstBytes: true)) { body(requirement, facts) }
        }
    }

    private func facts(
        for requirement: FileRequirement, in folder: LocalFolder?, _ readsFirstBytes: Bool
    ) -> FileFacts {
        guard let folder else { return FileFacts(presence: .missing(near: nil)) }
        if readsFirstBytes, let facts = plainFacts(for: requirement, in: folder) { return facts }
        var facts = facts(for: requirement, in: folder, isRead: readsFirstBytes)
        if readsFirstBytes, facts.mark != nil {
            switch FileSystem.read(localPath(requirement.path), count: Self.firstByteCount) {
            case .bytes(let bytes, _): facts.firstBytes = bytes
            case .failed(let reason): facts.presence = .unreadable(reason)
            }
        }
        return facts
    }

    /// The bytes of the manifest at `path`, which is relative to the root, and what tells it from others. A manifest of more
    /// than `limit` bytes is not read, and a link that leaves the root is not followed.
    public func manifest(at path: String, limit: Int) -> (contents: ManifestContents, identity: FileIdentity?) {
        let local = localPath(path)
        let status: FileSystem.Status
        switch FileSystem.follow(local) {
        case .found(let found): status = found
        case .missing: return (.missing, nil)
        case .failed(let reason): return (.unreadable(reason), nil)
        }
        let identity = FileIdentity(device: status.mark.device, inode: status.mark.inode)
        guard let real = FileSystem.realPath(local) else { return (.missing, nil) }
        guard Self.isInside(real, realRoot) else {
            return (.unreadable("it is, through a link, `\(real)` outside the folder of the top manifest"), nil)
        }
        guard status.isRegular else { return (.unreadable("it is not a regular file"), nil) }
        if status.mark.size > Int64(limit) { return (.tooLarge(status.mark.size), identity) }
        switch FileSystem.read(real, count: limit) {
        case .bytes(let bytes, isWhole: true): return (.bytes(bytes), identity)
        case .bytes: return (.tooLarge(status.mark.size), identity)
        case .failed(let reason): return (.unreadable(reason), identity)
        }
    }

    /// The facts about one file by itself: the medium or cover of a plain entry, which may lie behind any link.
    public static func plainFile(at absolutePath: String) -> FileFacts {
        let status: FileSystem.Status
        switch FileSystem.follow(absolutePath) {
        case .found(let found): status = found
        case .failed(let reason): return FileFacts(presence: .unreadable(reason))
        case .missing:
            if FileSystem.isCycle(absolutePath) { return FileFacts(presence: .linkCycle) }
            let isLink = FileSystem.look(absolutePath).status?.isLink == true
            return FileFacts(presence: isLink ? .danglingLink : .missing(near: nil))
        }
        if let special = status.special { return FileFacts(presence: .special(special)) }
        if let reason = FileSystem.refusal(absolutePath) { return FileFacts(presence: .unreadable(reason)) }
        return FileFacts(presence: .regular(status.mark))
    }

    /// The files in the folders of `paths`, and of the top manifest, that are neither among `paths` nor the manifest `top`:
    /// often the sign of a wrong count. Paths relative to the root, sorted; folders are not entered.
    public func surplus(beside paths: [String], top: String) -> [String] {
        var folders: Set<String> = [""]
        var last = ""
        for path in paths {
            let folder = PathText.folder(of: path)
            if folder != last { folders.insert(folder) }
            last = folder
        }
        // What is there is kept, not what is named: a manifest may name a million files that are not there.
        var places: [String: String] = [:]
        for name in folders {
            guard let real = realFolder(name), Self.isInside(real, realRoot) else { continue }
            for entry in (FileSystem.list(real) ?? []).map(\.name) {
                places[name.isEmpty ? entry : name + "/" + entry] = real + "/" + entry
            }
        }
        places[top] = nil
        for path in paths where !places.isEmpty { places[path] = nil }
        return places.filter { FileSystem.look($0.value).status?.isRegular == true }.keys.sorted()
    }

    private func realFolder(_ name: String) -> String? {
        name.isEmpty ? realRoot : FileSystem.realPath(localPath(name))
    }

    /// True when `path` is `root` or lies below it; both are real paths.
    static func isInside(_ path: String, _ root: String) -> Bool {
        root == "/" || path.utf8.elementsEqual(root.utf8) || path.utf8.starts(with: (root + "/").utf8)
    }
}

extension LocalFiles {
    /// The facts about a file that is nothing but a regular file in its folder: most are, and one opening tells them all. Nil
    /// where there is more to say.
    private func plainFacts(for requirement: FileRequirement, in folder: LocalFolder) -> FileFacts? {
        guard let real = folder.real, folder.isInside else { return nil }
        let name = PathText.lastPart(of: requirement.path)
        guard folder.hasRegular(name),
            let found = FileSystem.firstBytes(real + "/" + name, count: Self.firstByteCount)
        else { return nil }
        var facts = FileFacts(presence: .regular(found.status.mark))
        facts.firstBytes = found.bytes
        return facts
    }

    /// `isRead`: the file is opened afterwards, which tells whether it may be.
    private func facts(for requirement: FileRequirement, in folder: LocalFolder, isRead: Bool) -> FileFacts {
        guard let real = folder.real else {
            // The folder itself is missing or a link that leads nowhere.
            let isCycle = FileSystem.isCycle(localPath(PathText.folder(of: requirement.path)))
            return FileFacts(presence: isCycle ? .linkCycle : .missing(near: nil))
        }
        guard folder.isInside else { return FileFacts(presence: .outside(target: real)) }
        let name = PathText.lastPart(of: requirement.path)
        let path = real + "/" + name
        var status: FileSystem.Status
        switch FileSystem.look(path) {
        case .found(let found): status = found
        case .failed(let reason): return FileFacts(presence: .unreadable(reason))
        case .missing:
            let written = PathText.lastPart(of: requirement.written)
            return FileFacts(presence: .missing(near: folder.near(name, written: written)))
        }
        if status.isLink {
            guard let target = FileSystem.follow(path).status, let realTarget = FileSystem.realPath(path) else {
                return FileFacts(presence: FileSystem.isCycle(path) ? .linkCycle : .danglingLink)
            }
            guard Self.isInside(realTarget, realRoot) else { return FileFacts(presence: .outside(target: realTarget)) }
            status = target
        }
        if let special = status.special { return FileFacts(presence: .special(special)) }
        if !isRead, let reason = FileSystem.refusal(path) { return FileFacts(presence: .unreadable(reason)) }
        return FileFacts(presence: .regular(status.mark), listedName: folder.listedName(name))
    }
}
