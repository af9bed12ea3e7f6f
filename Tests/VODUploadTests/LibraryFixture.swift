import Foundation
import Logging
import ServiceEmulator
import VODUpload

/// An emulator, a folder of media, and options that lead a client to the one.
struct LibraryFixture: Sendable {
    static let account = EmulatorConfiguration.Account.example
    static let examples = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "examples/media").path

    let emulator: Emulator
    let films: URL
    var options = VODUploadClient.Options()

    static func with<Result>(
        _ configuration: EmulatorConfiguration = EmulatorConfiguration(), body: (LibraryFixture) async throws -> Result
    ) async throws -> Result {
        let films = FileManager.default.temporaryDirectory.appending(path: "library-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: films, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: films) } catch { print("left behind: \(films.path)") }
        }
        for (name, size) in [("wildlife.mp4", 5000), ("wildlife.png", 300), ("tape-7", 4000), ("still", 200)] {
            try Data(repeating: UInt8(size % 251), count: size).write(to: films.appending(path: name))
        }
        try Data(repeating: 7, count: 4 << 20).write(to: films.appending(path: "large.mp4"))
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await Emulator.withRunning(configuration, logger: quiet) { emulator in
            var fixture = LibraryFixture(emulator: emulator, films: films)
            fixture.options.api = emulator.apiAddress
            fixture.options.storage = emulator.apiAddress
            fixture.options.multipartFrom = 2 << 20
            fixture.options.partSize = .bytes(1 << 20)
            return try await body(fixture)
        }
    }

    /// Applications of the snippets: one by FileId in two regions, one by path.
    static var configuration: EmulatorConfiguration {
        var configuration = EmulatorConfiguration()
        configuration.applications = [
            EmulatedApplication(id: 1_500_012_345),
            EmulatedApplication(id: 1_500_054_321, mode: .fileIdAndPath, storageRegions: ["ap-guangzhou"]),
        ]
        return configuration
    }

    /// A request for the small film.
    var request: VODUploadRequest { VODUploadRequest(mediaFilePath: films.appending(path: "wildlife.mp4").path) }

    func client() throws(VODUploadError) -> VODUploadClient {
        try VODUploadClient(secretId: Self.account.secretId, secretKey: Self.account.secretKey, options: options)
    }

    /// The objects' bytes by the last part of their key, for one medium.
    func stored(_ medium: CommittedMedium) throws -> [String: [UInt8]] {
        try medium.keys.reduce(into: [:]) { found, key in
            let name = key.split(separator: "/").last.map(String.init) ?? key
            found[name] = try emulator.objectBytes(bucket: medium.bucket, key: key)
        }
    }
}
