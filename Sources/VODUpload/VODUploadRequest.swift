import IngestModel

/// One upload. Attribute names and meanings are those of the provider's upload SDKs.
public struct VODUploadRequest: Hashable, Sendable {
    /// Local path of the medium; a manifest (`.m3u8`, `.mpd`) goes up with everything it refers to.
    public var mediaFilePath: String
    /// Media type; nil takes the extension of `mediaFilePath`.
    public var mediaType: String?
    /// Name in the media library; nil takes the file name without its last extension.
    public var mediaName: String?
    /// Local path of the cover.
    public var coverFilePath: String?
    /// Cover type; nil takes the extension of `coverFilePath`.
    public var coverType: String?
    /// Name of a task flow template that runs after the upload.
    public var procedure: String?
    /// When the medium expires: ISO 8601 in UTC, `2027-01-01T00:00:00Z`.
    public var expireTime: String?
    /// Category, 0 or more.
    public var classId: Int64?
    /// At most 250 characters, handed through to the upload's event.
    public var sourceContext: String?
    /// At most 1000 characters, handed through to the task flow's event.
    public var sessionContext: String?
    /// Application.
    public var subAppId: UInt64?
    /// Region to store in.
    public var storageRegion: String?
    /// Parts in flight for one file, 1 or more.
    public var concurrentUploadNumber: Int?
    /// Path chosen by the caller, with a leading slash; only for applications of FileID+Path mode.
    public var mediaStoragePath: String?
    /// Reserved by the service.
    public var extInfo: String?

    /// An upload of the file at `mediaFilePath`.
    public init(mediaFilePath: String) { self.mediaFilePath = mediaFilePath }

    /// The request with its defaults filled in. Throws `invalidRequest` where a type cannot be known.
    func complete() throws(VODUploadError) -> UploadRequest {
        guard let type = mediaType ?? PathText.lowercasedExtension(of: mediaFilePath), !type.isEmpty else {
            throw .invalid("`\(mediaFilePath)` has no extension; `mediaType` is expected")
        }
        var request = UploadRequest(
            mediaFilePath: mediaFilePath, mediaType: type.lowercased(),
            mediaName: mediaName ?? PathText.stem(of: mediaFilePath))
        if let coverFilePath {
            guard let type = coverType ?? PathText.lowercasedExtension(of: coverFilePath), !type.isEmpty else {
                throw .invalid("`\(coverFilePath)` has no extension; `coverType` is expected")
            }
            request.coverFilePath = coverFilePath
            request.coverType = type.lowercased()
        }
        if let concurrentUploadNumber, concurrentUploadNumber < 1 {
            throw .invalid("`concurrentUploadNumber` is \(concurrentUploadNumber); 1 or more is expected")
        }
        request.procedure = procedure
        request.expireTime = expireTime
        request.classId = classId
        request.sourceContext = sourceContext
        request.sessionContext = sessionContext
        request.subAppId = subAppId
        request.storageRegion = storageRegion
        request.concurrentUploadNumber = concurrentUploadNumber
        request.mediaStoragePath = mediaStoragePath
        request.extInfo = extInfo
        return request
    }
}
