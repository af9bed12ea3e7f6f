import Foundation
import HTTPTransport
import IngestModel
import IngestPolicy
import IngestTestSupport
import Logging
import TencentClient

/// A stack over scripted services at 2023-11-14T22:13:20Z.
enum TestStack {
    static let now = 1_700_000_000.0
    static let account = AccountCredential(secretId: "AKIDEXAMPLE", secretKey: Secret("SECRETKEYEXAMPLE"))

    static func make(
        _ services: FakeServices, credentials: any CredentialProvider = StaticProvider(account),
        configure: (inout ServiceConfiguration) -> Void = { _ in }
    ) throws -> ServiceStack {
        var configuration = ServiceConfiguration()
        configuration.stallAfter = .seconds(600)
        configuration.language = .chinese
        configure(&configuration)
        return try ServiceStack(
            configuration: configuration, credentials: credentials, clock: SkippingClock(), wallClock: { now },
            random: HighestNumbers(), logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            client: services)
    }

    static func session(expiresAt: Double? = now + 7200, key: String = "media/v1/big.mp4") throws -> UploadSession {
        UploadSession(
            bucket: "examplebucket-1250000000", storageRegion: "ap-beijing", vodSessionKey: Secret("VODSESSIONKEY=="),
            mediaKey: try ObjectKey(key),
            credential: TemporaryCredential(
                secretId: "AKIDTMPEXAMPLE", secretKey: Secret("TMPSECRETKEYEXAMPLE"), token: Secret("TMPTOKENEXAMPLE"),
                expiresAt: expiresAt), requestId: "rid-apply-1")
    }

    static let lane = UploadLane(file: FileKey(rawValue: 1), limit: 4)
}

/// What `body` throws.
func fault<Result>(_ body: () async throws(ServiceFault) -> Result) async -> ServiceFault? {
    do throws(ServiceFault) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}

/// A file of the recorded pattern (byte i = i mod 251) in a folder of its own.
final class TestFile: Sendable {
    let path: String
    private let folder: URL

    init(_ count: Int) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "client-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "source.bin")
        try Data((0..<count).map { UInt8($0 % 251) }).write(to: file)
        path = file.path
    }

    deinit {
        do { try FileManager.default.removeItem(at: folder) } catch { print("\(folder.path) stays behind: \(error)") }
    }

    func range(_ offset: Int64 = 0, _ length: Int64? = nil) throws -> FileRange {
        let mark = try FileMark(path: path)
        return FileRange(path: path, offset: offset, length: length ?? mark.size - offset, mark: mark)
    }
}
