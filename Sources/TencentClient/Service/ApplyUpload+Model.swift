import IngestModel
import TencentWire

extension ApplyUploadRequest {
    /// The fields of a job's entry that ApplyUpload takes.
    init(_ request: UploadRequest) {
        self.init(mediaType: request.mediaType)
        subAppId = request.subAppId
        mediaName = request.mediaName
        coverType = request.coverType
        procedure = request.procedure
        expireTime = request.expireTime
        storageRegion = request.storageRegion
        classId = request.classId
        sourceContext = request.sourceContext
        sessionContext = request.sessionContext
        extInfo = request.extInfo
        mediaStoragePath = request.mediaStoragePath
    }
}

extension UploadSession {
    /// The session that an answer opens. Throws where its paths cannot be keys of objects.
    init(_ answer: ApplyUploadResponse) throws(ServiceFault) {
        guard let mediaPath = answer.mediaStoragePath.nonEmpty else {
            throw Self.unusable("ApplyUpload gave no path for the medium", answer)
        }
        self.init(
            bucket: answer.storageBucket, storageRegion: answer.storageRegion,
            vodSessionKey: Secret(answer.vodSessionKey), mediaKey: try Self.key(mediaPath, answer),
            credential: answer.tempCertificate.map {
                TemporaryCredential(
                    secretId: $0.secretId, secretKey: Secret($0.secretKey), token: Secret($0.token),
                    expiresAt: $0.expiredTime.map { Double($0) })
            }, requestId: answer.requestId.nonEmpty)
        if let coverPath = answer.coverStoragePath.nonEmpty { coverKey = try Self.key(coverPath, answer) }
    }

    private static func key(_ path: String, _ answer: ApplyUploadResponse) throws(ServiceFault) -> ObjectKey {
        do throws(ObjectKey.Refusal) {
            return try ObjectKey(servicePath: path)
        } catch {
            throw unusable("ApplyUpload gave a path that is no object's key: `\(path)`", answer)
        }
    }

    private static func unusable(_ message: String, _ answer: ApplyUploadResponse) -> ServiceFault {
        ServiceFault(
            code: "BadAnswer", faultClass: .rejected, message: message, requestId: answer.requestId, status: 200)
    }
}
