import Foundation
import Testing

@testable import ServiceEmulator

/// Media after their commits: described, found, changed, deleted (vod-api 16).
@Suite struct MediaActionsTests {
    /// A medium of five bytes, with a cover.
    private func upload(_ client: ServiceClient, _ fields: String = "") async throws -> (
        id: String, ServiceClient.Session
    ) {
        let session = try await client.apply(#"{"MediaType": "mp4", "CoverType": "png"\#(fields)}"#)
        for key in [session.mediaKey, session.coverKey] {
            _ = try await client.store("PUT", key, session, body: Array("hello".utf8))
        }
        return (try await client.commit(session)["FileId"]?.text ?? "", session)
    }

    private func found(_ client: ServiceClient, _ json: String = "{}") async throws -> [String] {
        try await client.call("SearchMedia", json)["MediaInfoSet"]?.list.compactMap { $0["FileId"]?.text } ?? []
    }

    private func described(_ client: ServiceClient, _ id: String) async throws -> JSONValue? {
        try await client.call("DescribeMediaInfos", #"{"FileIds": ["\#(id)"]}"#)["MediaInfoSet"]?.list.first
    }

    @Test("parts of a medium that are not asked for are null")
    func filters() async throws {
        try await emulating { _, client in
            let (id, _) = try await upload(client)
            let json = #"{"FileIds": ["\#(id)"], "Filters": ["metaData", "transcodeInfo"]}"#
            let info = try await client.call("DescribeMediaInfos", json)["MediaInfoSet"]?.list.first
            #expect(info?["BasicInfo"] == .null)
            #expect(info?["MetaData"]?["Size"] == .unsigned(5))
            #expect(info?["TranscodeInfo"] == .null)
            #expect(
                try await client.refusal("DescribeMediaInfos", #"{"FileIds": ["1"], "Filters": ["all"]}"#)
                    == "InvalidParameterValue.Filters: `Filters` names something else than a part of a medium")
        }
    }

    @Test("lists of a search beyond their limits are refused")
    func searchLimits() async throws {
        try await emulating { _, client in
            let many = Array(repeating: "\"x\"", count: 11).joined(separator: ", ")
            let tooMany = try await client.refusal("SearchMedia", #"{"Names": [\#(many)]}"#)
            #expect(
                tooMany
                    == "InvalidParameterValue.Names: `Names` has at most 10 elements of 100 characters")
            let long = String(repeating: "x", count: 33)
            let tooLong = try await client.refusal("SearchMedia", #"{"Tags": ["\#(long)"]}"#)
            #expect(
                tooLong
                    == "InvalidParameterValue.Tags: `Tags` has at most 16 elements of 32 characters")
        }
    }

    @Test("a change is kept, shown and searched; what it leaves out stays")
    func modified() async throws {
        try await emulating { emulator, client in
            let (id, session) = try await upload(client, #", "MediaName": "old", "ClassId": 7"#)
            emulator.advanceClock(by: 100)
            let later = ServiceClient(port: client.port, now: client.now + 100)
            let change = #"{"FileId": "\#(id)", "Name": "new", "Description": "d e", "AddTags": ["a", "b", "a"]}"#
            let changed = try await later.refusal("ModifyMediaInfo", change)
            #expect(changed == nil)
            let basic = try await described(later, id)?["BasicInfo"]
            #expect(basic?["Name"] == .text("new"))
            #expect(basic?["Description"] == .text("d e"))
            #expect(basic?["TagSet"] == .list([.text("a"), .text("b")]))
            #expect(basic?["ClassId"] == .unsigned(7))
            #expect(basic?["CreateTime"] == .text("2023-11-14T22:13:20Z"))
            #expect(basic?["UpdateTime"] == .text("2023-11-14T22:15:00Z"))
            #expect(basic?["CoverUrl"] == .text("http://1250000000.vod2.example.com/\(session.coverKey)"))
            let byNewName = try await found(later, #"{"Names": ["new"], "Tags": ["b"], "Descriptions": ["d"]}"#)
            #expect(byNewName == [id])
            let byOldName = try await found(later, #"{"Names": ["old"]}"#)
            #expect(byOldName == [])
            let clear = #"{"FileId": "\#(id)", "ClearTags": 1, "ClassId": 8, "ExpireTime": "2030-01-01T00:00:00Z"}"#
            let changedAgain = try await later.refusal("ModifyMediaInfo", clear)
            #expect(changedAgain == nil)
            let cleared = try await described(later, id)?["BasicInfo"]
            #expect(cleared?["TagSet"] == .list([]))
            #expect(cleared?["Name"] == .text("new"))
            let byClass = try await found(later, #"{"ClassIds": [8]}"#)
            #expect(byClass == [id])
            let byExpiry = try await found(later, #"{"ExpireTime": {"Before": "2029-12-31T23:59:59Z"}}"#)
            #expect(byExpiry == [])
            // What the commit was is not rewritten.
            #expect(emulator.snapshot().media.map(\.name) == ["old"])
        }
    }

    @Test("a cover is taken by what it is, and its address answered")
    func cover() async throws {
        try await emulating { _, client in
            let (id, _) = try await upload(client)
            let images: [(type: String, bytes: [UInt8])] = [
                ("gif", Array("GIF89a".utf8)), ("jpg", [0xFF, 0xD8, 0xFF, 0xE0]),
                ("png", [0x89, 0x50, 0x4E, 0x47, 0x0D]),
            ]
            for image in images {
                let data = Data(image.bytes).base64EncodedString()
                let answer = try await client.call("ModifyMediaInfo", #"{"FileId": "\#(id)", "CoverData": "\#(data)"}"#)
                let address = try #require(answer["CoverUrl"]?.text)
                #expect(address.hasPrefix("http://1250000000.vod2.example.com/\(id)/"))
                #expect(address.hasSuffix(".\(image.type)"))
                let info = try await described(client, id)
                #expect(info?["BasicInfo"]?["CoverUrl"] == .text(address))
            }
        }
    }

    static let refusals: [(change: String, refusal: String)] = [
        (
            #""Name": "\#(String(repeating: "x", count: 65))""#,
            "InvalidParameterValue.Name: `Name` is longer than 64 characters"
        ),
        (
            #""Description": "\#(String(repeating: "x", count: 129))""#,
            "InvalidParameterValue.Description: `Description` is longer than 128 characters"
        ),
        (#""ClassId": -1"#, "InvalidParameterValue.ClassId: there is no such category"),
        (
            #""ExpireTime": "2020-01-01T00:00:00Z""#,
            "InvalidParameterValue.ExpireTime: the time must be YYYY-MM-DDThh:mm:ssZ, in future"
        ),
        (#""AddTags": [""]"#, "InvalidParameterValue.TagTooLong: a tag has 1 to 32 characters"),
        (
            #""AddTags": [\#((1...17).map { "\"\($0)\"" }.joined(separator: ", "))]"#,
            "LimitExceeded.TagCountReachMax: a medium has at most 16 tags"
        ),
        (
            #""AddTags": ["a"], "ClearTags": 1"#,
            "InvalidParameterValue: `AddTags` and `ClearTags` exclude each other"
        ),
        (
            #""CoverData": "dGV4dA==""#,
            "InvalidParameterValue: `CoverData` is not the base64 of a GIF, a JPEG or a PNG"
        ),
        (
            #""AddTags": ["a"], "DeleteTags": ["a"]"#, "InvalidParameterValue: `AddTags` and `DeleteTags` name the same"
        ),
        (
            #""AddKeyFrameDescs": [{"TimeOffset": 1.5, "Content": ""}]"#,
            "InvalidParameterValue: a key frame has a `TimeOffset` of 0 or more and a `Content` of 1 to 128 characters"
        ),
        (
            #""AddKeyFrameDescs": [{"TimeOffset": 1, "Text": "a"}]"#,
            "UnknownParameter: the parameter `Text` is not known"
        ),
        (
            #""AddKeyFrameDescs": [{"TimeOffset": 1, "Content": "a"}], "DeleteKeyFrameDescs": [1.0]"#,
            "InvalidParameterValue: `AddKeyFrameDescs` and `DeleteKeyFrameDescs` name the same"
        ),
        (
            #""AddKeyFrameDescs": [{"TimeOffset": 1, "Content": "a"}], "ClearKeyFrameDescs": 1"#,
            "InvalidParameterValue: `AddKeyFrameDescs` and `ClearKeyFrameDescs` exclude each other"
        ),
        (
            "\"AddKeyFrameDescs\": ["
                + (0...100).map { #"{"TimeOffset": \#($0), "Content": "a"}"# }.joined(separator: ", ") + "]",
            "LimitExceeded.KeyFrameDescCountReachMax: a medium has at most 100 key frames"
        ),
        (
            #""AddSubtitles": [{"Name": "n", "Language": "en", "Format": "srt", "Content": "eA=="}]"#,
            "InvalidParameterValue: subtitles have a `Language` and the `Format` `vtt`"
        ),
        (
            #""AddSubtitles": [{"Name": "n", "Language": "en", "Format": "vtt", "Content": "?"}]"#,
            "InvalidParameterValue: the `Content` of subtitles is not base64"
        ),
        (
            #""AddSubtitles": [{"Name": "n", "Language": "en", "Format": "vtt", "Content": "eA==", "Id": "a b"}]"#,
            "InvalidParameterValue: subtitles have a `Name` of 1 to 64 characters and an `Id` of 1 to 16 of `A-Za-z0-9_-`"
        ),
        (
            #""AddSubtitles": [{"Name": "n", "Language": "en", "Format": "vtt"}]"#,
            "MissingParameter: the parameter `Content` is missing"
        ),
        (
            "\"AddSubtitles\": ["
                + (0...16).map { _ in #"{"Name": "n", "Language": "en", "Format": "vtt", "Content": "eA=="}"# }
                .joined(separator: ", ") + "]", "LimitExceeded: a medium has at most 16 subtitles"
        ),
        (
            #""DeleteKnowledgeBases": ["b"]"#,
            "UnsupportedOperation: no medium is in a knowledge base here, and none in `b`"
        ),
        (
            #""DeleteKnowledgeBases": ["b"], "ClearKnowledgeBases": 1"#,
            "InvalidParameterValue: `DeleteKnowledgeBases` and `ClearKnowledgeBases` exclude each other"
        ),
        (#""Size": 1"#, "UnknownParameter: the parameter `Size` is not known"),
    ]

    @Test("a change that is not allowed is refused and changes nothing", arguments: refusals)
    func refused(_ expected: (change: String, refusal: String)) async throws {
        try await emulating { _, client in
            let (id, _) = try await upload(client)
            let before = try await described(client, id)
            let json = #"{"FileId": "\#(id)", \#(expected.change)}"#
            #expect(try await client.refusal("ModifyMediaInfo", json) == expected.refusal)
            #expect(try await described(client, id) == before)
        }
    }

    @Test("key frames and subtitles are added, replaced, deleted and cleared, and described where there are any")
    func notes() async throws {
        try await emulating { _, client in
            let (id, _) = try await upload(client)
            func modify(_ change: String) async throws -> [String: JSONValue] {
                try await client.call("ModifyMediaInfo", #"{"FileId": "\#(id)", \#(change)}"#)
            }
            func frames() async throws -> JSONValue? { try await described(client, id)?["KeyFrameDescInfo"] }
            func subtitles() async throws -> JSONValue? { try await described(client, id)?["SubtitleInfo"] }
            #expect(try await frames() == .null)
            #expect(try await subtitles() == .null)
            _ = try await modify(
                #""AddKeyFrameDescs": [{"TimeOffset": 7.5, "Content": "b"}, {"TimeOffset": 0, "Content": "a"}]"#)
            _ = try await modify(#""AddKeyFrameDescs": [{"TimeOffset": 7.5, "Content": "c"}]"#)
            #expect(
                try await frames()?["KeyFrameDescSet"]?.objects == [
                    ["TimeOffset": .unsigned(0), "Content": .text("a")],
                    ["TimeOffset": .fraction(7.5), "Content": .text("c")],
                ])
            _ = try await modify(#""DeleteKeyFrameDescs": [0]"#)
            #expect(try await frames()?["KeyFrameDescSet"]?.objects?.count == 1)
            _ = try await modify(#""ClearKeyFrameDescs": 1"#)
            #expect(try await frames() == .null)

            let english = #"{"Name": "n", "Language": "en", "Format": "vtt", "Content": "eA==", "Id": "en-1"}"#
            let german = #"{"Name": "m", "Language": "de", "Format": "vtt", "Content": "eA=="}"#
            let answer = try await modify(#""AddSubtitles": [\#(english), \#(german)]"#)
            let added = try #require(answer["AddedSubtitleSet"])
            #expect(try await subtitles()?["SubtitleSet"] == added)
            #expect(added.objects?.map { $0["Language"] } == [.text("en"), .text("de")])
            #expect(added.objects?[0]["Source"] == .text("UserUploaded"))
            #expect(
                try await client.refusal("ModifyMediaInfo", #"{"FileId": "\#(id)", "AddSubtitles": [\#(english)]}"#)
                    == "InvalidParameterValue: the medium has subtitles `en-1` already")
            _ = try await modify(#""DeleteSubtitleIds": ["en-1"]"#)
            #expect(try await subtitles()?["SubtitleSet"]?.objects?.map { $0["Language"] } == [.text("de")])
            _ = try await modify(#""ClearSubtitles": 1, "ClearKnowledgeBases": 1"#)
            #expect(try await subtitles() == .null)
        }
    }

    @Test("a deleted medium is gone with its objects, bytes and places in the folder")
    func deleted() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("media-\(UUID().uuidString)")
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { Issue.record("\(folder.path): \(error)") }
        }
        try await emulating({ $0.storage = .folder(folder.path) }) { emulator, client in
            let (kept, other) = try await upload(client)
            let (gone, session) = try await upload(client)
            let json = #"{"FileId": "\#(gone)"}"#
            let done = try await client.refusal("DeleteMedia", json)
            #expect(done == nil)
            let left = try await found(client)
            #expect(left == [kept])
            #expect(
                try await client.call("DescribeMediaInfos", #"{"FileIds": ["\#(gone)"]}"#)["NotExistFileIdSet"]
                    == .list([.text(gone)]))
            #expect(emulator.snapshot().objects.map(\.key).sorted() == [other.mediaKey, other.coverKey].sorted())
            let bucket = folder.appendingPathComponent("objects/\(session.bucket)")
            #expect(!FileManager.default.fileExists(atPath: bucket.appendingPathComponent(session.mediaKey).path))
            #expect(FileManager.default.fileExists(atPath: bucket.appendingPathComponent(other.mediaKey).path))
            let blobs = try FileManager.default.contentsOfDirectory(
                atPath: folder.appendingPathComponent(".emulator-blobs").path)
            #expect(blobs.count == 2)
            #expect(
                try await client.refusal("DeleteMedia", json)
                    == "InvalidParameterValue.FileId: there is no such medium")
            #expect(
                try await client.refusal("ModifyMediaInfo", json)
                    == "ResourceNotFound.FileNotExist: there is no such medium")
        }
    }

    @Test("the uploaded files can be deleted alone; other parts are not there to be deleted")
    func deletedParts() async throws {
        try await emulating { emulator, client in
            let (id, _) = try await upload(client)
            func delete(_ type: String) async throws -> String? {
                let part = #"{"Type": "\#(type)", "Definition": 0}"#
                return try await client.refusal("DeleteMedia", #"{"FileId": "\#(id)", "DeleteParts": [\#(part)]}"#)
            }
            #expect(try await delete("Everything") == "InvalidParameterValue: a part's `Type` is not known")
            let others = try await delete("TranscodeFiles")
            #expect(others == nil)
            #expect(emulator.snapshot().objects.count == 2)
            let originals = try await delete("OriginalFiles")
            #expect(originals == nil)
            #expect(emulator.snapshot().objects == [])
            let info = try await described(client, id)
            #expect(info?["BasicInfo"]?["MediaUrl"] == .text(""))
            #expect(info?["BasicInfo"]?["CoverUrl"] == .text(""))
            #expect(info?["MetaData"]?["Size"] == .unsigned(0))
        }
    }
}
