import Checksums
import Foundation
import HTTPTransport
import IngestModel
import Synchronization

/// The innermost transport of these tests: answers from a list, and reads bodies as a client would.
final class FakeServices: HTTPTransport {
    enum Answer: Sendable {
        /// An answer with a body.
        case status(Int, String = "", HeaderFields = [:])
        /// As the store answers an upload: an ETag, and the checksum of what came plus `crcError`; nil for no checksum.
        case stored(crcError: UInt64? = 0, etag: String? = "\"e\"")
        /// No answer.
        case fault(TransportFault.Kind, sentAny: Bool)
    }

    private struct State {
        var script: [Answer]
        var seen: [OutgoingRequest] = []
    }

    private let state: Mutex<State>

    init(_ script: [Answer]) { state = Mutex(State(script: script)) }

    var seen: [OutgoingRequest] { state.withLock { $0.seen } }
    var left: Int { state.withLock { $0.script.count } }

    func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let answer = state.withLock { state in
            state.seen.append(request)
            return state.script.isEmpty ? .fault(.defect, sentAny: false) : state.script.removeFirst()
        }
        let sent = try Self.sent(request.body)
        switch answer {
        case .status(let status, let body, let headers):
            return IncomingResponse(status: status, headers: headers, body: Array(body.utf8), sent: sent)
        case .stored(let crcError, let etag):
            var headers: HeaderFields = ["x-cos-request-id": "rid-store"]
            headers["ETag"] = etag
            headers["x-cos-hash-crc64ecma"] = crcError.map { String(sent.crc64 &+ $0) }
            return IncomingResponse(status: 200, headers: headers, sent: sent)
        case .fault(let kind, let sentAny):
            throw TransportFault(kind: kind, message: "scripted", sentAny: sentAny)
        }
    }

    private static func sent(_ body: UploadBody) throws(TransportFault) -> SentBody {
        switch body {
        case .bytes(let bytes): return SentBody(bytes: Int64(bytes.count), crc64: CRC64(bytes).value)
        case .file(let range):
            guard let whole = FileManager.default.contents(atPath: range.path) else {
                throw TransportFault(kind: .sourceUnreadable, message: "scripted", sentAny: false)
            }
            let part = whole[Int(range.offset)..<Int(range.offset + range.length)]
            return SentBody(bytes: Int64(part.count), crc64: CRC64(Array(part)).value)
        }
    }
}

extension OutgoingRequest {
    /// Its body in memory as text.
    var text: String { if case .bytes(let bytes) = body { String(decoding: bytes, as: UTF8.self) } else { "" } }
}
