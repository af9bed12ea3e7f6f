extension ServiceModel {
    private static let commitFields = FieldTable([.required("VodSessionKey"), .optional("SubAppId", .unsigned)])

    /// Makes a medium of a session's objects (vod-api 8).
    mutating func commitUpload(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try requireRegion(call)
        try Self.commitFields.check(call.fields)
        let application = try application(call)
        guard let session = call.fields["VodSessionKey"]?.text.flatMap({ sessions[$0] }), session.lapses > call.now
        else {
            throw APIRefusal("InvalidParameterValue.VodSessionKey", "invalid vod session key")
        }
        // Older SDKs leave SubAppId out of the commit (vod-api 8); where it is given it must be the session's.
        guard call.fields["SubAppId"] == nil || application.id == session.subAppId else {
            throw APIRefusal("InvalidParameterValue.SubAppId", "the session belongs to another application")
        }
        if let first = session.committed.first {
            duplicateCommits += 1
            switch call.commitRepeat ?? rules.commitRepeat {
            case .sameFileId: return answer(session, fileId: first)
            case .invalidSessionKey:
                throw APIRefusal("InvalidParameterValue.VodSessionKey", "the session has been committed")
            case .newFileId: break
            }
        }
        try checkObjects(session)
        let fileId = session.committed.isEmpty ? session.fileId : String(takeNumber())
        if session.committed.isEmpty { openSessions -= 1 }
        sessions[session.key]?.committed.append(fileId)
        media.append(medium(session, fileId: fileId, now: call.now))
        return answer(session, fileId: fileId)
    }

    private func checkObjects(_ session: UploadSession) throws(APIRefusal) {
        let objects = buckets[session.bucket]?.objects ?? ObjectTable()
        guard objects[session.mediaKey] != nil else {
            throw APIRefusal("ResourceNotFound", "the medium was not uploaded")
        }
        if let coverKey = session.coverKey, objects[coverKey] == nil {
            throw APIRefusal("ResourceNotFound", "the cover was not uploaded")
        }
    }

    private func answer(_ session: UploadSession, fileId: String) -> APICall.Answer {
        let address = "http://\(session.subAppId).vod2.example.com/"
        return [
            "FileId": .text(fileId),
            "MediaUrl": .text(address + session.mediaKey),
            "CoverUrl": .text(session.coverKey.map { address + $0 } ?? ""),
        ]
    }

    private func medium(_ session: UploadSession, fileId: String, now: Double) -> CommittedMedium {
        CommittedMedium(
            fileId: fileId, name: session.fields["MediaName"]?.text ?? "", type: session.mediaType,
            request: session.fields.mapValues(\.plain), subAppId: session.subAppId, region: session.region,
            bucket: session.bucket, mediaKey: session.mediaKey, coverKey: session.coverKey,
            keys: session.storedKeys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, sessionKey: session.key,
            committedAt: now)
    }
}
