import Checksums
import Foundation
import HTTPTransport
import IngestModel
import IngestPolicy
import IngestTestSupport
import Logging
import Synchronization
import TencentClient

@testable import IngestEngine

/// A call of either service: what it is, and what of it can be compared.
struct WireCall: Sendable {
    /// The API's action, or the store's operation with its part: `ApplyUpload`, `part 2`.
    var name: String
    var path: String
    var query: String
    var headers: [String]
    var body: String
    var length: Int64
}

extension [WireCall] {
    /// The names in their order, `×n` for repeats in a row.
    var line: String { map(\.name).runs }
    /// The first call of each name.
    var firsts: [String: WireCall] { Dictionary(map { ($0.name, $0) }) { first, _ in first } }
}

extension [String] {
    /// Joined, `×n` for repeats in a row.
    var runs: String {
        var runs: [(name: String, count: Int)] = []
        for name in self {
            if runs.last?.name == name { runs[runs.count - 1].count += 1 } else { runs.append((name, 1)) }
        }
        return runs.map { $0.count == 1 ? $0.name : "\($0.name) ×\($0.count)" }.joined(separator: ", ")
    }
}

/// Answers as a recording says, call by call of the same name; beyond it as a service that works, or, where the last recorded
/// answer was a failure, like that one again.
final class ReplayingServices: HTTPTransport {
    struct Answer: Sendable {
        /// Nil closes the connection.
        var status: Int?
        var headers: HeaderFields = [:]
        var body = ""

        var failed: Bool { status.map { $0 >= 300 } ?? true || body.contains("<Error>") || body.contains("\"Error\"") }
    }

    private struct State {
        var script: [String: [Answer]]
        var last: [String: Answer] = [:]
        var seen: [WireCall] = []
    }

    private let state: Mutex<State>

    init(_ script: [String: [Answer]]) { state = Mutex(State(script: script)) }

    var seen: [WireCall] { state.withLock { $0.seen } }

