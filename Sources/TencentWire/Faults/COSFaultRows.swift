import IngestModel

/// Rows of the object store (cos-api 10.2): `yes` is `transient`, or `throttled` where a longer pause is asked for; `no` is
/// `rejected`; `fix` is the class of what mends it.
extension FaultCatalogue {
    /// Codes that an uploader can meet.
    static let cosRows: [Row] = [
        Row("ActionAccelerateNotSupported", .rejected, "cos-api 10.2"),
        // The body is read and sent again, a few times.
        Row("BadDigest", .uncertain, "cos-api 10.2"),
        Row("BadRequest", .rejected, "cos-api 10.2"),
        // As the table of the documents spells it.
        Row("BadRquest", .rejected, "cos-api 10.2"),
        Row("BucketAccelerateNotEnabled", .rejected, "cos-api 10.2"),
        Row("BucketNameTooLong", .rejected, "cos-api 10.2"),
        Row("InvalidBucketName", .rejected, "cos-api 10.2"),
        Row("InvalidRegionName", .rejected, "cos-api 10.2"),
        Row("EntitySizeNotMatch", .uncertain, "cos-api 10.2"),
        Row("EntityTooLarge", .rejected, "cos-api 10.2"),
        Row("EntityTooSmall", .rejected, "cos-api 10.2"),
        Row("ExpiredToken", .expired, "cos-api 10.2"),
        Row("IncompleteBody", .transient, "cos-api 10.2"),
        Row("InvalidArgument", .rejected, "cos-api 10.2"),
        Row("InvalidDigest", .rejected, "cos-api 10.2"),
        Row("InvalidObjectName", .rejected, "cos-api 10.2"),
        Row("InvalidURI", .rejected, "cos-api 10.2"),
        Row("KeyTooLong", .rejected, "cos-api 10.2"),
        // The store lost a part that it had confirmed: the upload starts anew.
        Row("InvalidPart", .expired, "cos-api 10.2"),
        Row("InvalidPartOrder", .rejected, "cos-api 10.2"),
        Row("InvalidRequest", .rejected, "cos-api 10.2"),
        Row("InvalidSHA1Digest", .uncertain, "cos-api 10.2"),
        Row("InvalidTag", .rejected, "cos-api 10.2"),
        Row("MalformedXML", .rejected, "cos-api 10.2"),
        Row("MissingRequestBodyError", .rejected, "cos-api 10.2"),
        Row("XMLSizeLimit", .rejected, "cos-api 10.2"),
        Row("UnexpectedContent", .rejected, "cos-api 10.2"),
        Row("VerifyAlgorithmNotSupported", .rejected, "cos-api 10.2"),
        Row("SSEHeaderNotAllowed", .rejected, "cos-api 10.2"),
        Row("ListPartUploadIdIsEmpty", .rejected, "cos-api 10.2"),
        Row("NotSupportedStorageClass", .rejected, "cos-api 10.2"),
        Row("RequestTimeout", .transient, "cos-api 10.2"),
        // Same request with less in parallel.
        Row("UserNetworkTooSlow", .throttled, "cos-api 10.2"),
        Row("PaymentRequired", .account, "cos-api 10.2"),
        // By message; `ObjectStore` takes it for `expired` when the temporary key has run out.
        Row("AccessDenied", .rejected, "cos-api 10.2"),
        // The table prints the message as a code.
        Row("Request has expired", .clock, "cos-api 10.2"),
        Row("AccessForbidden", .rejected, "cos-api 10.2"),
        // New credentials mend it, and those come with a new session.
        Row("InvalidAccessKeyId", .expired, "cos-api 10.2"),
        Row("InvalidObjectState", .rejected, "cos-api 10.2"),
        Row("PathStyleDomainForbidden", .rejected, "cos-api 10.2"),
        Row("RequestTimeTooSkewed", .clock, "cos-api 10.2"),
        Row("SignatureDoesNotMatch", .rejected, "cos-api 10.2"),
        Row("NoSuchBucket", .rejected, "cos-api 10.2"),
        Row("NoSuchKey", .rejected, "cos-api 10.2"),
        // After a Complete whose answer was lost it may mean success; `ObjectStore` tells the two apart.
        Row("NoSuchUpload", .expired, "cos-api 10.2"),
        Row("NoSuchVersion", .rejected, "cos-api 10.2"),
        Row("MethodNotAllowed", .rejected, "cos-api 10.2"),
        Row("UploadIdNotSupported", .expired, "cos-api 10.2"),
        Row("BucketLocked", .rejected, "cos-api 10.2"),
        Row("ObjectLocked", .rejected, "cos-api 10.2"),
        Row("InvalidBucketState", .rejected, "cos-api 10.2"),
        Row("QuotaConflict", .rejected, "cos-api 10.2"),
        Row("PathConflict", .transient, "cos-api 10.2"),
        // Too many writes of one key: slowly.
        Row("UploadConflict", .throttled, "cos-api 10.2"),
        Row("MissingContentLength", .rejected, "cos-api 10.2"),
        Row("PreconditionFailed", .rejected, "cos-api 10.2"),
        Row("InvalidRange", .rejected, "cos-api 10.2"),
        Row("UnavailableForLegalReasons", .rejected, "cos-api 10.2"),
        Row("DomainAuditFailed", .rejected, "cos-api 10.2"),
        Row("InternalError", .transient, "cos-api 10.2"),
        Row("KmsInternalException", .transient, "cos-api 10.2"),
        Row("NotImplemented", .rejected, "cos-api 10.2"),
        Row("ServiceUnavailable", .transient, "cos-api 10.2"),
        Row("SlowDown", .throttled, "cos-api 10.2"),
        Row("KmsFreqControl", .throttled, "cos-api 10.2"),
    ]
}
