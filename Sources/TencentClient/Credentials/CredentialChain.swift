import HTTPTransport
import IngestModel
import IngestPolicy
import Logging
import Synchronization

/// Where credentials are looked for, and how long.
public struct CredentialSettings: Sendable {
    /// The address of the service that issues keys of roles (vod-api 6.4).
    public static let defaultSTS = "https://sts.tencentcloudapi.com"
    /// The address of a virtual machine's metadata service (vod-api 6.4).
    public static let defaultMetadata = "http://metadata.tencentyun.com"

    /// `--profile` or the job file's; nil for none.
    public var profile: String?
    /// All variables of the process.
    public var environment: [String: String]
    /// The user's home folder.
    public var home: String
    /// URL of the service that issues keys of roles.
    public var sts = defaultSTS
    /// URL of the metadata service.
    public var metadata = defaultMetadata
    /// The way to the service that issues keys; the metadata service is on the machine's own network and asked directly.
    public var proxy: ProxySettings?
    /// Hosts that no proxy is used for.
    public var noProxy = NoProxyList()
    /// Path of a PEM file with certificates that are trusted beside the system's.
    public var caFile: String?
    /// Longest wait for a connection to the metadata service: where there is none, nothing answers at all.
    public var metadataConnectTimeout = Duration.seconds(1)
    /// Longest wait for a connection to the service that issues keys.
    public var connectTimeout = Duration.seconds(5)
    /// A request ends when nothing moved for so long.
    public var stallAfter = Duration.seconds(10)
    /// How often a request is sent at most.
    public var attempts = 2

    /// The chain without a named profile.
    public init(environment: [String: String], home: String) {
        self.environment = environment
        self.home = home
    }
}

/// The chain of the contract's section 9: a named profile alone where there is one; else the environment, the files of the
/// SDKs and of the CLI, the role of the machine, the identity of the pod; and over any of them a role, where one is named.
/// The first place that holds a key is found once and kept; a mistake in one ends the search, or another account than was
/// meant would be used. Temporary keys are renewed before they run out.
public final class CredentialChain: CredentialProvider {
    private let search: KeySearch
    private let provider: RenewingProvider
    private let clients: [LazyClient]

    /// Looks where `settings` says. Throws where a URL in it is none.
    /// - Parameters:
    ///   - clock: measures spans and waits.
    ///   - wallClock: unix seconds.
    ///   - random: spreads the waits between attempts.
    ///   - logger: hears of every request and of renewals that failed.
    public init(
        settings: CredentialSettings, clock: any Clock<Duration>, wallClock: @escaping @Sendable () -> Double,
        random: sending any RandomNumberGenerator & Sendable, logger: Logger
    ) throws(ServiceFault) {
        let serviceClock = ServiceClock(wall: wallClock)
        let timeline = Timeline(clock)
        let shared = SharedRandom(random)
        func transport(_ client: LazyClient) -> any HTTPTransport {
            TransportStack.around(
                client, limiter: Limiter(limits: TransferLimits(), timeline: timeline),
                retry: RetryPolicy(attempts: settings.attempts, elapsed: .seconds(20)),
                stallAfter: settings.stallAfter, timeline: timeline, random: shared, logger: logger, meter: NoMeter(),
                clock: serviceClock)
        }
        let outside = LazyClient(
            ClientSettings(
                connectTimeout: settings.connectTimeout, connectionsPerHost: 4, proxy: settings.proxy,
                noProxy: settings.noProxy, caFile: settings.caFile))
        let inside = LazyClient(
            ClientSettings(connectTimeout: settings.metadataConnectTimeout, connectionsPerHost: 4))
        clients = [outside, inside]
        let address = try ServiceAddress(settings.sts)
        try address.judge(settings.sts, proxy: settings.proxy, noProxy: settings.noProxy)
        let service = SecurityTokenService(transport: transport(outside), address: address, clock: serviceClock)
        let machine = MachineRoleKeys(
            transport: transport(inside), address: try ServiceAddress(settings.metadata), url: settings.metadata)
        search = KeySearch(settings: settings, service: service, machine: machine) {
            RenewingProvider($0, wall: wallClock, logger: logger)
        }
        provider = RenewingProvider(search, wall: wallClock, logger: logger)
    }

