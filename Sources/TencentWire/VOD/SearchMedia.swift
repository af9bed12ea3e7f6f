/// Searches the media library (vod-api 16), by those of the service's criteria that an upload can be found by. Elements of
/// one list are or-ed, different criteria and-ed. A nil field is not sent.
public struct SearchMediaRequest: Hashable, Sendable, Codable {
    /// The most elements of `names`, and of each list here but `storageRegions` (vod-api 16).
    public static let mostElements = 10
    /// The most characters of a name (vod-api 16).
    public static let longestName = 100
    /// `offset` and `limit` together are at most this; a total is capped at it (vod-api 16).
    public static let deepest: UInt64 = 5_000

    /// A span of time, both ends included.
    public struct TimeRange: Hashable, Sendable, Codable {
        /// `YYYY-MM-DDThh:mm:ssZ`; nil for no bound.
        public var after: String?
        /// As `after`.
        public var before: String?

        /// From `after` to `before`.
        public init(after: String?, before: String?) {
            self.after = after
            self.before = before
        }

        private enum CodingKeys: String, CodingKey {
            case after = "After"
            case before = "Before"
        }
    }

    /// The order of what is found; the service ignores it with `names`.
    public struct Sort: Hashable, Sendable, Codable {
        /// Ascending or descending.
        public enum Order: String, Hashable, Sendable, Codable {
            /// Oldest first.
            case ascending = "Asc"
            /// Newest first.
            case descending = "Desc"
        }

        /// The one field that the service sorts by.
        public var field = "CreateTime"
        /// Which end comes first.
        public var order: Order

        /// By the time of creation.
        public init(order: Order) { self.order = order }

        private enum CodingKeys: String, CodingKey {
            case field = "Field"
            case order = "Order"
        }
    }

    /// Application.
    public var subAppId: UInt64?
    /// Parts of names: the match is fuzzy.
    public var names: [String]?
    /// Beginnings of names.
    public var namePrefixes: [String]?
    /// Categories, those below them included.
    public var classIds: [Int64]?
    /// Types of media.
    public var mediaTypes: [String]?
    /// Kinds of source; `Upload` for uploads.
    public var sourceTypes: [String]?
    /// When the media were created.
    public var createTime: TimeRange?
    /// Order of what is found.
    public var sort: Sort?
    /// How many of what was found are passed over; 0 where nil.
    public var offset: UInt64?
    /// How many are answered; 10 where nil.
    public var limit: UInt64?
    /// Parts of the descriptions; nil asks for all.
    public var filters: [MediaInfo.Filter]?

    /// A search of everything.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case subAppId = "SubAppId"
        case names = "Names"
        case namePrefixes = "NamePrefixes"
        case classIds = "ClassIds"
        case mediaTypes = "MediaTypes"
        case sourceTypes = "SourceTypes"
        case createTime = "CreateTime"
        case sort = "Sort"
        case offset = "Offset"
        case limit = "Limit"
        case filters = "Filters"
    }
}

/// What a search found (vod-api 16).
public struct SearchMediaResponse: Hashable, Sendable, Codable {
    /// How many media were found in all, capped at ``SearchMediaRequest/deepest``.
    public var totalCount: UInt64?
    /// The page that was asked for; null for none.
    public var mediaInfoSet: [MediaInfo]?
    /// The service's id of the request.
    public var requestId: String?

    /// A page of `totalCount` media.
    public init(totalCount: UInt64?, mediaInfoSet: [MediaInfo]?, requestId: String?) {
        self.totalCount = totalCount
        self.mediaInfoSet = mediaInfoSet
        self.requestId = requestId
    }

    private enum CodingKeys: String, CodingKey {
        case totalCount = "TotalCount"
        case mediaInfoSet = "MediaInfoSet"
        case requestId = "RequestId"
    }
}
