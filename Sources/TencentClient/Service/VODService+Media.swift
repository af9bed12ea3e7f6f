import IngestModel
import TencentWire

/// A medium as the service describes it. What it does not say is nil.
public struct MediaDescription: Hashable, Sendable {
    /// Digits.
    public var fileId: String
    /// Name in the media library.
    public var name: String?
    /// `YYYY-MM-DDThh:mm:ssZ`.
    public var createTime: String?
    /// Extension of the container, as the service writes it.
    public var type: String?
    /// Bytes; of a manifest those of its segments too. Nil where the service has not measured them yet.
    public var size: Int64?
    /// Path of the medium, as the service writes it.
    public var storagePath: String?
    /// Region that it is stored in.
    public var storageRegion: String?
    /// What ApplyUpload handed through.
    public var sourceContext: String?
    /// Play address.
    public var mediaUrl: String?
    /// Address of the cover.
    public var coverUrl: String?
    /// `Normal` or `Forbidden`.
    public var status: String?

    /// The medium `fileId`, of which nothing is known.
    public init(fileId: String) { self.fileId = fileId }

    init(_ info: MediaInfo) {
        fileId = info.fileId
        let basic = info.basicInfo
        name = basic?.name
        createTime = basic?.createTime
        type = basic?.type.nonEmpty
        size = info.metaData?.size
        storagePath = basic?.storagePath.nonEmpty
        storageRegion = basic?.storageRegion.nonEmpty
        sourceContext = basic?.sourceInfo?.sourceContext.nonEmpty
        mediaUrl = basic?.mediaUrl.nonEmpty
        coverUrl = basic?.coverUrl.nonEmpty
        status = basic?.status
    }
}

/// What was asked for by id.
public struct MediaLookup: Hashable, Sendable {
    /// Media that are there, by id.
    public var found: [String: MediaDescription] = [:]
    /// Ids that the service says it has no medium for.
    public var missing: Set<String> = []
}

/// What media are searched by; a nil criterion does not count, all others must hold.
public struct MediaSearch: Hashable, Sendable {
    /// Application.
    public var subAppId: UInt64?
    /// Part of the name, at most 100 characters; the service matches fuzzily.
    public var name: String?
    /// `YYYY-MM-DDThh:mm:ssZ`, included: the earliest creation.
    public var createdFrom: String?
    /// As ``createdFrom``: the latest creation.
    public var createdTo: String?
    /// Media that are passed over, at most 5000 together with ``limit``.
    public var offset: UInt64 = 0
    /// The most media in the answer.
    public var limit: UInt64 = 100

    /// A search of a whole application.
    public init(subAppId: UInt64? = nil) { self.subAppId = subAppId }
}

/// A page of what a search found, newest first where the service keeps the order.
public struct MediaSearchPage: Hashable, Sendable {
    /// Media found in all; the service counts to 5000.
    public var total: UInt64
    /// Those of the page.
    public var media: [MediaDescription]
}

extension VODService {
    /// The most ids that one DescribeMediaInfos takes (vod-api 16).
    public static let mostDescribed = DescribeMediaInfosRequest.mostFileIds

    /// Describes media (DescribeMediaInfos, vod-api 16). Reads only, so it is safe to repeat. An id that there is no medium
    /// for is no fault.
    /// - Parameters:
    ///   - fileIds: any number; each ``mostDescribed`` of them are one call, and a repeated id is asked for once.
    ///   - subAppId: the application that they are in; nil for the primary one.
    ///   - region: access region.
    public func describeMedia(
        fileIds: [String], subAppId: UInt64?, region: String
    ) async throws(ServiceFault) -> MediaLookup {
        var lookup = MediaLookup()
        var rest = fileIds[...]
        var asked: Set<String> = []
        while !rest.isEmpty {
            var batch: [String] = []
            while let next = rest.first, batch.count < Self.mostDescribed {
                rest = rest.dropFirst()
                if asked.insert(next).inserted { batch.append(next) }
            }
            guard !batch.isEmpty else { break }
            let answer = try await call(
                .describeMediaInfos,
                DescribeMediaInfosRequest(fileIds: batch, subAppId: subAppId, filters: [.basicInfo, .metaData]),
                answer: DescribeMediaInfosResponse.self, region: region)
            for info in answer.mediaInfoSet ?? [] { lookup.found[info.fileId] = MediaDescription(info) }
            lookup.missing.formUnion(answer.notExistFileIdSet ?? [])
        }
        return lookup
    }

    /// Searches an application's media (SearchMedia, vod-api 16). Reads only. How soon a commit is found by it is not
    /// documented (vod-api 22); the name matches fuzzily, so what is found is to be compared by the caller.
    public func searchMedia(_ search: MediaSearch, region: String) async throws(ServiceFault) -> MediaSearchPage {
        var request = SearchMediaRequest()
        request.subAppId = search.subAppId
        request.names = search.name.map { [String($0.prefix(SearchMediaRequest.longestName))] }
        if search.createdFrom != nil || search.createdTo != nil {
            request.createTime = SearchMediaRequest.TimeRange(after: search.createdFrom, before: search.createdTo)
        }
        request.sort = SearchMediaRequest.Sort(order: .descending)
        request.offset = search.offset
        request.limit = search.limit
        request.filters = [.basicInfo, .metaData]
        let answer = try await call(.searchMedia, request, answer: SearchMediaResponse.self, region: region)
        let media = (answer.mediaInfoSet ?? []).map { MediaDescription($0) }
        return MediaSearchPage(total: answer.totalCount ?? UInt64(media.count), media: media)
    }
}
