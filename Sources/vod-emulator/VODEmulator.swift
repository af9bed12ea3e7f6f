import ArgumentParser
import Foundation
import Logging
import ServiceEmulator
import UnixSignals

/// `vod-emulator`: the VOD API and COS on this machine.
@main
struct VODEmulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vod-emulator",
        abstract: "Emulates the VOD API and COS on this machine, strictly, with faults on demand.",
        discussion: """
            The first line of standard output is the address, the next ones are the environment variables to use. One port \
            serves both: requests whose Host header names a bucket (BUCKET.cos.REGION.myqcloud.com) go to the store, all \
            others to the API. GET /_emulator/snapshot shows what was seen; /_emulator/faults, /gates and /clock change what \
            happens next (docs/emulator.md). SIGINT or SIGTERM ends it.

            With --proxy, unmodified programs that know only the service's real addresses can be served: HTTPS_PROXY leads \
            them here, and they trust the certificate whose file is printed.

            Example: vod-emulator --port 18080 --store /tmp/objects --faults faults.json
            Example: vod-emulator --proxy
            """)

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on; 0 takes a free one.")
    var port = 0

    @Option(help: ArgumentHelp("`memory`, or a folder that objects are kept in.", valueName: "memory|DIR"))
    var store = "memory"

    @Flag(
        help: "With a folder: keep sessions, uploads and media there at the end, and go on with them the next time.")
    var keep = false

    @Option(help: ArgumentHelp("A key pair that is taken; may be repeated.", valueName: "ID:KEY[:TOKEN]"))
    var account: [EmulatorConfiguration.Account] = []

    @Option(
        help: ArgumentHelp(
            "An application, `fileid` by default; may be repeated.", valueName: "ID[:fileid|fileid+path[:REGION,…]]"))
    var subAppId: [EmulatedApplication] = []

    @Flag(help: "Refuse calls that name no application, as for accounts opened since 2023-12-25.")
    var requireSubAppId = false

    @Option(help: ArgumentHelp("A role that keys are handed out of; may be repeated.", valueName: "ARN"))
    var role: [String] = []

    @Option(
        help: ArgumentHelp(
            "A token with which each role is taken on without a key; may be repeated.", valueName: "PROVIDER:TOKEN"))
    var webIdentity: [EmulatedRole.WebIdentity] = []

    @Option(help: ArgumentHelp("Name of the role that the metadata service hands out keys of.", valueName: "NAME"))
    var machineRole: String?

    @Option(help: ArgumentHelp("How long a key of the machine's role lives.", valueName: "SECONDS"))
    var machineKeyLifetime: Double = 7_200

    @Option(help: ArgumentHelp("JSON file of faults.", valueName: "FILE"))
    var faults: String?

    @Option(help: ArgumentHelp("How long a session's credential lives.", valueName: "SECONDS"))
    var sessionLifetime: Double = 7_200

    @Option(help: ArgumentHelp("How long a session can be committed.", valueName: "SECONDS"))
    var sessionKeyLifetime: Double = 86_400

    @Flag(help: "Answer ApplyUpload with a null TempCertificate.")
    var noTemporaryCredentials = false

    @Flag(help: "Answer ApplyUpload with an empty CoverStoragePath even where a cover was announced.")
    var noCoverPaths = false

    @Option(
        help: ArgumentHelp(
            "What a session's credential may not do, such as ListMultipartUploads; may be repeated. DeleteObject by "
                + "default.", valueName: "ACTION"))
    var deny: [EmulatedAction] = []

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How far the emulator's clock is ahead; negative is behind.", valueName: "SECONDS"))
    var clockOffset: Double = 0

    @Option(help: "What a second CommitUpload of a session does: sameFileId, invalidSessionKey or newFileId.")
    var commitRepeat = EmulatorConfiguration.CommitRepeat.sameFileId

    @Option(help: ArgumentHelp("Time before each answer.", valueName: "SECONDS"))
    var latency: Double = 0

    @Option(help: "Start of the generator behind ids and keys.")
    var seed: UInt64 = 1

    @Flag(help: "Refuse COS signatures that leave out the host or a parameter.")
    var strictSignatures = false

    @Flag(help: "Answer RequestLimitExceeded above the documented calls per second.")
    var rateLimits = false

    @Flag(help: "Also be a proxy for HTTPS_PROXY, with a certificate authority of its own.")
    var proxy = false

    @Option(help: "Port of the proxy; 0 takes a free one.")
    var proxyPort = 0

    @Option(help: ArgumentHelp("User that the proxy asks for.", valueName: "NAME:PASSWORD"))
    var proxyUser: String?

    @Option(
        help: ArgumentHelp(
            "File that the proxy's certificate is written to; a temporary file by default.", valueName: "FILE"))
    var proxyCertificate: String?

    @Flag(help: "Print the settings as JSON and stop.")
    var printConfig = false

    func run() async throws {
        let configuration = try configuration()
        if printConfig { return try printSettings(configuration) }
        let logger = Logger(label: "vod-emulator") { StreamLogHandler.standardError(label: $0) }
        // Trapped before the address is printed: whoever reads it may send the signal at once.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        try await Emulator.withRunning(configuration, logger: logger) { emulator in
            var lines = [emulator.apiAddress]
            if let account = configuration.accounts.first {
                lines.append("export TENCENTCLOUD_SECRET_ID=\(account.secretId)")
                lines.append("export TENCENTCLOUD_SECRET_KEY=\(account.secretKey)")
                if let token = account.token { lines.append("export TENCENTCLOUD_TOKEN=\(token)") }
            }
            if let proxy = emulator.proxy { lines += Self.variables(proxy) }
            Self.write(lines)
            for await _ in signals { break }
        }
    }

    /// What unmodified programs read: where the proxy is, whom to trust, and what not to ask it for.
    private static func variables(_ proxy: EmulatedProxy) -> [String] {
        let file = "'" + proxy.certificateFile.replacing("'", with: "'\\''") + "'"
        return [
            "export HTTPS_PROXY=\(proxy.address)", "export HTTP_PROXY=\(proxy.address)",
            "export NO_PROXY=127.0.0.1,localhost", "export SSL_CERT_FILE=\(file)",
            "export REQUESTS_CA_BUNDLE=\(file)",
        ]
    }

    private func storage() throws -> EmulatorConfiguration.Storage {
        guard store != "memory" else {
            guard !keep else { throw ValidationError("`--keep` needs a folder; name one with `--store DIR`") }
            return .memory
        }
        return keep ? .lastingFolder(store) : .folder(store)
    }

    private func configuration() throws -> EmulatorConfiguration {
        var configuration = EmulatorConfiguration()
        configuration.host = host
        configuration.port = port
        configuration.storage = try storage()
        if !account.isEmpty { configuration.accounts = account }
        if !subAppId.isEmpty { configuration.applications = subAppId }
        configuration.requireSubAppId = requireSubAppId
        if !role.isEmpty { configuration.roles = role.map { EmulatedRole(arn: $0) } }
        configuration.roles = configuration.roles.map { role in
            var role = role
            role.webIdentities = webIdentity
            return role
        }
        configuration.machineRole = machineRole
        configuration.machineKeyLifetime = machineKeyLifetime
        if proxy {
            var settings = EmulatorConfiguration.Proxy()
            settings.port = proxyPort
            settings.certificateFile = proxyCertificate
            settings.user = proxyUser
            configuration.proxy = settings
        }
        configuration.sessionLifetime = sessionLifetime
        configuration.sessionKeyLifetime = sessionKeyLifetime
        configuration.issuesTemporaryCredentials = !noTemporaryCredentials
        configuration.allotsCoverPaths = !noCoverPaths
        if !deny.isEmpty { configuration.deniedToTemporaryCredentials = Set(deny) }
        configuration.clockOffset = clockOffset
        configuration.commitRepeat = commitRepeat
        configuration.latency = latency
        configuration.seed = seed
        configuration.strictSignatures = strictSignatures
        configuration.enforcesRateLimits = rateLimits
        if let faults {
            guard let text = FileManager.default.contents(atPath: faults) else {
                throw ValidationError("the fault file `\(faults)` cannot be read")
            }
            do {
                configuration.faults = try FaultPlan(json: Array(text))
            } catch {
                throw ValidationError("`\(faults)`: \(error)")
            }
        }
        return configuration
    }

    private func printSettings(_ configuration: EmulatorConfiguration) throws {
        let applications = configuration.applications.map {
            ["id": String($0.id), "mode": $0.mode.rawValue, "regions": $0.storageRegions.joined(separator: ",")]
        }
        let settings: [String: Any] = [
            "host": configuration.host, "port": configuration.port, "store": store,
            "accounts": configuration.accounts.map(\.secretId), "applications": applications,
            "requireSubAppId": configuration.requireSubAppId, "sessionLifetime": configuration.sessionLifetime,
            "sessionKeyLifetime": configuration.sessionKeyLifetime, "clockOffset": configuration.clockOffset,
            "temporaryCredentials": configuration.issuesTemporaryCredentials,
            "coverPaths": configuration.allotsCoverPaths,
            "denied": configuration.deniedToTemporaryCredentials.map(\.rawValue).sorted(),
            "commitRepeat": configuration.commitRepeat.rawValue, "latency": configuration.latency,
            "seed": String(configuration.seed), "strictSignatures": configuration.strictSignatures,
            "rateLimits": configuration.enforcesRateLimits, "proxy": proxy,
            "faults": configuration.faults.rules.map(\.name), "roles": configuration.roles.map(\.arn),
            "machineRole": configuration.machineRole ?? "",
        ]
        let data = try JSONSerialization.data(
            withJSONObject: settings, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        Self.write([String(decoding: data, as: UTF8.self)])
    }

    /// Unbuffered, since whoever started this waits for the first line.
    private static func write(_ lines: [String]) {
        FileHandle.standardOutput.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}

extension EmulatorConfiguration.Account: ExpressibleByArgument {
    /// `ID:KEY` or `ID:KEY:TOKEN`.
    public init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        self.init(secretId: parts[0], secretKey: parts[1], token: parts.count == 3 ? parts[2] : nil)
    }

    /// The id alone: a default that is shown must not show a key.
    public var defaultValueDescription: String { secretId }
}

extension EmulatedRole.WebIdentity: ExpressibleByArgument {
    /// `PROVIDER:TOKEN`.
    public init?(argument: String) {
        let parts = argument.split(separator: ":", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { return nil }
        self.init(provider: parts[0], token: parts[1])
    }

    /// The provider alone: a default that is shown must not show a token.
    public var defaultValueDescription: String { provider }
}

extension EmulatedApplication: ExpressibleByArgument {
    /// `ID`, `ID:MODE` or `ID:MODE:REGION,REGION`.
    public init?(argument: String) {
        let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let id = UInt64(parts[0]), id > 0, parts.count <= 3 else { return nil }
        guard let mode = parts.count > 1 ? Mode(rawValue: parts[1]) : .fileId else { return nil }
        guard parts.count == 3 else {
            self.init(id: id, mode: mode)
            return
        }
        let regions = parts[2].split(separator: ",").map(String.init)
        guard !regions.isEmpty else { return nil }
        self.init(id: id, mode: mode, storageRegions: regions)
    }

    /// The id.
    public var defaultValueDescription: String { String(id) }
}

extension EmulatorConfiguration.CommitRepeat: ExpressibleByArgument {}
extension EmulatedAction: ExpressibleByArgument {}
