/// Names of the headers that the two services read and send, in the spelling of their documents; they are compared without
/// regard to letter case.
public enum HeaderNames {
    /// Name of the host, with its port when one is used.
    public static let host = "Host"
    /// The signature of either service.
    public static let authorization = "Authorization"
    /// Type of a body.
    public static let contentType = "Content-Type"
    /// Bytes of a body.
    public static let contentLength = "Content-Length"
    /// Base64 of the MD5 of a body (cos-api 4.1).
    public static let contentMD5 = "Content-MD5"
    /// Encoding of a body.
    public static let contentEncoding = "Content-Encoding"
    /// Encodings that the sender of a request can read.
    public static let acceptEncoding = "Accept-Encoding"
    /// The sender's clock, RFC 1123.
    public static let date = "Date"
    /// Quoted digest or mark of an object or a part (cos-api 8).
    public static let etag = "ETag"
    /// `tencent-cos` on every answer of the store (cos-api 4.2).
    public static let server = "Server"
    /// The program that sends a request.
    public static let userAgent = "User-Agent"

    /// Action of the VOD API (vod-api 3).
    public static let tcAction = "X-TC-Action"
    /// Version of the VOD API.
    public static let tcVersion = "X-TC-Version"
    /// Unix seconds.
    public static let tcTimestamp = "X-TC-Timestamp"
    /// Access region.
    public static let tcRegion = "X-TC-Region"
    /// Token of a temporary key; never signed.
    public static let tcToken = "X-TC-Token"
    /// `zh-CN` or `en-US`.
    public static let tcLanguage = "X-TC-Language"
    /// Label of the client.
    public static let tcRequestClient = "X-TC-RequestClient"

    /// Token of a temporary key (cos-api 5.4).
    public static let cosSecurityToken = "x-cos-security-token"
    /// Id of the request, on every answer of the store (cos-api 4.2).
    public static let cosRequestId = "x-cos-request-id"
    /// Second id, on errors alone (cos-api 4.2).
    public static let cosTraceId = "x-cos-trace-id"
    /// CRC-64/XZ of what is stored, decimal (cos-api 8).
    public static let cosCRC64 = "x-cos-hash-crc64ecma"
    /// Set by clients on a repeated request (cos-api 4.1).
    public static let cosSDKRetry = "x-cos-sdk-retry"
}
