import IngestModel
import IngestPolicy

/// The permits that an upload's body needs.
public struct UploadLane: Hashable, Sendable {
    /// Whose share of parts it counts against.
    public var file: FileKey
    /// Most uploads of this file at once; 1 or more.
    public var limit: Int

    /// Uploads of `file`, `limit` at most at once.
    public init(file: FileKey, limit: Int) {
        self.file = file
        self.limit = limit
    }
}

/// Which limits a request waits for. Every request waits for its turn by requests per second.
public enum RequestLane: Hashable, Sendable {
    /// A small request: no permit.
    case api
    /// One that carries file bytes: a permit of the run, one of its file, and bandwidth.
    case upload(UploadLane)
}

/// Where a request goes, in the characters that stand on the request line: nothing here is encoded, decoded or normalised
/// again.
public struct RequestTarget: Hashable, Sendable {
    /// True for https.
    public var secure: Bool
    /// Host as it is signed and sent, without a port.
    public var host: String
    /// Nil for the scheme's own port.
    public var port: Int?
    /// Begins with `/`; percent-encoded.
    public var path: String
    /// Without its `?`; percent-encoded; empty for none.
    public var query: String
    /// Connects elsewhere than `host` and `port` say; the host header and what is signed stay as they are.
    public var connectTo: ConnectAddress?

    /// A target on `host`.
    public init(
        secure: Bool, host: String, port: Int? = nil, path: String, query: String = "", connectTo: ConnectAddress? = nil
    ) {
        self.secure = secure
        self.host = host
        self.port = port
        self.path = path
        self.query = query
        self.connectTo = connectTo
    }

    /// The value of the `Host` header: the port only where it is not the scheme's own.
    public var authority: String {
        guard let port, port != (secure ? 443 : 80) else { return host }
        return "\(host):\(port)"
    }
}

/// A place to connect to in place of the one that a URL names: the emulator on this machine.
public struct ConnectAddress: Hashable, Sendable, Codable {
    /// Name or address.
    public var host: String
    /// Port, 1 to 65535.
    public var port: Int
    /// Speak TLS to it.
    public var secure: Bool

    /// The place `host`:`port`.
    public init(host: String, port: Int, secure: Bool = false) {
        self.host = host
        self.port = port
        self.secure = secure
    }
}

/// Another address of the same service, for the case that the first one does not lead to it. It is asked for when it is needed,
/// which is seldom.
public struct BackupTarget: Sendable {
    /// The place of a target there; nil where there is none.
    public var place: @Sendable (RequestTarget) -> RequestTarget?
    /// True for an answer that the service itself gave: then the address is right, and stays.
    public var isFromService: @Sendable (IncomingResponse) -> Bool

    /// The address at which `place` finds targets.
    public init(
        place: @escaping @Sendable (RequestTarget) -> RequestTarget?,
        isFromService: @escaping @Sendable (IncomingResponse) -> Bool
    ) {
        self.place = place
        self.isFromService = isFromService
    }
}

/// Adds what proves who sends a request. It is called once for each attempt, after all waiting and just before sending.
public protocol RequestSigner: Sendable {
    /// `request` with its signature. Throws ``TransportFault/Kind/credential(_:)`` where no key is to be had.
    func sign(_ request: OutgoingRequest) async throws(TransportFault) -> OutgoingRequest
}

/// A request before it is sent.
public struct OutgoingRequest: Sendable {
    /// The methods in use.
    public enum Method: String, Hashable, Sendable {
        /// Reads.
        case get = "GET"
        /// Asks for the headers alone.
        case head = "HEAD"
        /// Stores.
        case put = "PUT"
        /// Acts.
        case post = "POST"
        /// Removes.
        case delete = "DELETE"
    }

