import Foundation
import HTTPTransport
import IngestModel
import IngestTestSupport
import TencentClient
import Testing

/// The same actions, fields, paths and queries as the provider's own SDKs put on the wire.
@Suite("Wire goldens", .timeLimit(.minutes(15)))
struct WireGoldenTests {
    struct Scenario: Sendable, CustomTestStringConvertible {
        var json: RecordedJSON
        var testDescription: String { json["name"]?.text ?? json["id"]?.text ?? "?" }
    }

    private static func scenarios(_ file: String, _ list: String) -> [Scenario] {
        do {
            return try RecordedJSON(recording: file)[list]?.elements.map { Scenario(json: $0) } ?? []
        } catch {
            print("\(file): \(error)")
            return []
        }
    }

    /// Those in which ApplyUpload and CommitUpload were each answered once, and well.
    static let uploads = scenarios("apply-commit-wire.json", "scenarios").filter { scenario in
        let exchanges = Self.exchanges(scenario)
        return exchanges.map { Self.header("X-TC-Action", $0) } == ["ApplyUpload", "CommitUpload"]
            && exchanges.allSatisfy { Self.answer($0).contains("rid-") && !Self.answer($0).contains("\"Error\"") }
    }

    static let storeRuns = scenarios("cos-wire.json", "runs").filter {
        ["special-key-multipart", "leading-slash-multipart", "big-file-default"].contains($0.testDescription)
    }

    private static func exchanges(_ scenario: Scenario) -> [RecordedJSON] {
        (scenario.json["exchanges"]?.elements ?? []).filter {
            Self.header("X-TC-Action", $0) != "ParseStreamingManifest"
        }
    }

    private static func header(_ name: String, _ request: RecordedJSON) -> String? {
        let pair = request["headers"]?.elements.first { $0.elements.first?.text?.lowercased() == name.lowercased() }
        return pair?.elements.last?.text
    }

    /// The recorded answer's body as JSON text.
    private static func answer(_ exchange: RecordedJSON) -> String {
        exchange["server_answered"]?["body"]?.encoded ?? ""
    }