    /// The key in force.
    public func credential() async throws(ServiceFault) -> AccountCredential { try await provider.credential() }

    /// The secret of the key at the bottom: of an assumed role that of the key it is assumed with. Keys of a machine's or a
    /// pod's role have nothing that stays; the one in force is given.
    public func stableSecret() async throws(ServiceFault) -> Secret { try await provider.stableSecret() }

    /// True where the key in force can be renewed.
    public func renewAfterRefusal() async -> Bool { await provider.renewAfterRefusal() }

    /// Ends its connections.
    public func close() async { for client in clients { await client.close() } }
}

/// Finds the place that holds the key, once.
final class KeySearch: KeySource {
    private let settings: CredentialSettings
    private let environment: EnvironmentKeys
    private let service: SecurityTokenService
    private let machine: MachineRoleKeys
    private let renewing: @Sendable (any KeySource) -> RenewingProvider
    private let found = Mutex<(any KeySource)?>(nil)

    init(
        settings: CredentialSettings, service: SecurityTokenService, machine: MachineRoleKeys,
        renewing: @escaping @Sendable (any KeySource) -> RenewingProvider
    ) {
        self.settings = settings
        environment = EnvironmentKeys(environment: settings.environment)
        self.service = service
        self.machine = machine
        self.renewing = renewing
    }

    func issue() async throws(ServiceFault) -> IssuedKey {
        if let source = found.withLock({ $0 }) { return try await source.issue() }
        let source = try await search()
        let key = try await source.issue()
        found.withLock { $0 = source }
        return key
    }

    func anchor() async throws(ServiceFault) -> Secret? {
        guard let source = found.withLock({ $0 }) else { return nil }
        return try await source.anchor()
    }

    private func search() async throws(ServiceFault) -> any KeySource {
        let (base, ownRole) = try await base()
        // A profile's own role says more than the environment's.
        guard let role = ownRole ?? environment.role else { return base }
        return AssumedRoleKeys(service: service, base: renewing(base), baseSource: base, role: role)
    }

    private func base() async throws(ServiceFault) -> (any KeySource, RoleChoice?) {
        if settings.profile == nil, let key = try environment.key() { return (FixedKey(key: key), nil) }
        let files = ProfileFiles(profile: settings.profile, environment: environment, home: settings.home)
        if let profile = try files.find() {
            guard let key = profile.key else { return (machine, profile.role) }
            return (FixedKey(key: key), profile.role)
        }
        let reason: String
        do throws(ServiceFault) {
            if try await machine.roleName() != nil { return (machine, nil) }
            reason = "says that no role is bound to this machine"
        } catch {
            guard error.faultClass == .transient else { throw error }
            // Most machines have none: that is no mistake of theirs.
            reason = "does not answer"
        }
        if let pod = try environment.pod(service) { return (pod, nil) }
        throw .noCredential(
            "no credentials: `TENCENTCLOUD_SECRET_ID` and `TENCENTCLOUD_SECRET_KEY` are not set, no profile file holds a "
                + "key, the metadata service at `\(settings.metadata)` \(reason), and `TKE_ROLE_ARN` is not set")
    }
}

/// A client that is made when it is first used: most runs have their key at hand and ask nobody.
private final class LazyClient: HTTPTransport {
    private let settings: ClientSettings
    private let client = Mutex<AsyncHTTPClientTransport?>(nil)

    init(_ settings: ClientSettings) { self.settings = settings }

    func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let client = client.withLock { client in
            let made = client ?? AsyncHTTPClientTransport(settings: settings)
            client = made
            return made
        }
        return try await client.send(request)
    }

    func close() async {
        let made = client.withLock { client in
            defer { client = nil }
            return client
        }
        guard let client = made else { return }
        do {
            try await client.shutdown()
        } catch {
            // Only a second shutdown fails, and then there is nothing left to end.
            return
        }
    }
}
