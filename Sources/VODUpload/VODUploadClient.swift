import Diagnostics
import Foundation
import HTTPTransport
import IngestEngine
import IngestModel
import Logging
import TencentClient

/// Uploads media to VOD from a program: the same engine as `vod-ingest`, without job file, journal and report.
///
///     let client = try VODUploadClient(secretId: id, secretKey: key)
///     var request = VODUploadRequest(mediaFilePath: "films/wildlife.mp4")
///     request.coverFilePath = "films/wildlife.png"
///     let response = try await client.upload(region: "ap-guangzhou", request: request)
///     print(response.fileId)
///     await client.close()
public struct VODUploadClient: Sendable {
    /// Where the service is and what may be done at once.
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
        public var partSize = JobSettings.PartSize.auto
        /// Files of this many bytes and more go up in parts.
        public var multipartFrom: Int64 = 16 << 20

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

    /// A client of the account that `secretId` and `secretKey` belong to; `token` goes with temporary keys.
    ///
    /// Throws `invalidRequest` when an address of `options` is no URL.
    public init(
        secretId: String, secretKey: String, token: String? = nil, options: Options = Options(),
        logger: Logger = Logger(label: "vod-upload") { _ in SwiftLogNoOpLogHandler() }
    ) throws(VODUploadError) {
        var settings = RunSettings(name: "upload", base: FileManager.default.currentDirectoryPath)
        settings.global = options.global
        settings.perFile = options.perFile
        settings.partSize = options.partSize
        settings.multipartFrom = options.multipartFrom
        var configuration = ServiceConfiguration()
        configuration.api = options.api
        configuration.storage = options.storage
        configuration.limits = TransferLimits(global: options.global, entries: options.global)
        let key = AccountCredential(
            secretId: secretId, secretKey: Secret(secretKey), token: token.map { Secret($0) })
        do throws(ServiceFault) {
            services = try ServiceStack(
                configuration: configuration, credentials: StaticProvider(key), clock: EventLoopClock(),
                wallClock: { Date().timeIntervalSince1970 }, random: SystemRandomNumberGenerator(), logger: logger)
        } catch {
            throw VODUploadError(error)
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
