import Foundation

extension ServiceModel {
    private static let modifyFields = FieldTable([
        .required("FileId"), .optional("SubAppId", .unsigned), .optional("Name"), .optional("Description"),
        .optional("ClassId", .integer), .optional("ExpireTime"), .optional("CoverData"), .optional("AddTags", .texts),
        .optional("DeleteTags", .texts), .optional("ClearTags", .integer), .optional("AddKeyFrameDescs", .objects),
        .optional("DeleteKeyFrameDescs", .numbers), .optional("ClearKeyFrameDescs", .integer),
        .optional("AddSubtitles", .objects), .optional("DeleteSubtitleIds", .texts),
        .optional("ClearSubtitles", .integer), .optional("DeleteKnowledgeBases", .texts),
        .optional("ClearKnowledgeBases", .integer),
    ])
    /// Tags of a medium, and characters of a tag (vod-api 10).
    private static let mostTags = 16
    private static let longestTag = 32

    /// Changes what is known of a medium (vod-api 16).
    mutating func modifyMediaInfo(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.modifyFields.check(call.fields)
        let medium = try medium(call, orElse: APIRefusal("ResourceNotFound.FileNotExist", "there is no such medium"))
        try Self.changeKnowledgeBases(call)
        var details = details(of: medium)
        try Self.changeTexts(&details, call)
        try Self.changeTags(&details, call)
        try Self.changeKeyFrames(&details, call)
        var answer: APICall.Answer = [:]
        let added = try changeSubtitles(of: medium, &details, call)
        if !added.isEmpty { answer["AddedSubtitleSet"] = .list(added.map(\.fields)) }
        if let data = call.fields["CoverData"]?.text {
            let type = try Self.imageType(data)
            details.coverAddress = medium.address + "\(medium.fileId)/\(takeNumber()).\(type)"
            answer["CoverUrl"] = .text(details.coverAddress)
        }
        details.updated = call.now
        edited[medium.fileId] = details
        return answer
    }

    private static func changeTexts(_ details: inout MediumDetails, _ call: APICall) throws(APIRefusal) {
        for (field, most) in [("Name", 64), ("Description", 128)] {
            guard (call.fields[field]?.text ?? "").count <= most else {
                throw APIRefusal("InvalidParameterValue.\(field)", "`\(field)` is longer than \(most) characters")
            }
        }
        details.name = call.fields["Name"]?.text ?? details.name
        details.description = call.fields["Description"]?.text ?? details.description
        if let id = call.fields["ClassId"].flatMap({ Int64($0.plain) }) {
            guard id >= 0 else { throw APIRefusal("InvalidParameterValue.ClassId", "there is no such category") }
            details.classId = id
        }
        if let time = call.fields["ExpireTime"]?.text {
            guard let unix = CivilTime.parse(time), Double(unix) > call.now else {
                throw APIRefusal("InvalidParameterValue.ExpireTime", "the time must be YYYY-MM-DDThh:mm:ssZ, in future")
            }
            details.expireTime = time
        }
    }

    private static func changeTags(_ details: inout MediumDetails, _ call: APICall) throws(APIRefusal) {
        let added = call.fields["AddTags"]?.texts ?? []
        let clears = call.fields["ClearTags"]?.unsigned == 1
        guard added.isEmpty || !clears else {
            throw APIRefusal("InvalidParameterValue", "`AddTags` and `ClearTags` exclude each other")
        }
        guard added.allSatisfy({ (1...longestTag).contains($0.count) }) else {
            throw APIRefusal("InvalidParameterValue.TagTooLong", "a tag has 1 to \(longestTag) characters")
        }
        if clears { details.tags = [] }
        let dropped = Set(call.fields["DeleteTags"]?.texts ?? [])
        guard !added.contains(where: dropped.contains) else {
            throw APIRefusal("InvalidParameterValue", "`AddTags` and `DeleteTags` name the same")
        }
        details.tags.removeAll { dropped.contains($0) }
        for tag in added where !details.tags.contains(tag) { details.tags.append(tag) }
        guard details.tags.count <= mostTags else {
            throw APIRefusal("LimitExceeded.TagCountReachMax", "a medium has at most \(mostTags) tags")
        }
    }

    /// The type of an image in base64, by its first bytes.
    private static func imageType(_ base64: String) throws(APIRefusal) -> String {
        let bytes = Data(base64Encoded: base64).map { Array($0.prefix(8)) } ?? []
        let types: [(String, [UInt8])] = [
            ("gif", Array("GIF8".utf8)), ("jpg", [0xFF, 0xD8, 0xFF]), ("png", [0x89, 0x50, 0x4E, 0x47]),
        ]
        guard let type = types.first(where: { bytes.starts(with: $0.1) })?.0 else {
            throw APIRefusal("InvalidParameterValue", "`CoverData` is not the base64 of a GIF, a JPEG or a PNG")
        }
        return type
    }
}
