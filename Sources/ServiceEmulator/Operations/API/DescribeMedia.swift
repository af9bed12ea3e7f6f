extension ServiceModel {
    private static let describeFields = FieldTable([
        .required("FileIds", .texts), .optional("SubAppId", .unsigned), .optional("Filters", .texts),
    ])
    private static let searchFields = FieldTable([
        .optional("SubAppId", .unsigned), .optional("FileIds", .texts), .optional("Names", .texts),
        .optional("NamePrefixes", .texts), .optional("Descriptions", .texts), .optional("ClassIds", .integers),
        .optional("Tags", .texts), .optional("Categories", .texts), .optional("SourceTypes", .texts),
        .optional("MediaTypes", .texts), .optional("StorageRegions", .texts), .optional("CreateTime", .object),
        .optional("ExpireTime", .object), .optional("Filters", .texts), .optional("Sort", .object),
        .optional("Offset", .unsigned), .optional("Limit", .unsigned),
    ])

    /// Media by FileId; unknown ids are not an error (vod-api 16).
    func describeMediaInfos(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.describeFields.check(call.fields)
        let application = try application(call)
        let ids = call.fields["FileIds"]?.texts ?? []
        guard !ids.isEmpty, ids.count <= 20 else {
            throw APIRefusal("InvalidParameterValue.FileIds", "1 to 20 ids are taken")
        }
        let own = Dictionary(
            uniqueKeysWithValues: media.filter { $0.subAppId == application.id }.map { ($0.fileId, $0) })
        return [
            "MediaInfoSet": .list(ids.compactMap { own[$0] }.map(info)),
            "NotExistFileIdSet": .list(ids.filter { own[$0] == nil }.map(JSONValue.text)),
        ]
    }

    /// Media by what their uploads said, newest first unless the order is given (vod-api 16).
    func searchMedia(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.searchFields.check(call.fields)
        let application = try application(call)
        let offset = call.fields["Offset"]?.unsigned ?? 0
        let limit = call.fields["Limit"]?.unsigned ?? 10
        guard offset <= 5_000, limit <= 5_000 - offset else {
            throw APIRefusal("InvalidParameterValue.Limit", "offset and limit together are at most 5000")
        }
        var found = media.filter { $0.subAppId == application.id && matches($0, call.fields) }
        var ascending = false
        if case .object(let sort)? = call.fields["Sort"] { ascending = sort["Order"]?.text == "Asc" }
        if !ascending { found.reverse() }
        return [
            "TotalCount": .unsigned(UInt64(min(found.count, 5_000))),
            "MediaInfoSet": .list(found.dropFirst(Int(offset)).prefix(Int(limit)).map(info)),
        ]
    }

    private func matches(_ medium: CommittedMedium, _ fields: [String: JSONValue]) -> Bool {
        func any(_ field: String, _ test: (String) -> Bool) -> Bool {
            guard let texts = fields[field]?.texts, !texts.isEmpty else { return true }
            return texts.contains(where: test)
        }
        func within(_ field: String, _ time: Double?) -> Bool {
            guard case .object(let range)? = fields[field], let time else { return true }
            let after = range["After"]?.text.flatMap(CivilTime.parse).map(Double.init) ?? -.infinity
            let before = range["Before"]?.text.flatMap(CivilTime.parse).map(Double.init) ?? .infinity
            return (after...max(after, before)).contains(time.rounded(.down))
        }
        return any("FileIds") { $0 == medium.fileId } && any("Names") { medium.name.contains($0) }
            && any("NamePrefixes", medium.name.hasPrefix) && any("MediaTypes") { $0.lowercased() == medium.type }
            && any("StorageRegions") { $0 == medium.region } && any("Categories") { $0 == Self.category(medium) }
            && any("SourceTypes") { $0 == "Upload" } && any("Tags") { _ in false } && any("Descriptions") { _ in false }
            && within("CreateTime", medium.committedAt)
            && within("ExpireTime", medium.request["ExpireTime"].flatMap(CivilTime.parse).map(Double.init))
            && classMatches(medium, fields)
    }

    private func classMatches(_ medium: CommittedMedium, _ fields: [String: JSONValue]) -> Bool {
        guard case .list(let ids)? = fields["ClassIds"], !ids.isEmpty else { return true }
        return ids.contains { $0.plain == medium.request["ClassId"] ?? "0" }
    }

    private static func category(_ medium: CommittedMedium) -> String {
        if MediaTypes.covers.contains(medium.type) { return "Image" }
        return MediaTypes.audioOnly.contains(medium.type) && medium.type != "ogg" ? "Audio" : "Video"
    }

    private func info(_ medium: CommittedMedium) -> JSONValue {
        let created = JSONValue.text(CivilTime(unix: Int(medium.committedAt)).iso)
        let address = "http://\(medium.subAppId).vod2.example.com/"
        let objects = buckets[medium.bucket]?.objects ?? [:]
        let size = medium.keys.filter { $0 != medium.coverKey }.reduce(0) { $0 + (objects[$1]?.size ?? 0) }
        let basic: [String: JSONValue] = [
            "Name": .text(medium.name), "Description": .text(""), "CreateTime": created, "UpdateTime": created,
            "ExpireTime": .text(medium.request["ExpireTime"] ?? "9999-12-31T23:59:59Z"),
            "ClassId": .unsigned(medium.request["ClassId"].flatMap(UInt64.init) ?? 0), "ClassName": .text("Other"),
            "ClassPath": .text("Other"), "MediaUrl": .text(address + medium.mediaKey),
            "CoverUrl": .text(medium.coverKey.map { address + $0 } ?? ""), "Type": .text(medium.type),
            "SourceInfo": .object([
                "SourceType": .text("Upload"), "SourceContext": .text(medium.request["SourceContext"] ?? ""),
            ]),
            "StorageRegion": .text(medium.region), "StoragePath": .text("/" + medium.mediaKey), "TagSet": .list([]),
            "Vid": .text(medium.fileId), "Category": .text(Self.category(medium)), "Status": .text("Normal"),
            "StorageClass": .text("STANDARD"),
        ]
        return .object([
            "FileId": .text(medium.fileId), "BasicInfo": .object(basic),
            "MetaData": .object(["Size": .unsigned(UInt64(size)), "Container": .text(medium.type)]),
        ])
    }
}
