import Testing

@testable import ServiceEmulator

/// What an account has: applications, regions, categories, task flows, rights, rates (vod-api 12, 16).
@Suite struct AccountActionsTests {
    private func list(
        _ client: ServiceClient, _ action: String, _ field: String, _ json: String = "{}"
    ) async throws -> [JSONValue] {
        try await client.call(action, json)[field]?.list ?? []
    }

    @Test("an application's status, mode and regions are told; tags are a list")
    func applications() async throws {
        try await emulating({
            $0.applications = [EmulatedApplication(id: 7, mode: .fileIdAndPath, storageRegions: ["ap-seoul"])]
            $0.applications[0].status = .off
        }) { _, client in
            let found = try await list(client, "DescribeSubAppIds", "SubAppIdInfoSet")
            #expect(found.map { $0["SubAppId"] } == [.unsigned(7), .unsigned(1_250_000_000)])
            #expect(found.first?["Status"] == .text("Off"))
            #expect(found.first?["Mode"] == .text("fileid+path"))
            let tags = #"{"Tags": [{"TagKey": "a", "TagValue": "b"}]}"#
            let tagged = try await list(client, "DescribeSubAppIds", "SubAppIdInfoSet", tags)
            #expect(tagged == [])
            let wrong = try await client.refusal("DescribeSubAppIds", #"{"Tags": {"TagKey": "a"}}"#)
            #expect(wrong == "InvalidParameter: the parameter `Tags` has a value of another type")
        }
    }

    @Test("every region is listed, those that are not opened too")
    func regions() async throws {
        try await emulating { _, client in
            let found = try await list(client, "DescribeStorageRegions", "StorageRegionInfos")
            let opened = found.filter { $0["Status"] == .text("opened") }
            #expect(opened.map { $0["Region"] } == [.text("ap-chongqing"), .text("ap-guangzhou")])
            #expect(opened.map { $0["IsDefault"] } == [.bool(true), .bool(false)])
            let seoul = found.first { $0["Region"] == .text("ap-seoul") }
            #expect(seoul?["Status"] == .text("unopened"))
            #expect(seoul?["Area"] == .text("Outside Chinese Mainland"))
            #expect(Set(found.compactMap { $0["Region"]?.text }).count == found.count)
        }
    }

    @Test("categories are made below each other, listed, told of media and searched with those below them")
    func categories() async throws {
        try await emulating { _, client in
            func make(_ name: String, _ parent: String) async throws -> String {
                let json = #"{"ClassName": "\#(name)", "ParentId": \#(parent)}"#
                return try await client.call("CreateClass", json)["ClassId"]?.plain ?? "-"
            }
            let film = try await make("film", "-1")
            let drama = try await make("drama", film)
            let all = try await list(client, "DescribeAllClass", "ClassInfoSet")
            #expect(all.map { $0["ClassName"] } == [.text("film"), .text("drama")])
            #expect(all.map { $0["Level"] } == [.unsigned(0), .unsigned(1)])
            #expect(all.map { $0["ParentId"] } == [.negative(-1), .unsigned(1)])
            #expect(all.map { $0["SubClassIdSet"] } == [.list([.unsigned(2)]), .list([])])
            let session = try await client.apply(#"{"MediaType": "mp4", "ClassId": \#(drama)}"#)
            _ = try await client.store("PUT", session.mediaKey, session, body: [1])
            let id = try #require(try await client.commit(session)["FileId"]?.text)
            let info = try await list(client, "DescribeMediaInfos", "MediaInfoSet", #"{"FileIds": ["\#(id)"]}"#)
            #expect(info.first?["BasicInfo"]?["ClassName"] == .text("drama"))
            #expect(info.first?["BasicInfo"]?["ClassPath"] == .text("film-drama"))
            for (wanted, count) in [(film, 1), (drama, 1), ("3", 0)] {
                let found = try await list(client, "SearchMedia", "MediaInfoSet", #"{"ClassIds": [\#(wanted)]}"#)
                #expect(found.count == count)
            }
        }
    }

    static let categoryRefusals: [(json: String, refusal: String)] = [
        (#"{"ClassName": "x"}"#, "MissingParameter: the parameter `ParentId` is missing"),
        (
            #"{"ClassName": "", "ParentId": -1}"#,
            "InvalidParameterValue.ClassName: a category's name has 1 to 64 characters"
        ),
        (#"{"ClassName": "x", "ParentId": 9}"#, "FailedOperation.ParentIdNoFound: there is no category `9`"),
        (#"{"ClassName": "a", "ParentId": -1}"#, "FailedOperation.ClassNameDuplicate: the name is taken"),
        (
            #"{"ClassName": "x", "ParentId": 4}"#,
            "FailedOperation.ClassLevelLimitExceeded: categories have at most 4 levels"
        ),
    ]

    @Test("a category that may not be is refused", arguments: categoryRefusals)
    func refusedCategory(_ expected: (json: String, refusal: String)) async throws {
        try await emulating({
            $0.applications = [EmulatedApplication(id: $0.appId)]
            $0.applications[0].categories = [
                .init(id: 1, name: "a"), .init(id: 2, name: "b", parent: 1), .init(id: 3, name: "c", parent: 2),
                .init(id: 4, name: "d", parent: 3),
            ]
        }) { _, client in
            let found = try await client.refusal("CreateClass", expected.json)
            #expect(found == expected.refusal)
        }
    }

    @Test("task flows are listed by name and type, page by page")
    func procedures() async throws {
        try await emulating({
            $0.applications = [EmulatedApplication(id: $0.appId)]
            $0.applications[0].procedures = ["Nightly", "Weekly"]
        }) { _, client in
            func names(_ json: String) async throws -> [String] {
                try await list(client, "DescribeProcedureTemplates", "ProcedureTemplateSet", json)
                    .compactMap { $0["Name"]?.text }
            }
            #expect(try await names("{}") == ["LongVideoPreset", "Nightly", "Weekly"])
            #expect(try await names(#"{"Names": ["Weekly", "Other"]}"#) == ["Weekly"])
            #expect(try await names(#"{"Type": "Preset"}"#) == ["LongVideoPreset"])
            #expect(try await names(#"{"Offset": 1, "Limit": 1}"#) == ["Nightly"])
            let page = try await client.call("DescribeProcedureTemplates", #"{"Limit": 1}"#)
            #expect(page["TotalCount"] == .unsigned(3))
            for (json, refusal) in [
                (#"{"Limit": 101}"#, "InvalidParameterValue.Limit: 1 to 100 are taken"),
                (#"{"Type": "Own"}"#, "InvalidParameterValue.Type: the type is `Preset` or `Custom`"),
                (#"{"SortBy": [{"Field": "Name"}]}"#, "InvalidParameterValue: what is sorted by is `CreateTime`"),
            ] {
                let refused = try await client.refusal("DescribeProcedureTemplates", json)
                #expect(refused == refusal)
            }
        }
    }

    @Test("what the account has no right to is refused, whatever it asks for")
    func rights() async throws {
        try await emulating({ $0.deniedToAccounts = [.commitUpload] }) { _, client in
            #expect(
                try await client.refusal("CommitUpload", #"{"VodSessionKey": "none"}"#)
                    == "AuthFailure.UnauthorizedOperation: the key has no right to name/vod:CommitUpload")
            let apply = try await client.refusal("ApplyUpload", #"{"MediaType": "none"}"#)
            #expect(apply == "InvalidParameterValue.MediaType: invalid media type")
        }
    }

    @Test(
        "calls beyond an action's rate are refused within the second and taken in the next",
        arguments: [
            ("ParseStreamingManifest", 20), ("ApplyUpload", 100), ("CommitUpload", 100), ("DescribeMediaInfos", 100),
        ])
    func rates(action: String, rate: Int) async throws {
        try await emulating({ $0.enforcesRateLimits = true }) { emulator, client in
            // What is refused for its fields counts as well as what is not.
            for _ in 0..<rate { _ = try await client.call(action, "{}") }
            let limit = "RequestLimitExceeded: the limit of calls per second is exceeded"
            #expect(try await client.refusal(action, "{}") == limit)
            emulator.advanceClock(by: 1)
            let next = ServiceClient(port: client.port, now: client.now + 1)
            #expect(try await next.refusal(action, "{}")?.hasPrefix("MissingParameter") == true)
        }
    }

    @Test("a search orders by the one field there is, and its spans are times")
    func searchOrder() async throws {
        try await emulating { _, client in
            for (json, refusal) in [
                (
                    #"{"Sort": {"Field": "Name", "Order": "Asc"}}"#,
                    "InvalidParameterValue: `Sort` is by `CreateTime`, `Asc` or `Desc`"
                ),
                (#"{"Sort": {"By": "CreateTime"}}"#, "UnknownParameter: the parameter `By` is not known"),
                (
                    #"{"CreateTime": {"After": "yesterday"}}"#,
                    "InvalidParameterValue: `CreateTime` has times of the form YYYY-MM-DDThh:mm:ssZ"
                ),
            ] {
                let refused = try await client.refusal("SearchMedia", json)
                #expect(refused == refusal)
            }
        }
    }
}
