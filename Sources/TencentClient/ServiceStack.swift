import HTTPTransport
import IngestModel
import Logging
import TencentWire

/// Both services over one client: where a run's connections, limits and keys come together.
public struct ServiceStack: Sendable {
    /// The VOD API.
    public let vod: VODService
    /// The object store.
    public let store: ObjectStore
    /// The run's limits: permits for entries are had here too.
    public let limiter: Limiter
    /// The account's key.
    public let credentials: any CredentialProvider
    /// Measures spans and waits.
    public let timeline: Timeline

    private let client: ClientTransport?

    /// Services as `configuration` says. Throws where a URL in it is none, or is plain HTTP beyond a proxy.
    /// - Parameters:
    ///   - credentials: the account's key.
    ///   - clock: measures spans and waits.
    ///   - wallClock: unix seconds.
    ///   - random: spreads the waits between attempts.
    ///   - logger: hears of every request.
    ///   - meter: hears of every byte.
    public init(
        configuration: ServiceConfiguration, credentials: any CredentialProvider, clock: any Clock<Duration>,
        wallClock: @escaping @Sendable () -> Double, random: sending any RandomNumberGenerator & Sendable,
        logger: Logger, meter: any TransferMeter = NoMeter()
    ) throws(ServiceFault) {
        // Judged before there is a client, which would have to be shut down.
        _ = try StoreEndpoint(template: configuration.storage, connectTo: nil)
        let proxy = configuration.endpointOverride == nil ? configuration.proxy : nil
        for url in [configuration.api, configuration.storage] {
            try ServiceAddress(url).judge(url, proxy: proxy, noProxy: configuration.noProxy)
        }
        let limits = configuration.limits
        let client = ClientTransport(
            settings: ClientSettings(
                connectTimeout: configuration.connectTimeout,
                // Small requests need no permit, so there may be more under way than uploads.
                connectionsPerHost: 2 * (limits.global + limits.entries) + 16,
                proxy: proxy, noProxy: configuration.noProxy, caFile: configuration.caFile))
        try self.init(
            configuration: configuration, credentials: credentials, clock: clock, wallClock: wallClock, random: random,
            logger: logger, meter: meter, client: client, owned: client)
    }

    /// The same over another innermost transport, which stays the caller's.
    public init(
        configuration: ServiceConfiguration, credentials: any CredentialProvider, clock: any Clock<Duration>,
        wallClock: @escaping @Sendable () -> Double, random: sending any RandomNumberGenerator & Sendable,
        logger: Logger, meter: any TransferMeter = NoMeter(), client: any HTTPTransport
    ) throws(ServiceFault) {
        try self.init(
            configuration: configuration, credentials: credentials, clock: clock, wallClock: wallClock, random: random,
            logger: logger, meter: meter, client: client, owned: nil)
    }

    private init(
        configuration: ServiceConfiguration, credentials: any CredentialProvider, clock: any Clock<Duration>,
        wallClock: @escaping @Sendable () -> Double, random: sending any RandomNumberGenerator & Sendable,
        logger: Logger, meter: any TransferMeter, client: any HTTPTransport, owned: ClientTransport?
    ) throws(ServiceFault) {
        let timeline = Timeline(clock)
        let serviceClock = ServiceClock(wall: wallClock)
        let limiter = Limiter(limits: configuration.limits, timeline: timeline)
        let transport = TransportStack.around(
            client, limiter: limiter, retry: configuration.retry, stallAfter: configuration.stallAfter,
            timeline: timeline, random: SharedRandom(random), logger: logger, meter: meter, clock: serviceClock)
        let api = try ServiceAddress(configuration.api)
        vod = VODService(
            api: APICaller(
                transport: transport,
                target: RequestTarget(
                    secure: api.secure, host: api.host, port: api.port, path: "/",
                    connectTo: configuration.endpointOverride?.api),
                signer: APISigner(credentials: credentials, clock: serviceClock, service: VODAction.service),
                language: configuration.language.rawValue, version: VODAction.version),
            credentials: credentials)
        store = ObjectStore(
            transport: transport,
            endpoint: try StoreEndpoint(
                template: configuration.storage, connectTo: configuration.endpointOverride?.storage),
            account: credentials, clock: serviceClock, completeStall: configuration.completeStallAfter)
        self.limiter = limiter
        self.credentials = credentials
        self.timeline = timeline
        self.client = owned
    }

    /// Ends all connections, those of the account's key too. No request may be under way or begin afterwards.
    public func close() async {
        await credentials.close()
        guard let client else { return }
        do {
            try await client.shutdown()
        } catch {
            // Only a second shutdown fails, and then there is nothing left to end.
            return
        }
    }
}
