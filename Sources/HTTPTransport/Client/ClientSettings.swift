import IngestModel

/// A proxy that connects onward with CONNECT.
public struct ProxySettings: Hashable, Sendable {
    /// Name or address.
    public var host: String
    /// Port.
    public var port: Int
    /// User, where it asks for one.
    public var user: String?
    /// The user's password.
    public var password: Secret?

    /// The proxy `host`:`port`.
    public init(host: String, port: Int, user: String? = nil, password: Secret? = nil) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
    }
}

/// How the client connects.
public struct ClientSettings: Hashable, Sendable {
    /// Longest wait for a connection.
    public var connectTimeout: Duration
    /// Most connections to one host; as many as requests may be in flight to it.
    public var connectionsPerHost: Int
    /// How long an unused connection is kept: shorter than servers do, so that few requests meet one that is just being closed.
    public var idleTimeout: Duration
    /// All connections go through it.
    public var proxy: ProxySettings?
    /// Hosts that are connected to directly all the same.
    public var noProxy: NoProxyList
    /// Path of a PEM file with certificates that are trusted beside the system's.
    public var caFile: String?

    /// The given settings.
    public init(
        connectTimeout: Duration = .seconds(10), connectionsPerHost: Int = 64, idleTimeout: Duration = .seconds(20),
        proxy: ProxySettings? = nil, noProxy: NoProxyList = NoProxyList(), caFile: String? = nil
    ) {
        self.connectTimeout = connectTimeout
        self.connectionsPerHost = connectionsPerHost
        self.idleTimeout = idleTimeout
        self.proxy = proxy
        self.noProxy = noProxy
        self.caFile = caFile
    }
}
