import HTTPTransport
import IngestModel
import TencentWire

/// What an action answered, and when.
struct APIAnswer<Payload: Sendable>: Sendable {
    /// The answer.
    var payload: Payload
    /// Unix seconds by the service's own clock; nil where the answer bears no date.
    var date: Double?
}

/// Calls the actions of one API: JSON messages in the envelope of vod-api 5.
struct APICaller: Sendable {
    let transport: any HTTPTransport
    let target: RequestTarget
    let signer: any RequestSigner
    let language: String
    /// `X-TC-Version`.
    let version: String

    /// Sends `body` to `action` and reads the answer. Repeats after trouble, as the transport's policy says; where it is not
    /// `repeatable`, only what certainly had no effect.
    func call<Payload: Decodable & Sendable>(
        _ action: String, _ body: some Encodable, answer: Payload.Type, region: String, repeatable: Bool = true
    ) async throws(ServiceFault) -> APIAnswer<Payload> {
        var request = try message(action, body, region: region)
        request.repeatable = repeatable
        request.judge = {
            if case .failure(let fault) = VODAnswer<Payload>.read($0, repeatable: repeatable) { fault } else { nil }
        }
        let response: IncomingResponse
        do throws(TransportFault) {
            response = try await transport.send(request)
        } catch {
            throw error.serviceFault
        }
        do throws(ServiceFault) {
            return APIAnswer(
                payload: try VODAnswer<Payload>.read(response, repeatable: repeatable).get(),
                date: response.headers[HeaderNames.date].flatMap(HTTPDate.seconds).map { Double($0) })
        } catch {
            throw error.final
        }
    }

    private func message(
        _ action: String, _ body: some Encodable, region: String
    ) throws(ServiceFault) -> OutgoingRequest {
        let bytes: [UInt8]
        do throws(WireFault) {
            bytes = try VODJSON.bytes(of: body)
        } catch {
            throw ServiceFault(code: "Defect", faultClass: .defect, message: error.message)
        }
        return OutgoingRequest(
            operation: action, method: .post, target: target,
            headers: [
                HeaderNames.contentType: VODAction.contentType,
                HeaderNames.acceptEncoding: "gzip",
                HeaderNames.tcAction: action,
                HeaderNames.tcVersion: version,
                HeaderNames.tcRegion: region,
                HeaderNames.tcLanguage: language,
                HeaderNames.userAgent: ServiceConfiguration.userAgent,
            ], body: .bytes(bytes), signer: signer)
    }
}