    func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let sent = try Self.read(request.body)
        var text = ""
        if case .bytes(let bytes) = request.body { text = String(decoding: bytes, as: UTF8.self) }
        let action = request.headers["X-TC-Action"]
        let name =
            action
            ?? Self.operation(
                request.method.rawValue, path: request.target.path, query: request.target.query)
        let call = WireCall(
            name: name, path: request.target.path, query: request.target.query,
            headers: request.headers.fields.map { $0.name.lowercased() }, body: text, length: sent.bytes)
        let answer = state.withLock { state in
            state.seen.append(call)
            guard var left = state.script[name], !left.isEmpty else {
                return state.last[name].flatMap { $0.failed || name == "ApplyUpload" ? $0 : nil }
            }
            let next = left.removeFirst()
            state.script[name] = left
            state.last[name] = next
            return next
        }
        guard let answer else { return Self.working(name, sent) }
        guard let status = answer.status else {
            throw TransportFault(kind: .reset, message: "the connection was closed", sentAny: true)
        }
        return IncomingResponse(status: status, headers: answer.headers, body: Array(answer.body.utf8), sent: sent)
    }

    static func operation(_ method: String, path: String, query: String) -> String {
        let names = query.split(separator: "&").map { $0.prefix { $0 != "=" } }
        let part = query.split(separator: "&").first { $0.hasPrefix("partNumber=") }?.dropFirst("partNumber=".count)
        switch method {
        case "PUT": return part.map { "part \($0)" } ?? "PUT"
        case "POST": return names.contains("uploads") ? "Initiate" : "Complete"
        case "GET" where names.contains("uploads"): return "List Multipart Uploads"
        case "GET": return names.contains("uploadId") ? "List Parts" : "GET"
        case "DELETE": return names.contains("uploadId") ? "Abort" : "DELETE"
        default: return method
        }
    }

    /// The id in all recordings.
    private static let uploadId = "1700000000a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718a1b2c3d4e5f60718"
    private static let applied = """
        {"Response":{"StorageBucket":"b-1","StorageRegion":"ap-x","VodSessionKey":"k","MediaStoragePath":"/d/f0.m3u8",\
        "RequestId":"r"}}
        """

    private static func working(_ name: String, _ sent: SentBody) -> IncomingResponse {
        let crc = String(sent.crc64)
        switch name {
        case "Initiate":
            return IncomingResponse(
                status: 200,
                body: Array(
                    "<InitiateMultipartUploadResult><UploadId>\(uploadId)</UploadId></InitiateMultipartUploadResult>"
                        .utf8))
        case "Complete":
            return IncomingResponse(
                status: 200,
                body: Array("<CompleteMultipartUploadResult><ETag>\"e-1\"</ETag></CompleteMultipartUploadResult>".utf8))
        case "CommitUpload":
            return IncomingResponse(status: 200, body: Array(#"{"Response":{"FileId":"1","RequestId":"r"}}"#.utf8))
        case "ApplyUpload": return IncomingResponse(status: 200, body: Array(applied.utf8))
        // The service has no such medium: the recorded commit was lost on its way.
        case "DescribeMediaInfos", "SearchMedia":
            let none = #"{"Response":{"TotalCount":0,"MediaInfoSet":[],"NotExistFileIdSet":[],"RequestId":"r"}}"#
            return IncomingResponse(status: 200, body: Array(none.utf8))
        case "Abort": return IncomingResponse(status: 204)
        case "HEAD": return IncomingResponse(status: 404, headers: ["x-cos-request-id": "r"])
        default:
            return IncomingResponse(
                status: 200, headers: ["ETag": "\"e\"", "x-cos-request-id": "r", "x-cos-hash-crc64ecma": crc],
                sent: sent)
        }
    }

    private static func read(_ body: UploadBody) throws(TransportFault) -> SentBody {
        switch body {
        case .bytes(let bytes): return SentBody(bytes: Int64(bytes.count), crc64: CRC64(bytes).value)
        case .file(let range):
            guard let whole = FileManager.default.contents(atPath: range.path) else {
                throw TransportFault(kind: .sourceUnreadable, message: "gone", sentAny: false)
            }
            let part = whole[Int(range.offset)..<Int(range.offset + range.length)]
            return SentBody(bytes: Int64(part.count), crc64: CRC64(Array(part)).value)
        }
    }
}

/// One upload of a file of `folder` through the whole engine, one request at a time.
struct ReplayedUpload {
    var folder: URL
    var request: UploadRequest
    var region = "ap-guangzhou"
    var token: String?
    var partSize: Int64 = 1 << 20

    /// How an upload ends that this machine's own checks refuse.
    static let refusedHere = "refused on this machine"

    /// The calls, and how it ended: `medium`, the code of a fault, or ``refusedHere``.
    func run(_ script: [String: [ReplayingServices.Answer]]) async throws -> (calls: [WireCall], result: String) {
        let services = ReplayingServices(script)
        var settings = RunSettings(name: "replay", base: folder.path)
        settings.global = 1
        settings.perFile = 1
        settings.partSize = .bytes(partSize)
        settings.multipartFrom = partSize + 1
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        var configuration = ServiceConfiguration()
        configuration.limits = TransferLimits(global: 1, entries: 1)
        configuration.stallAfter = .seconds(600)
        configuration.language = .chinese
        let stack = try ServiceStack(
            configuration: configuration,
            credentials: StaticProvider(
                AccountCredential(
                    secretId: "AKIDEXAMPLE", secretKey: Secret("SECRETKEYEXAMPLE"), token: token.map { Secret($0) })),
            clock: SkippingClock(), wallClock: { 1_700_000_000 }, random: HighestNumbers(), logger: quiet,
            client: services)
        let spec = EntrySpec(
            id: EntryID(rawValue: "x"), ordinal: 0, line: 1, column: 1, region: region, request: request)
        let outcome = Planner(settings: PlannerSettings(jobFile: "replay", settings: settings)).plan(spec)
        guard let plan = outcome.plan else { return (services.seen, Self.refusedHere) }
        let upload = SingleUpload(services: stack, settings: settings, logger: quiet, now: { 1_700_000_000 })
        do throws(ServiceFault) {
            _ = try await upload.upload(plan, progress: ProgressFeed())
            return (services.seen, "medium")
        } catch {
            return (services.seen, error.code)
        }
    }
}
