/// An action of the service that issues temporary keys; the raw value is `X-TC-Action` (vod-api 6.4).
public enum STSAction: String, Hashable, Sendable, CaseIterable {
    /// A key of a role, for the holder of another key.
    case assumeRole = "AssumeRole"
    /// A key of a role, for whoever has a token of an identity provider; the one action that is not signed.
    case assumeRoleWithWebIdentity = "AssumeRoleWithWebIdentity"

    /// `X-TC-Version` (vod-api 6.4).
    public static let version = "2018-08-13"
    /// The service's name in signatures and hosts.
    public static let service = "sts"
    /// The region that the provider's SDKs send (vod-api 6.4).
    public static let region = "ap-guangzhou"
    /// What stands in place of a signature (vod-api 3).
    public static let unsigned = "SKIP"
    /// Seconds that a key lives where nothing else is asked for; what the SDKs ask for too (vod-api 6.4).
    public static let usualDuration: Int64 = 7_200
}

/// Asks for a key of a role (vod-api 6.4).
public struct AssumeRoleRequest: Hashable, Sendable, Codable {
    /// `qcs::cam::uin/NUMBER:roleName/NAME`.
    public var roleArn: String
    /// 2 to 128 of `A-Za-z0-9_+=,.@-`; the account's records show it.
    public var roleSessionName: String
    /// Seconds, at most 43200.
    public var durationSeconds: Int64

    /// Asks for a key that lives for `durationSeconds`.
    public init(roleArn: String, roleSessionName: String, durationSeconds: Int64 = STSAction.usualDuration) {
        self.roleArn = roleArn
        self.roleSessionName = roleSessionName
        self.durationSeconds = durationSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case roleArn = "RoleArn"
        case roleSessionName = "RoleSessionName"
        case durationSeconds = "DurationSeconds"
    }
}

/// Asks for a key of a role with a token of an identity provider (vod-api 6.4).
public struct AssumeRoleWithWebIdentityRequest: Hashable, Sendable, Codable {
    /// Name of the provider.
    public var providerId: String
    /// The token, whole.
    public var webIdentityToken: String
    /// `qcs::cam::uin/NUMBER:roleName/NAME`.
    public var roleArn: String
    /// As in AssumeRole.
    public var roleSessionName: String
    /// Seconds, at most 43200.
    public var durationSeconds: Int64

    /// Asks for a key that lives for `durationSeconds`.
    public init(
        providerId: String, webIdentityToken: String, roleArn: String, roleSessionName: String,
        durationSeconds: Int64 = STSAction.usualDuration
    ) {
        self.providerId = providerId
        self.webIdentityToken = webIdentityToken
        self.roleArn = roleArn
        self.roleSessionName = roleSessionName
        self.durationSeconds = durationSeconds
    }

    private enum CodingKeys: String, CodingKey {
        case providerId = "ProviderId"
        case webIdentityToken = "WebIdentityToken"
        case roleArn = "RoleArn"
        case roleSessionName = "RoleSessionName"
        case durationSeconds = "DurationSeconds"
    }
}

/// A key of a role: the answer of both actions (vod-api 6.4).
public struct RoleKeyResponse: Hashable, Sendable, Codable {
    /// The key.
    public struct Credentials: Hashable, Sendable, Codable {
        /// Goes with every request.
        public var token: String
        /// Id of the key.
        public var tmpSecretId: String
        /// The key itself.
        public var tmpSecretKey: String

        private enum CodingKeys: String, CodingKey {
            case token = "Token"
            case tmpSecretId = "TmpSecretId"
            case tmpSecretKey = "TmpSecretKey"
        }
    }

    /// The key.
    public var credentials: Credentials
    /// Unix seconds from which it is refused.
    public var expiredTime: Int64

    private enum CodingKeys: String, CodingKey {
        case credentials = "Credentials"
        case expiredTime = "ExpiredTime"
    }
}

/// A key of the role of a virtual machine, as its metadata service writes it (vod-api 6.4).
public struct MachineKey: Hashable, Sendable, Codable {
    /// Where the metadata service has the name of the role, and below its name the key.
    public static let folder = "/latest/meta-data/cam/security-credentials/"
    /// `Code` of a key.
    public static let success = "Success"

    /// `Success`, or why there is no key.
    public var code: String
    /// Id of the key.
    public var tmpSecretId: String?
    /// The key itself.
    public var tmpSecretKey: String?
    /// Goes with every request.
    public var token: String?
    /// Unix seconds from which it is refused.
    public var expiredTime: Int64?

    private enum CodingKeys: String, CodingKey {
        case code = "Code"
        case tmpSecretId = "TmpSecretId"
        case tmpSecretKey = "TmpSecretKey"
        case token = "Token"
        case expiredTime = "ExpiredTime"
    }
}
