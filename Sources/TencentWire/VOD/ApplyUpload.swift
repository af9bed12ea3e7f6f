/// Asks for a place to upload to (vod-api 7). A nil field is not sent.
public struct ApplyUploadRequest: Hashable, Sendable, Codable {
    /// Extension of the medium without its dot, from the supported list.
    public var mediaType: String
    /// Application.
    public var subAppId: UInt64?
    /// Name in the media library.
    public var mediaName: String?
    /// Extension of the cover; asks for a cover path.
    public var coverType: String?
    /// Task flow run after the commit.
    public var procedure: String?
    /// `YYYY-MM-DDThh:mm:ssZ`.
    public var expireTime: String?
    /// Region to store in.
    public var storageRegion: String?
    /// Category.
    public var classId: Int64?
    /// Handed through to the upload's event.
    public var sourceContext: String?
    /// Handed through to the task flow's event.
    public var sessionContext: String?
    /// Reserved by the service.
    public var extInfo: String?
    /// Path chosen by the caller, with its leading slash.
    public var mediaStoragePath: String?

    /// A request for a medium of type `mediaType` with no other field.
    public init(mediaType: String) { self.mediaType = mediaType }

    private enum CodingKeys: String, CodingKey {
        case mediaType = "MediaType"
        case subAppId = "SubAppId"
        case mediaName = "MediaName"
        case coverType = "CoverType"
        case procedure = "Procedure"
        case expireTime = "ExpireTime"
        case storageRegion = "StorageRegion"
        case classId = "ClassId"
        case sourceContext = "SourceContext"
        case sessionContext = "SessionContext"
        case extInfo = "ExtInfo"
        case mediaStoragePath = "MediaStoragePath"
    }
}

/// Where to upload, and with what (vod-api 7).
public struct ApplyUploadResponse: Hashable, Sendable, Codable {
    /// The store's key for this session.
    public struct TempCertificate: Hashable, Sendable, Codable {
        /// Id of the key.
        public var secretId: String
        /// The key.
        public var secretKey: String
        /// Goes with every request, in `x-cos-security-token`.
        public var token: String
        /// Unix seconds; samples always have it.
        public var expiredTime: Int64?

        /// A key that runs out at `expiredTime`.
        public init(secretId: String, secretKey: String, token: String, expiredTime: Int64?) {
            self.secretId = secretId
            self.secretKey = secretKey
            self.token = token
            self.expiredTime = expiredTime
        }

        private enum CodingKeys: String, CodingKey {
            case secretId = "SecretId"
            case secretKey = "SecretKey"
            case token = "Token"
            case expiredTime = "ExpiredTime"
        }
    }

    /// Name of the bucket, its application number included.
    public var storageBucket: String
    /// The store's region, to be used as given.
    public var storageRegion: String
    /// Names this upload to CommitUpload.
    public var vodSessionKey: String
    /// Path of the medium with its leading slash; the service's description allows null.
    public var mediaStoragePath: String?
    /// Path of the cover; null or empty where none was asked for.
    public var coverStoragePath: String?
    /// Null where the account's own key is to be used.
    public var tempCertificate: TempCertificate?
    /// The service's id of the request.
    public var requestId: String?

    /// A place in `storageBucket`.
    public init(
        storageBucket: String, storageRegion: String, vodSessionKey: String, mediaStoragePath: String?,
        coverStoragePath: String?, tempCertificate: TempCertificate?, requestId: String?
    ) {
        self.storageBucket = storageBucket
        self.storageRegion = storageRegion
        self.vodSessionKey = vodSessionKey
        self.mediaStoragePath = mediaStoragePath
        self.coverStoragePath = coverStoragePath
        self.tempCertificate = tempCertificate
        self.requestId = requestId
    }

    private enum CodingKeys: String, CodingKey {
        case storageBucket = "StorageBucket"
        case storageRegion = "StorageRegion"
        case vodSessionKey = "VodSessionKey"
        case mediaStoragePath = "MediaStoragePath"
        case coverStoragePath = "CoverStoragePath"
        case tempCertificate = "TempCertificate"
        case requestId = "RequestId"
    }
}
