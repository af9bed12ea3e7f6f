import Crypto
import Foundation
import NIOCore
import Synchronization
import Testing

@testable import ServiceEmulator

/// Requests that the provider's Python SDK sent, byte for byte, against the emulator.
@Suite struct StoreWireReplayTests {
    struct Run: CustomTestStringConvertible, Sendable {
        var id: String
        var requests: [JSONValue]
        var testDescription: String { id }
    }

    static let runs: [Run] = {
        do {
            return try Vectors.object("cos-wire.json")["runs"]?.list.map {
                Run(id: $0["id"]?.text ?? "", requests: $0["requests"]?.list ?? [])
            } ?? []
        } catch {
            return []
        }
    }()

    /// What the recorder did on purpose, as faults.
    static let faults: [String: FaultPlan] = [
        "retry-503-then-500": FaultPlan([
            FaultRule(.uploadPart, turn: .nth(2), effect: .throttle),
            FaultRule(.uploadPart, turn: .nth(3), effect: .reply(status: 500, code: "InternalError")),
        ]),
        "retry-connection-reset": FaultPlan([
            FaultRule(.uploadPart, turn: .nth(1), effect: .closeInBody(afterBytes: 1_048_576))
        ]),
        "put-503-forever": FaultPlan([FaultRule(.putObject, turn: .every, effect: .throttle)]),
        "put-403-skew": FaultPlan([FaultRule(.putObject, effect: .reply(status: 403, code: "RequestTimeTooSkewed"))]),
        "put-400-timeout": FaultPlan([FaultRule(.putObject, effect: .reply(status: 400, code: "RequestTimeout"))]),
        "list-uploads-denied": FaultPlan([
            FaultRule(.listMultipartUploads, effect: .reply(status: 403, code: "AccessDenied"))
        ]),
        "complete-200-error": FaultPlan([
            FaultRule(.completeMultipartUpload, effect: .errorInside200(code: "InternalError"))
        ]),
        "part-404": FaultPlan([FaultRule(.uploadPart, turn: .nth(2), effect: .reply(status: 404, code: "NoSuchUpload"))]
        ),
    ]

    static let bucket = EmulatorConfiguration.Bucket(name: "examplebucket-1250000000", region: "ap-beijing")
    private static let bytes = patternBytes(0..<26_214_400)

    @Test("every run is there")
    func count() { #expect(Self.runs.count == 28) }

    @Test("a recorded run gets the answers that it got", arguments: runs)
    func replay(_ run: Run) async throws {
        let clock = Mutex(0.0)
        try await emulating({ configuration in
            configuration.accounts = [
                .init(secretId: "AKIDEXAMPLE", secretKey: "SECRETKEYEXAMPLE0123456789abcdef", token: "TOKENEXAMPLE")
            ]
            configuration.buckets = [Self.bucket]
            configuration.customDomains = ["127.0.0.1:18080": Self.bucket]
            configuration.now = { clock.withLock { $0 } }
            configuration.faults = Self.faults[run.id] ?? FaultPlan()
        }) { emulator, client in
            try prepare(emulator, run)
            for request in run.requests {
                clock.withLock { $0 = Self.signedAt(request) + 60 }
                let reply: RawReply?
                do { reply = try await send(request, client) } catch is ServiceClient.NoReply { reply = nil }
                #expect(reply?.status == request["response"]?["status"]?.unsigned.map(Int.init))
                guard let reply else { continue }
                if let recorded = Self.header(request["response"], "ETag"), request["method"] == .text("PUT") {
                    #expect(reply.header("ETag") == recorded)
                }
                if let recorded = Self.header(request["response"], "x-cos-hash-crc64ecma"), reply.status == 200 {
                    #expect(reply.header("x-cos-hash-crc64ecma") == recorded)
                }
            }
            #expect(emulator.unfired() == [])
            #expect(emulator.snapshot().refusals["SignatureDoesNotMatch"] == nil)
        }
    }

    @Test("a recorded request is refused once its window is over or anything in it has changed")
    func refused() async throws {
        let request = try #require(Self.runs.first { $0.id == "small-file-md5-headers" }?.requests.first)
        let clock = Mutex(Self.signedAt(request) + 60)
        try await emulating({ configuration in
            configuration.accounts = [
                .init(secretId: "AKIDEXAMPLE", secretKey: "SECRETKEYEXAMPLE0123456789abcdef", token: "TOKENEXAMPLE")
            ]
            configuration.buckets = [Self.bucket]
            configuration.now = { clock.withLock { $0 } }
        }) { _, client in
            func refusal(_ name: String, _ value: String) async throws -> String {
                ServiceClient.refusal(
                    try await send(request, client) { $0.hasPrefix(name + ":") ? "\(name): \(value)" : $0 })
            }
            let mismatch = "403 SignatureDoesNotMatch: The Signature you specified is invalid."
            let taken = try await refusal("Nothing", "")
            #expect(taken == "200")
            #expect(try await refusal("Content-Type", "video/mp4") == mismatch)
            #expect(try await refusal("x-cos-meta-job", "j2") == mismatch)
            #expect(
                try await refusal("x-cos-security-token", "OTHER")
                    == "403 InvalidAccessKeyId: The Access Key Id you provided does not exist in our records")
            clock.withLock { $0 += 20_000 }
            #expect(try await refusal("Nothing", "") == "403 AccessDenied: Request has expired")
        }
    }

