import Foundation
import HummingbirdCore
import Synchronization

extension RequestHandler {
    /// The API's version (vod-api 3).
    private static let version = "2018-07-17"
    /// The most bytes of a body (vod-api 3).
    private static let largestBody = 10 * 1_048_576

    func handleAPI(_ request: Request, _ raw: RawRequest, _ writer: consuming ResponseWriter) async throws {
        let action = raw.header("X-TC-Action").flatMap(EmulatedAction.init).flatMap { $0.isAPI ? $0 : nil }
        let effects = core.begin(action, bucket: "", key: "")
        defer { core.end(action, bucket: "", key: "") }
        if effects.has(.closeBefore) { throw ConnectionEnds() }
        try await core.wait(effects)
        let body = try await collectBody(request, effects, upTo: Self.largestBody)
        try await write(apiReply(raw, action, body, effects), effects, to: writer)
    }

    private func apiReply(
        _ raw: RawRequest, _ action: EmulatedAction?, _ body: [UInt8]?, _ effects: RequestEffects
    ) -> WireReply {
        if let reply = effects.gatewayReply { return reply }
        if let injected = effects.apiRefusal { return refusalReply(injected.refusal, status: injected.status, effects) }
        do {
            guard let body else {
                throw APIRefusal("RequestSizeLimitExceeded", "the body is larger than 10 MB")
            }
            var fields = try answer(raw, action, body, effects)
            fields["RequestId"] = .text(requestId(effects))
            return envelope(effects.altered(fields), status: 200)
        } catch let refusal as APIRefusal {
            return refusalReply(refusal, status: 200, effects)
        } catch {
            return refusalReply(APIRefusal("InternalError", "the emulator failed: \(error)"), status: 200, effects)
        }
    }

    private func answer(
        _ raw: RawRequest, _ action: EmulatedAction?, _ body: [UInt8], _ effects: RequestEffects
    ) throws -> APICall.Answer {
        guard raw.method == "POST" else {
            throw APIRefusal("UnsupportedProtocol", "the emulator takes POST with a JSON body alone")
        }
        guard raw.header("X-TC-Action") != nil else {
            throw APIRefusal("MissingParameter", "the header X-TC-Action is missing")
        }
        guard let action else { throw APIRefusal("InvalidAction", "the action is not known") }
        guard let version = raw.header("X-TC-Version") else {
            throw APIRefusal("MissingParameter", "the header X-TC-Version is missing")
        }
        guard version == Self.version else { throw APIRefusal("NoSuchVersion", "the version is not known") }
        let now = core.now
        do {
            _ = try TC3Verifier(accounts: core.configuration.accounts).verify(raw, body: body, now: now)
        } catch {
            throw APIRefusal(error.code, error.message)
        }
        guard let fields = JSONValue.fields(body) else {
            throw APIRefusal("InvalidRequest", "the body is not a JSON object")
        }
        let call = APICall(
            action: action, fields: fields.filter { $0.value != .null }, region: raw.header("X-TC-Region"), now: now,
            commitRepeat: effects.commitRepeat)
        let answer = try core.state.withLock { state in
            guard !core.configuration.enforcesRateLimits || state.ledger.isWithinRate(action, now: now) else {
                throw APIRefusal("RequestLimitExceeded", "the limit of calls per second is exceeded")
            }
            return try state.model.answer(call)
        }
        try core.dropReleased()
        return answer
    }

    private func requestId(_ effects: RequestEffects) -> String {
        effects.has(.missingRequestId) ? "" : core.state.withLock { $0.requestIds.uuid() }
    }

    private func refusalReply(_ refusal: APIRefusal, status: Int, _ effects: RequestEffects) -> WireReply {
        let requestId = requestId(effects)
        core.state.withLock { $0.ledger.refuse(refusal.code, requestId: requestId) }
        let fields: [String: JSONValue] = [
            "Error": .object(["Code": .text(refusal.code), "Message": .text(refusal.message)]),
            "RequestId": .text(requestId),
        ]
        return envelope(effects.altered(fields), status: status)
    }

    private func envelope(_ fields: [String: JSONValue], status: Int) -> WireReply {
        Self.json(JSONValue.object(["Response": .object(fields)]), status: status, date: core.now)
    }

    static func html(_ status: Int) -> WireReply {
        WireReply(
            status: status, headers: [("Content-Type", "text/html")],
            body: .bytes(Array("<html><body><h1>\(status)</h1></body></html>".utf8)))
    }

    static func redirection(_ status: Int, _ location: String) -> WireReply {
        WireReply(status: status, headers: [("Location", location)], body: .bytes([]))
    }

    /// The type is plain, without a charset: SDKs know an error by it (vod-api 19).
    static func json(_ value: some Encodable, status: Int = 200, date: Double) -> WireReply {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return WireReply(
                status: status,
                headers: [("Content-Type", "application/json"), ("Date", CivilTime(unix: Int(date)).http)],
                body: .bytes(Array(try encoder.encode(value))))
        } catch {
            return html(500)
        }
    }
}
