import Foundation
import HTTPTransport
import IngestModel
import IngestPolicy
import Logging
import TencentClient

// Looking for the medium of a commit that may have been done: by the FileId that the storage path carries, then by name and
// time. Only a medium that is stored where this session uploaded to is taken for it.
extension EntrySteps {
    /// What a look told.
    enum Look {
        case found(CommittedMedia)
        /// The service answered and has no such medium.
        case notThere
        /// No question was answered.
        case denied
    }

    func lookUp(_ look: Int, _ facts: SessionFacts?) async throws(ServiceFault) -> Look {
        guard let facts else { return .denied }
        do throws(CancellationError) {
            try await context.services.timeline.wait(Self.pause(before: look))
        } catch {
            throw Self.stopped
        }
        let described = try await described(facts)
        if case .found = described { return described }
        let searched = try await searched(facts)
        if case .denied = searched { return described }
        return searched
    }

    /// How soon a commit can be found is not documented (vod-api 22).
    private static func pause(before look: Int) -> Duration { .seconds(look == 1 ? 1 : look == 2 ? 5 : 15) }

    /// The folder of a path that the service chose ends with the FileId-to-be, after eight hexadecimal digits (vod-api 7).
    /// That is not promised, so it is a guess whose answer is compared.
    static func fileId(in key: ObjectKey) -> String? {
        let folders = key.text.split(separator: "/").dropLast()
        guard let folder = folders.last, folder.count > 8, folder.prefix(8).allSatisfy(\.isHexDigit) else { return nil }
        let digits = folder.dropFirst(8)
        return digits.allSatisfy { $0.isASCII && $0.isNumber } ? String(digits) : nil
    }

    private func described(_ facts: SessionFacts) async throws(ServiceFault) -> Look {
        guard let fileId = Self.fileId(in: facts.mediaKey) else { return .denied }
        let lookup: MediaLookup?
        do throws(ServiceFault) {
            lookup = try await context.services.vod.describeMedia(
                fileIds: [fileId], subAppId: plan.spec.request.subAppId, region: region)
        } catch {
            lookup = try unlessRefused(error)
        }
        guard let lookup else { return .denied }
        guard let media = lookup.found[fileId], matches(media, facts), isOfOurSize(media) else { return .notThere }
        return .found(CommittedMedia(media))
    }

    private func searched(_ facts: SessionFacts) async throws(ServiceFault) -> Look {
        var search = MediaSearch(subAppId: plan.spec.request.subAppId)
        search.name = plan.spec.request.mediaName
        search.createdFrom = Self.time(facts.openedAt - (isOwnPath ? 0 : Self.clockSlack))
        var found: [MediaDescription] = []
        var isSeen = false
        while search.offset + search.limit <= Self.deepest {
            let page: MediaSearchPage?
            do throws(ServiceFault) {
                page = try await context.services.vod.searchMedia(search, region: region)
            } catch {
                page = try unlessRefused(error)
            }
            guard let page else { return .denied }
            found += page.media.filter { matches($0, facts) }
            search.offset += search.limit
            isSeen = page.media.isEmpty || search.offset >= page.total
            // On a path that the service made whatever is found is this session's; elsewhere there may be more that fits.
            if isSeen || (!isOwnPath && !found.isEmpty) { break }
        }
        if let media = try told(found) { return .found(media) }
        // There may be more media of that name than a search shows.
        return isSeen ? .notThere : .denied
    }

    /// The one of `candidates` that is this entry's; nil where there is none. Throws where one may be and nothing tells which:
    /// what lies on the path now may be another job's, and so may be the size that is told of it.
    private func told(_ candidates: [MediaDescription]) throws(ServiceFault) -> CommittedMedia? {
        guard isOwnPath else { return candidates.first.map { CommittedMedia($0) } }
        let fitting = candidates.filter(isOfOurSize)
        if fitting.count == 1 { return CommittedMedia(fitting[0]) }
        guard candidates.isEmpty else { throw Self.untold }
        return nil
    }

    private static let untold = ServiceFault(
        code: "MediumUntold", faultClass: .uncertain,
        message: "media lie on the path that the job chose, made since the session was opened, and nothing tells whose",
        ambiguous: true)

    /// A search shows no more than so many (vod-api 16).
    private static let deepest: UInt64 = 5_000
    /// Seconds that this machine's clock, by which older state files date a session, may be ahead of the service's.
    private static let clockSlack: Double = 86_400

    /// True where the job chose the path, so that an older medium may lie there.
    private var isOwnPath: Bool { plan.spec.request.mediaStoragePath != nil }

    private func matches(_ media: MediaDescription, _ facts: SessionFacts) -> Bool {
        guard let path = media.storagePath, path.drop(while: { $0 == "/" }) == facts.mediaKey.text else { return false }
        guard isOwnPath else { return true }
        // Two entries may choose one path within the second that times are told in.
        guard !context.isTaken(media.fileId, plan.spec.id) else { return false }
        if let theirs = media.sourceContext, let ours = plan.spec.request.sourceContext, theirs != ours { return false }
        return (media.createTime ?? "") >= Self.time(facts.openedAt)
    }

    /// False where the medium's size is known to be another than this entry's. A manifest's counts its segments, and not all of
    /// its files (vod-api 16).
    private func isOfOurSize(_ media: MediaDescription) -> Bool {
        guard isOwnPath, let size = media.size, size > 0, plan.files.first?.role == .media else { return true }
        return size == plan.files[0].mark.size
    }

    private static func time(_ seconds: Double) -> String { Date(timeIntervalSince1970: seconds).ISO8601Format() }

    /// Nil for a refusal: an account that may upload need not be allowed to look. Else throws `fault`.
    private func unlessRefused<Answer>(_ fault: ServiceFault) throws(ServiceFault) -> Answer? {
        guard fault.faultClass == .account || fault.faultClass == .rejected else { throw fault }
        context.logger.notice(
            "a medium could not be looked for", metadata: ["entry": "\(plan.spec.id)", "fault": "\(fault)"])
        return nil
    }
}

extension CommittedMedia {
    /// A medium that was found.
    fileprivate init(_ found: MediaDescription) {
        self.init(fileId: found.fileId, mediaUrl: found.mediaUrl, coverUrl: found.coverUrl)
    }
}
