import Foundation
import Testing

@testable import ServiceEmulator

/// An emulator that goes on where the one before it on the folder ended.
@Suite struct LastingFolderTests {
    private let part = [UInt8](repeating: 7, count: 1_048_576)

    private func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vod-emulator-\(UUID().uuidString)")
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
        }
        try await body(folder)
    }

    @Test("an upload begun on one emulator is completed and committed on the next, and media stay")
    func goesOn() async throws {
        try await withFolder { folder in
            let (session, upload, former) = try await emulating({ $0.storage = .lastingFolder(folder.path) }) {
                emulator, client in
                let done = try await client.apply()
                _ = try await client.store("PUT", done.mediaKey, done, body: [1, 2, 3])
                _ = try await client.commit(done)
                let session = try await client.apply()
                let upload = try await client.multipart(session.mediaKey, session, parts: [part])
                return (session, upload, emulator.snapshot().media)
            }
            try await emulating({ $0.storage = .lastingFolder(folder.path) }) { emulator, client in
                #expect(emulator.snapshot().media == former)
                #expect(try emulator.objectBytes(bucket: former[0].bucket, key: former[0].mediaKey) == [1, 2, 3])
                let last = try await client.store(
                    "PUT", session.mediaKey, session, [("partNumber", "2"), ("uploadId", upload.id)], body: [9])
                let reply = try await client.complete(
                    session.mediaKey, session, id: upload.id,
                    parts: [(1, upload.etags[0]), (2, last.header("ETag") ?? "")])
                #expect(reply.status == 200)
                #expect(try emulator.objectBytes(bucket: session.bucket, key: session.mediaKey) == part + [9])
                #expect(try await client.commit(session)["Error"] == nil)
                #expect(emulator.snapshot().media.map(\.sessionKey) == [former[0].sessionKey, session.key])
            }
        }
    }

    @Test("without lasting books the next emulator knows nothing, and books that lay there are gone")
    func forgets() async throws {
        try await withFolder { folder in
            let session = try await emulating({ $0.storage = .lastingFolder(folder.path) }) { _, client in
                try await client.apply()
            }
            let books = folder.appending(path: ".emulator-books.json").path
            #expect(FileManager.default.fileExists(atPath: books))
            try await emulating({ $0.storage = .folder(folder.path) }) { _, client in
                let refusal = ServiceClient.refusal(try await client.commit(session))
                #expect(refusal?.hasPrefix("InvalidParameterValue.VodSessionKey: ") == true)
            }
            #expect(!FileManager.default.fileExists(atPath: books))
        }
    }

    @Test("an emulator that runs has taken the books, so that a killed one leaves none that lie")
    func takesBooks() async throws {
        try await withFolder { folder in
            let books = folder.appending(path: ".emulator-books.json").path
            try await emulating({ $0.storage = .lastingFolder(folder.path) }) { _, _ in }
            try await emulating({ $0.storage = .lastingFolder(folder.path) }) { _, _ in
                #expect(!FileManager.default.fileExists(atPath: books))
            }
            #expect(FileManager.default.fileExists(atPath: books))
        }
    }
}
