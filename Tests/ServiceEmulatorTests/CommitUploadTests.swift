import Testing

@testable import ServiceEmulator

@Suite struct CommitUploadTests {
    /// A model with one session whose objects of these keys are stored.
    private func prepared(
        _ json: String = #"{"MediaType": "mp4"}"#, storesMedium: Bool = true, storesCover: Bool = true,
        _ configure: (inout EmulatorConfiguration) -> Void = { _ in }
    ) throws -> (model: ServiceModel, session: UploadSession) {
        var model = ApplyUploadTests.model(configure)
        _ = try model.answer(ApplyUploadTests.call(.applyUpload, json))
        let session = try #require(model.sessions.values.first)
        if storesMedium { store(session.mediaKey, session, &model) }
        if storesCover, let key = session.coverKey { store(key, session, &model) }
        return (model, session)
    }

    private func store(_ key: String, _ session: UploadSession, _ model: inout ServiceModel) {
        model.buckets[session.bucket]?.objects[key] = StoredObject(
            blobs: [Blob(number: 1, length: 3)], etag: "\"e\"", crc64: 1, metadata: [], storageClass: "STANDARD",
            modified: Double(testNow), partCount: 0)
        model.noteStored(key, in: session.bucket, by: session.key)
    }

    private func commit(_ session: UploadSession, more: String = "", now: Double = Double(testNow)) -> APICall {
        ApplyUploadTests.call(.commitUpload, #"{"VodSessionKey": "\#(session.key)"\#(more)}"#, now: now)
    }

    @Test("a commit makes a medium with the number of its path")
    func commits() throws {
        var (model, session) = try prepared(
            #"{"MediaType": "mp4", "CoverType": "jpg", "MediaName": "A", "ClassId": 7, "SourceContext": "c"}"#)
        let answer = try model.answer(commit(session))
        let address = "http://1250000000.vod2.example.com/"
        #expect(
            answer == [
                "FileId": .text(session.fileId), "MediaUrl": .text(address + session.mediaKey),
                "CoverUrl": .text(address + (session.coverKey ?? "")),
            ])
        let medium = try #require(model.media.first)
        #expect(model.media.count == 1)
        #expect(
            medium.request == [
                "MediaType": "mp4", "CoverType": "jpg", "MediaName": "A", "ClassId": "7", "SourceContext": "c",
            ])
        #expect(medium.keys == [session.coverKey ?? "", session.mediaKey].sorted())
        #expect(session.mediaKey.contains("\(session.fileId)/"))
        #expect(model.openSessions == 0)
    }

    @Test("a missing medium or cover is ResourceNotFound")
    func missing() throws {
        let (model, session) = try prepared(storesMedium: false)
        #expect(ApplyUploadTests.refusal(model, commit(session)) == "ResourceNotFound: the medium was not uploaded")
        let json = #"{"MediaType": "mp4", "CoverType": "jpg"}"#
        let (other, covered) = try prepared(json, storesCover: false)
        #expect(ApplyUploadTests.refusal(other, commit(covered)) == "ResourceNotFound: the cover was not uploaded")
    }

