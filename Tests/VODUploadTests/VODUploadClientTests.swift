import Foundation
import IngestModel
import Logging
import ServiceEmulator
import Synchronization
import Testing
import VODUpload

@Suite struct VODUploadClientTests {
    private static let account = EmulatorConfiguration.Account.example

    private func with<R>(
        _ configuration: EmulatorConfiguration = EmulatorConfiguration(), key: String = account.secretKey,
        token: String? = nil, _ body: (VODUploadClient, Emulator, URL) async throws -> R
    ) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "upload-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
        }
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await Emulator.withRunning(configuration, logger: quiet) { emulator in
            var options = VODUploadClient.Options()
            options.api = emulator.apiAddress
            options.storage = emulator.apiAddress
            options.multipartFrom = 2 << 20
            options.partSize = .bytes(1 << 20)
            let client = try VODUploadClient(
                secretId: Self.account.secretId, secretKey: key, token: token, options: options)
            let result = try await body(client, emulator, folder)
            await client.close()
            return result
        }
    }

    @Test("Every attribute of a request reaches the service, and its answer comes back")
    func attributes() async throws {
        try await with { client, emulator, folder in
            let file = folder.appending(path: "wild life.mp4")
            try Data(repeating: 7, count: 3 << 20).write(to: file)
            try Data(repeating: 9, count: 90).write(to: folder.appending(path: "c.png"))
            var request = VODUploadRequest(mediaFilePath: file.path)
            request.coverFilePath = folder.appending(path: "c.png").path
            request.procedure = "LongVideoPreset"
            request.expireTime = "2999-01-01T00:00:00Z"
            request.classId = 7
            request.sourceContext = "batch-7/2"
            request.sessionContext = "s"
            request.subAppId = 1_500_012_345
            request.storageRegion = "ap-chongqing"
            request.concurrentUploadNumber = 2
            request.extInfo = "x"
            let seen = Mutex<[VODUploadClient.Progress]>([])
            let response = try await client.upload(region: "ap-guangzhou", request: request) { progress in
                seen.withLock { $0.append(progress) }
            }
            let medium = try #require(emulator.snapshot().media.first)
            #expect(response.fileId == medium.fileId)
            #expect(response.mediaUrl != nil && response.coverUrl != nil && response.requestId != nil)
            #expect(
                medium.request == [
                    "MediaType": "mp4", "MediaName": "wild life", "CoverType": "png", "Procedure": "LongVideoPreset",
                    "ExpireTime": "2999-01-01T00:00:00Z", "ClassId": "7", "SourceContext": "batch-7/2",
                    "SessionContext": "s", "SubAppId": "1500012345", "StorageRegion": "ap-chongqing", "ExtInfo": "x",
                ])
            #expect(try emulator.objectBytes(bucket: medium.bucket, key: medium.mediaKey)?.count == 3 << 20)
            let last = seen.withLock { $0.max { $0.bytesStored < $1.bytesStored } }
            let bytes: Int64 = (3 << 20) + 90
            #expect(last?.bytesStored == bytes)
            #expect(last?.bytes == bytes)
        }
    }

    @Test("Options out of their range are refused with their name")
    func options() throws {
        func refusal(_ change: (inout VODUploadClient.Options) -> Void) -> String? {
            var options = VODUploadClient.Options()
            change(&options)
            let error = #expect(throws: VODUploadError.self) {
                try VODUploadClient(secretId: "a", secretKey: "b", options: options)
            }
            #expect(error?.kind == .invalidRequest)
            return error?.message
        }
        #expect(refusal { $0.global = 0 } == "`global` is 0; 1 or more is expected")
        #expect(refusal { $0.perFile = -1 } == "`perFile` is -1; 1 or more is expected")
        #expect(refusal { $0.attempts = 0 } == "`attempts` is 0; 1 or more is expected")
        let small = refusal { $0.partSize = .bytes((1 << 20) - 1) }
        #expect(small == "`partSize` is 1048575 bytes; 1 MiB to 5 GiB are expected")
        #expect(refusal { $0.bandwidth = 0 } == "`bandwidth` is 0; 1 or more is expected")
        let still = refusal { $0.requestsPerSecond = 0 }
        #expect(still == "`requestsPerSecond` is 0.0; more than 0 is expected")
        let unread = refusal { $0.caFile = "/nowhere.pem" }
        #expect(unread == "the file of certificate authorities `/nowhere.pem` cannot be read")
        let empty = FileManager.default.temporaryDirectory.appending(path: "empty-\(UUID().uuidString).pem").path
        #expect(FileManager.default.createFile(atPath: empty, contents: Data("no certificate".utf8)))
        let unfit = refusal { $0.caFile = empty }
        #expect(unfit == "the file of certificate authorities `\(empty)` holds no certificate that can be read")
        try FileManager.default.removeItem(atPath: empty)
        let plain = refusal {
            $0.api = "http://x"
            $0.proxy = .init(host: "proxy.example", port: 3128)
        }
        #expect(
            plain
                == "`http://x` is plain HTTP, which is not sent through a proxy; use an address of `https`, or name its "
                + "host in NO_PROXY")
        let address = "`ftp://x` is not a URL of a service: expected `https://HOST` or `https://HOST:PORT`"
        #expect(refusal { $0.api = "ftp://x" } == address)
        #expect(refusal { $0.storage = "ftp://x" } == address)
    }

    @Test("A fault that stays is told with its attempts and its time, in one line")
    func effort() async throws {
        try await with { client, emulator, folder in
            let file = folder.appending(path: "a.mp4")
            try Data([1, 2, 3]).write(to: file)
            emulator.install(
                FaultPlan([FaultRule(.applyUpload, effect: .reply(status: 200, code: "LimitExceeded", message: "full"))]
                ))
            let error = await #expect(throws: VODUploadError.self) {
                try await client.upload(region: "ap-guangzhou", request: VODUploadRequest(mediaFilePath: file.path))
            }
            #expect(error?.attempts == 1)
            let id = try #require(emulator.snapshot().lastRefused["LimitExceeded"])
            let words = error?.description.replacing(try Regex("in [0-9]+s"), with: "in Ns")
            #expect(
                words == "vod.LimitExceeded (account): gave up after 1 attempt in Ns; request \(id); full")
        }
    }

    @Test("A manifest goes up with everything it refers to; a missing segment is refused before anything is sent")
    func manifest() async throws {
        try await with { client, emulator, folder in
            let playlist = folder.appending(path: "p.m3u8")
            try Data("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\na.ts\n#EXT-X-ENDLIST\n".utf8).write(to: playlist)
            let request = VODUploadRequest(mediaFilePath: playlist.path)
            let refused = await #expect(throws: VODUploadError.self) {
                try await client.upload(region: "ap-guangzhou", request: request)
            }
            #expect(refused?.kind == .invalidRequest)
            #expect(refused?.message == "`a.ts` does not exist [file.missing]")
            #expect(emulator.snapshot().requests.isEmpty)
            try Data([0x47] + Array(repeating: 0, count: 187)).write(to: folder.appending(path: "a.ts"))
            _ = try await client.upload(region: "ap-guangzhou", request: request)
            #expect(emulator.snapshot().objects.count == 2)
        }
    }

    @Test("The service's code and request come back as an error")
    func refusal() async throws {
        try await with(key: "wrong") { client, _, folder in
            let file = folder.appending(path: "a.mp4")
            try Data([1, 2, 3]).write(to: file)
            let error = await #expect(throws: VODUploadError.self) {
                try await client.upload(region: "ap-guangzhou", request: VODUploadRequest(mediaFilePath: file.path))
            }
            #expect(error?.code == "AuthFailure.SignatureFailure")
            #expect(error?.kind == .service)
            #expect(error?.requestId != nil)
        }
    }

    @Test("Temporary keys of the account work with their token, and without it are refused")
    func temporaryKeys() async throws {
        var configuration = EmulatorConfiguration()
        configuration.accounts = [
            .init(secretId: Self.account.secretId, secretKey: Self.account.secretKey, token: "a-token")
        ]
        for (token, works) in [("a-token", true), (nil, false)] {
            try await with(configuration, token: token) { client, emulator, folder in
                let file = folder.appending(path: "a.mp4")
                try Data([1, 2, 3]).write(to: file)
                let request = VODUploadRequest(mediaFilePath: file.path)
                if works {
                    _ = try await client.upload(region: "ap-guangzhou", request: request)
                } else {
                    let error = await #expect(throws: VODUploadError.self) {
                        try await client.upload(region: "ap-guangzhou", request: request)
                    }
                    #expect(error?.code == "AuthFailure.TokenFailure")
                }
                #expect(emulator.snapshot().media.count == (works ? 1 : 0))
            }
        }
    }
}
