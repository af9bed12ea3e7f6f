import IngestModel

/// A stretch of a local file that is what it was when it was planned.
public struct FileRange: Hashable, Sendable {
    /// Where the file is, absolute.
    public var path: String
    /// First byte.
    public var offset: Int64
    /// Bytes; 0 or more.
    public var length: Int64
    /// What the file was; one that differs when it is read is `SourceChanged`.
    public var mark: FileMark
    /// When its inode last changed as the first of several stretches was read, nanoseconds since 1970; one that differs is
    /// `SourceTouched`. Nil for a stretch that stands by itself.
    public var stamp: Int64?

    /// `length` bytes of `path` from `offset`.
    public init(path: String, offset: Int64, length: Int64, mark: FileMark, stamp: Int64? = nil) {
        self.path = path
        self.offset = offset
        self.length = length
        self.mark = mark
        self.stamp = stamp
    }

    /// The whole of the file at `path`.
    public init(whole path: String, mark: FileMark) {
        self.init(path: path, offset: 0, length: mark.size, mark: mark)
    }
}

/// The body of a request. It can be read again from its start any number of times.
public enum UploadBody: Hashable, Sendable {
    /// Bytes in memory.
    case bytes([UInt8])
    /// A stretch of a file, opened and read afresh by each attempt.
    case file(FileRange)

    /// Bytes.
    public var length: Int64 {
        switch self {
        case .bytes(let bytes): Int64(bytes.count)
        case .file(let range): range.length
        }
    }
}
