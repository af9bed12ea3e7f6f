import Foundation

/// One variable of the environment that has a meaning here.
struct EnvironmentVariable: Hashable, Sendable {
    /// Its name.
    let name: String
    /// What it does, in one sentence.
    let meaning: String
}

/// The environment as this program sees it: every variable it reads, and the one place that reads them.
struct EnvironmentVariables: Sendable {
    /// Key id of the credentials (vod-api 6.1).
    static let secretID = EnvironmentVariable(name: "TENCENTCLOUD_SECRET_ID", meaning: "key id of the credentials")
    /// Key of the credentials (vod-api 6.1).
    static let secretKey = EnvironmentVariable(name: "TENCENTCLOUD_SECRET_KEY", meaning: "key of the credentials")
    /// Token of temporary credentials (vod-api 6.1).
    static let token = EnvironmentVariable(name: "TENCENTCLOUD_TOKEN", meaning: "token of temporary credentials")
    /// Access region (vod-api 6.1).
    static let region = EnvironmentVariable(name: "TENCENTCLOUD_REGION", meaning: "access region")
    /// Role to assume (vod-api 6.1).
    static let roleARN = EnvironmentVariable(
        name: "TENCENTCLOUD_ROLE_ARN", meaning: "role to assume with the credentials")
    /// Name of the assumed session (vod-api 6.1).
    static let roleSession = EnvironmentVariable(
        name: "TENCENTCLOUD_ROLE_SESSION_NAME", meaning: "name of the assumed role's session")
    /// Path of the profile file (vod-api 6.1).
    static let credentialsFile = EnvironmentVariable(
        name: "TENCENTCLOUD_CREDENTIALS_FILE", meaning: "path of the SDKs' profile file")
    /// Profile of the command-line interface (vod-api 6.1).
    static let profile = EnvironmentVariable(name: "TCCLI_PROFILE", meaning: "name of the credentials' profile")
    /// TKE pod identity (vod-api 6.4).
    static let podRegion = EnvironmentVariable(name: "TKE_REGION", meaning: "region of a TKE pod's identity")
    /// TKE pod identity (vod-api 6.4).
    static let podProvider = EnvironmentVariable(name: "TKE_PROVIDER_ID", meaning: "identity provider of a TKE pod")
    /// TKE pod identity (vod-api 6.4).
    static let podTokenFile = EnvironmentVariable(
        name: "TKE_WEB_IDENTITY_TOKEN_FILE", meaning: "path of a TKE pod's identity token")
    /// TKE pod identity (vod-api 6.4).
    static let podRole = EnvironmentVariable(name: "TKE_ROLE_ARN", meaning: "role of a TKE pod")
    /// Where keys of roles are issued, for an emulator or a gateway.
    static let sts = EnvironmentVariable(
        name: "VOD_INGEST_STS", meaning: "address of the service that issues keys of roles")
    /// Where a virtual machine's role is asked for, for an emulator.
    static let metadata = EnvironmentVariable(
        name: "VOD_INGEST_METADATA", meaning: "address of the virtual machine's metadata service")
    /// Home folder: where profile files lie.
    static let home = EnvironmentVariable(name: "HOME", meaning: "folder in which the profile files are looked for")
    /// The usual variable of a proxy.
    static let httpsProxy = EnvironmentVariable(name: "HTTPS_PROXY", meaning: "URL of the proxy")
    /// The same in lower case, as curl reads it.
    static let httpsProxyLower = EnvironmentVariable(name: "https_proxy", meaning: "URL of the proxy")
    /// The usual variable of hosts that no proxy is used for.
    static let noProxy = EnvironmentVariable(name: "NO_PROXY", meaning: "hosts that the proxy is not used for")
    /// The same in lower case, as curl reads it.
    static let noProxyLower = EnvironmentVariable(name: "no_proxy", meaning: "hosts that the proxy is not used for")
    /// OpenSSL's variable of additional authorities.
    static let certificates = EnvironmentVariable(
        name: "SSL_CERT_FILE", meaning: "path of a PEM file with further certificate authorities")
    /// https://no-color.org
    static let noColor = EnvironmentVariable(name: "NO_COLOR", meaning: "no colour where it is set to anything")
    /// A terminal that cannot move its cursor is `dumb`.
    static let terminal = EnvironmentVariable(name: "TERM", meaning: "`dumb` means no colour and no progress bar")
    /// Width of the terminal, where the terminal does not tell.
    static let columns = EnvironmentVariable(name: "COLUMNS", meaning: "width of the terminal")
    /// Set by GitHub Actions.
    static let gitHubActions = EnvironmentVariable(
        name: "GITHUB_ACTIONS", meaning: "`true` makes `github` the default format of diagnostics")

    /// Those with a name of their own; each setting has one besides, `VOD_INGEST_` and its flag in capitals.
    static let named = [
        secretID, secretKey, token, region, roleARN, roleSession, credentialsFile, profile, podRegion, podProvider,
        podTokenFile, podRole, sts, metadata, home, httpsProxy, httpsProxyLower, noProxy, noProxyLower, certificates,
        noColor, terminal, columns, gitHubActions,
    ]

    /// All values; secrets among them, so it is never printed.
    let values: [String: String]

    /// An environment that holds `values`.
    init(values: [String: String]) { self.values = values }

    /// The environment of this process.
    static func ofThisProcess() -> EnvironmentVariables {
        EnvironmentVariables(values: ProcessInfo.processInfo.environment)
    }

    /// The value of `variable`; nil when it is absent or empty.
    func callAsFunction(_ variable: EnvironmentVariable) -> String? { self[variable.name] }

    /// The value of the variable `name`; nil when it is absent or empty.
    subscript(name: String) -> String? { values[name].flatMap { $0.isEmpty ? nil : $0 } }
}
