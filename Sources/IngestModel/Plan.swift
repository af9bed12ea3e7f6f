/// What a file is to its entry; the words of `plan` and `inspect`.
public enum FileRole: String, Hashable, Sendable, Codable, CaseIterable {
    /// The medium of a plain entry.
    case media
    /// The top manifest of an HLS or DASH entry, or one linked from it.
    case manifest
    /// A child playlist.
    case playlist
    /// A media segment or a whole media file of a representation.
    case segment
    /// An initialisation section.
    case `init`
    /// Key material.
    case key
    /// A subtitle segment or file.
    case subtitle
    /// A picture of an image playlist or set.
    case image
    /// An index beside its segment.
    case index
    /// Session data, asset lists, fonts, bitstream switching.
    case other
    /// The entry's cover.
    case cover
}

/// What kind of medium an entry is.
public enum EntryKind: String, Hashable, Sendable, Codable {
    /// One file.
    case file
    /// A playlist and all it names.
    case hls
    /// An MPD and all it names.
    case dash
}

/// What a file was when it was planned; a file that differs when it is read is `source_changed`.
public struct FileMark: Hashable, Sendable, Codable {
    /// Bytes.
    public var size: Int64
    /// Modification time, nanoseconds since 1970.
    public var modified: Int64
    /// Device number.
    public var device: UInt64
    /// Inode number.
    public var inode: UInt64

    /// The mark of a file of `size` bytes.
    public init(size: Int64, modified: Int64, device: UInt64, inode: UInt64) {
        self.size = size
        self.modified = modified
        self.device = device
        self.inode = inode
    }
}

/// How a file is cut for a multipart upload: parts of `partSize` bytes, the last one shorter.
public struct PartLayout: Hashable, Sendable, Codable {
    /// Bytes of each part but the last.
    public var partSize: Int64
    /// How many parts; 1 to 10,000.
    public var count: Int

    /// `count` parts of `partSize` bytes.
    public init(partSize: Int64, count: Int) {
        self.partSize = partSize
        self.count = count
    }

    /// The bytes of part `number` of a file of `size` bytes.
    public func range(of number: PartNumber, size: Int64) -> Range<Int64> {
        let start = Int64(number.rawValue - 1) * partSize
        return start..<min(start + partSize, size)
    }
}

/// One file of an entry.
public struct PlannedFile: Hashable, Sendable, Codable {
    /// Where it goes below the entry's folder: the path relative to the top manifest, `/` between parts. For a plain medium
    /// and for a cover the file's name; their object keys are the service's own.
    public var path: String
    /// Where it is on disk, absolute.
    public var localPath: String
    /// What it is to its entry.
    public var role: FileRole
    /// What it was when it was planned.
    public var mark: FileMark
    /// How it is cut; nil for one PUT.
    public var parts: PartLayout?

    /// A file of an entry.
    public init(path: String, localPath: String, role: FileRole, mark: FileMark, parts: PartLayout?) {
        self.path = path
        self.localPath = localPath
        self.role = role
        self.mark = mark
        self.parts = parts
    }

    /// Requests that carry its bytes or frame them: 1 for a PUT, parts + 2 for a multipart upload.
    public var requestCount: Int { parts.map { $0.count + 2 } ?? 1 }
}

/// Everything that one entry will send, in no particular order but for the top file, which is first.
public struct EntryPlan: Hashable, Sendable, Codable {
    /// The entry.
    public var spec: EntrySpec
    /// What kind of medium it is.
    public var kind: EntryKind
    /// Its files: the medium or top manifest first, then the cover if there is one, then the rest in the order of reference.
    public var files: [PlannedFile]

    /// A plan for `spec`; `files` is not empty.
    public init(spec: EntrySpec, kind: EntryKind, files: [PlannedFile]) {
        self.spec = spec
        self.kind = kind
        self.files = files
    }

    /// The sum of all files' sizes.
    public var bytes: Int64 { files.reduce(0) { $0 + $1.mark.size } }
    /// All requests, ApplyUpload and CommitUpload included.
    public var requestCount: Int { files.reduce(2) { $0 + $1.requestCount } }
}
