/// An application of VOD (vod-api 11).
public struct EmulatedApplication: Hashable, Sendable {
    /// How media are addressed.
    public enum Mode: String, Hashable, Sendable, Codable {
        /// By FileId alone.
        case fileId = "fileid"
        /// By FileId or by a path of the caller's choice.
        case fileIdAndPath = "fileid+path"
    }

    /// Whether it is in service (vod-api 16).
    public enum Status: String, Hashable, Sendable, Codable {
        /// In service.
        case on = "On"
        /// Its domain is cut; it still takes uploads (vod-api 11).
        case off = "Off"
        /// Being destroyed.
        case destroying = "Destroying"
        /// Destroyed.
        case destroyed = "Destroyed"
    }

    /// A category of media (vod-api 16).
    public struct Category: Hashable, Sendable, Codable {
        /// ClassId, 1 or more: 0 is the built-in `Other`.
        public var id: Int64
        /// 1 to 64 characters.
        public var name: String
        /// ClassId of the one above it; -1 for none.
        public var parent: Int64

        /// The category `id`.
        public init(id: Int64, name: String, parent: Int64 = -1) {
            self.id = id
            self.name = name
            self.parent = parent
        }
    }

    /// SubAppId.
    public var id: UInt64
    /// How media are addressed.
    public var mode: Mode
    /// Enabled storage regions; the first is the default one. Never empty.
    public var storageRegions: [String]
    /// Whether it is in service.
    public var status = Status.on
    /// Categories from the start; CreateClass adds others.
    public var categories: [Category] = []
    /// Names of the task flows that were made for it, beside the service's own.
    public var procedures: [String] = []

    /// The application `id`.
    public init(id: UInt64, mode: Mode = .fileId, storageRegions: [String] = ["ap-chongqing", "ap-guangzhou"]) {
        precondition(!storageRegions.isEmpty, "an application has a storage region")
        self.id = id
        self.mode = mode
        self.storageRegions = storageRegions
    }
}
