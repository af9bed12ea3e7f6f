import IngestModel

/// A key of the account.
public struct AccountCredential: Hashable, Sendable {
    /// Id of the key.
    public var secretId: String
    /// The key.
    public var secretKey: Secret
    /// Goes with every request where the key is a temporary one.
    public var token: Secret?
    /// Unix seconds; nil where it does not run out or does not say.
    public var expiresAt: Double?

    /// A key.
    public init(secretId: String, secretKey: Secret, token: Secret? = nil, expiresAt: Double? = nil) {
        self.secretId = secretId
        self.secretKey = secretKey
        self.token = token
        self.expiresAt = expiresAt
    }
}

/// Gives the account's key to each request. It may be asked often and from many tasks, and keeps what is costly to get.
public protocol CredentialProvider: Sendable {
    /// The key in force. Throws a fault of class `account` where there is none.
    func credential() async throws(ServiceFault) -> AccountCredential
}

extension ServiceFault {
    /// There is no key to sign with; `message` says where it was looked for.
    static func noCredential(_ message: String) -> ServiceFault {
        ServiceFault(code: "NoCredentials", faultClass: .account, message: message)
    }

    /// A source of keys is there and cannot be used.
    static func badCredential(_ message: String) -> ServiceFault {
        ServiceFault(code: "InvalidCredentials", faultClass: .account, message: message)
    }
}

/// Always the same key.
public struct StaticProvider: CredentialProvider {
    private let key: AccountCredential

    /// Gives `key`.
    public init(_ key: AccountCredential) { self.key = key }

    /// The key.
    public func credential() async throws(ServiceFault) -> AccountCredential { key }
}
