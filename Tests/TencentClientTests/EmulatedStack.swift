import Foundation
import HTTPTransport
import IngestModel
import IngestTestSupport
import Logging
import ServiceEmulator
import Synchronization
import TencentClient
import Testing

/// Notes the host of every request and hands it on.
final class HostRecorder: HTTPTransport {
    private let inner: any HTTPTransport
    private let kept = Mutex<[String]>([])

    init(_ inner: any HTTPTransport) { self.inner = inner }

    var hosts: [String] { kept.withLock { $0 } }

    func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        kept.withLock { $0.append(request.target.host) }
        return try await inner.send(request)
    }
}

/// The whole stack, sockets included, over an emulator whose clock stands at the client's.
struct EmulatedStack: Sendable {
    let emulator: Emulator
    let services: ServiceStack
    let recorder: HostRecorder

    static func with<Result>(
        emulator configureEmulator: (inout EmulatorConfiguration) -> Void = { _ in },
        client configureClient: (inout ServiceConfiguration) -> Void = { _ in },
        body: (EmulatedStack) async throws -> Result
    ) async throws -> Result {
        var configuration = EmulatorConfiguration()
        configuration.now = { TestStack.now }
        configuration.smallestPart = 1
        configureEmulator(&configuration)
        let account = configuration.accounts.first ?? .example
        return try await Emulator.withRunning(
            configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ) { emulator in
            let client = ClientTransport(settings: ClientSettings())
            let recorder = HostRecorder(client)
            var settings = ServiceConfiguration()
            settings.stallAfter = .seconds(600)
            settings.api = emulator.apiAddress
            settings.storage = emulator.apiAddress
            configureClient(&settings)
            let services = try ServiceStack(
                configuration: settings,
                credentials: StaticProvider(
                    AccountCredential(
                        secretId: account.secretId, secretKey: Secret(account.secretKey),
                        token: account.token.map { Secret($0) })),
                clock: SkippingClock(), wallClock: { TestStack.now }, random: HighestNumbers(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, client: recorder)
            do {
                let result = try await body(
                    EmulatedStack(emulator: emulator, services: services, recorder: recorder))
                try await client.shutdown()
                return result
            } catch {
                try await client.shutdown()
                throw error
            }
        }
    }

    static func request(_ type: String = "mp4", cover: String? = nil) -> UploadRequest {
        var request = UploadRequest(mediaFilePath: "x", mediaType: type, mediaName: "x")
        request.coverType = cover
        return request
    }

    func apply(_ type: String = "mp4", cover: String? = nil) async throws(ServiceFault) -> UploadSession {
        try await services.vod.applyUpload(Self.request(type, cover: cover), region: "ap-guangzhou")
    }

    func commit(_ session: UploadSession) async throws(ServiceFault) -> CommittedMedia {
        try await services.vod.commitUpload(sessionKey: session.vodSessionKey, subAppId: nil, region: "ap-guangzhou")
    }

    func put(
        _ file: FileRange, _ session: UploadSession, key: ObjectKey? = nil
    ) async throws(ServiceFault) -> StoredReceipt {
        try await services.store.put(
            file, key: key ?? session.mediaKey, session: session, lane: TestStack.lane)
    }

    /// Sends `file` in one part, up to and without Complete.
    func part(
        _ file: FileRange, _ session: UploadSession
    ) async throws -> (uploadId: String, receipt: PartReceipt) {
        let first = try #require(PartNumber(rawValue: 1))
        let id = try await services.store.initiate(
            key: session.mediaKey, contentType: "video/mp4", session: session
        ).uploadId
        let receipt = try await services.store.uploadPart(
            file, number: first, uploadId: id, key: session.mediaKey, session: session, lane: TestStack.lane)
        return (id, receipt)
    }

    func complete(
        _ upload: (uploadId: String, receipt: PartReceipt), _ session: UploadSession
    ) async throws(ServiceFault) -> StoredReceipt {
        try await services.store.complete(
            parts: [upload.receipt], uploadId: upload.uploadId, key: session.mediaKey, session: session,
            expectedCRC64: upload.receipt.crc64)
    }
}
