/// What the service made of an upload.
public struct VODUploadResponse: Hashable, Sendable {
    /// Identity of the medium: digits, larger than a Double holds.
    public var fileId: String
    /// Play address, where the service gave one.
    public var mediaUrl: String?
    /// Address of the cover, where there is one.
    public var coverUrl: String?
    /// Names the commit to the provider's support.
    public var requestId: String?
}
