import Foundation
import Logging

@testable import ServiceEmulator

/// The moment at which tests' clocks stand.
let testNow = 1_700_000_000

/// Runs an emulator whose clock stands still.
@discardableResult
func emulating<Result>(
    _ configure: (inout EmulatorConfiguration) -> Void = { _ in },
    body: (Emulator, ServiceClient) async throws -> Result
) async throws -> Result {
    var configuration = EmulatorConfiguration()
    configuration.now = { Double(testNow) }
    configure(&configuration)
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    return try await Emulator.withRunning(configuration, logger: logger) { emulator in
        try await body(emulator, ServiceClient(port: emulator.port))
    }
}

/// Speaks to an emulator with exact bytes, one connection for each request.
struct ServiceClient {
    var port: Int
    var now = testNow

    /// What ApplyUpload gave.
    struct Session {
        var bucket: String
        var region: String
        var key: String
        var mediaKey: String
        var coverKey: String
        var credential: TestKey
    }

    struct NoReply: Error {}

    func exchange(_ head: [String], _ body: [UInt8] = [], toHead: Bool = false) async throws -> RawReply {
        try await RawConnection.open(port) { connection in
            try await connection.send(Array((head + ["", ""]).joined(separator: "\r\n").utf8) + body)
            guard let reply = try await connection.reply(toHead: toHead) else { throw NoReply() }
            return reply
        }
    }

    // MARK: The API

    func apiHead(
        _ action: String, _ body: [UInt8], key: TestKey = TestKey(), more: [String] = []
    ) -> [String] {
        let host = "vod.tencentcloudapi.com"
        let token = key.token.map { ["X-TC-Token: \($0)"] } ?? []
        return [
            "POST / HTTP/1.1", "Host: \(host)", "Content-Type: application/json", "X-TC-Action: \(action)",
            "X-TC-Version: 2018-07-17", "X-TC-Timestamp: \(now)", "X-TC-Region: ap-guangzhou",
            "Authorization: \(TestSigner.tc3(body, host: host, timestamp: now, key: key))",
            "Content-Length: \(body.count)",
        ] + token + more
    }

    /// The Response object of a call with a JSON body.
    func call(_ action: String, _ json: String, key: TestKey = TestKey()) async throws -> [String: JSONValue] {
        let body = Array(json.utf8)
        return try Self.response(try await exchange(apiHead(action, body, key: key), body))
    }

    static func response(_ reply: RawReply) throws -> [String: JSONValue] {
        guard case .object(let fields)? = JSONValue.fields(reply.body)?["Response"] else { throw NoReply() }
        return fields
    }

    /// Code and message of a refusal: `CODE: MESSAGE`.
    func refusal(_ action: String, _ json: String, key: TestKey = TestKey()) async throws -> String? {
        Self.refusal(try await call(action, json, key: key))
    }

    static func refusal(_ response: [String: JSONValue]) -> String? {
        guard case .object(let error)? = response["Error"] else { return nil }
        return "\(error["Code"]?.text ?? ""): \(error["Message"]?.text ?? "")"
    }

    func apply(_ json: String = #"{"MediaType": "mp4"}"#) async throws -> Session {
        let response = try await call("ApplyUpload", json)
        guard case .object(let credential)? = response["TempCertificate"] else { throw NoReply() }
        func text(_ name: String) -> String { response[name]?.text ?? "" }
        return Session(
            bucket: text("StorageBucket"), region: text("StorageRegion"), key: text("VodSessionKey"),
            mediaKey: String(text("MediaStoragePath").dropFirst()),
            coverKey: String(text("CoverStoragePath").dropFirst()),
            credential: TestKey(
                id: credential["SecretId"]?.text ?? "", key: credential["SecretKey"]?.text ?? "",
                token: credential["Token"]?.text))
    }

    func commit(_ session: Session) async throws -> [String: JSONValue] {
        try await call("CommitUpload", #"{"VodSessionKey": "\#(session.key)"}"#)
    }

    // MARK: The store

    func storeHead(
        _ method: String, _ key: String, _ session: Session, _ query: [(String, String)] = [],
        headers: [(String, String)] = [], credential: TestKey? = nil
    ) -> [String] {
        let credential = credential ?? session.credential
        var signed = [("Host", "\(session.bucket).cos.\(session.region).myqcloud.com")] + headers
        if let token = credential.token { signed.append(("x-cos-security-token", token)) }
        let authorization = TestSigner.cos(
            method: method, path: "/" + key, query: query, headers: signed, window: "\(now - 60);\(now + 600)",
            key: credential)
        let path = key.split(separator: "/", omittingEmptySubsequences: false).map { TestSigner.encoded(String($0)) }
        let parameters = query.map { "\($0.0)=\(TestSigner.encoded($0.1))" }.joined(separator: "&")
        let target = "/" + path.joined(separator: "/") + (parameters.isEmpty ? "" : "?" + parameters)
        return ["\(method) \(target) HTTP/1.1"] + signed.map { "\($0.0): \($0.1)" } + [
            "Authorization: \(authorization)"
        ]
    }

    func store(
        _ method: String, _ key: String, _ session: Session, _ query: [(String, String)] = [], body: [UInt8]? = nil,
        headers: [(String, String)] = [], credential: TestKey? = nil
    ) async throws -> RawReply {
        let length = body.map { [("Content-Length", String($0.count))] } ?? []
        let head = storeHead(method, key, session, query, headers: headers + length, credential: credential)
        return try await exchange(head, body ?? [], toHead: method == "HEAD")
    }

    /// `STATUS CODE: MESSAGE` of a refusal of the store; the status alone of an answer without a document.
    static func refusal(_ reply: RawReply) -> String {
        do {
            let error = try XMLElement.parse(reply.body)
            return "\(reply.status) \(error.onlyText("Code") ?? ""): \(error.onlyText("Message") ?? "")"
        } catch {
            return String(reply.status)
        }
    }

    /// Opens an upload in parts and sends these.
    func multipart(_ key: String, _ session: Session, parts: [[UInt8]]) async throws -> (id: String, etags: [String]) {
        let opened = try XMLElement.parse(
            try await store("POST", key, session, [("uploads", "")], body: []).body)
        let id = opened.onlyText("UploadId") ?? ""
        var etags: [String] = []
        for (index, part) in parts.enumerated() {
            let reply = try await store(
                "PUT", key, session, [("partNumber", String(index + 1)), ("uploadId", id)], body: part)
            etags.append(reply.header("ETag") ?? "")
        }
        return (id, etags)
    }

    func complete(
        _ key: String, _ session: Session, id: String, parts: [(number: Int, etag: String)]
    ) async throws -> RawReply {
        let list = parts.map { "<Part><PartNumber>\($0.number)</PartNumber><ETag>\($0.etag)</ETag></Part>" }.joined()
        return try await store(
            "POST", key, session, [("uploadId", id)],
            body: Array("<CompleteMultipartUpload>\(list)</CompleteMultipartUpload>".utf8))
    }
}
