/// The fields of an upload request, named as the service and its SDKs name them (vod-api 7).
public enum RequestField: String, Hashable, Sendable, CaseIterable {
    /// Local path of the medium.
    case mediaFilePath = "MediaFilePath"
    /// Type of the medium.
    case mediaType = "MediaType"
    /// Name in the media library.
    case mediaName = "MediaName"
    /// Local path of the cover.
    case coverFilePath = "CoverFilePath"
    /// Type of the cover.
    case coverType = "CoverType"
    /// Task flow.
    case procedure = "Procedure"
    /// When the medium is deleted.
    case expireTime = "ExpireTime"
    /// Category.
    case classId = "ClassId"
    /// Handed through to the upload's event.
    case sourceContext = "SourceContext"
    /// Handed through to the task flow's event.
    case sessionContext = "SessionContext"
    /// Application.
    case subAppId = "SubAppId"
    /// Region to store in.
    case storageRegion = "StorageRegion"
    /// Parts in flight for one file of the entry.
    case concurrentUploadNumber = "ConcurrentUploadNumber"
    /// Path chosen by the caller.
    case mediaStoragePath = "MediaStoragePath"
    /// Reserved.
    case extInfo = "ExtInfo"

    /// Whether it may stand in `defaults`: all but the paths, which no two entries share.
    public var mayBeDefault: Bool {
        switch self {
        case .mediaFilePath, .coverFilePath, .mediaStoragePath: false
        default: true
        }
    }
}

/// What each request field may hold: the one table that the reader and the schema share.
enum RequestKinds {
    static let mediaFilePath = LocalPathKind()
    static let mediaType = MediaTypeKind(supported: .media)
    static let mediaName = TextKind()
    static let coverFilePath = LocalPathKind()
    static let coverType = MediaTypeKind(supported: .covers)
    static let procedure = TextKind(takesEmptyText: true)
    static let expireTime = ExpireTimeKind()
    static let classId = IntegerKind<Int64>(0...Int64.max)
    static let sourceContext = TextKind(longest: 250, takesEmptyText: true)
    static let sessionContext = TextKind(longest: 1000, takesEmptyText: true)
    static let subAppId = IntegerKind<UInt64>(1...UInt64.max)
    static let storageRegion = TextKind(takesEmptyText: true)
    static let concurrentUploadNumber = IntegerKind<Int>(1...Int.max)
    static let mediaStoragePath = StoragePathKind()
    static let extInfo = TextKind(takesEmptyText: true)
    static let id = TextKind()
    static let region = AccessRegionKind()
}

extension RequestField {
    /// The field for the schema: what it holds, and one sentence for an editor to show.
    var schema: SchemaNode { kind.schema.described(summary) }

    private var kind: any ValueKind {
        switch self {
        case .mediaFilePath: RequestKinds.mediaFilePath
        case .mediaType: RequestKinds.mediaType
        case .mediaName: RequestKinds.mediaName
        case .coverFilePath: RequestKinds.coverFilePath
        case .coverType: RequestKinds.coverType
        case .procedure: RequestKinds.procedure
        case .expireTime: RequestKinds.expireTime
        case .classId: RequestKinds.classId
        case .sourceContext: RequestKinds.sourceContext
        case .sessionContext: RequestKinds.sessionContext
        case .subAppId: RequestKinds.subAppId
        case .storageRegion: RequestKinds.storageRegion
        case .concurrentUploadNumber: RequestKinds.concurrentUploadNumber
        case .mediaStoragePath: RequestKinds.mediaStoragePath
        case .extInfo: RequestKinds.extInfo
        }
    }

    private var summary: String {
        switch self {
        case .mediaFilePath: "Local path of the media file or of a streaming manifest; relative to base."
        case .mediaType: "Media type. Default: the path's extension, lower-cased."
        case .mediaName: "Name in the media library. Default: the file name without its last extension."
        case .coverFilePath: "Local path of the cover picture; relative to base."
        case .coverType: "Cover type. Default: the cover's extension, lower-cased."
        case .procedure: "Task flow to run after the upload."
        case .expireTime: "When the media are deleted: ISO 8601 with a time zone, in the future."
        case .classId: "Category of the media."
        case .sourceContext: "Text handed through to the upload's event."
        case .sessionContext: "Text handed through to the task flow's event."
        case .subAppId: "Application that the media belong to."
        case .storageRegion: "Region to store in; it must be enabled for the application."
        case .concurrentUploadNumber: "Parts in flight for one file of this entry; wins over concurrency.perFile."
        case .mediaStoragePath: "Path in the store, for applications in FileID+Path mode."
        case .extInfo: "Reserved by the service."
        }
    }
}
