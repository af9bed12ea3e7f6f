import HTTPTransport
import IngestModel
import RequestSigning
import Synchronization
import TencentWire

/// Signs for an API with the account's key (vod-api 4).
final class APISigner: RequestSigner {
    private struct KeptKey {
        var credential: AccountCredential
        var key: TC3Signer.DayKey
    }

    private let credentials: any CredentialProvider
    private let clock: ServiceClock
    private let service: String
    private let kept = Mutex<KeptKey?>(nil)

    init(credentials: any CredentialProvider, clock: ServiceClock, service: String) {
        self.credentials = credentials
        self.clock = clock
        self.service = service
    }

    func sign(_ request: OutgoingRequest) async throws(TransportFault) -> OutgoingRequest {
        let credential = try await credentials.forSigning()
        let timestamp = clock.now()
        guard case .bytes(let body) = request.body else {
            throw TransportFault(kind: .defect, message: "a file was to be sent to the API", sentAny: false)
        }
        let canonical = TC3CanonicalRequest(
            method: request.method.rawValue, query: request.target.query,
            headers: [
                NamedValue(HeaderNames.contentType, VODAction.contentType),
                NamedValue(HeaderNames.host, request.target.authority),
            ], hashedPayload: TC3Signer.hashedPayload(body))
        var signed = request
        signed.headers[HeaderNames.contentType] = VODAction.contentType
        signed.headers[HeaderNames.tcTimestamp] = String(timestamp)
        signed.headers[HeaderNames.tcToken] = credential.token?.reveal()
        signed.headers[HeaderNames.authorization] = TC3Signer.authorization(
            canonical, timestamp: timestamp, key: key(credential, timestamp))
        return signed
    }

    private func key(_ credential: AccountCredential, _ timestamp: Int64) -> TC3Signer.DayKey {
        kept.withLock { kept in
            if let known = kept, known.credential == credential, known.key.covers(timestamp: timestamp) {
                return known.key
            }
            let key = TC3Signer.DayKey(
                secretId: credential.secretId, secretKey: credential.secretKey.reveal(), service: service,
                timestamp: timestamp)
            kept = KeptKey(credential: credential, key: key)
            return key
        }
    }
}

/// Marks a call that needs no key (vod-api 3).
struct NoSigner: RequestSigner {
    let clock: ServiceClock

    func sign(_ request: OutgoingRequest) async throws(TransportFault) -> OutgoingRequest {
        var marked = request
        marked.headers[HeaderNames.tcTimestamp] = String(clock.now())
        marked.headers[HeaderNames.authorization] = STSAction.unsigned
        return marked
    }
}

/// Signs for the object store with a session's key, or with the account's where the session has none (cos-api 5).
struct StoreSigner: RequestSigner {
    let session: TemporaryCredential?
    let account: any CredentialProvider
    let clock: ServiceClock
    let keys: StoreKeys

    func sign(_ request: OutgoingRequest) async throws(TransportFault) -> OutgoingRequest {
        let now = clock.now()
        let credential = try await credential(now)
        let kept = keys.key(of: credential, at: now)
        var signed = request
        signed.headers[HeaderNames.host] = request.target.authority
        if request.method == .put || request.method == .post {
            signed.headers[HeaderNames.contentLength] = String(request.body.length)
        }
        var covered = signed.headers.fields.compactMap { COSSignedPair(header: $0.name, value: $0.value) }
        if let token = kept.token { covered.append(token) }
        let canonical = COSCanonicalRequest(
            method: request.method.rawValue, path: PercentEncoding.decode(request.target.path),
            parameters: COSParameters.parse(request.target.query).map { COSSignedPair($0) }, headers: covered)
        signed.headers[HeaderNames.cosSecurityToken] = credential.token?.reveal()
        signed.headers[HeaderNames.authorization] = COSSigner.authorization(canonical, key: kept.key)
        return signed
    }

    private func credential(_ now: Int64) async throws(TransportFault) -> AccountCredential {
        // With its token, which the SDKs leave out (vod-api 7): without it the store takes no temporary key.
        guard let session else { return try await account.forSigning() }
        if let end = session.expiresAt, Double(now) >= end {
            let fault = ServiceFault(
                code: "SessionExpired", faultClass: .expired, message: "the upload session's temporary key has run out")
            throw TransportFault(kind: .credential(fault), message: fault.message, sentAny: false)
        }
        return AccountCredential(
            secretId: session.secretId, secretKey: session.secretKey, token: session.token,
            expiresAt: session.expiresAt)
    }
}

/// Signing keys of the sessions in use, each for the short while in which its window is as good as a new one.
final class StoreKeys: Sendable {
    /// What of a credential is the same in each request that it signs.
    struct Key: Equatable, Sendable {
        var key: COSSigner.SigningKey
        /// The header with its token, which is long and encoded once; nil where it has none.
        var token: COSSignedPair?
    }

    private struct Kept {
        var credential: AccountCredential
        var madeAt: Int64
        var key: Key
    }

    /// Seconds: the window of a kept key begins so much earlier than that of a new one would, and ends so much earlier.
    private static let span: Int64 = 30
    /// More than entries are open at once in most runs; beyond it the oldest make room.
    private static let most = 64

    private let kept = Mutex<[Kept]>([])

    /// The key that signs for `credential` at `now` (unix seconds).
    func key(of credential: AccountCredential, at now: Int64) -> Key {
        kept.withLock { kept in
            kept.removeAll { !(0..<Self.span).contains(now - $0.madeAt) }
            if let found = kept.first(where: { $0.credential == credential }) { return found.key }
            let key = Key(
                key: COSSigner.SigningKey(
                    secretId: credential.secretId, secretKey: credential.secretKey.reveal(),
                    window: COSSigner.Window(around: now, keyExpiresAt: credential.expiresAt.map { Int64($0) })),
                token: (credential.token?.reveal()).map {
                    COSSignedPair(NamedValue(HeaderNames.cosSecurityToken, $0))
                })
            if kept.count == Self.most { kept.removeFirst() }
            kept.append(Kept(credential: credential, madeAt: now, key: key))
            return key
        }
    }
}

extension CredentialProvider {
    fileprivate func forSigning() async throws(TransportFault) -> AccountCredential {
        do throws(ServiceFault) {
            return try await credential()
        } catch {
            throw TransportFault(kind: .credential(error), message: error.message, sentAny: false)
        }
    }
}

/// The query of a request to the store.
enum COSParameters {
    /// `name=value` joined by `&`, in the order given; an empty value keeps its `=`.
    static func query(_ parameters: [NamedValue]) -> String {
        parameters.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
    }

    /// What `query` wrote.
    static func parse(_ query: String) -> [NamedValue] {
        if query.isEmpty { return [] }
        return query.split(separator: "&").map { item in
            let name = item.prefix { $0 != "=" }
            return NamedValue(
                PercentEncoding.decode(String(name)), PercentEncoding.decode(String(item.dropFirst(name.count + 1))))
        }
    }
}
