import Foundation
import HTTPTransport
import IngestModel
import IngestTestSupport

/// A file of a known pattern in a folder of its own.
final class TestFile: Sendable {
    let path: String
    private let folder: URL

    init(_ bytes: [UInt8]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "transport-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appending(path: "source.bin")
        try Data(bytes).write(to: file)
        path = file.path
    }

    convenience init(pattern count: Int) throws { try self.init(Self.pattern(count)) }

    deinit {
        do { try FileManager.default.removeItem(at: folder) } catch { print("\(folder.path) stays behind: \(error)") }
    }

    static func pattern(_ count: Int) -> [UInt8] { SeededBytes.make(count, seed: 1) }

    func range(_ offset: Int64 = 0, _ length: Int64? = nil) throws -> FileRange {
        let mark = try FileMark(path: path)
        return FileRange(path: path, offset: offset, length: length ?? mark.size - offset, mark: mark)
    }

    func append(_ byte: UInt8) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: [byte])
        try handle.close()
    }

    func truncate(to size: UInt64) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.truncate(atOffset: size)
        try handle.close()
    }
}

/// The transports that all mean the same.
enum TransportKind: CaseIterable, Sendable {
    case direct, asyncHTTPClient
}

/// Spans that a test on a busy machine does not outlast: where they matter, a test sets its own.
let patient = ClientSettings(connectTimeout: .seconds(300), idleTimeout: .seconds(300))

/// A client that is shut down however a test ends.
func withClient<Result>(
    _ kind: TransportKind, _ settings: ClientSettings = patient,
    _ body: (any HTTPTransport) async throws -> Result
) async throws -> Result {
    let client: any HTTPTransport
    let shutdown: () async throws -> Void
    switch kind {
    case .direct:
        let transport = DirectTransport(settings: settings)
        (client, shutdown) = (transport, transport.shutdown)
    case .asyncHTTPClient:
        let transport = AsyncHTTPClientTransport(settings: settings)
        (client, shutdown) = (transport, transport.shutdown)
    }
    do {
        let result = try await body(client)
        try await shutdown()
        return result
    } catch {
        try await shutdown()
        throw error
    }
}
