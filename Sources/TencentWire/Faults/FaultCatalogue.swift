import IngestModel

/// What may be done about each code that the services send: the one table of it (rows: `VODFaultRows`, `COSFaultRows`).
///
/// An unlisted code is judged by its family where it has one (`InvalidParameterValue.New` as `InvalidParameterValue`), else
/// by its status.
public enum FaultCatalogue {
    /// One code.
    public struct Row: Hashable, Sendable {
        /// As the service spells it.
        public let code: String
        /// What may be done about it.
        public let faultClass: FaultClass
        /// The section of the reference that lists it.
        public let source: String

        init(_ code: String, _ faultClass: FaultClass, _ source: String) {
            self.code = code
            self.faultClass = faultClass
            self.source = source
        }
    }

    /// Codes of the VOD API.
    public static let vod: [Row] = vodCommonRows + vodUploadRows + vodOtherRows
    /// Codes of the object store.
    public static let cos: [Row] = cosRows

    /// No answer came, or none in a form that the service sends: network trouble.
    public static let noAnswer = FaultClass.transient

    private static let vodClasses = classes(vod)
    private static let cosClasses = classes(cos)

    private static func classes(_ rows: [Row]) -> [String: FaultClass] {
        Dictionary(rows.map { ($0.code, $0.faultClass) }, uniquingKeysWith: { first, _ in first })
    }

    /// The class of a code in a reply of the VOD API. A code without a listed family is `rejected`: the service handled the
    /// request and refused it.
    public static func classify(vodCode: String) -> FaultClass {
        if let listed = vodClasses[vodCode] { return listed }
        let family = vodCode.prefix { $0 != "." }
        return vodClasses[String(family)] ?? .rejected
    }

    /// The class of an answer of the object store with `status`: by its code where it has one, else by its status.
    /// `AccessDenied` is the one code whose message decides: `Request has expired` means the clock (cos-api 10.3).
    public static func classify(cosCode: String?, status: Int, message: String?) -> FaultClass {
        guard let cosCode else { return classify(status: status) }
        if cosCode == "AccessDenied", message?.contains("Request has expired") == true { return .clock }
        if let listed = cosClasses[cosCode] { return listed }
        // An unlisted error in a body that came with status 200 (cos-api 7.6) is the service's own trouble.
        return status == 200 ? .transient : classify(status: status)
    }

    /// The class of an answer without a code: unknown 5xx transient, unknown 4xx and redirects rejected.
    public static func classify(status: Int) -> FaultClass {
        switch status {
        case 408: .transient
        case 429: .throttled
        case 500...: .transient
        default: .rejected
        }
    }
}
