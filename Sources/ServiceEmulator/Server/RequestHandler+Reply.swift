import HTTPTypes
import HummingbirdCore
import NIOCore
import Synchronization

extension RequestHandler {
    /// Headers that every answer of the store has (cos-api 4.2).
    private func storeHeaders(_ requestId: String) -> [(name: String, value: String)] {
        [("x-cos-request-id", requestId), ("Server", "tencent-cos"), ("Date", CivilTime(unix: Int(core.now)).http)]
    }

    private func storeRequestId() -> String {
        core.state.withLock { $0.requestIds.letters(30) + "==" }
    }

    func storeReply(_ reply: StoreReply, _ request: StoreRequest) -> WireReply {
        let headers = storeHeaders(storeRequestId()) + reply.headers
        let xml: [(name: String, value: String)] = [("Content-Type", "application/xml")]
        switch reply.body {
        case .none:
            return WireReply(
                status: reply.status, headers: headers, body: .none, declaredLength: reply.declaredLength)
        case .xml(let text):
            return WireReply(status: reply.status, headers: headers + xml, body: .bytes(Array(text.utf8)))
        case .slowXML(let text): return slowReply(text, reply.status, headers + xml)
        case .blobs(let blobs, let range):
            return WireReply(status: reply.status, headers: headers, body: .blobs(blobs, range))
        }
    }

    /// White space comes before the document while the store joins parts (cos-api 7.6).
    private func slowReply(
        _ text: String, _ status: Int, _ headers: [(name: String, value: String)]
    ) -> WireReply {
        WireReply(
            status: status, headers: headers, body: .pieces([Array(" \n".utf8), Array("\n".utf8), Array(text.utf8)]))
    }

    func storeReply(_ refusal: COSRefusal, _ raw: RawRequest) -> WireReply {
        let (requestId, traceId) = (storeRequestId(), core.state.withLock { $0.requestIds.letters(44) })
        core.state.withLock { $0.ledger.refuse(refusal.code, requestId: requestId) }
        var headers = storeHeaders(requestId)
        headers.append(("x-cos-trace-id", traceId))
        guard raw.method != "HEAD" else {
            return WireReply(status: refusal.status, headers: headers, body: .none, declaredLength: 0)
        }
        headers.append(("Content-Type", "application/xml"))
        let text = Self.document(refusal, raw, requestId: requestId, traceId: traceId)
        return WireReply(status: refusal.status, headers: headers, body: .bytes(Array(text.utf8)))
    }

    func errorInside200(_ code: String, _ request: StoreRequest) -> WireReply {
        let requestId = storeRequestId()
        core.state.withLock { $0.ledger.refuse(code, requestId: requestId) }
        let refusal = COSRefusal(200, code, "injected fault")
        // White space goes before it, where a declaration of XML may not stand.
        let text = Self.element(refusal, request.raw, requestId: requestId, traceId: requestId)
        return slowReply(text, 200, storeHeaders(requestId) + [("Content-Type", "application/xml")])
    }

    private static func document(
        _ refusal: COSRefusal, _ raw: RawRequest, requestId: String, traceId: String
    ) -> String {
        "<?xml version='1.0' encoding='utf-8' ?>\n" + element(refusal, raw, requestId: requestId, traceId: traceId)
    }

    private static func element(
        _ refusal: COSRefusal, _ raw: RawRequest, requestId: String, traceId: String
    ) -> String {
        let resource = (raw.header("Host") ?? "") + raw.rawPath
        return "<Error>\n" + XMLText.element("Code", refusal.code)
            + XMLText.element("Message", refusal.message)
            + refusal.more.map { XMLText.element($0.name, $0.text) }.joined()
            + XMLText.element("Resource", resource) + XMLText.element("RequestId", requestId)
            + XMLText.element("TraceId", traceId) + "</Error>"
    }

    /// Sends an answer with the faults that strike it.
    func write(_ reply: WireReply, _ effects: RequestEffects, to writer: consuming ResponseWriter) async throws {
        if effects.has(.loseReply) { throw ConnectionEnds() }
        let reply = Self.spoil(reply, effects)
        var fields = HTTPFields()
        for header in reply.headers {
            if let name = HTTPField.Name(header.name) { fields.append(HTTPField(name: name, value: header.value)) }
        }
        switch reply.body {
        case .none where reply.status != 204 && reply.status != 304:
            fields[.contentLength] = String(reply.declaredLength ?? 0)
        case .bytes(let bytes): fields[.contentLength] = String(bytes.count)
        case .blobs(_, let range): fields[.contentLength] = String(range.count)
        default: break
        }
        var body = try await writer.writeHead(
            HTTPResponse(status: HTTPResponse.Status(code: reply.status), headerFields: fields))
        var budget = effects.cutReplyAfter
        var pieces = BodyPieces(reply.body, core.store)
        while let piece = try pieces.next() {
            let sent = piece.prefix(budget ?? piece.count)
            budget = budget.map { $0 - sent.count }
            if !sent.isEmpty { try await body.write(ByteBuffer(bytes: sent)) }
            if budget == 0 { throw ConnectionEnds() }
        }
        // An answer shorter than the cut is cut before its end all the same.
        if budget != nil { throw ConnectionEnds() }
        try await body.finish(nil)
        if effects.has(.closeIdle) { throw ConnectionEnds() }
    }

    private static func spoil(_ reply: WireReply, _ effects: RequestEffects) -> WireReply {
        var reply = reply
        let crc = "x-cos-hash-crc64ecma"
        if effects.has(.missingCRC) { reply.headers.removeAll { $0.name == crc } }
        if effects.has(.missingRequestId) { reply.headers.removeAll { $0.name == "x-cos-request-id" } }
        if effects.has(.wrongCRC) {
            reply.headers = reply.headers.map {
                $0.name == crc ? (crc, String((UInt64($0.value) ?? 0) &+ 1)) : $0
            }
        }
        if effects.has(.charset) {
            reply.headers = reply.headers.map {
                $0.name == "Content-Type" ? ($0.name, $0.value + "; charset=utf-8") : $0
            }
        }
        if effects.has(.gzip), case .bytes(let bytes) = reply.body {
            reply.body = .bytes(StoredGzip.encode(bytes))
            reply.headers.append(("Content-Encoding", "gzip"))
        }
        return reply
    }
}

/// Walks through a body without holding more than a piece of it.
private struct BodyPieces {
    private static let piece = 262_144
    private let store: ObjectStore
    private var ready: ArraySlice<[UInt8]> = []
    private var blobs: ArraySlice<Blob> = []
    private var offset = 0
    private var left = 0

    init(_ body: WireReply.Body, _ store: ObjectStore) {
        self.store = store
        switch body {
        case .none: break
        case .bytes(let bytes): ready = [bytes]
        case .pieces(let pieces): ready = pieces[...]
        case .blobs(let blobs, let range):
            (self.blobs, offset, left) = (blobs[...], range.lowerBound, range.count)
        }
    }

    mutating func next() throws -> [UInt8]? {
        if let piece = ready.popFirst() { return piece }
        while left > 0, let blob = blobs.first {
            guard offset < blob.length else {
                offset -= blob.length
                blobs.removeFirst()
                continue
            }
            let count = min(Self.piece, left, blob.length - offset)
            let bytes = try store.read(blob, from: offset, count: count)
            (offset, left) = (offset + count, left - count)
            return bytes
        }
        return nil
    }
}
