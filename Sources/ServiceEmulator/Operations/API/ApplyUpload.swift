extension ServiceModel {
    private static let applyFields = FieldTable([
        .required("MediaType"), .optional("SubAppId", .unsigned), .optional("MediaName"), .optional("CoverType"),
        .optional("Procedure"), .optional("ExpireTime"), .optional("StorageRegion"), .optional("ClassId", .integer),
        .optional("SourceContext"), .optional("SessionContext"), .optional("ExtInfo"), .optional("MediaStoragePath"),
    ])

    /// Opens a session: a bucket, keys, a temporary credential (vod-api 7).
    mutating func applyUpload(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try requireRegion(call)
        try Self.applyFields.check(call.fields)
        let application = try application(call)
        let mediaType = try type(call, "MediaType", of: MediaTypes.media, "invalid media type")
        let coverType =
            call.fields["CoverType"] == nil
            ? nil : try type(call, "CoverType", of: MediaTypes.covers, "invalid cover type")
        try checkLimits(call)
        let region = try storageRegion(call, application)
        let chosenKey = try chosenKey(call, application)

        let number = takeNumber()
        let place = place(in: region)
        let folder = "\(place.folder)/\(random.hex(8))\(number)"
        var session = UploadSession(
            key: random.letters(84) + "+/" + random.letters(8) + "==", fields: call.fields, subAppId: application.id,
            region: region, bucket: place.bucket, mediaType: mediaType,
            mediaKey: chosenKey ?? "\(folder)/f0.\(mediaType)",
            coverKey: rules.allotsCoverPaths ? coverType.map { "\(folder)/\(number + 1).\($0)" } : nil,
            lapses: call.now + rules.sessionKeyLifetime, fileId: String(number))
        if rules.issuesTemporaryCredentials { session.credential = makeCredential(now: call.now) }
        open(session)
        return answer(session)
    }

    private mutating func open(_ session: UploadSession) {
        if buckets[session.bucket] == nil { buckets[session.bucket] = BucketState(region: session.region) }
        sessions[session.key] = session
        if let credential = session.credential { sessionOfCredential[credential.secretId] = session.key }
        openSessions += 1
        peakOpenSessions = max(peakOpenSessions, openSessions)
    }

    private func answer(_ session: UploadSession) -> APICall.Answer {
        [
            "StorageBucket": .text(session.bucket),
            "StorageRegion": .text(session.region),
            "VodSessionKey": .text(session.key),
            "MediaStoragePath": .text("/" + session.mediaKey),
            "CoverStoragePath": .text(session.coverKey.map { "/" + $0 } ?? ""),
            "TempCertificate": session.credential.map { credential in
                .object([
                    "SecretId": .text(credential.secretId), "SecretKey": .text(credential.secretKey),
                    "Token": .text(credential.token ?? ""),
                    "ExpiredTime": .unsigned(UInt64(max(0, credential.expires ?? 0))),
                ])
            } ?? .null,
        ]
    }

    private mutating func makeCredential(now: Double) -> COSVerifier.Credential {
        // The service speaks of whole seconds, so the key lives until the second that is told (vod-api 15).
        COSVerifier.Credential(
            secretId: "AKID" + random.letters(32), secretKey: random.letters(32), token: random.letters(96),
            expires: (now + rules.sessionLifetime).rounded(.down))
    }

    /// Bucket, and first folder of the keys in it, of the account in a region: `6c0f1c00vodcq251000333` in the samples.
    private func place(in region: String) -> (bucket: String, folder: String) {
        let city = region.split(separator: "-").last.map(String.init) ?? region
        let short = ["chongqing": "cq", "guangzhou": "gz", "shanghai": "sh", "beijing": "bj", "singapore": "sg"][city]
        let appId = String(rules.appId)
        let folder = "6c0f1c00vod\(short ?? region.filter { $0 != "-" })\(appId)"
        return ("\(folder)-\(appId)", folder)
    }

    mutating func takeNumber() -> UInt64 {
        defer { nextNumber += 2 + random.next() % 1_000 }
        return nextNumber
    }

    private func type(
        _ call: APICall, _ field: String, of known: Set<String>, _ message: String
    ) throws(APIRefusal) -> String {
        let sent = call.fields[field]?.text ?? ""
        let type = rules.acceptsUpperCaseTypes ? sent.lowercased() : sent
        guard known.contains(type) else { throw APIRefusal("InvalidParameterValue.\(field)", message) }
        return type
    }

    private func checkLimits(_ call: APICall) throws(APIRefusal) {
        for (field, limit) in [("SourceContext", 250), ("SessionContext", 1_000)] {
            guard (call.fields[field]?.text ?? "").count <= limit else {
                throw APIRefusal("InvalidParameterValue", "`\(field)` is longer than \(limit) characters")
            }
        }
        guard let expiry = call.fields["ExpireTime"]?.text else { return }
        guard let unix = CivilTime.parse(expiry) else {
            throw APIRefusal("InvalidParameterValue.ExpireTime", "the time is not of the form YYYY-MM-DDThh:mm:ssZ")
        }
        guard Double(unix) > call.now else {
            throw APIRefusal("InvalidParameter.ExpireTime", "the time has passed")
        }
    }

    private func storageRegion(_ call: APICall, _ application: EmulatedApplication) throws(APIRefusal) -> String {
        guard let region = call.fields["StorageRegion"]?.text ?? application.storageRegions.first,
            application.storageRegions.contains(region)
        else {
            throw APIRefusal("InvalidParameterValue.StorageRegion", "the region is not enabled for the application")
        }
        return region
    }

    /// The key that the caller asks for: only in applications of FileID+Path mode (vod-api 11).
    private func chosenKey(_ call: APICall, _ application: EmulatedApplication) throws(APIRefusal) -> String? {
        guard let path = call.fields["MediaStoragePath"]?.text else { return nil }
        let code = "InvalidParameterValue.MediaStoragePath"
        guard application.mode == .fileIdAndPath else {
            throw APIRefusal(code, "the application is not of the mode fileid+path")
        }
        let key = String(path.dropFirst())
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        guard path.hasPrefix("/"), parts.allSatisfy({ !["", ".", ".."].contains($0) }), key.utf8.count <= 850,
            key.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else { throw APIRefusal(code, "the path must begin with a slash and name a file") }
        return key
    }
}

/// Types that the service lists (vod-api 10), in lower case.
enum MediaTypes {
    private static let video = [
        "wmv", "rm", "mov", "mpeg", "mp4", "3gp", "flv", "avi", "rmvb", "ts", "asf", "mpg", "webm", "mkv", "m3u8", "wm",
        "asx", "ram", "mpe", "vob", "dat", "mp4v", "m4v", "f4v", "mxf", "qt", "ogg",
    ]
    private static let audio = ["mp3", "m4a", "flac", "ogg", "wav", "ra", "aac", "amr"]
    /// Types of covers, which may be media by themselves too.
    static let covers: Set = ["jpg", "jpeg", "png", "gif", "bmp", "tiff", "ai", "cdr", "eps", "tif", "heif"]
    /// Types of media; `mpd` is missing from the service's lists, yet every SDK uploads it.
    static let media = Set(video + audio + ["mpd"]).union(covers)
    static let audioOnly = Set(audio)
}