    /// The entry whose fields the recorded body holds.
    private func entry(_ body: RecordedJSON) throws -> UploadRequest {
        var entry = UploadRequest(
            mediaFilePath: "x", mediaType: try #require(body["MediaType"]?.text),
            mediaName: try #require(body["MediaName"]?.text))
        entry.subAppId = body["SubAppId"]?.number.map { UInt64($0) }
        entry.coverType = body["CoverType"]?.text
        entry.procedure = body["Procedure"]?.text
        entry.expireTime = body["ExpireTime"]?.text
        entry.storageRegion = body["StorageRegion"]?.text
        entry.classId = body["ClassId"]?.number.map { Int64($0) }
        entry.sourceContext = body["SourceContext"]?.text
        entry.sessionContext = body["SessionContext"]?.text
        entry.extInfo = body["ExtInfo"]?.text
        entry.mediaStoragePath = body["MediaStoragePath"]?.text
        return entry
    }

    private func parsed(_ text: String) throws -> RecordedJSON { try RecordedJSON(parsing: text) }

    @Test("The fixtures hold the scenarios that these tests replay")
    func fixturesAreWhole() {
        #expect(Self.uploads.count >= 9)
        #expect(Self.storeRuns.count == 3)
    }

    @Test("Each recorded upload's ApplyUpload and CommitUpload carry the same fields and headers", arguments: uploads)
    func applyAndCommit(_ scenario: Scenario) async throws {
        let exchanges = Self.exchanges(scenario)
        let client = try #require(scenario.json["client"])
        let services = FakeServices(exchanges.map { .status(200, Self.answer($0)) })
        let credentials = StaticProvider(
            AccountCredential(
                secretId: try #require(client["secret_id"]?.text), secretKey: Secret("SECRETKEYEXAMPLE"),
                token: client["token"]?.text.map { Secret($0) }))
        let stack = try TestStack.make(services, credentials: credentials)
        let recordedApply = try parsed(try #require(exchanges[0]["body"]?.text))
        let entry = try entry(recordedApply)
        let region = try #require(client["region"]?.text)
        let session = try await stack.vod.applyUpload(entry, region: region)
        let media = try await stack.vod.commitUpload(
            sessionKey: session.vodSessionKey, subAppId: entry.subAppId, region: region)
        for (sent, recorded) in zip(services.seen, exchanges) {
            #expect(try parsed(sent.text) == parsed(try #require(recorded["body"]?.text)))
            #expect(sent.method == .post)
            #expect(sent.target.path == "/")
            for name in ["X-TC-Action", "X-TC-Version", "X-TC-Region", "X-TC-Token", "X-TC-Language", "Content-Type"] {
                #expect(sent.headers[name] == Self.header(name, recorded), "\(name)")
            }
            #expect(sent.headers["X-TC-Timestamp"] == "1700000000")
            #expect(
                sent.headers["Authorization"]?.hasPrefix("TC3-HMAC-SHA256 Credential=AKIDEXAMPLE/2023-11-14/") == true)
        }
        let expected = scenario.json["result"]?["ok"]
        #expect(media.fileId == expected?["FileId"]?.text)
        #expect(media.mediaUrl == expected?["MediaUrl"]?.text)
        #expect(media.requestId == expected?["RequestId"]?.text)
    }

    @Test(
        "Each recorded multipart upload has the same requests: methods, paths, queries, lengths", arguments: storeRuns)
    func multipart(_ scenario: Scenario) async throws {
        let recorded = (scenario.json["requests"]?.elements ?? []).filter {
            // The SDK looks for an upload to resume first; parts are matched by their number.
            !($0["method"]?.text == "GET")
        }
        let path = try #require(recorded.first?["path"]?.text?.removingPercentEncoding)
        let uploadId = "1700000000a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718"
        let count = recorded.count - 2
        let session = try TestStack.session(key: String(path.dropFirst()))
        let initiated =
            "<InitiateMultipartUploadResult><UploadId>\(uploadId)</UploadId></InitiateMultipartUploadResult>"
        let completed = "<CompleteMultipartUploadResult><ETag>\"x-\(count)\"</ETag></CompleteMultipartUploadResult>"
        let services = FakeServices(
            [.status(200, initiated)] + Array(repeating: .stored(), count: count)
                + [.status(200, completed, ["x-cos-hash-crc64ecma": "0"])])
        let stack = try TestStack.make(services)
        let size = recorded.dropFirst().dropLast().reduce(0) { $0 + ($1["body_length"]?.number ?? 0) }
        let file = try TestFile(Int(size))
        let id = try await stack.store.initiate(
            key: session.mediaKey, contentType: "video/mp4", session: session
        ).uploadId
        var parts: [PartReceipt] = []
        for number in 1...count {
            let range = try file.range(Int64(number - 1) << 20, min(1 << 20, Int64(size) - Int64(number - 1) << 20))
            parts.append(
                try await stack.store.uploadPart(
                    range, number: try #require(PartNumber(rawValue: number)), uploadId: id, key: session.mediaKey,
                    session: session, lane: TestStack.lane))
        }
        _ = try await stack.store.complete(
            parts: parts.reversed(), uploadId: id, key: session.mediaKey, session: session, expectedCRC64: 0)
        let byNumber = recorded.sorted { Self.order($0) < Self.order($1) }
        #expect(services.seen.map(\.method.rawValue) == byNumber.map { $0["method"]?.text ?? "" })
        #expect(services.seen.map(\.target.path) == byNumber.map { $0["path"]?.text ?? "" })
        #expect(services.seen.map(\.target.query) == byNumber.map { $0["query"]?.text ?? "" })
        let lengths = services.seen.dropLast().map { Double($0.body.length) }
        #expect(lengths == byNumber.dropLast().map { $0["body_length"]?.number ?? -1 })
        #expect(parts.map { String($0.crc64) } == byNumber.dropFirst().dropLast().map { $0["body_crc64"]?.text ?? "" })
        #expect(services.seen.last?.text.contains("<PartNumber>1</PartNumber><ETag>&quot;e&quot;</ETag>") == true)
    }

    /// Initiate, parts by number, Complete.
    private static func order(_ request: RecordedJSON) -> Int {
        let query = request["query"]?.text ?? ""
        if query == "uploads=" { return 0 }
        let number = query.split(separator: "&").first { $0.hasPrefix("partNumber=") }?.dropFirst(11)
        return number.flatMap { Int($0) } ?? 10_001
    }
}
