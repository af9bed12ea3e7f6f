import Foundation
import Logging
import Testing

@testable import ServiceEmulator

/// Life and storage of an emulator.
@Suite struct EmulatorTests {
    private func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("emulator-\(UUID().uuidString)")
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { Issue.record("\(folder.path): \(error)") }
        }
        return try await body(folder)
    }

    private func paths(_ folder: URL) -> [String] {
        (FileManager.default.subpaths(atPath: folder.path) ?? []).filter {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: folder.appendingPathComponent($0).path, isDirectory: &isFolder)
            return !isFolder.boolValue
        }.sorted()
    }

    @Test("a folder holds the objects byte for byte, joined ones too, and nothing else afterwards")
    func folder() async throws {
        try await withFolder { folder in
            let whole = patternBytes(0..<1_048_576 + 9)
            try await emulating({ $0.storage = .folder(folder.path) }) { emulator, client in
                let session = try await client.apply(#"{"MediaType": "m3u8"}"#)
                let base = String(session.mediaKey.dropLast("f0.m3u8".count))
                for _ in 0..<2 {
                    _ = try await client.store("PUT", session.mediaKey, session, body: Array("#EXTM3U".utf8))
                }
                for name in ["a/b.ts", "a/../c.ts", "a//d.ts", "a", "a/b.ts/e.ts", "f%g.ts"] {
                    let put = try await client.store("PUT", base + name, session, body: Array(name.utf8))
                    #expect(put.status == 200)
                }
                let upload = try await client.multipart(
                    base + "big.ts", session,
                    parts: [Array(whole.prefix(1_048_576)), Array(whole.dropFirst(1_048_576))])
                let listed = [(1, upload.etags[0]), (2, upload.etags[1])]
                let reply = try await client.complete(base + "big.ts", session, id: upload.id, parts: listed)
                #expect(reply.status == 200)
                #expect(try emulator.objectBytes(bucket: session.bucket, key: base + "big.ts") == whole)
                let range = try await client.store(
                    "GET", base + "big.ts", session, headers: [("Range", "bytes=1048570-")])
                #expect(range.body == Array(whole.suffix(15)))
                let root = "objects/\(session.bucket)/\(base)"
                let shown = paths(folder).filter { !$0.hasPrefix(".emulator-blobs") }
                #expect(
                    shown
                        == [
                            "a%", "a/%/d.ts", "a/%2E%2E/c.ts", "a/b.ts", "a/b.ts%/e.ts", "big.ts", "f%25g.ts",
                            "f0.m3u8",
                        ].map { root + $0 })
                let kept = try Data(contentsOf: folder.appendingPathComponent(root + "big.ts"))
                #expect(Array(kept) == whole)
            }
            #expect(paths(folder).allSatisfy { $0.hasPrefix("objects/") })
            #expect(paths(folder).count == 8)
        }
    }

    @Test("two emulators run side by side on ports of their own")
    func sideBySide() async throws {
        try await emulating { first, one in
            try await emulating { second, two in
                #expect(first.port != second.port)
                _ = try await one.apply()
                _ = try await two.apply()
                _ = try await two.apply()
                #expect(first.snapshot().requests == ["ApplyUpload": 1])
                #expect(second.snapshot().requests == ["ApplyUpload": 2])
                #expect(second.snapshot().peakOpenSessions == 2)
            }
        }
    }

    @Test("an address that is taken is an error, and not a wait")
    func addressTaken() async throws {
        try await emulating { emulator, _ in
            let message =
                "cannot listen on `127.0.0.1:\(emulator.port)`: "
                + "bind(descriptor:ptr:bytes:): Address already in use) (errno: 98)"
            await #expect(throws: Emulator.StartFailure(description: message)) {
                try await emulating({ $0.port = emulator.port }) { _, _ in }
            }
        }
    }

    @Test("it ends with its scope although a request hangs, and throws what the scope throws")
    func ends() async throws {
        struct Stop: Error {}
        for effect in [FaultEffect.gate("never"), .stall(afterBodyBytes: 1), .hold(untilInFlight: 9)] {
            await #expect(throws: Stop.self) {
                try await emulating { emulator, client in
                    let session = try await client.apply()
                    emulator.install(FaultPlan([FaultRule(.putObject, effect: effect)]))
                    try await RawConnection.open(client.port) { connection in
                        let head = client.storeHead(
                            "PUT", session.mediaKey, session, headers: [("Content-Length", "5")])
                        try await connection.send(Array((head + ["", "hello"]).joined(separator: "\r\n").utf8))
                        while emulator.snapshot().uploadsInFlight == 0 { await Task.yield() }
                        throw Stop()
                    }
                }
            }
        }
    }

    @Test("sessions and uploads at once do not disturb each other")
    func concurrently() async throws {
        try await emulating { emulator, client in
            let committed = try await withThrowingTaskGroup(of: JSONValue?.self) { group in
                for number in 0..<24 {
                    group.addTask {
                        let session = try await client.apply(#"{"MediaType": "mp4", "MediaName": "\#(number)"}"#)
                        _ = try await client.store("PUT", session.mediaKey, session, body: Array("body \(number)".utf8))
                        return try await client.commit(session)["FileId"]
                    }
                }
                return try await group.reduce(into: Set<JSONValue?>()) { $0.insert($1) }
            }
            let snapshot = emulator.snapshot()
            #expect(committed.count == 24)
            #expect(Set(snapshot.media.map(\.name)).count == 24)
            for medium in snapshot.media {
                let bytes = try emulator.objectBytes(bucket: medium.bucket, key: medium.mediaKey)
                #expect(bytes == Array("body \(medium.name)".utf8))
            }
            #expect(snapshot.openSessions == 0)
            #expect(snapshot.uploadsInFlight == 0)
        }
    }
}
