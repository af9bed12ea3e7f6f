/// Asks for the account's applications (vod-api 16).
public struct DescribeSubAppIdsRequest: Hashable, Sendable, Codable {
    /// The most of one answer (vod-api 16).
    public static let most: UInt64 = 200

    /// How many are passed over.
    public var offset: UInt64
    /// The most in the answer.
    public var limit = most

    /// The page that begins after `offset` applications.
    public init(offset: UInt64) { self.offset = offset }

    private enum CodingKeys: String, CodingKey {
        case offset = "Offset"
        case limit = "Limit"
    }
}

/// The account's applications (vod-api 16).
public struct DescribeSubAppIdsResponse: Hashable, Sendable, Codable {
    /// One of them.
    public struct Application: Hashable, Sendable, Codable {
        /// Its id.
        public var subAppId: UInt64
        /// `On`, `Off`, `Destroying` or `Destroyed`.
        public var status: String?
        /// `fileid` or `fileid+path`.
        public var mode: String?

        private enum CodingKeys: String, CodingKey {
            case subAppId = "SubAppId"
            case status = "Status"
            case mode = "Mode"
        }
    }

    /// How many there are in all.
    public var totalCount: UInt64?
    /// The page; null for none.
    public var subAppIdInfoSet: [Application]?

    private enum CodingKeys: String, CodingKey {
        case totalCount = "TotalCount"
        case subAppIdInfoSet = "SubAppIdInfoSet"
    }
}

/// Asks for what an application has: its regions (DescribeStorageRegions) or its categories (DescribeAllClass) (vod-api 16).
public struct ApplicationRequest: Hashable, Sendable, Codable {
    /// Application.
    public var subAppId: UInt64?

    /// Asks for what `subAppId` has.
    public init(subAppId: UInt64?) { self.subAppId = subAppId }

    private enum CodingKeys: String, CodingKey {
        case subAppId = "SubAppId"
    }
}

/// The regions that there are, and whether the application may store in them (vod-api 16).
public struct DescribeStorageRegionsResponse: Hashable, Sendable, Codable {
    /// One of them.
    public struct Region: Hashable, Sendable, Codable {
        /// `Status` of a region that is enabled.
        public static let opened = "opened"

        /// Its abbreviation.
        public var region: String
        /// `opened` or `unopened`.
        public var status: String?

        private enum CodingKeys: String, CodingKey {
            case region = "Region"
            case status = "Status"
        }
    }

    /// Null for none.
    public var storageRegionInfos: [Region]?

    private enum CodingKeys: String, CodingKey {
        case storageRegionInfos = "StorageRegionInfos"
    }
}

/// The categories of an application (vod-api 16).
public struct DescribeAllClassResponse: Hashable, Sendable, Codable {
    /// One of them.
    public struct Category: Hashable, Sendable, Codable {
        /// Its id.
        public var classId: Int64

        private enum CodingKeys: String, CodingKey {
            case classId = "ClassId"
        }
    }

    /// Null for none.
    public var classInfoSet: [Category]?

    private enum CodingKeys: String, CodingKey {
        case classInfoSet = "ClassInfoSet"
    }
}

/// Asks for task flows by their names (fields as in the provider's SDK, vod-api 1 PM).
public struct DescribeProcedureTemplatesRequest: Hashable, Sendable, Codable {
    /// The most names of one call, and flows in one answer.
    public static let most = 100

    /// Application.
    public var subAppId: UInt64?
    /// Names.
    public var names: [String]
    /// The most in the answer.
    public var limit = most

    /// Asks for `names`, at most ``most``.
    public init(names: [String], subAppId: UInt64?) {
        self.names = names
        self.subAppId = subAppId
    }

    private enum CodingKeys: String, CodingKey {
        case subAppId = "SubAppId"
        case names = "Names"
        case limit = "Limit"
    }
}

/// Task flows of an application.
public struct DescribeProcedureTemplatesResponse: Hashable, Sendable, Codable {
    /// One of them.
    public struct Template: Hashable, Sendable, Codable {
        /// Its name.
        public var name: String

        private enum CodingKeys: String, CodingKey {
            case name = "Name"
        }
    }

    /// Null for none.
    public var procedureTemplateSet: [Template]?

    private enum CodingKeys: String, CodingKey {
        case procedureTemplateSet = "ProcedureTemplateSet"
    }
}

/// Asks for the names in a manifest (vod-api 9). It creates nothing and belongs to no application.
public struct ParseStreamingManifestRequest: Hashable, Sendable, Codable {
    /// Forms of manifests.
    public enum ManifestType: String, Hashable, Sendable, Codable {
        /// HLS.
        case m3u8
        /// DASH.
        case mpd
    }

    /// The most bytes of a call; the manifest travels in it (vod-api 3).
    public static let largestCall = 10 * 1_048_576

    /// The whole text.
    public var mediaManifestContent: String
    /// Its form.
    public var manifestType: ManifestType

    /// Asks for the names in `mediaManifestContent`.
    public init(mediaManifestContent: String, manifestType: ManifestType) {
        self.mediaManifestContent = mediaManifestContent
        self.manifestType = manifestType
    }

    private enum CodingKeys: String, CodingKey {
        case mediaManifestContent = "MediaManifestContent"
        case manifestType = "ManifestType"
    }
}

/// The names in a manifest (vod-api 9).
public struct ParseStreamingManifestResponse: Hashable, Sendable, Codable {
    /// Names relative to the manifest's folder; null for none.
    public var mediaSegmentSet: [String]?

    private enum CodingKeys: String, CodingKey {
        case mediaSegmentSet = "MediaSegmentSet"
    }
}
