extension ServiceModel {
    private static let deleteFields = FieldTable([
        .required("FileId"), .optional("SubAppId", .unsigned), .optional("DeleteParts", .objects),
    ])
    private static let deletable: Set = [
        "OriginalFiles", "TranscodeFiles", "AdaptiveDynamicStreamingFiles", "WechatPublishFiles",
        "WechatMiniProgramPublishFiles",
    ]

    /// Deletes a medium, or the files that were uploaded for it alone; it has no others here (vod-api 16).
    mutating func deleteMedia(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.deleteFields.check(call.fields)
        let medium = try medium(call, orElse: APIRefusal("InvalidParameterValue.FileId", "there is no such medium"))
        let parts = call.fields["DeleteParts"]?.objects ?? []
        for part in parts where !Self.deletable.contains(part["Type"]?.text ?? "") {
            throw APIRefusal("InvalidParameterValue", "a part's `Type` is not known")
        }
        guard parts.isEmpty || parts.contains(where: { $0["Type"]?.text == "OriginalFiles" }) else { return [:] }
        for key in medium.keys {
            guard let object = buckets[medium.bucket]?.objects.removeValue(forKey: key) else { continue }
            released += object.blobs
            withdrawn.append(WithdrawnObject(bucket: medium.bucket, key: key))
        }
        if parts.isEmpty {
            deleted.insert(medium.fileId)
        } else {
            var details = details(of: medium)
            details.hasOriginal = false
            details.coverAddress = ""
            details.updated = call.now
            edited[medium.fileId] = details
        }
        return [:]
    }
}

/// An object that is no longer to be shown in the folder.
struct WithdrawnObject: Hashable, Sendable {
    var bucket: String
    var key: String
}
