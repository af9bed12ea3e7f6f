import Diagnostics
import Foundation
import HTTPTransport
import IngestEngine
import IngestModel
import IngestPolicy
import Logging
import TencentClient

/// Uploads media to VOD from a program: the same engine as `vod-ingest`, without job file, journal and report.
///
/// One client serves any number of uploads at once; they share its connections and its limits. It must be closed: use
/// ``with(secretId:secretKey:token:options:logger:body:)``, or call ``close()`` when the last upload has ended.
///
///     let client = try VODUploadClient(secretId: id, secretKey: key)
///     var request = VODUploadRequest(mediaFilePath: "films/wildlife.mp4")
///     request.coverFilePath = "films/wildlife.png"
///     let response = try await client.upload(region: "ap-guangzhou", request: request)
///     print(response.fileId)
///     await client.close()
public struct VODUploadClient: Sendable {
    /// An HTTP proxy that all connections go through.
    public struct Proxy: Hashable, Sendable {
        /// Name or address.
        public var host: String
        /// Port, 1 to 65535.
        public var port: Int
        /// Name to give to it; nil for none.
        public var user: String?
        private var secret: Secret?

        /// The proxy at `host`:`port`; `password` is shown to nobody but the proxy.
        public init(host: String, port: Int, user: String? = nil, password: String? = nil) {
            self.host = host
            self.port = port
            self.user = user
            secret = password.map { Secret($0) }
        }

        fileprivate var settings: ProxySettings {
            ProxySettings(host: host, port: port, user: user, password: secret)
        }
    }

    /// How large the parts of a file are.
    public enum PartSize: Hashable, Sendable {
        /// As large as 10,000 parts need, 8 MiB or more.
        case auto
        /// So many bytes, 1 MiB to 5 GiB.
        case bytes(Int64)
    }

    /// Where the service is, how it is reached, and what may be done at once.
    public struct Options: Hashable, Sendable {
        /// URL of the VOD API.
        public var api = RunSettings.defaultAPI
        /// URL of a bucket, with `{bucket}` and `{region}`.
        public var storage = RunSettings.defaultStorage
        /// Uploads in flight over all calls of the client, 1 or more.
        public var global = 32
        /// Parts in flight for one file where the request says nothing, 1 or more.
        public var perFile = 5
        /// How a part size is chosen.
        public var partSize = PartSize.auto
        /// Files of this many bytes and more go up in parts.
        public var multipartFrom: Int64 = 16 << 20
        /// Body bytes a second over all uploads; nil for no limit.
        public var bandwidth: Int64?
        /// Requests a second over all uploads, to both services together; nil for no limit.
        public var requestsPerSecond: Double?
        /// How often one request is sent, the first time included; 1 or more.
        public var attempts = 8
        /// How long one request may take with all its attempts and waits.
        public var retryFor = Duration.seconds(900)
        /// The proxy; nil for none.
        public var proxy: Proxy?
        /// Path of a PEM file with certificate authorities that are trusted beside the system's.
        public var caFile: String?

        /// The provider's own addresses and the usual limits.
        public init() {}
    }

    /// How far an upload is.
    public struct Progress: Hashable, Sendable {
        /// Bytes of all files of the upload.
        public var bytes: Int64
        /// Bytes that the store has confirmed.
        public var bytesStored: Int64
    }

    private let services: ServiceStack
    private let settings: RunSettings
    private let logger: Logger

