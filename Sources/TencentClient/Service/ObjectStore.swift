import HTTPTransport
import IngestModel
import RequestSigning
import TencentWire

/// The object store, as far as an upload needs it (cos-api 7).
///
/// A body is checksummed while it is read, and the store's own checksum of what it holds is compared with that: where they
/// differ the body is read and sent again a few times, then the fault is of class `integrity`. Where the store sends no
/// checksum for a part, the one of the whole decides; where it sends none for the whole, HEAD is asked for it.
public struct ObjectStore: Sendable {
    let transport: any HTTPTransport
    let endpoint: StoreEndpoint
    let account: any CredentialProvider
    let clock: ServiceClock
    let completeStall: Duration
    let keys = StoreKeys()

    /// Stores a whole file with one request.
    public func put(
        _ source: FileRange, key: ObjectKey, session: UploadSession, lane: UploadLane
    ) async throws(ServiceFault) -> StoredReceipt {
        var request = try request("PUT Object", .put, key, session, lane: .upload(lane))
        request.body = .file(source)
        request.headers[HeaderNames.contentType] = ContentTypes.type(ofPath: key.text)
        let answer = StoreAnswer(session, clock)
        request.judge = { answer.uploadFault($0, length: source.length) }
        let response = try await send(request)
        let crc64 = try await confirmedCRC64(
            response, sent: response.sent.crc64, size: source.length, key: key, session: session)
        return StoredReceipt(
            crc64: crc64, etag: response.headers[HeaderNames.etag] ?? "",
            requestId: StoreAnswer.requestId(response), bytesSent: response.bytesSent, attempts: response.attempts)
    }

    /// The checksum of the whole object `key` that `response` brought or, where it brought none, that HEAD does; nil where
    /// neither tells, as where the session's key may not look. Throws where the store holds something else than was sent.
    func confirmedCRC64(
        _ response: IncomingResponse, sent: UInt64, size: Int64, key: ObjectKey, session: UploadSession
    ) async throws(ServiceFault) -> UInt64? {
        if let stored = StoreAnswer.crc64(response) { return stored }
        let state: ObjectState
        do throws(ServiceFault) {
            state = try await look(key, session).state
        } catch {
            // What the store said of the upload stands: a look that fails tells nothing against it.
            guard error.faultClass == .cancelled else { return nil }
            throw error
        }
        guard case .stored(let held, let crc64) = state else { return nil }
        guard held == size else { throw StoreAnswer.sizeFault(stored: held, sent: size, response) }
        guard let stored = crc64 else { return nil }
        guard stored == sent else { throw StoreAnswer.integrityFault(stored: stored, sent: sent, response) }
        return stored
    }

    /// What HEAD says of `key`.
    public func head(key: ObjectKey, session: UploadSession) async throws(ServiceFault) -> ObjectState {
        try await look(key, session).state
    }

    /// What HEAD says of `key`, with its answer where it found one.
    func look(
        _ key: ObjectKey, _ session: UploadSession
    ) async throws(ServiceFault) -> (state: ObjectState, response: IncomingResponse?) {
        do throws(ServiceFault) {
            let response = try await send(request("HEAD Object", .head, key, session))
            guard let size = response.headers[HeaderNames.contentLength].flatMap({ Int64($0) }) else {
                return (.hidden, nil)
            }
            return (.stored(size: size, crc64: StoreAnswer.crc64(response)), response)
        } catch {
            switch error.status {
            case 404: return (.missing, nil)
            case 403: return (.hidden, nil)
            default: throw error
            }
        }
    }

    /// A request without a body.
    func request(
        _ operation: String, _ method: OutgoingRequest.Method, _ key: ObjectKey, _ session: UploadSession,
        query: [NamedValue] = [], lane: RequestLane = .api
    ) throws(ServiceFault) -> OutgoingRequest {
        try request(operation, method, path: PercentEncoding.path(ofKey: key.text), session, query: query, lane: lane)
    }

    /// A request without a body about a key or, at `/`, about the bucket.
    func request(
        _ operation: String, _ method: OutgoingRequest.Method, path: String, _ session: UploadSession,
        query: [NamedValue] = [], lane: RequestLane = .api
    ) throws(ServiceFault) -> OutgoingRequest {
        let target = try endpoint.target(session: session, path: path, query: COSParameters.query(query))
        var request = OutgoingRequest(
            operation: operation, method: method, target: target,
            headers: [HeaderNames.userAgent: ServiceConfiguration.userAgent], lane: lane,
            signer: StoreSigner(session: session.credential, account: account, clock: clock, keys: keys))
        request.backup = BackupTarget {
            [bucket = session.bucket, region = session.storageRegion] in
            StoreEndpoint.backup(bucket: bucket, region: region, of: $0)
        } isFromService: {
            StoreAnswer.requestId($0) != nil
        }
        let answer = StoreAnswer(session, clock)
        request.judge = { answer.fault($0) }
        return request
    }

    /// Sends `request` and judges its last answer.
    func send(_ request: OutgoingRequest) async throws(ServiceFault) -> IncomingResponse {
        let response: IncomingResponse
        do throws(TransportFault) {
            response = try await transport.send(request)
        } catch {
            throw error.serviceFault
        }
        if var fault = request.judge?(response)?.final {
            fault.bytesSent = response.bytesSent
            throw fault
        }
        return response
    }

    /// Sends `request` and reads the message in its answer; an answer that holds another is a failure to retrying too.
    func send<Message>(
        _ request: OutgoingRequest, session: UploadSession,
        read: @escaping @Sendable ([UInt8]) throws(WireFault) -> Message
    ) async throws(ServiceFault) -> (message: Message, response: IncomingResponse) {
        let answer = StoreAnswer(session, clock)
        var request = request
        request.judge = { if case .failure(let fault) = answer.message($0, read) { fault } else { nil } }
        let response = try await send(request)
        return (try answer.message(response, read).get(), response)
    }
}
