import Foundation
import HTTPTransport
import IngestModel
import IngestTestSupport
import Logging
import ServiceEmulator
import Synchronization
import TencentClient

/// A clock of the wall that moves only when told to.
final class WallClock: Sendable {
    private let seconds: Mutex<Double>

    init(_ seconds: Double = TestStack.now) { self.seconds = Mutex(seconds) }

    var now: Double { seconds.withLock { $0 } }
    func advance(by span: Double) { seconds.withLock { $0 += span } }
}

/// The emulator and a client of it, over real connections, on one clock.
struct EmulatedService {
    let emulator: Emulator
    let clock: WallClock
    let stack: ServiceStack

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    static let account = AccountCredential(
        secretId: EmulatorConfiguration.Account.example.secretId,
        secretKey: Secret(EmulatorConfiguration.Account.example.secretKey))

    static func with<Result>(
        _ configure: (inout EmulatorConfiguration) -> Void = { _ in },
        credentials: any CredentialProvider = StaticProvider(account),
        body: (EmulatedService) async throws -> Result
    ) async throws -> Result {
        let clock = WallClock()
        var configuration = EmulatorConfiguration()
        configuration.now = { clock.now }
        configure(&configuration)
        return try await Emulator.withRunning(configuration, logger: quiet) { emulator in
            let stack = try stack(emulator, clock, credentials)
            do {
                let result = try await body(EmulatedService(emulator: emulator, clock: clock, stack: stack))
                await stack.close()
                return result
            } catch {
                await stack.close()
                throw error
            }
        }
    }

    static func stack(
        _ emulator: Emulator, _ clock: WallClock, _ credentials: any CredentialProvider
    ) throws -> ServiceStack {
        var configuration = ServiceConfiguration()
        configuration.api = emulator.apiAddress
        configuration.storage = emulator.apiAddress
        configuration.stallAfter = .seconds(600)
        return try ServiceStack(
            configuration: configuration, credentials: credentials, clock: SkippingClock(), wallClock: { clock.now },
            random: HighestNumbers(), logger: quiet)
    }

    /// Uploads `count` bytes under `name` and commits them.
    func upload(_ name: String, _ count: Int = 100, change: (inout UploadRequest) -> Void = { _ in }) async throws
        -> CommittedMedia
    {
        var request = UploadRequest(mediaFilePath: name, mediaType: "mp4", mediaName: name)
        change(&request)
        let session = try await stack.vod.applyUpload(request, region: "ap-guangzhou")
        let file = try TestFile(count)
        _ = try await stack.store.put(
            try file.range(), key: session.mediaKey, session: session, lane: TestStack.lane)
        return try await stack.vod.commitUpload(
            sessionKey: session.vodSessionKey, subAppId: request.subAppId, region: "ap-guangzhou")
    }
}
