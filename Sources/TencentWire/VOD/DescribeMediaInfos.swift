/// Asks for media by their ids (vod-api 16). A nil field is not sent.
public struct DescribeMediaInfosRequest: Hashable, Sendable, Codable {
    /// The most ids of one call (vod-api 16).
    public static let mostFileIds = 20

    /// 1 to 20 ids.
    public var fileIds: [String]
    /// Application.
    public var subAppId: UInt64?
    /// Parts of the descriptions; nil asks for all.
    public var filters: [MediaInfo.Filter]?

    /// Asks for `fileIds`.
    public init(fileIds: [String], subAppId: UInt64? = nil, filters: [MediaInfo.Filter]? = nil) {
        self.fileIds = fileIds
        self.subAppId = subAppId
        self.filters = filters
    }

    private enum CodingKeys: String, CodingKey {
        case fileIds = "FileIds"
        case subAppId = "SubAppId"
        case filters = "Filters"
    }
}

/// The media that are there, and the ids that are not: these are no error (vod-api 16).
public struct DescribeMediaInfosResponse: Hashable, Sendable, Codable {
    /// Media that are there; null for none.
    public var mediaInfoSet: [MediaInfo]?
    /// Ids without a medium; null for none.
    public var notExistFileIdSet: [String]?
    /// The service's id of the request.
    public var requestId: String?

    /// An answer with `mediaInfoSet`.
    public init(mediaInfoSet: [MediaInfo]?, notExistFileIdSet: [String]?, requestId: String?) {
        self.mediaInfoSet = mediaInfoSet
        self.notExistFileIdSet = notExistFileIdSet
        self.requestId = requestId
    }

    private enum CodingKeys: String, CodingKey {
        case mediaInfoSet = "MediaInfoSet"
        case notExistFileIdSet = "NotExistFileIdSet"
        case requestId = "RequestId"
    }
}
