extension ServiceModel {
    private static let describeFields = FieldTable([
        .required("FileIds", .texts), .optional("SubAppId", .unsigned), .optional("Filters", .texts),
    ])
    /// The most elements of a list in a search, and the most characters of each (vod-api 16).
    private static let searchLists: [(field: String, count: Int, length: Int)] = [
        ("FileIds", 10, 40), ("Names", 10, 100), ("NamePrefixes", 10, 100), ("Descriptions", 10, 100), ("Tags", 16, 32),
        ("Categories", 10, 100), ("SourceTypes", 10, 100), ("MediaTypes", 10, 100), ("StreamIds", 10, 100),
        ("StreamDomains", 10, 100), ("StorageRegions", 20, 20), ("StorageClasses", 10, 100), ("Status", 10, 100),
        ("ReviewResults", 10, 100),
    ]
    private static let searchFields = FieldTable(
        searchLists.map { .optional($0.field, .texts) } + [
            .optional("SubAppId", .unsigned), .optional("ClassIds", .integers), .optional("CreateTime", .object),
            .optional("ExpireTime", .object), .optional("Filters", .texts), .optional("Sort", .object),
            .optional("Offset", .unsigned), .optional("Limit", .unsigned), .optional("TrtcSdkAppIds", .integers),
            .optional("TrtcRoomIds", .texts), .optional("StreamPaths", .texts), .optional("KnowledgeBases", .texts),
            // Obsolete, and still taken.
            .optional("Text"), .optional("SourceType"), .optional("StreamId"), .optional("StartTime"),
            .optional("EndTime"), .optional("Vid"), .optional("Vids", .texts),
        ])
    private static let sorted = FieldTable([.required("Field"), .optional("Order")])
    private static let timeRange = FieldTable([.optional("After"), .optional("Before")])
    /// What `Filters` may ask for, and the field of a MediaInfo that it is (vod-api 16).
    private static let parts = [
        "basicInfo": "BasicInfo", "metaData": "MetaData", "transcodeInfo": "TranscodeInfo",
        "animatedGraphicsInfo": "AnimatedGraphicsInfo", "imageSpriteInfo": "ImageSpriteInfo",
        "snapshotByTimeOffsetInfo": "SnapshotByTimeOffsetInfo", "sampleSnapshotInfo": "SampleSnapshotInfo",
        "keyFrameDescInfo": "KeyFrameDescInfo", "adaptiveDynamicStreamingInfo": "AdaptiveDynamicStreamingInfo",
        "miniProgramReviewInfo": "MiniProgramReviewInfo", "subtitleInfo": "SubtitleInfo", "reviewInfo": "ReviewInfo",
        "mpsAiMediaInfo": "MPSAiMediaInfo", "knowledgeBasesInfo": "KnowledgeBasesInfo",
    ]

