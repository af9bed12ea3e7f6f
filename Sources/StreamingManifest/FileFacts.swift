import IngestModel

/// What was found on disk where a manifest names a file.
public struct FileFacts: Hashable, Sendable {
    /// What is there.
    public var presence: Presence
    /// The name under which the folder lists it, where that differs from the manifest's (file systems that fold case or
    /// Unicode forms); nil when it is the same or not known.
    public var listedName: String?
    /// The first bytes, up to 512; nil when they were not read.
    public var firstBytes: [UInt8]?

    /// Something at a path.
    public enum Presence: Hashable, Sendable {
        /// A regular, readable file below the root.
        case regular(FileMark)
        /// Nothing; perhaps something that may be meant.
        case missing(near: NearName?)
        /// A symbolic link that leads nowhere.
        case danglingLink
        /// A link, or a folder on the way, that leads back to itself.
        case linkCycle
        /// A link whose real target, given here, lies outside the root.
        case outside(target: String)
        /// Something that is no regular file.
        case special(SpecialFile)
        /// There, but the system refuses to open it; the text is its reason.
        case unreadable(String)
    }

    /// What is there in place of a regular file.
    public enum SpecialFile: String, Hashable, Sendable {
        /// A folder.
        case folder
        /// A named pipe.
        case pipe
        /// A socket.
        case socket
        /// A block or character device.
        case device
    }

    /// A name in the folder that may be meant by one that is missing.
    public enum NearName: Hashable, Sendable {
        /// Differs in case or Unicode form only.
        case otherForm(String)
        /// The reference's own text, undecoded: `a%20b.ts` where the manifest means `a b.ts`.
        case asWritten(String)
    }

    /// Facts about a path.
    public init(presence: Presence, listedName: String? = nil, firstBytes: [UInt8]? = nil) {
        self.presence = presence
        self.listedName = listedName
        self.firstBytes = firstBytes
    }

    /// The mark of a good file; nil for all else.
    public var mark: FileMark? {
        if case .regular(let mark) = presence { mark } else { nil }
    }
}
