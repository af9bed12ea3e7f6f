/// Makes a medium of what was uploaded in a session (vod-api 8).
public struct CommitUploadRequest: Hashable, Sendable, Codable {
    /// From ApplyUpload, unchanged.
    public var vodSessionKey: String
    /// The same as in ApplyUpload.
    public var subAppId: UInt64?

    /// A commit of the session `vodSessionKey`.
    public init(vodSessionKey: String, subAppId: UInt64? = nil) {
        self.vodSessionKey = vodSessionKey
        self.subAppId = subAppId
    }

    private enum CodingKeys: String, CodingKey {
        case vodSessionKey = "VodSessionKey"
        case subAppId = "SubAppId"
    }
}

/// The medium that a commit made (vod-api 8).
public struct CommitUploadResponse: Hashable, Sendable, Codable {
    /// Digits, beyond what a double can hold.
    public var fileId: String
    /// Play address.
    public var mediaUrl: String?
    /// Address of the cover; null or empty without one.
    public var coverUrl: String?
    /// The service's id of the request.
    public var requestId: String?

    /// A medium `fileId`.
    public init(fileId: String, mediaUrl: String? = nil, coverUrl: String? = nil, requestId: String? = nil) {
        self.fileId = fileId
        self.mediaUrl = mediaUrl
        self.coverUrl = coverUrl
        self.requestId = requestId
    }

    private enum CodingKeys: String, CodingKey {
        case fileId = "FileId"
        case mediaUrl = "MediaUrl"
        case coverUrl = "CoverUrl"
        case requestId = "RequestId"
    }
}