    /// What it is, for logs and messages: `ApplyUpload`, `Upload Part`.
    public var operation: String
    /// Its method.
    public var method: Method
    /// Where it goes.
    public var target: RequestTarget
    /// Where it may go instead; nil where there is no other address.
    public var backup: BackupTarget?
    /// Its headers but `Host`, `Content-Length` and what the signer adds.
    public var headers: HeaderFields
    /// Its body.
    public var body: UploadBody
    /// What it waits for.
    public var lane: RequestLane
    /// Who signs it; nil for none.
    public var signer: (any RequestSigner)?
    /// True when a second one does no harm although the first may have had its effect. Where it is false an attempt whose
    /// effect is not known is the last.
    public var repeatable: Bool
    /// What an answer tells of failure; nil for none. It has no effect of its own and may be asked twice.
    public var judge: (@Sendable (IncomingResponse) -> ServiceFault?)?
    /// Ends it when neither the body nor the answer moves for so long; nil for the transport's own span.
    public var stallAfter: Duration?
    /// Most bytes of the answer's body.
    public var replyLimit: Int
    /// What watches its bytes and may slow them down; set by decorators.
    public var flow: TransferFlow

    /// A request for `operation`.
    public init(
        operation: String, method: Method, target: RequestTarget, headers: HeaderFields = [:],
        body: UploadBody = .bytes([]), lane: RequestLane = .api, signer: (any RequestSigner)? = nil,
        repeatable: Bool = true, stallAfter: Duration? = nil, replyLimit: Int = 8 << 20
    ) {
        self.operation = operation
        self.method = method
        self.target = target
        self.backup = nil
        self.headers = headers
        self.body = body
        self.lane = lane
        self.signer = signer
        self.repeatable = repeatable
        self.stallAfter = stallAfter
        self.replyLimit = replyLimit
        self.judge = nil
        self.flow = TransferFlow()
    }
}

extension OutgoingRequest {
    /// The request at its backup address; nil where it has none or `answer` came from the service. It goes there for good.
    func atBackup(after answer: IncomingResponse?) -> OutgoingRequest? {
        guard let backup, !(answer.map(backup.isFromService) ?? false), let place = backup.place(target) else {
            return nil
        }
        var request = self
        request.target = place
        request.backup = nil
        return request
    }
}

/// What stands beside the bytes of one attempt. Each hook is called from any task, possibly often.
public struct TransferFlow: Sendable {
    /// Asked once, when the request stands ready and before its first byte goes out; returns when it may. Throws only
    /// `CancellationError`.
    public var start: (@Sendable () async throws -> Void)?
    /// Asked before each chunk of the body goes out; returns when `count` bytes may. Throws only `CancellationError`.
    public var pace: (@Sendable (_ count: Int) async throws -> Void)?
    /// Fifteen full TLS records, which with their frames fill the 256 KiB that a connection's buffer for them has.
    public static let largestChunk = 15 * 16_384
    /// Most bytes of a chunk; 1 or more.
    public var chunkSize = largestChunk
    /// Told when a wait for a limit begins (true) and when it is over (false): nothing moves meanwhile, and nothing is wrong.
    public var held: (@Sendable (_ begins: Bool) -> Void)?
    /// Told after each chunk of the body went out.
    public var sent: (@Sendable (_ count: Int) -> Void)?
    /// Told when the answer's head or some of its body came.
    public var received: (@Sendable (_ count: Int) -> Void)?

    /// Told once, by the innermost transport as it takes the request, how the attempt is ended by another than its task: as if
    /// the task were cancelled.
    public var watched: (@Sendable (_ end: @escaping @Sendable () -> Void) -> Void)?

    /// Told when the whole answer is there, on the thread that brought it and before whoever waits for it.
    public var answered: (@Sendable () -> Void)?

    /// No hooks.
    public init() {}

    /// Returns when the first byte may go out; whatever ends the wait before has sent nothing.
    func untilStart() async throws(TransportFault) {
        do { try await start?() } catch { throw .cancelled(sentAny: false) }
    }
}
