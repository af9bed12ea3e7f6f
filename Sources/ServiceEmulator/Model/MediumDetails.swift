/// What is known of a medium beside its files, and may be changed after the commit (vod-api 16).
struct MediumDetails: Hashable, Sendable, Codable {
    var name: String
    var description = ""
    var classId: Int64
    /// `9999-12-31T23:59:59Z` for never.
    var expireTime: String
    var tags: [String] = []
    /// By their moments.
    var keyFrames: [KeyFrameNote] = []
    var subtitles: [AddedSubtitle] = []
    /// Address of the cover; empty for none.
    var coverAddress: String
    /// False once the files that were uploaded are deleted.
    var hasOriginal = true
    /// Unix seconds of the last change.
    var updated: Double

    /// What a commit makes of its session's fields.
    init(_ medium: CommittedMedium) {
        name = medium.name
        classId = medium.request["ClassId"].flatMap { Int64($0) } ?? 0
        expireTime = medium.request["ExpireTime"] ?? "9999-12-31T23:59:59Z"
        coverAddress = medium.coverKey.map { medium.address + $0 } ?? ""
        updated = medium.committedAt
    }
}

extension CommittedMedium {
    /// What its files' keys follow in their addresses.
    var address: String { "http://\(subAppId).vod2.example.com/" }
}

extension ServiceModel {
    /// Media of an application that are not deleted, in the order of their commits.
    func liveMedia(of application: EmulatedApplication) -> [CommittedMedium] {
        media.filter { $0.subAppId == application.id && !deleted.contains($0.fileId) }
    }

    func details(of medium: CommittedMedium) -> MediumDetails { edited[medium.fileId] ?? MediumDetails(medium) }

    /// The medium that a call names by `FileId`.
    func medium(
        _ call: APICall, orElse refusal: APIRefusal
    ) throws(APIRefusal) -> CommittedMedium {
        let application = try application(call)
        let fileId = call.fields["FileId"]?.text
        guard let medium = liveMedia(of: application).first(where: { $0.fileId == fileId }) else { throw refusal }
        return medium
    }
}