    /// Media by FileId; unknown ids are not an error (vod-api 16).
    func describeMediaInfos(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.describeFields.check(call.fields)
        let application = try application(call)
        let ids = call.fields["FileIds"]?.texts ?? []
        guard !ids.isEmpty, ids.count <= 20 else {
            throw APIRefusal("InvalidParameterValue.FileIds", "1 to 20 ids are taken")
        }
        let wanted = try Self.wantedParts(call)
        let own = Dictionary(uniqueKeysWithValues: liveMedia(of: application).map { ($0.fileId, $0) })
        return [
            "MediaInfoSet": .list(ids.compactMap { own[$0] }.map { info($0, wanted) }),
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
        try Self.checkLists(call.fields)
        try Self.checkObjects(call.fields)
        let wanted = try Self.wantedParts(call)
        var found = liveMedia(of: application).filter { matches($0, call.fields) }
        var ascending = false
        if case .object(let sort)? = call.fields["Sort"] { ascending = sort["Order"]?.text == "Asc" }
        // With fuzzy criteria the service has an order of its own.
        let isFuzzy = ["Names", "Descriptions"].contains { call.fields[$0]?.texts?.isEmpty == false }
        if !ascending || isFuzzy { found.reverse() }
        return [
            "TotalCount": .unsigned(UInt64(min(found.count, 5_000))),
            "MediaInfoSet": .list(found.dropFirst(Int(offset)).prefix(Int(limit)).map { info($0, wanted) }),
        ]
    }

    private static func checkLists(_ fields: [String: JSONValue]) throws(APIRefusal) {
        for list in searchLists {
            let texts = fields[list.field]?.texts ?? []
            guard texts.count <= list.count, texts.allSatisfy({ $0.count <= list.length }) else {
                throw APIRefusal(
                    "InvalidParameterValue.\(list.field)",
                    "`\(list.field)` has at most \(list.count) elements of \(list.length) characters")
            }
        }
    }

    private static func checkObjects(_ fields: [String: JSONValue]) throws(APIRefusal) {
        if case .object(let sort)? = fields["Sort"] {
            try sorted.check(sort)
            guard sort["Field"]?.text == "CreateTime", ["Asc", "Desc", nil].contains(sort["Order"]?.text) else {
                throw APIRefusal("InvalidParameterValue", "`Sort` is by `CreateTime`, `Asc` or `Desc`")
            }
        }
        for name in ["CreateTime", "ExpireTime"] {
            guard case .object(let range)? = fields[name] else { continue }
            try timeRange.check(range)
            guard range.values.compactMap(\.text).allSatisfy({ CivilTime.parse($0) != nil }) else {
                throw APIRefusal("InvalidParameterValue", "`\(name)` has times of the form YYYY-MM-DDThh:mm:ssZ")
            }
        }
    }

    /// Fields of a MediaInfo that a call asks for; all of them where it names none.
    private static func wantedParts(_ call: APICall) throws(APIRefusal) -> Set<String> {
        let named = call.fields["Filters"]?.texts ?? []
        guard named.allSatisfy({ parts[$0] != nil }) else {
            throw APIRefusal("InvalidParameterValue.Filters", "`Filters` names something else than a part of a medium")
        }
        return Set((named.isEmpty ? Array(parts.keys) : named).compactMap { parts[$0] })
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
        let details = details(of: medium)
        let created = within("CreateTime", medium.committedAt)
        let expires = within("ExpireTime", CivilTime.parse(details.expireTime).map(Double.init))
        return created && expires && any("FileIds") { $0 == medium.fileId }
            && any("Names") { details.name.contains($0) } && any("NamePrefixes", details.name.hasPrefix)
            && any("Descriptions") { details.description.contains($0) } && any("Tags", details.tags.contains)
            && any("MediaTypes") { $0.lowercased() == medium.type } && any("StorageRegions") { $0 == medium.region }
            && any("Categories") { $0 == Self.category(medium) } && any("SourceTypes") { $0 == "Upload" }
            && any("StorageClasses") { $0 == "STANDARD" } && any("Status") { $0 == "Normal" }
            && any("Vids") { $0 == medium.fileId }
            // Live recordings alone have these, and reviews and knowledge bases are not kept here.
            && ["StreamIds", "StreamDomains", "StreamPaths", "ReviewResults", "TrtcRoomIds", "KnowledgeBases"]
                .allSatisfy { any($0) { _ in false } }
            && fields["TrtcSdkAppIds"].map { $0 == .list([]) } ?? true && classMatches(medium, details, fields)
            && matchesObsolete(medium, details, fields)
    }

    /// The criteria that stand for one element each of today's lists.
    private func matchesObsolete(
        _ medium: CommittedMedium, _ details: MediumDetails, _ fields: [String: JSONValue]
    ) -> Bool {
        func time(_ field: String) -> Double? { fields[field]?.text.flatMap(CivilTime.parse).map(Double.init) }
        let created = medium.committedAt.rounded(.down)
        return fields["Text"]?.text.map { details.name.contains($0) || details.description.contains($0) } ?? true
            && fields["SourceType"]?.text.map { $0 == "Upload" } ?? true && fields["StreamId"] == nil
            && fields["Vid"]?.text.map { $0 == medium.fileId } ?? true
            && created >= time("StartTime") ?? created && created <= time("EndTime") ?? created
    }

    /// Media of a category, those of the ones below it included.
    private func classMatches(
        _ medium: CommittedMedium, _ details: MediumDetails, _ fields: [String: JSONValue]
    ) -> Bool {
        guard case .list(let ids)? = fields["ClassIds"], !ids.isEmpty else { return true }
        return ids.contains { id in
            Int64(id.plain).map { isClass(details.classId, within: $0, of: medium.subAppId) } ?? false
        }
    }

    private static func category(_ medium: CommittedMedium) -> String {
        if MediaTypes.covers.contains(medium.type) { return "Image" }
        return MediaTypes.audioOnly.contains(medium.type) && medium.type != "ogg" ? "Audio" : "Video"
    }

    private func info(_ medium: CommittedMedium, _ wanted: Set<String>) -> JSONValue {
        var fields: [String: JSONValue] = ["FileId": .text(medium.fileId)]
        for part in Array(Self.parts.values) + ["ImageUnderstandingInfo", "FaceRecognitionInfo"] {
            fields[part] = .null
        }
        if wanted.contains("BasicInfo") { fields["BasicInfo"] = .object(basicInfo(medium)) }
        if wanted.contains("MetaData") { fields["MetaData"] = .object(metaData(medium)) }
        let details = details(of: medium)
        if wanted.contains("KeyFrameDescInfo"), !details.keyFrames.isEmpty {
            fields["KeyFrameDescInfo"] = .object(["KeyFrameDescSet": .list(details.keyFrames.map(\.fields))])
        }
        if wanted.contains("SubtitleInfo"), !details.subtitles.isEmpty {
            fields["SubtitleInfo"] = .object(["SubtitleSet": .list(details.subtitles.map(\.fields))])
        }
        return .object(fields)
    }

    private func basicInfo(_ medium: CommittedMedium) -> [String: JSONValue] {
        let details = details(of: medium)
        let source: [String: JSONValue] = [
            "SourceType": .text("Upload"), "SourceContext": .text(medium.request["SourceContext"] ?? ""),
            "LiveRecordInfo": .null, "TrtcRecordInfo": .null, "WebPageRecordInfo": .null,
        ]
        let path = classPath(details.classId, of: medium.subAppId)
        return [
            "Name": .text(details.name), "Description": .text(details.description),
            "CreateTime": .text(CivilTime(unix: Int(medium.committedAt)).iso),
            "UpdateTime": .text(CivilTime(unix: Int(details.updated)).iso), "ExpireTime": .text(details.expireTime),
            "ClassId": details.classId < 0 ? .negative(details.classId) : .unsigned(UInt64(details.classId)),
            "ClassName": .text(path.last ?? ""), "ClassPath": .text(path.joined(separator: "-")),
            "MediaUrl": .text(details.hasOriginal ? medium.address + medium.mediaKey : ""),
            "CoverUrl": .text(details.coverAddress), "Type": .text(medium.type), "SourceInfo": .object(source),
            "StorageRegion": .text(medium.region), "StoragePath": .text("/" + medium.mediaKey),
            "TagSet": .list(details.tags.map(JSONValue.text)), "Vid": .text(medium.fileId),
            "Category": .text(Self.category(medium)), "Status": .text("Normal"), "StorageClass": .text("STANDARD"),
        ]
    }

    /// Bytes are counted as the service does: for a manifest with all its segments. Nothing is decoded here, so whatever
    /// else the service measures is 0.
    private func metaData(_ medium: CommittedMedium) -> [String: JSONValue] {
        let objects = buckets[medium.bucket]?.objects ?? ObjectTable()
        let size = medium.keys.filter { $0 != medium.coverKey }.reduce(0) { $0 + (objects[$1]?.size ?? 0) }
        var fields: [String: JSONValue] = [
            "Size": .unsigned(UInt64(size)), "Container": .text(medium.type), "Md5": .text(""),
            "VideoStreamSet": .list([]), "AudioStreamSet": .list([]),
        ]
        for name in ["Bitrate", "Height", "Width", "Rotate", "Duration", "VideoDuration", "AudioDuration"] {
            fields[name] = .unsigned(0)
        }
        return fields
    }
}
