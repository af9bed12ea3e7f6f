import HTTPTransport
import IngestModel
import TencentWire

/// Reads the object store's answers in a session.
struct StoreAnswer: Sendable {
    /// How near its end, in seconds, a temporary key counts as the reason of a refusal.
    private static let nearExpiry: Double = 60

    private let credential: TemporaryCredential?
    private let clock: ServiceClock

    init(_ session: UploadSession, _ clock: ServiceClock) {
        credential = session.credential
        self.clock = clock
    }

    /// What failed; nil for a success by its status.
    func fault(_ response: IncomingResponse) -> ServiceFault? {
        guard !(200..<300).contains(response.status) else { return nil }
        return fault(response, Self.errorBody(response))
    }

    /// What failed in storing `length` bytes: by its status, its checksum, or because the answer cannot be one to all of them.
    func uploadFault(_ response: IncomingResponse, length: Int64) -> ServiceFault? {
        if let fault = fault(response) { return fault }
        guard response.sent.bytes == length, response.headers[HeaderNames.etag].nonEmpty != nil else {
            return unreadable(response, "it came without an ETag or before the whole body was sent")
        }
        guard let stored = Self.crc64(response), stored != response.sent.crc64 else { return nil }
        return Self.integrityFault(stored: stored, sent: response.sent.crc64, response)
    }

    /// The message in an answer's body. A success by its status may hold an error, or end before its end (cos-api 7.6).
    func message<Message>(
        _ response: IncomingResponse, _ read: ([UInt8]) throws(WireFault) -> Message
    ) -> Result<Message, ServiceFault> {
        if let fault = fault(response) { return .failure(fault) }
        do throws(WireFault) {
            return .success(try read(response.body))
        } catch {
            guard let body = Self.errorBody(response) else { return .failure(unreadable(response, error.message)) }
            return .failure(fault(response, body))
        }
    }

    /// The checksum of what the store holds; nil where it sent none.
    static func crc64(_ response: IncomingResponse) -> UInt64? {
        response.headers[HeaderNames.cosCRC64].flatMap { UInt64($0) }
    }

    /// The store's id of the request; nil where the answer is not the store's.
    static func requestId(_ response: IncomingResponse) -> String? {
        response.headers[HeaderNames.cosRequestId].nonEmpty
    }

    /// What is stored is not what was sent.
    static func integrityFault(stored: UInt64, sent: UInt64, _ response: IncomingResponse) -> ServiceFault {
        mismatch("the store holds bytes with CRC-64 \(stored), what was sent has \(sent)", response)
    }

    /// The store holds another number of bytes than was sent.
    static func sizeFault(stored: Int64, sent: Int64, _ response: IncomingResponse) -> ServiceFault {
        mismatch("the store holds \(stored) bytes, \(sent) were sent", response)
    }

    private static func mismatch(_ message: String, _ response: IncomingResponse) -> ServiceFault {
        ServiceFault(
            code: "IntegrityMismatch", faultClass: .integrity, message: message, requestId: requestId(response),
            status: response.status, attempts: response.attempts, service: .cos, elapsed: response.elapsed.inSeconds)
    }

    /// Nil where the body is no error of the store.
    private static func errorBody(_ response: IncomingResponse) -> COSErrorBody? {
        do throws(WireFault) { return try COSErrorBody(body: response.body) } catch { return nil }
    }

    private func fault(_ response: IncomingResponse, _ body: COSErrorBody?) -> ServiceFault {
        let message: String? = body?.message
        return ServiceFault(
            code: body?.code ?? "HTTP\(response.status)", faultClass: faultClass(response, body),
            message: message.nonEmpty ?? "the store answered with status \(response.status) and no reason",
            requestId: Self.requestId(response) ?? (body?.requestId).nonEmpty, status: response.status,
            attempts: response.attempts, ambiguous: response.status >= 500 || response.status == 200, service: .cos,
            elapsed: response.elapsed.inSeconds)
    }

    private func faultClass(_ response: IncomingResponse, _ body: COSErrorBody?) -> FaultClass {
        var listed = FaultCatalogue.classify(cosCode: body?.code, status: response.status, message: body?.message)
        let mayBeKey = listed == .clock || body?.code == "AccessDenied" || body?.code == "InvalidAccessKeyId"
        guard mayBeKey else { return listed }
        if let end = credential?.expiresAt, Double(clock.now()) >= end - Self.nearExpiry { return .expired }
        // An account's own key that the store does not know has no successor.
        if credential == nil, listed == .expired { listed = .account }
        return listed
    }

    private func unreadable(_ response: IncomingResponse, _ reason: String) -> ServiceFault {
        ServiceFault(
            code: "BadAnswer", faultClass: FaultCatalogue.noAnswer,
            message: "the store's answer cannot be believed: \(reason)", requestId: Self.requestId(response),
            status: response.status, attempts: response.attempts, ambiguous: true, service: .cos,
            elapsed: response.elapsed.inSeconds)
    }
}
