import IngestModel

/// What of the environment is about credentials (vod-api 6.1). An empty variable counts as absent.
struct EnvironmentKeys: Sendable {
    /// The variables that are read.
    enum Variable {
        /// Id of the key.
        static let secretId = "TENCENTCLOUD_SECRET_ID"
        /// The key.
        static let secretKey = "TENCENTCLOUD_SECRET_KEY"
        /// Token of a temporary key.
        static let token = "TENCENTCLOUD_TOKEN"
        /// Path of a profile file of the SDKs.
        static let credentialsFile = "TENCENTCLOUD_CREDENTIALS_FILE"
        /// Name of the CLI's profile.
        static let cliProfile = "TCCLI_PROFILE"
        /// Role to take on.
        static let roleArn = "TENCENTCLOUD_ROLE_ARN"
        /// Name of the role's session.
        static let roleSession = "TENCENTCLOUD_ROLE_SESSION_NAME"
        /// Region of a pod's identity.
        static let podRegion = "TKE_REGION"
        /// Identity provider of a pod.
        static let podProvider = "TKE_PROVIDER_ID"
        /// Path of a pod's identity token.
        static let podTokenFile = "TKE_WEB_IDENTITY_TOKEN_FILE"
        /// Role of a pod.
        static let podRole = "TKE_ROLE_ARN"
    }

    private let environment: [String: String]

    /// Reads `environment`.
    init(environment: [String: String]) { self.environment = environment }

    /// The value of a variable; nil where it is absent or empty.
    subscript(name: String) -> String? { environment[name].nonEmpty }

    /// The key; nil where neither variable is set. Throws where only one of the two is.
    func key() throws(ServiceFault) -> AccountCredential? {
        switch (self[Variable.secretId], self[Variable.secretKey]) {
        case (nil, nil): return nil
        case (let secretId?, let secretKey?):
            return try AccountCredential.checked(
                secretId: secretId, secretKey: secretKey, token: self[Variable.token], source: "the environment")
        case (nil, _):
            throw .badCredential("`\(Variable.secretKey)` is set but `\(Variable.secretId)` is not")
        case (_, nil):
            throw .badCredential("`\(Variable.secretId)` is set but `\(Variable.secretKey)` is not")
        }
    }

    /// The role that is to be taken on with whatever key there is; nil for none.
    var role: RoleChoice? {
        self[Variable.roleArn].map {
            RoleChoice(arn: $0, session: self[Variable.roleSession] ?? RoleChoice.usualSession)
        }
    }

    /// The identity of the pod that this program runs in; nil where `TKE_ROLE_ARN` is not set. Throws where it is, and one
    /// of the other three is not.
    func pod(_ service: SecurityTokenService) throws(ServiceFault) -> PodIdentityKeys? {
        guard let arn = self[Variable.podRole] else { return nil }
        guard let provider = self[Variable.podProvider], let region = self[Variable.podRegion],
            let file = self[Variable.podTokenFile]
        else {
            let names = [Variable.podProvider, Variable.podRegion, Variable.podTokenFile].filter { self[$0] == nil }
            throw .badCredential(
                "`\(Variable.podRole)` is set but \(names.map { "`\($0)`" }.joined(separator: ", ")) is not")
        }
        return PodIdentityKeys(
            service: service, role: RoleChoice(arn: arn, session: RoleChoice.usualSession), provider: provider,
            region: region, tokenFile: file)
    }
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