    @Test("an unknown, a missing and a lapsed session key are refused")
    func sessionKeys() throws {
        let (model, session) = try prepared()
        let code = "InvalidParameterValue.VodSessionKey: invalid vod session key"
        #expect(
            ApplyUploadTests.refusal(model, ApplyUploadTests.call(.commitUpload, #"{"VodSessionKey": "x"}"#)) == code)
        #expect(
            ApplyUploadTests.refusal(model, ApplyUploadTests.call(.commitUpload, "{}"))
                == "MissingParameter: the parameter `VodSessionKey` is missing")
        #expect(ApplyUploadTests.refusal(model, commit(session, now: Double(testNow) + 86_399)) == nil)
        #expect(ApplyUploadTests.refusal(model, commit(session, now: Double(testNow) + 86_400)) == code)
    }

    @Test("SubAppId may be left out, and must be the session's where it is given")
    func applications() throws {
        let (model, session) = try prepared(#"{"MediaType": "mp4", "SubAppId": 1500012345}"#)
        #expect(ApplyUploadTests.refusal(model, commit(session)) == nil)
        #expect(ApplyUploadTests.refusal(model, commit(session, more: #", "SubAppId": 1500012345"#)) == nil)
        #expect(
            ApplyUploadTests.refusal(model, commit(session, more: #", "SubAppId": 1250000000"#))
                == "InvalidParameterValue.SubAppId: the session belongs to another application")
        #expect(
            ApplyUploadTests.refusal(model, commit(session, more: #", "MediaName": "x""#))
                == "UnknownParameter: the parameter `MediaName` is not known")
    }

    @Test("a second commit does what is configured", arguments: EmulatorConfiguration.CommitRepeat.allCases)
    func repeated(_ answer: EmulatorConfiguration.CommitRepeat) throws {
        var (model, session) = try prepared { $0.commitRepeat = answer }
        _ = try model.answer(commit(session))
        switch answer {
        case .sameFileId:
            #expect(try model.answer(commit(session))["FileId"] == .text(session.fileId))
            #expect(model.media.count == 1)
        case .invalidSessionKey:
            #expect(
                ApplyUploadTests.refusal(model, commit(session))
                    == "InvalidParameterValue.VodSessionKey: the session has been committed")
            do { _ = try model.answer(commit(session)) } catch { #expect(model.media.count == 1) }
        case .newFileId:
            #expect(try model.answer(commit(session))["FileId"] != .text(session.fileId))
            #expect(Set(model.media.map(\.fileId)).count == 2)
        }
        #expect(model.duplicateCommits == 1)
    }

    @Test("committed media are found by FileId and by search, within their application")
    func describes() throws {
        var (model, session) = try prepared(#"{"MediaType": "mp4", "MediaName": "Wild", "SourceContext": "w-2"}"#)
        _ = try model.answer(commit(session))
        let described = try model.answer(
            ApplyUploadTests.call(.describeMediaInfos, #"{"FileIds": ["\#(session.fileId)", "1"]}"#))
        let info = try #require(described["MediaInfoSet"]?.list.first)
        #expect(info["BasicInfo"]?["SourceInfo"]?["SourceContext"] == .text("w-2"))
        #expect(info["BasicInfo"]?["StoragePath"] == .text("/" + session.mediaKey))
        #expect(info["MetaData"]?["Size"] == .unsigned(3))
        #expect(described["NotExistFileIdSet"] == .list([.text("1")]))
        func found(_ json: String) throws -> UInt64? {
            try model.answer(ApplyUploadTests.call(.searchMedia, json))["TotalCount"]?.unsigned
        }
        #expect(try found(#"{"Names": ["Wil"], "Categories": ["Video"]}"#) == 1)
        #expect(try found(#"{"NamePrefixes": ["ild"]}"#) == 0)
        #expect(try found(#"{"SubAppId": 1500012345}"#) == 0)
        #expect(try found(#"{"CreateTime": {"After": "2023-11-14T22:13:20Z", "Before": "2023-11-14T22:13:20Z"}}"#) == 1)
        #expect(try found(#"{"CreateTime": {"After": "2023-11-14T22:13:21Z"}}"#) == 0)
    }

    @Test("applications and their regions are listed")
    func applicationsListed() throws {
        var model = ApplyUploadTests.model()
        let answer = try model.answer(ApplyUploadTests.call(.describeSubAppIds, "{}"))
        #expect(answer["TotalCount"] == .unsigned(2))
        #expect(
            answer["SubAppIdInfoSet"]?.list.compactMap { $0["SubAppId"]?.unsigned } == [1_250_000_000, 1_500_012_345])
        let regions = try model.answer(ApplyUploadTests.call(.describeStorageRegions, #"{"SubAppId": 1500012345}"#))
        let opened = regions["StorageRegionInfos"]?.list.filter { $0["Status"]?.text == "opened" }
        #expect(opened?.compactMap { $0["Region"]?.text } == ["ap-chongqing", "ap-guangzhou"])
    }

    @Test("a manifest's relative names come back in order, and none that leaves its folder")
    func manifests() throws {
        var model = ApplyUploadTests.model()
        func parse(_ content: String, _ type: String = "m3u8") -> APICall {
            var call = ApplyUploadTests.call(.parseStreamingManifest, "{}", region: nil)
            call.fields = ["MediaManifestContent": .text(content), "ManifestType": .text(type)]
            return call
        }
        let playlist =
            "#EXTM3U\r\n#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:4,\na/s0.ts\n#EXTINF:4,\ns1.ts\n#EXTINF:4,\ns1.ts\n"
        #expect(
            try model.answer(parse(playlist))["MediaSegmentSet"]
                == .list(["init.mp4", "a/s0.ts", "s1.ts", "s1.ts"].map(JSONValue.text)))
        for name in ["../s.ts", "/s.ts", "http://h/s.ts", "a/../../s.ts"] {
            #expect(
                ApplyUploadTests.refusal(model, parse("#EXTM3U\n\(name)\n"))
                    == "InvalidParameterValue.MediaManifestContent: "
                    + "the reference `\(name)` does not stay in the manifest's folder")
        }
        #expect(
            ApplyUploadTests.refusal(model, parse("hello"))
                == "InvalidParameterValue.MediaManifestContent: the manifest cannot be read")
        let presentation =
            "<MPD><Period><AdaptationSet><Representation><BaseURL>v/a.mp4</BaseURL></Representation></AdaptationSet>"
            + "</Period></MPD>"
        #expect(
            try model.answer(parse(presentation, "mpd"))["MediaSegmentSet"]
                == .list([.text("v/a.mp4")]))
    }
}
