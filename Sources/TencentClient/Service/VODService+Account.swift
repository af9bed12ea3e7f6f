import IngestModel
import TencentWire

/// An application of the account (vod-api 11).
public struct AccountApplication: Hashable, Sendable {
    /// Its id.
    public var id: UInt64
    /// `On`, `Off`, `Destroying` or `Destroyed`; nil where the service does not say.
    public var status: String?
    /// True where media can have a path of the caller's choice; nil where the service does not say.
    public var takesPaths: Bool?
}

/// What the account has. All of these calls read only.
extension VODService {
    /// `Mode` of an application whose media can have a path of the caller's choice (vod-api 11).
    private static let pathMode = "fileid+path"
    /// Pages at most: an account has 50 applications (vod-api 10).
    private static let mostPages = 20

    /// Every application of the account (DescribeSubAppIds).
    public func applications(region: String) async throws(ServiceFault) -> [AccountApplication] {
        var found: [AccountApplication] = []
        for _ in 0..<Self.mostPages {
            let page = try await call(
                .describeSubAppIds, DescribeSubAppIdsRequest(offset: UInt64(found.count)),
                answer: DescribeSubAppIdsResponse.self, region: region)
            let applications = page.subAppIdInfoSet ?? []
            found += applications.map {
                AccountApplication(
                    id: $0.subAppId, status: $0.status.nonEmpty,
                    takesPaths: $0.mode.nonEmpty.map { $0 == Self.pathMode })
            }
            guard !applications.isEmpty, UInt64(found.count) < page.totalCount ?? 0 else { break }
        }
        return found
    }

    /// The regions that are enabled for an application, in the service's order (DescribeStorageRegions).
    public func storageRegions(subAppId: UInt64?, region: String) async throws(ServiceFault) -> [String] {
        let answer = try await call(
            .describeStorageRegions, ApplicationRequest(subAppId: subAppId),
            answer: DescribeStorageRegionsResponse.self, region: region)
        return (answer.storageRegionInfos ?? []).filter { $0.status == DescribeStorageRegionsResponse.Region.opened }
            .map(\.region)
    }

    /// The categories of an application but the built-in 0 (DescribeAllClass).
    public func categories(subAppId: UInt64?, region: String) async throws(ServiceFault) -> Set<Int64> {
        let answer = try await call(
            .describeAllClass, ApplicationRequest(subAppId: subAppId), answer: DescribeAllClassResponse.self,
            region: region)
        return Set((answer.classInfoSet ?? []).map(\.classId))
    }

    /// Those of `names` that are task flows of an application (DescribeProcedureTemplates, a call for each hundred).
    public func procedures(
        named names: [String], subAppId: UInt64?, region: String
    ) async throws(ServiceFault) -> Set<String> {
        var found: Set<String> = []
        var rest = names[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(DescribeProcedureTemplatesRequest.most))
            rest = rest.dropFirst(batch.count)
            let answer = try await call(
                .describeProcedureTemplates, DescribeProcedureTemplatesRequest(names: batch, subAppId: subAppId),
                answer: DescribeProcedureTemplatesResponse.self, region: region)
            found.formUnion((answer.procedureTemplateSet ?? []).map(\.name))
        }
        return found
    }

    /// The actions of an upload that the account may not do in an application, with what the service says of each.
    ///
    /// There is no action that tells a key's rights, so the two are called with what can have no effect: a type of media
    /// that there is not, and a session that there is not. A key without the right is refused before its fields are looked
    /// at. Throws what is neither such a refusal nor one of those fields.
    public func missingUploadRights(
        subAppId: UInt64?, region: String
    ) async throws(ServiceFault) -> [(action: VODAction, fault: ServiceFault)] {
        var apply = ApplyUploadRequest(mediaType: Self.nothing)
        apply.subAppId = subAppId
        let commit = CommitUploadRequest(vodSessionKey: Self.nothing, subAppId: subAppId)
        var missing: [(action: VODAction, fault: ServiceFault)] = []
        for action in [VODAction.applyUpload, .commitUpload] {
            do throws(ServiceFault) {
                switch action {
                case .applyUpload:
                    _ = try await call(action, apply, answer: ApplyUploadResponse.self, region: region)
                default: _ = try await call(action, commit, answer: CommitUploadResponse.self, region: region)
                }
            } catch {
                if error.isMissingRight {
                    missing.append((action, error))
                } else if error.requestId == nil || ![.rejected, .expired, .uncertain].contains(error.faultClass) {
                    throw error
                }
            }
        }
        return missing
    }

    private static let nothing = "vod-ingest-asks-for-its-rights"

    /// The names in a manifest, relative to its folder, in the service's order (ParseStreamingManifest, vod-api 9).
    /// - Parameters:
    ///   - text: the whole manifest.
    ///   - isDASH: an MPD; else a playlist.
    public func names(inManifest text: String, isDASH: Bool, region: String) async throws(ServiceFault) -> [String] {
        let request = ParseStreamingManifestRequest(
            mediaManifestContent: text, manifestType: isDASH ? .mpd : .m3u8)
        return try await call(
            .parseStreamingManifest, request, answer: ParseStreamingManifestResponse.self, region: region
        ).mediaSegmentSet ?? []
    }
}

extension ServiceFault {
    /// True where the service says that the key is right and has no right to the action (vod-api 13.1).
    public var isMissingRight: Bool { code == "AuthFailure.UnauthorizedOperation" || code == "UnauthorizedOperation" }
}
