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

    /// A secret that stays the same for as long as possible, from run to run: of a temporary key the secret of the key that
    /// it was had with, where there is one. What a run seals under it, a later run of the same account can open.
    func stableSecret() async throws(ServiceFault) -> Secret

    /// Told that the service refused the key's token before its time. True where another key will be given from now on.
    func renewAfterRefusal() async -> Bool

    /// Ends the connections that it holds. It is not asked again.
    func close() async
}

extension CredentialProvider {
    /// The secret of the key in force.
    public func stableSecret() async throws(ServiceFault) -> Secret { try await credential().secretKey }
    /// False: there is no other key.
    public func renewAfterRefusal() async -> Bool { false }
    /// Nothing.
    public func close() async {}
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

/// A key, and when it is time for the next.
struct IssuedKey: Hashable, Sendable {
    var key: AccountCredential
    /// Unix seconds; nil where there is no next one.
    var renewAt: Double?
}

/// Where a key comes from, each time that one is needed. It is asked by one task at a time.
protocol KeySource: Sendable {
    /// A key in force. Throws where there is none, of class `account` where there will be none either.
    func issue() async throws(ServiceFault) -> IssuedKey

    /// See ``CredentialProvider/stableSecret()``; nil where nothing stays.
    func anchor() async throws(ServiceFault) -> Secret?
}

/// A key that does not change.
struct FixedKey: KeySource {
    let key: AccountCredential

    func issue() async throws(ServiceFault) -> IssuedKey { IssuedKey(key: key) }
    func anchor() async throws(ServiceFault) -> Secret? { key.secretKey }
}
