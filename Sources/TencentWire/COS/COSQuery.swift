/// Names of the store's query parameters; their letter case matters (cos-api 7 and 17).
public enum COSQuery {
    /// Initiate, or list uploads.
    public static let uploads = "uploads"
    /// Id of an upload.
    public static let uploadId = "uploadId"
    /// Number of a part.
    public static let partNumber = "partNumber"
    /// Most parts on a page.
    public static let maxParts = "max-parts"
    /// Number that a page begins after.
    public static let partNumberMarker = "part-number-marker"
    /// Begin of the keys of a list.
    public static let prefix = "prefix"
    /// Most uploads on a page.
    public static let maxUploads = "max-uploads"
    /// Key that a page begins after.
    public static let keyMarker = "key-marker"
    /// Upload that a page begins after, together with its key.
    public static let uploadIdMarker = "upload-id-marker"
}