    // MARK: What a run needs

    private static func header(_ value: JSONValue?, _ name: String) -> String? {
        value?["headers"]?.list.map(\.pair).first { $0.0 == name }?.1
    }

    /// Beginning of the signature's window.
    private static func signedAt(_ request: JSONValue) -> Double {
        let authorization = header(request, "Authorization") ?? ""
        return Double(authorization.split(separator: "q-sign-time=").last?.prefix { $0 != ";" } ?? "") ?? 0
    }

    private static func parameter(_ request: JSONValue, _ name: String) -> String? {
        request["query"]?.text?.split(separator: "&").first { $0.hasPrefix(name + "=") }.map {
            String($0.dropFirst(name.count + 1))
        }
    }

    /// The body that was sent: the pattern from where the part begins, or what the run's note says.
    private static func body(_ request: JSONValue) throws -> [UInt8] {
        if let text = request["body_text"]?.text { return Array(text.utf8) }
        let length = Int(request["body_length"]?.unsigned ?? 0)
        let digest = request["body_md5_hex"]?.text
        let number = parameter(request, "partNumber").flatMap { Int($0) } ?? 1
        let content = Array("[Object Content]".utf8)
        let candidates = [1_048_576, 10_485_760].map { size in
            Array(bytes.dropFirst((number - 1) * size).prefix(length))
        }
        for candidate in candidates + [content, content + content, []] where candidate.count == length {
            if length == 0 || TestSigner.hex(Array(Insecure.MD5.hash(data: candidate))) == digest { return candidate }
        }
        throw CocoaError(.fileReadCorruptFile)
    }

    private func send(
        _ request: JSONValue, _ client: ServiceClient, _ change: (String) -> String = { $0 }
    ) async throws -> RawReply {
        func text(_ name: String) -> String { request[name]?.text ?? "" }
        let query = text("query").isEmpty ? "" : "?" + text("query")
        let headers = (request["headers"]?.list ?? []).map(\.pair).map { "\($0.0): \($0.1)" }.map(change)
        var body = try Self.body(request)
        if Self.header(request, "Transfer-Encoding") != nil {
            let sizes = request["chunk_sizes"]?.list.compactMap { $0.unsigned.map(Int.init) } ?? []
            var chunks: [UInt8] = []
            for size in sizes {
                chunks += Array("\(String(size, radix: 16))\r\n".utf8) + body.prefix(size) + Array("\r\n".utf8)
                body.removeFirst(size)
            }
            body = chunks + Array("0\r\n\r\n".utf8)
        }
        return try await client.exchange(
            ["\(text("method")) \(text("path"))\(query) HTTP/1.1"] + headers, body, toHead: text("method") == "HEAD")
    }

    /// Puts in place what the recorder only pretended to have: uploads of the ids it gave, parts and objects.
    private func prepare(_ emulator: Emulator, _ run: Run) throws {
        for request in run.requests {
            guard let path = request["path"]?.text,
                let key = PercentCoding.decodedText(path.dropFirst(), plusIsBlank: false)
            else { continue }
            if let id = Self.parameter(request, "uploadId") { try open(emulator, id, key, run) }
            if request["query"]?.text == "", ["HEAD", "GET"].contains(request["method"]?.text) {
                let blob = try store(emulator, Array("[Object Content]".utf8))
                emulator.core.state.withLock { state in
                    state.model.buckets[Self.bucket.name]?.objects[key] = StoredObject(
                        blobs: [blob.blob], etag: blob.etag, crc64: blob.crc64, metadata: [], storageClass: "STANDARD",
                        modified: 0, partCount: 0)
                }
            }
        }
    }

    private func open(_ emulator: Emulator, _ id: String, _ key: String, _ run: Run) throws {
        let isOpen = emulator.core.state.withLock { $0.model.buckets[Self.bucket.name]?.uploads[id] != nil }
        guard !isOpen else { return }
        var upload = MultipartUpload(id: id, key: key, metadata: [], storageClass: "STANDARD", initiated: 0)
        if run.id == "resume-ok" {
            for (number, range) in [(1, 0..<1_048_576), (3, 2_097_152..<2_097_157)] {
                let received = try store(emulator, Array(Self.bytes[range]))
                upload.parts[number] = StoredPart(
                    blob: received.blob, etag: received.etag, crc64: received.crc64, modified: 0)
            }
        }
        emulator.core.state.withLock { $0.model.buckets[Self.bucket.name]?.uploads[id] = upload }
    }

    private func store(_ emulator: Emulator, _ bytes: [UInt8]) throws -> ReceivedBlob {
        var writer = try emulator.core.store.makeWriter()
        try writer.write(ByteBuffer(bytes: bytes))
        return try emulator.core.store.keep(writer)
    }
}
