import IngestModel
import ServiceEmulator
import Testing

@testable import TencentClient

/// What the service says of media, against the emulator.
@Suite("Media looked up", .timeLimit(.minutes(15)))
struct MediaLookupTests {
    private static let region = "ap-guangzhou"

    @Test("A medium is described by its id with name, size, type, place and context; an unknown id is no fault")
    func described() async throws {
        try await EmulatedService.with { service in
            let media = try await service.upload("film", 1_234) { $0.sourceContext = "batch/7" }
            let lookup = try await service.stack.vod.describeMedia(
                fileIds: [media.fileId, "42", media.fileId], subAppId: nil, region: Self.region)
            #expect(lookup.missing == ["42"])
            #expect(Array(lookup.found.keys) == [media.fileId])
            let committed = try #require(service.emulator.snapshot().media.first)
            var expected = MediaDescription(fileId: media.fileId)
            expected.name = "film"
            expected.createTime = "2023-11-14T22:13:20Z"
            expected.type = "mp4"
            expected.size = 1_234
            expected.storagePath = "/" + committed.mediaKey
            expected.storageRegion = committed.region
            expected.sourceContext = "batch/7"
            expected.mediaUrl = media.mediaUrl
            expected.status = "Normal"
            #expect(lookup.found[media.fileId] == expected)
        }
    }

    @Test("Any number of ids is asked for in calls of twenty, each once", arguments: [0, 1, 20, 21, 45])
    func batches(count: Int) async throws {
        try await EmulatedService.with { service in
            let ids = (0..<count).map { String(5_000 + $0) }
            let lookup = try await service.stack.vod.describeMedia(
                fileIds: ids + ids, subAppId: nil, region: Self.region)
            #expect(lookup.missing == Set(ids))
            #expect(lookup.found.isEmpty)
            #expect(service.emulator.snapshot().requests["DescribeMediaInfos", default: 0] == (count + 19) / 20)
        }
    }

    @Test("Media are described in their own application alone")
    func application() async throws {
        try await EmulatedService.with { service in
            let media = try await service.upload("film") { $0.subAppId = 1_500_012_345 }
            let other = try await service.stack.vod.describeMedia(
                fileIds: [media.fileId], subAppId: nil, region: Self.region)
            #expect(other.missing == [media.fileId])
            let own = try await service.stack.vod.describeMedia(
                fileIds: [media.fileId], subAppId: 1_500_012_345, region: Self.region)
            #expect(own.found[media.fileId]?.name == "film")
        }
    }

    @Test("A search finds by name within a span of time, newest first, page by page")
    func searched() async throws {
        try await EmulatedService.with { service in
            var ids: [String] = []
            for name in ["film one", "other", "film two", "film three"] {
                ids.append(try await service.upload(name).fileId)
                service.clock.advance(by: 60)
            }
            var search = MediaSearch()
            search.name = "film"
            let all = try await service.stack.vod.searchMedia(search, region: Self.region)
            #expect(all.total == 3)
            #expect(all.media.map(\.fileId) == [ids[3], ids[2], ids[0]])
            search.createdFrom = "2023-11-14T22:13:21Z"
            search.createdTo = "2023-11-14T22:15:20Z"
            let span = try await service.stack.vod.searchMedia(search, region: Self.region)
            #expect(span.media.map(\.name) == ["film two"])
            search = MediaSearch()
            search.offset = 1
            search.limit = 2
            let page = try await service.stack.vod.searchMedia(search, region: Self.region)
            #expect(page.total == 4)
            #expect(page.media.map(\.fileId) == [ids[2], ids[1]])
        }
    }

    @Test("A name longer than the search takes is cut to what it takes")
    func longName() async throws {
        try await EmulatedService.with { service in
            let name = String(repeating: "n", count: 130)
            let media = try await service.upload(name)
            var search = MediaSearch()
            search.name = name
            #expect(
                try await service.stack.vod.searchMedia(search, region: Self.region).media.map(\.fileId)
                    == [media.fileId])
        }
    }

    @Test("A search beyond the service's depth is its refusal")
    func tooDeep() async throws {
        try await EmulatedService.with { service in
            var search = MediaSearch()
            search.offset = 5_000
            let found = await fault { () async throws(ServiceFault) in
                try await service.stack.vod.searchMedia(search, region: Self.region)
            }
            #expect(found?.code == "InvalidParameterValue.Limit")
            #expect(found?.faultClass == .rejected)
        }
    }
}
