/// An action of the VOD API; the raw value is `X-TC-Action` (vod-api 3).
public enum VODAction: String, Hashable, Sendable, CaseIterable {
    /// Asks for a place to upload to.
    case applyUpload = "ApplyUpload"
    /// Makes a medium of what was uploaded.
    case commitUpload = "CommitUpload"
    /// Describes media by their ids.
    case describeMediaInfos = "DescribeMediaInfos"
    /// Searches the media library.
    case searchMedia = "SearchMedia"

    /// `X-TC-Version` of all actions here (vod-api 3).
    public static let version = "2018-07-17"
    /// The service's name in signatures and hosts (vod-api 3 and 4).
    public static let service = "vod"
    /// The one content type used; it is signed with exactly these characters (vod-api 4).
    public static let contentType = "application/json"
}
