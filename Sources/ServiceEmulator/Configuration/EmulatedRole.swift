/// A role of the account, and who may take it on (vod-api 6.4).
public struct EmulatedRole: Hashable, Sendable {
    /// A token of an identity provider that is believed.
    public struct WebIdentity: Hashable, Sendable {
        /// Name of the provider.
        public var provider: String
        /// The token, whole.
        public var token: String

        /// The token of `provider`.
        public init(provider: String, token: String) {
            self.provider = provider
            self.token = token
        }
    }

    /// The role that is there unless others are named.
    public static let example = EmulatedRole(arn: "qcs::cam::uin/100000000001:roleName/ingest")

    /// `qcs::cam::uin/NUMBER:roleName/NAME`.
    public var arn: String
    /// False where the account's keys may not take it on.
    public var isOpenToAccounts = true
    /// Tokens with which it is taken on without a key.
    public var webIdentities: [WebIdentity] = []

    /// The role `arn`, open to the account's keys.
    public init(arn: String) { self.arn = arn }
}