    /// Runs `body` with a client that is closed afterwards, however `body` ends. Throws what `body` throws, and as `init` does.
    public static func with<Result: Sendable>(
        secretId: String, secretKey: String, token: String? = nil, options: Options = Options(),
        logger: Logger = Logger(label: "vod-upload") { _ in SwiftLogNoOpLogHandler() },
        body: (VODUploadClient) async throws -> Result
    ) async throws -> Result {
        let client = try VODUploadClient(
            secretId: secretId, secretKey: secretKey, token: token, options: options, logger: logger)
        do {
            let result = try await body(client)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }

    /// A client of the account that `secretId` and `secretKey` belong to; `token` goes with temporary keys.
    ///
    /// Throws `invalidRequest` when an address of `options` is no URL, or is plain HTTP beyond a proxy, a number is out of its
    /// range, or the file of authorities holds no certificate.
    public init(
        secretId: String, secretKey: String, token: String? = nil, options: Options = Options(),
        logger: Logger = Logger(label: "vod-upload") { _ in SwiftLogNoOpLogHandler() }
    ) throws(VODUploadError) {
        var settings = RunSettings(name: "upload", base: FileManager.default.currentDirectoryPath)
        settings.global = options.global
        settings.perFile = options.perFile
        settings.partSize =
            switch options.partSize {
            case .auto: .auto
            case .bytes(let count): .bytes(count)
            }
        settings.multipartFrom = options.multipartFrom
        try options.judge()
        let configuration = ServiceConfiguration(options)
        let key = AccountCredential(
            secretId: secretId, secretKey: Secret(secretKey), token: token.map { Secret($0) })
        // The library's composition: its caller gives neither a clock nor a source of randomness.
        do throws(ServiceFault) {
            services = try ServiceStack(
                configuration: configuration, credentials: StaticProvider(key), clock: EventLoopClock(),
                wallClock: { Date().timeIntervalSince1970 }, random: SystemRandomNumberGenerator(), logger: logger)
        } catch {
            throw .unusable(error)
        }
        self.settings = settings
        self.logger = logger
    }

    /// Uploads what `request` names and commits it, asking the API of the access region `region`.
    ///
    /// Media are planned first: a missing segment or a path that leaves the manifest's folder is `invalidRequest`, and nothing
    /// is sent. `progress` is called from any task, often. Cancelling the task cancels the upload.
    public func upload(
        region: String, request: VODUploadRequest, progress: (@Sendable (Progress) -> Void)? = nil
    ) async throws(VODUploadError) -> VODUploadResponse {
        guard !Task.isCancelled else { throw .cancelled }
        guard !region.isEmpty else {
            throw .invalid("`region` is empty; an access region such as `ap-guangzhou` is expected")
        }
        let complete = try request.complete()
        let spec = EntrySpec(
            id: EntryID(rawValue: request.mediaFilePath), ordinal: 0, line: 1, column: 1, region: region,
            request: complete)
        let outcome = Planner(settings: PlannerSettings(jobFile: request.mediaFilePath, settings: settings)).plan(spec)
        guard let plan = outcome.plan else {
            let errors = outcome.diagnostics.filter { $0.severity == .error }
            throw .invalid(errors.map { "\($0.message) [\($0.code.rawValue)]" }.joined(separator: "; "))
        }
        // The same clock as that of the services above.
        let upload = SingleUpload(
            services: services, settings: settings, logger: logger, now: { Date().timeIntervalSince1970 })
        let feed = ProgressFeed()
        if let progress {
            feed.whenStored { progress(Progress(bytes: plan.bytes, bytesStored: $0)) }
        }
        do throws(ServiceFault) {
            let media = try await upload.upload(plan, progress: feed)
            return VODUploadResponse(
                fileId: media.fileId, mediaUrl: media.mediaUrl, coverUrl: media.coverUrl, requestId: media.requestId)
        } catch {
            throw VODUploadError(error)
        }
    }

    /// Ends the client's connections; no upload may be under way.
    public func close() async { await services.close() }
}

extension VODUploadClient.Options {
    /// Throws where a number is out of its range.
    fileprivate func judge() throws(VODUploadError) {
        let counts = [("global", global), ("perFile", perFile), ("attempts", attempts)]
        if let (name, number) = counts.first(where: { $0.1 < 1 }) {
            throw .invalid("`\(name)` is \(number); 1 or more is expected")
        }
        if case .bytes(let size) = partSize, !(1 << 20...5 << 30).contains(size) {
            throw .invalid("`partSize` is \(size) bytes; 1 MiB to 5 GiB are expected")
        }
        if let bandwidth, bandwidth < 1 { throw .invalid("`bandwidth` is \(bandwidth); 1 or more is expected") }
        if let requestsPerSecond, !(requestsPerSecond > 0) {
            throw .invalid("`requestsPerSecond` is \(requestsPerSecond); more than 0 is expected")
        }
        if let caFile, let refusal = AuthorityFile.refusal(of: caFile) {
            throw .invalid("the file of certificate authorities `\(caFile)` \(refusal)")
        }
    }
}

extension ServiceConfiguration {
    fileprivate init(_ options: VODUploadClient.Options) {
        self.init()
        api = options.api
        storage = options.storage
        limits = TransferLimits(
            global: options.global, entries: options.global, bandwidth: options.bandwidth,
            requests: options.requestsPerSecond)
        retry = RetryPolicy(attempts: options.attempts, elapsed: options.retryFor)
        proxy = options.proxy?.settings
        caFile = options.caFile
    }
}
