import HTTPTransport
import IngestPolicy

/// Where the services are and how they are treated.
public struct ServiceConfiguration: Hashable, Sendable {
    /// The language of the API's messages (vod-api 3).
    public enum Language: String, Hashable, Sendable {
        /// English.
        case english = "en-US"
        /// Chinese.
        case chinese = "zh-CN"
    }

    /// Connections that go elsewhere than the URLs say, for an emulator on this machine; hosts in headers and signatures stay
    /// the URLs' own.
    public struct EndpointOverride: Hashable, Sendable {
        /// Where the API is.
        public var api: ConnectAddress
        /// Where all buckets are.
        public var storage: ConnectAddress

        /// The API at `api` and all buckets at `storage`.
        public init(api: ConnectAddress, storage: ConnectAddress) {
            self.api = api
            self.storage = storage
        }
    }

    /// What the program calls itself.
    public static let userAgent = "vod-ingest/1"
    /// The API's own address (vod-api 3).
    public static let defaultAPI = "https://vod.tencentcloudapi.com"
    /// The store's own addresses (cos-api 3.1).
    public static let defaultStorage = "https://{bucket}.cos.{region}.myqcloud.com"

    /// URL of the API.
    public var api = defaultAPI
    /// URL of the buckets with `{bucket}` and `{region}`; one without `{bucket}` is connected to for all of them.
    public var storage = defaultStorage
    /// Connections that go elsewhere; no proxy is used then.
    public var endpointOverride: EndpointOverride?
    /// Limits over all requests.
    public var limits = TransferLimits()
    /// When requests are repeated.
    public var retry = RetryPolicy()
    /// A request ends when nothing moved for so long.
    public var stallAfter = Duration.seconds(60)
    /// The same for Complete, during which the store may be silent (cos-api 7.6).
    public var completeStallAfter = Duration.seconds(1200)
    /// Longest wait for a connection.
    public var connectTimeout = Duration.seconds(10)
    /// All connections go through it.
    public var proxy: ProxySettings?
    /// Hosts that are connected to directly all the same.
    public var noProxy = NoProxyList()
    /// Path of a PEM file with certificates that are trusted beside the system's.
    public var caFile: String?
    /// Language of the API's messages.
    public var language = Language.english

    /// The service's own addresses and the default limits.
    public init() {}
}
