import Foundation
import IngestModel

/// A key of the store that ApplyUpload gave for one upload (vod-api 7).
public struct TemporaryCredential: Hashable, Sendable {
    /// Id of the key.
    public var secretId: String
    /// The key.
    public var secretKey: Secret
    /// Goes with every request.
    public var token: Secret
    /// Unix seconds after which the store refuses it; nil where the service does not say.
    public var expiresAt: Double?

    /// A key that runs out at `expiresAt`.
    public init(secretId: String, secretKey: Secret, token: Secret, expiresAt: Double?) {
        self.secretId = secretId
        self.secretKey = secretKey
        self.token = token
        self.expiresAt = expiresAt
    }
}

/// Where an entry uploads to, from ApplyUpload to CommitUpload.
public struct UploadSession: Hashable, Sendable {
    /// Name of the bucket, as the service gave it.
    public var bucket: String
    /// The store's region, as the service gave it.
    public var storageRegion: String
    /// Names the upload to CommitUpload.
    public var vodSessionKey: Secret
    /// Key of the medium or top manifest.
    public var mediaKey: ObjectKey
    /// Key of the cover; nil where the service allotted none.
    public var coverKey: ObjectKey?
    /// The store's key for this upload; nil where the account's own is to be used (vod-api 7).
    public var credential: TemporaryCredential?
    /// The id of the ApplyUpload request.
    public var requestId: String?
    /// Unix seconds at which it was opened, by the service's clock; nil where the answer bore no date.
    public var openedAt: Double?

    /// A session in `bucket`.
    public init(
        bucket: String, storageRegion: String, vodSessionKey: Secret, mediaKey: ObjectKey, coverKey: ObjectKey? = nil,
        credential: TemporaryCredential? = nil, requestId: String? = nil
    ) {
        self.bucket = bucket
        self.storageRegion = storageRegion
        self.vodSessionKey = vodSessionKey
        self.mediaKey = mediaKey
        self.coverKey = coverKey
        self.credential = credential
        self.requestId = requestId
    }
}

extension UploadSession {
    /// The account's own access to `bucket`, for what a session left behind: nothing can be committed with it.
    public static func ofAccount(bucket: String, storageRegion: String, key: ObjectKey) -> UploadSession {
        UploadSession(bucket: bucket, storageRegion: storageRegion, vodSessionKey: Secret(""), mediaKey: key)
    }

    /// All of it, secrets in clear, as JSON: only ever to be stored encrypted.
    public func sealedPayload() -> [UInt8] {
        let payload = SealedSession(
            bucket: bucket, storageRegion: storageRegion, vodSessionKey: vodSessionKey.reveal(), mediaKey: mediaKey,
            coverKey: coverKey,
            credential: credential.map {
                SealedSession.Key(
                    secretId: $0.secretId, secretKey: $0.secretKey.reveal(), token: $0.token.reveal(),
                    expiresAt: $0.expiresAt)
            }, requestId: requestId, openedAt: openedAt)
        do {
            return [UInt8](try JSONEncoder().encode(payload))
        } catch {
            // Only a number without a JSON form could fail, and `expiresAt` is read from one.
            preconditionFailure("an upload session could not be written as JSON")
        }
    }

    /// Reads what ``sealedPayload()`` wrote. Throws `DecodingError` for anything else.
    public init(sealedPayload: [UInt8]) throws {
        let payload = try JSONDecoder().decode(SealedSession.self, from: Data(sealedPayload))
        self.init(
            bucket: payload.bucket, storageRegion: payload.storageRegion, vodSessionKey: Secret(payload.vodSessionKey),
            mediaKey: payload.mediaKey, coverKey: payload.coverKey,
            credential: payload.credential.map {
                TemporaryCredential(
                    secretId: $0.secretId, secretKey: Secret($0.secretKey), token: Secret($0.token),
                    expiresAt: $0.expiresAt)
            }, requestId: payload.requestId)
        openedAt = payload.openedAt
    }
}

private struct SealedSession: Codable {
    struct Key: Codable {
        var secretId: String
        var secretKey: String
        var token: String
        var expiresAt: Double?
    }

    var bucket: String
    var storageRegion: String
    var vodSessionKey: String
    var mediaKey: ObjectKey
    var coverKey: ObjectKey?
    var credential: Key?
    var requestId: String?
    var openedAt: Double?
}
