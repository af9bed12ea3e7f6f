/// What the service knows of a medium (vod-api 16), as far as an upload is compared with it. Parts that were not asked for
/// are null.
public struct MediaInfo: Hashable, Sendable, Codable {
    /// What was told of the medium, and where it is.
    public struct BasicInfo: Hashable, Sendable, Codable {
        /// Name in the media library.
        public var name: String?
        /// `YYYY-MM-DDThh:mm:ssZ`.
        public var createTime: String?
        /// Category.
        public var classId: Int64?
        /// Play address; null or empty where the uploaded file is gone.
        public var mediaUrl: String?
        /// Address of the cover; null or empty without one.
        public var coverUrl: String?
        /// Extension of the container.
        public var type: String?
        /// How it came into the library.
        public var sourceInfo: SourceInfo?
        /// Region that it is stored in.
        public var storageRegion: String?
        /// Path of the medium, in samples with its leading slash.
        public var storagePath: String?
        /// `Normal` or `Forbidden`.
        public var status: String?

        /// Nothing known.
        public init() {}

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
            case createTime = "CreateTime"
            case classId = "ClassId"
            case mediaUrl = "MediaUrl"
            case coverUrl = "CoverUrl"
            case type = "Type"
            case sourceInfo = "SourceInfo"
            case storageRegion = "StorageRegion"
            case storagePath = "StoragePath"
            case status = "Status"
        }
    }

    /// How a medium came into the library.
    public struct SourceInfo: Hashable, Sendable, Codable {
        /// `Upload` for an upload.
        public var sourceType: String?
        /// What ApplyUpload handed through.
        public var sourceContext: String?

        /// A source of the kind `sourceType`.
        public init(sourceType: String?, sourceContext: String?) {
            self.sourceType = sourceType
            self.sourceContext = sourceContext
        }

        private enum CodingKeys: String, CodingKey {
            case sourceType = "SourceType"
            case sourceContext = "SourceContext"
        }
    }

    /// What the service measured.
    public struct MetaData: Hashable, Sendable, Codable {
        /// Bytes; of a manifest those of its segments too.
        public var size: Int64?

        /// A medium of `size` bytes.
        public init(size: Int64?) { self.size = size }

        private enum CodingKeys: String, CodingKey {
            case size = "Size"
        }
    }

    /// Parts of a medium's description that a call may ask for.
    public enum Filter: String, Hashable, Sendable, Codable {
        /// Name, times, category, addresses, source, place.
        case basicInfo
        /// Size and streams.
        case metaData
    }

    /// Digits, beyond what a double can hold.
    public var fileId: String
    /// Null where it was not asked for.
    public var basicInfo: BasicInfo?
    /// Null where it was not asked for or is not measured yet.
    public var metaData: MetaData?

    /// The medium `fileId`.
    public init(fileId: String, basicInfo: BasicInfo? = nil, metaData: MetaData? = nil) {
        self.fileId = fileId
        self.basicInfo = basicInfo
        self.metaData = metaData
    }

    private enum CodingKeys: String, CodingKey {
        case fileId = "FileId"
        case basicInfo = "BasicInfo"
        case metaData = "MetaData"
    }
}
