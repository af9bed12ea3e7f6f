import HTTPTransport
import IngestModel
import TencentWire

/// The VOD API, as far as an upload needs it.
public struct VODService: Sendable {
    private let api: APICaller
    private let credentials: any CredentialProvider

    init(api: APICaller, credentials: any CredentialProvider) {
        self.api = api
        self.credentials = credentials
    }

    /// Opens an upload session (ApplyUpload, vod-api 7). Safe to repeat: a session that is never used leaves nothing behind.
    /// - Parameters:
    ///   - request: nil fields are not sent; a cover path is asked for where it has a cover type.
    ///   - region: access region.
    public func applyUpload(_ request: UploadRequest, region: String) async throws(ServiceFault) -> UploadSession {
        let answer = try await answer(
            .applyUpload, ApplyUploadRequest(request), as: ApplyUploadResponse.self, region: region)
        var session = try UploadSession(answer.payload)
        session.openedAt = answer.date
        return session
    }

    /// Makes a medium of what was uploaded in a session (CommitUpload, vod-api 8).
    ///
    /// An attempt that may have been done, since no answer came or one that blames the service itself, is not repeated here:
    /// what the service makes of a second commit is not documented (vod-api 14), so the medium is looked for first. Such a
    /// fault is `ambiguous`.
    public func commitUpload(
        sessionKey: Secret, subAppId: UInt64?, region: String
    ) async throws(ServiceFault) -> CommittedMedia {
        let request = CommitUploadRequest(vodSessionKey: sessionKey.reveal(), subAppId: subAppId)
        let answer = try await call(
            .commitUpload, request, answer: CommitUploadResponse.self, region: region, repeatable: false)
        return CommittedMedia(
            fileId: answer.fileId, mediaUrl: answer.mediaUrl.nonEmpty, coverUrl: answer.coverUrl.nonEmpty,
            requestId: answer.requestId.nonEmpty)
    }

    /// Calls `action` as ``answer(_:_:as:region:repeatable:)`` does.
    func call<Payload: Decodable & Sendable>(
        _ action: VODAction, _ body: some Encodable, answer: Payload.Type, region: String, repeatable: Bool = true
    ) async throws(ServiceFault) -> Payload {
        try await self.answer(action, body, as: answer, region: region, repeatable: repeatable).payload
    }

    /// Calls `action`. Repeats after trouble, as the stack's policy says; where it is not `repeatable`, only what certainly had
    /// no effect. Where the service refuses the token of a key that can be renewed, it is renewed and the call made once
    /// more: a refused call has had no effect (vod-api 13.1).
    private func answer<Payload: Decodable & Sendable>(
        _ action: VODAction, _ body: some Encodable, as answer: Payload.Type, region: String, repeatable: Bool = true
    ) async throws(ServiceFault) -> APIAnswer<Payload> {
        do throws(ServiceFault) {
            return try await api.call(
                action.rawValue, body, answer: answer, region: region, repeatable: repeatable)
        } catch {
            guard error.code == "AuthFailure.TokenFailure", repeatable || !error.ambiguous,
                await credentials.renewAfterRefusal()
            else { throw error }
            return try await api.call(
                action.rawValue, body, answer: answer, region: region, repeatable: repeatable)
        }
    }
}

extension ServiceFault {
    /// The fault at the end of all attempts: where the clock is still to blame after it was corrected, or cannot be, nothing
    /// more can succeed.
    var final: ServiceFault {
        var fault = self
        if faultClass == .clock { fault.faultClass = .account }
        return fault
    }
}

/// Reads the API's answers.
enum VODAnswer<Payload: Decodable & Sendable> {
    /// The answer, or the fault that it tells of. Where the request is not `repeatable`, a fault that blames the service itself
    /// is ambiguous: what was asked may have been done before it failed.
    static func read(_ response: IncomingResponse, repeatable: Bool = true) -> Result<Payload, ServiceFault> {
        let reply: VODReply<Payload>
        do throws(WireFault) {
            reply = try VODReply<Payload>(body: response.body)
        } catch {
            return .failure(unreadable(error, response))
        }
        switch reply {
        case .success(let payload):
            guard response.status == 200 else { return .failure(unreadable(nil, response)) }
            return .success(payload)
        case .failure(let error, let requestId):
            let faultClass = FaultCatalogue.classify(vodCode: error.code)
            let mayBeDone = !repeatable && (faultClass == .transient || faultClass == .uncertain)
            return .failure(
                ServiceFault(
                    code: error.code, faultClass: faultClass, message: error.message, requestId: requestId,
                    status: response.status, attempts: response.attempts,
                    ambiguous: response.afterLostAnswer || mayBeDone, service: .vod,
                    elapsed: response.elapsed.inSeconds))
        }
    }

    /// Not from the service but from something before it, or cut off: what was asked may have been done.
    private static func unreadable(_ reason: WireFault?, _ response: IncomingResponse) -> ServiceFault {
        guard response.status == 200, let reason else {
            return ServiceFault(
                code: "HTTP\(response.status)", faultClass: FaultCatalogue.classify(status: response.status),
                message: "the API answered with status \(response.status) and no error code", status: response.status,
                attempts: response.attempts, ambiguous: response.status >= 500 || reason == nil, service: .vod,
                elapsed: response.elapsed.inSeconds)
        }
        return ServiceFault(
            code: "BadAnswer", faultClass: FaultCatalogue.noAnswer,
            message: "the API's answer cannot be read: \(reason.message)", status: response.status,
            attempts: response.attempts, ambiguous: true, service: .vod, elapsed: response.elapsed.inSeconds)
    }
}

extension String? {
    /// Nil for an empty text too: the service sends either.
    var nonEmpty: String? { flatMap { $0.isEmpty ? nil : $0 } }
}
