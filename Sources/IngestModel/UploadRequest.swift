/// The fields of one VOD upload request, as an entry of a job file gives them after defaults and rules were applied.
///
/// Names follow the service's (ApplyUpload, vod-api 7); a nil field is not sent.
public struct UploadRequest: Hashable, Sendable, Codable {
    /// Local path of the medium as written, absolute or relative to the job's base.
    public var mediaFilePath: String
    /// Lower-case media type from the supported list; the extension when the entry gave none.
    public var mediaType: String
    /// Name in the media library; the file name without its last extension when the entry gave none.
    public var mediaName: String
    /// Local path of the cover as written.
    public var coverFilePath: String?
    /// Lower-case cover type from the supported list; present exactly when `coverFilePath` is.
    public var coverType: String?
    /// Name of a task flow template.
    public var procedure: String?
    /// UTC, `YYYY-MM-DDThh:mm:ssZ`.
    public var expireTime: String?
    /// Category, 0 or more.
    public var classId: Int64?
    /// At most 250 characters, handed through to the upload's event.
    public var sourceContext: String?
    /// At most 1000 characters, handed through to the task flow's event.
    public var sessionContext: String?
    /// Application, positive.
    public var subAppId: UInt64?
    /// Region to store in.
    public var storageRegion: String?
    /// Parts in flight for one file of this entry, 1 or more; wins over the job's `perFile`.
    public var concurrentUploadNumber: Int?
    /// Path chosen by the caller, with a leading slash; only for applications of FileID+Path mode.
    public var mediaStoragePath: String?
    /// Reserved by the service.
    public var extInfo: String?

    /// A request for `mediaFilePath` with nothing else but its type and name.
    public init(mediaFilePath: String, mediaType: String, mediaName: String) {
        self.mediaFilePath = mediaFilePath
        self.mediaType = mediaType
        self.mediaName = mediaName
    }
}

/// Where a value stands in its job file; lines and columns are counted from 1, the end is exclusive.
public struct ValuePlace: Hashable, Sendable, Codable {
    /// First line.
    public var line: Int
    /// First column.
    public var column: Int
    /// Line of the end.
    public var endLine: Int
    /// Column after the last character.
    public var endColumn: Int

    /// From `line`:`column` up to `endLine`:`endColumn`.
    public init(line: Int, column: Int, endLine: Int, endColumn: Int) {
        self.line = line
        self.column = column
        self.endLine = endLine
        self.endColumn = endColumn
    }
}

/// One entry of a job, judged and complete, with the place it came from.
public struct EntrySpec: Hashable, Sendable, Codable {
    /// Its stable name.
    public var id: EntryID
    /// Its place in the job, counted from 0.
    public var ordinal: Int
    /// The line of the job file it begins at, counted from 1.
    public var line: Int
    /// The column it begins at, counted from 1.
    public var column: Int
    /// Its own access region; nil means the job's.
    public var region: String?
    /// What to upload and how.
    public var request: UploadRequest
    /// Where its MediaFilePath stands; nil when it did not come from a job file at hand.
    public var mediaPlace: ValuePlace?
    /// Where its CoverFilePath stands, likewise.
    public var coverPlace: ValuePlace?

    /// An entry at `line` and `column` of its job file.
    public init(
        id: EntryID, ordinal: Int, line: Int, column: Int, region: String? = nil, request: UploadRequest
    ) {
        self.id = id
        self.ordinal = ordinal
        self.line = line
        self.column = column
        self.region = region
        self.request = request
    }
}
