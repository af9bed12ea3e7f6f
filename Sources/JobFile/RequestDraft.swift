import Diagnostics
import IngestModel

/// A value with its place.
struct Located<Value: Sendable>: Sendable {
    var value: Value
    var start: SourceMark
    var end: SourceMark
    /// The scalar's own place when it came through an alias.
    var origin: SourceMark?

    init(_ value: Value, at scalar: Scalar) {
        self.value = value
        start = scalar.start
        end = scalar.end
        origin = scalar.origin
    }
}

/// An entry, or the defaults, while it is being read. A field that is `given` and nil was refused.
struct RequestDraft: Sendable {
    var given: RequestFieldSet = []
    var id: Located<String>?
    var region: String?
    var mediaFilePath: Located<String>?
    var mediaType: Located<String>?
    var mediaName: Located<String>?
    var coverFilePath: Located<String>?
    var coverType: Located<String>?
    var procedure: String?
    var expireTime: String?
    var classId: Int64?
    var sourceContext: String?
    var sessionContext: String?
    var subAppId: UInt64?
    var storageRegion: String?
    var concurrentUploadNumber: Int?
    var mediaStoragePath: Located<String>?
    var extInfo: String?

    /// Takes from `defaults` what was not given; gives back which fields.
    mutating func inherit(_ defaults: RequestDraft) -> RequestFieldSet {
        let missing = defaults.given.subtracting(given)
        guard !missing.isEmpty else { return [] }
        if missing.contains(.mediaType) { mediaType = defaults.mediaType }
        if missing.contains(.mediaName) { mediaName = defaults.mediaName }
        if missing.contains(.coverType) { coverType = defaults.coverType }
        if missing.contains(.procedure) { procedure = defaults.procedure }
        if missing.contains(.expireTime) { expireTime = defaults.expireTime }
        if missing.contains(.classId) { classId = defaults.classId }
        if missing.contains(.sourceContext) { sourceContext = defaults.sourceContext }
        if missing.contains(.sessionContext) { sessionContext = defaults.sessionContext }
        if missing.contains(.subAppId) { subAppId = defaults.subAppId }
        if missing.contains(.storageRegion) { storageRegion = defaults.storageRegion }
        if missing.contains(.concurrentUploadNumber) { concurrentUploadNumber = defaults.concurrentUploadNumber }
        if missing.contains(.extInfo) { extInfo = defaults.extInfo }
        return coverFilePath == nil ? missing.subtracting(.coverType) : missing
    }

    /// Reads the value of `field`.
    mutating func read(_ field: RequestField, _ scalar: Scalar, _ context: ValueContext) throws(ValueFault) {
        let key = field.rawValue
        typealias Kinds = RequestKinds
        switch field {
        case .mediaFilePath:
            mediaFilePath = Located(try Kinds.mediaFilePath.judge(scalar, of: key, context), at: scalar)
        case .mediaType: mediaType = Located(try Kinds.mediaType.judge(scalar, of: key, context), at: scalar)
        case .mediaName: mediaName = Located(try Kinds.mediaName.judge(scalar, of: key, context), at: scalar)
        case .coverFilePath:
            coverFilePath = Located(try Kinds.coverFilePath.judge(scalar, of: key, context), at: scalar)
        case .coverType: coverType = Located(try Kinds.coverType.judge(scalar, of: key, context), at: scalar)
        case .procedure: procedure = try Kinds.procedure.judge(scalar, of: key, context)
        case .expireTime: expireTime = try Kinds.expireTime.judge(scalar, of: key, context)
        case .classId: classId = try Kinds.classId.judge(scalar, of: key, context)
        case .sourceContext: sourceContext = try Kinds.sourceContext.judge(scalar, of: key, context)
        case .sessionContext: sessionContext = try Kinds.sessionContext.judge(scalar, of: key, context)
        case .subAppId: subAppId = try Kinds.subAppId.judge(scalar, of: key, context)
        case .storageRegion: storageRegion = try Kinds.storageRegion.judge(scalar, of: key, context)
        case .concurrentUploadNumber:
            concurrentUploadNumber = try Kinds.concurrentUploadNumber.judge(scalar, of: key, context)
        case .mediaStoragePath:
            mediaStoragePath = Located(try Kinds.mediaStoragePath.judge(scalar, of: key, context), at: scalar)
        case .extInfo: extInfo = try Kinds.extInfo.judge(scalar, of: key, context)
        }
    }

    /// True when a request can be made of it.
    var isComplete: Bool { mediaFilePath != nil && mediaType != nil && mediaName != nil }

    /// The request; nil while a needed field is missing.
    func request() -> UploadRequest? {
        guard let mediaFilePath, let mediaType, let mediaName else { return nil }
        var request = UploadRequest(
            mediaFilePath: mediaFilePath.value, mediaType: mediaType.value, mediaName: mediaName.value)
        request.coverFilePath = coverFilePath?.value
        request.coverType = coverFilePath == nil ? nil : coverType?.value
        request.procedure = Self.some(procedure)
        request.expireTime = expireTime
        request.classId = classId
        request.sourceContext = Self.some(sourceContext)
        request.sessionContext = Self.some(sessionContext)
        request.subAppId = subAppId
        request.storageRegion = Self.some(storageRegion)
        request.concurrentUploadNumber = concurrentUploadNumber
        request.mediaStoragePath = mediaStoragePath?.value
        request.extInfo = Self.some(extInfo)
        return request
    }

    /// Empty text takes a default away.
    static func some(_ text: String?) -> String? { text?.utf8.isEmpty == true ? nil : text }
}

/// A set of request fields.
public struct RequestFieldSet: OptionSet, Hashable, Sendable {
    /// One bit per field.
    public let rawValue: UInt32

    /// The set with the bits `rawValue`.
    public init(rawValue: UInt32) { self.rawValue = rawValue }

    /// The set of `field` alone.
    public init(_ field: RequestField) { rawValue = 1 << UInt32(field.ordinal) }

    /// True when `field` is in the set.
    public func contains(_ field: RequestField) -> Bool { contains(RequestFieldSet(field)) }

    /// The set without `field`.
    func subtracting(_ field: RequestField) -> RequestFieldSet { subtracting(RequestFieldSet(field)) }

    /// The fields, in the order of their documentation.
    public var fields: [RequestField] { RequestField.allCases.filter { contains($0) } }
}
