/// What a request asks for.
public enum EmulatedAction: String, Hashable, Sendable, CaseIterable, Codable {
    /// VOD API (vod-api 7).
    case applyUpload = "ApplyUpload"
    /// VOD API (vod-api 8).
    case commitUpload = "CommitUpload"
    /// VOD API (vod-api 9).
    case parseStreamingManifest = "ParseStreamingManifest"
    /// VOD API (vod-api 16).
    case describeMediaInfos = "DescribeMediaInfos"
    /// VOD API (vod-api 16).
    case searchMedia = "SearchMedia"
    /// VOD API (vod-api 16).
    case deleteMedia = "DeleteMedia"
    /// VOD API (vod-api 16).
    case modifyMediaInfo = "ModifyMediaInfo"
    /// VOD API (vod-api 16).
    case describeSubAppIds = "DescribeSubAppIds"
    /// VOD API (vod-api 16).
    case describeStorageRegions = "DescribeStorageRegions"
    /// VOD API (vod-api 16).
    case createClass = "CreateClass"
    /// VOD API (vod-api 16).
    case describeAllClass = "DescribeAllClass"
    /// VOD API; fields as in the provider's SDK (vod-api 1, PM).
    case describeProcedureTemplates = "DescribeProcedureTemplates"
    /// STS (vod-api 6.4).
    case assumeRole = "AssumeRole"
    /// STS (vod-api 6.4).
    case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"
    /// The metadata service of a virtual machine (vod-api 6.4).
    case machineCredentials = "MachineCredentials"
    /// COS (cos-api 7.1).
    case putObject = "PutObject"
    /// COS (cos-api 7.2).
    case headObject = "HeadObject"
    /// COS (cos-api 7.2).
    case getObject = "GetObject"
    /// COS (cos-api 7.7).
    case deleteObject = "DeleteObject"
    /// COS (cos-api 7.3).
    case initiateMultipartUpload = "InitiateMultipartUpload"
    /// COS (cos-api 7.4).
    case uploadPart = "UploadPart"
    /// COS (cos-api 7.5).
    case listParts = "ListParts"
    /// COS (cos-api 7.6).
    case completeMultipartUpload = "CompleteMultipartUpload"
    /// COS (cos-api 7.7).
    case abortMultipartUpload = "AbortMultipartUpload"
    /// COS (cos-api 7.7).
    case listMultipartUploads = "ListMultipartUploads"

    /// True for the two that carry an object's bytes in: these are counted as uploads in flight.
    public var isUpload: Bool { self == .putObject || self == .uploadPart }
    /// True for an action of an API with signed JSON messages (VOD, STS), false for an operation of COS and for the metadata
    /// service.
    public var isAPI: Bool { product != nil }

    /// The API that it belongs to.
    var product: APIProduct? {
        switch self {
        case .applyUpload, .commitUpload, .parseStreamingManifest, .describeMediaInfos, .searchMedia, .deleteMedia,
            .modifyMediaInfo, .describeSubAppIds, .describeStorageRegions, .createClass, .describeAllClass,
            .describeProcedureTemplates:
            .vod
        case .assumeRole, .assumeRoleWithWebIdentity: .sts
        default: nil
        }
    }
}

/// An API with signed JSON messages.
enum APIProduct: String, Sendable {
    case vod
    case sts

    /// X-TC-Version (vod-api 3 and 6.4).
    var version: String {
        switch self {
        case .vod: "2018-07-17"
        case .sts: "2018-08-13"
        }
    }

    /// The product that a host names, or, for an address of this machine, that the version belongs to.
    static func of(host: String, version: String?) -> APIProduct {
        switch host.lowercased().prefix(while: { $0 != "." }) {
        case "vod": .vod
        case "sts": .sts
        default: version == APIProduct.sts.version ? .sts : .vod
        }
    }
}
