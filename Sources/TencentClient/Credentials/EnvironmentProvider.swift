import IngestModel

/// The key in the environment (vod-api 6.1): `TENCENTCLOUD_SECRET_ID`, `TENCENTCLOUD_SECRET_KEY` and, for a temporary key,
/// `TENCENTCLOUD_TOKEN`. An empty variable counts as absent.
public struct EnvironmentProvider: OptionalCredentialSource {
    /// The variables that are read.
    public enum Variable {
        /// Id of the key.
        public static let secretId = "TENCENTCLOUD_SECRET_ID"
        /// The key.
        public static let secretKey = "TENCENTCLOUD_SECRET_KEY"
        /// Token of a temporary key.
        public static let token = "TENCENTCLOUD_TOKEN"
        /// Path of a profile file of the SDKs.
        public static let credentialsFile = "TENCENTCLOUD_CREDENTIALS_FILE"
        /// Name of the CLI's profile.
        public static let cliProfile = "TCCLI_PROFILE"
    }

    private let environment: [String: String]

    /// Reads `environment`.
    public init(environment: [String: String]) { self.environment = environment }

    /// The key; nil where neither variable is set. Throws where only one of the two is.
    public func find() async throws(ServiceFault) -> AccountCredential? {
        switch (value(Variable.secretId), value(Variable.secretKey)) {
        case (nil, nil): return nil
        case (let secretId?, let secretKey?):
            return try AccountCredential.checked(
                secretId: secretId, secretKey: secretKey, token: value(Variable.token), source: "the environment")
        case (nil, _):
            throw .badCredential("`\(Variable.secretKey)` is set but `\(Variable.secretId)` is not")
        case (_, nil):
            throw .badCredential("`\(Variable.secretId)` is set but `\(Variable.secretKey)` is not")
        }
    }

    private func value(_ name: String) -> String? { environment[name].nonEmpty }
}

extension AccountCredential {
    /// A key from text that people write. Throws where it cannot be one: a stray blank gives a misleading answer of the
    /// service otherwise (vod-api 13.1, SecretIdNotFound).
    static func checked(
        secretId: String, secretKey: String, token: String?, source: String
    ) throws(ServiceFault) -> AccountCredential {
        for (name, value) in [("secret id", secretId), ("secret key", secretKey), ("token", token ?? "-")] {
            guard !value.isEmpty, value.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw .badCredential("the \(name) in \(source) is empty or has a blank or a control character in it")
            }
        }
        return AccountCredential(secretId: secretId, secretKey: Secret(secretKey), token: token.map { Secret($0) })
    }
}
