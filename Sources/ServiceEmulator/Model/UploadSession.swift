/// What ApplyUpload has promised to a client, from then until it is committed or lapses.
struct UploadSession: Sendable, Codable {
    /// VodSessionKey.
    var key: String
    /// The request's fields as received.
    var fields: [String: JSONValue]
    var subAppId: UInt64
    var region: String
    var bucket: String
    /// In lower case.
    var mediaType: String
    /// Without a leading slash.
    var mediaKey: String
    var coverKey: String?
    var credential: COSVerifier.Credential?
    /// Unix seconds after which it can no longer be committed.
    var lapses: Double
    /// FileId that the medium gets.
    var fileId: String
    /// FileIds given by commits, in order.
    var committed: [String] = []
    /// Keys of objects stored with its credential.
    var storedKeys: Set<String> = []

    /// True where the session's credential may touch `key`: its medium, its cover, and for a manifest everything in the
    /// medium's folder or below (cos-api 16).
    func covers(_ key: String) -> Bool {
        if key == mediaKey || key == coverKey { return true }
        guard mediaType == "m3u8" || mediaType == "mpd" else { return false }
        guard let slash = mediaKey.utf8.lastIndex(of: UInt8(ascii: "/")) else { return true }
        let folder = mediaKey.utf8[...slash]
        return key.utf8.starts(with: folder) && key.utf8.count > folder.count
    }
}
