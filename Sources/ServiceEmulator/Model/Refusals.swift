/// A refusal of the VOD API: HTTP 200 with an Error in the envelope (vod-api 5).
struct APIRefusal: Error, Hashable, Sendable {
    var code: String
    var message: String

    init(_ code: String, _ message: String) {
        self.code = code
        self.message = message
    }
}

/// A refusal of COS: a status and an XML document (cos-api 10.1).
struct COSRefusal: Error, Hashable, Sendable {
    var status: Int
    var code: String
    var message: String
    /// Elements after Message that belong to this code alone.
    var more: [Element] = []

    struct Element: Hashable, Sendable {
        var name: String
        var text: String
    }

    init(_ status: Int, _ code: String, _ message: String) {
        self.status = status
        self.code = code
        self.message = message
    }

    static let accessDenied = COSRefusal(403, "AccessDenied", "Access Denied.")
    static let malformedAuthorization = COSRefusal(403, "AccessDenied", "the signature is malformed")
    static let expiredToken = COSRefusal(400, "ExpiredToken", "the temporary key has expired")
    static let invalidAccessKeyId = COSRefusal(
        403, "InvalidAccessKeyId", "The Access Key Id you provided does not exist in our records")
    static let invalidURI = COSRefusal(400, "InvalidURI", "the request line cannot be decoded")
    static let malformedXML = COSRefusal(400, "MalformedXML", "the body is not the XML that is expected")
    static let missingContentLength = COSRefusal(
        411, "MissingContentLength", "You must provide the Content-Length HTTP header.")
    static let noSuchBucket = COSRefusal(404, "NoSuchBucket", "The specified bucket does not exist.")
    static let noSuchKey = COSRefusal(404, "NoSuchKey", "The specified key does not exist.")
    static let noSuchUpload = COSRefusal(404, "NoSuchUpload", "the upload id is unknown, completed or aborted")
    static let pathStyle = COSRefusal(
        403, "PathStyleDomainForbidden",
        "The bucket you are attempting to access must be addressed using COS virtual-styled domain.")

    static func invalidArgument(_ message: String) -> COSRefusal { COSRefusal(400, "InvalidArgument", message) }

    static func requestExpired(_ now: Double) -> COSRefusal { timed("AccessDenied", "Request has expired", now) }

    static func requestTimeTooSkewed(_ now: Double) -> COSRefusal {
        timed("RequestTimeTooSkewed", "the signature begins more than 15 minutes after the clock", now)
    }

    static func signatureDoesNotMatch(stringToSign: String, formatString: String) -> COSRefusal {
        var refusal = COSRefusal(403, "SignatureDoesNotMatch", "The Signature you specified is invalid.")
        refusal.more = [
            Element(name: "StringToSign", text: stringToSign), Element(name: "FormatString", text: formatString),
        ]
        return refusal
    }

    private static func timed(_ code: String, _ message: String, _ now: Double) -> COSRefusal {
        var refusal = COSRefusal(403, code, message)
        refusal.more = [Element(name: "ServerTime", text: CivilTime(unix: Int(now)).iso)]
        return refusal
    }
}
