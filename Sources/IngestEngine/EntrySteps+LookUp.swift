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
        return lookup.found[fileId].flatMap { matches($0, facts) ? .found(CommittedMedia($0)) : nil } ?? .notThere
    }

    private func searched(_ facts: SessionFacts) async throws(ServiceFault) -> Look {
        var search = MediaSearch(subAppId: plan.spec.request.subAppId)
        search.name = plan.spec.request.mediaName
        search.createdFrom = Self.time(facts.openedAt - (isOwnPath ? 0 : Self.clockSlack))
        while search.offset + search.limit <= Self.deepest {
            let page: MediaSearchPage?
            do throws(ServiceFault) {
                page = try await context.services.vod.searchMedia(search, region: region)
            } catch {
                page = try unlessRefused(error)
            }
            guard let page else { return .denied }
            if let found = page.media.first(where: { matches($0, facts) }) { return .found(CommittedMedia(found)) }
            search.offset += search.limit
            if page.media.isEmpty || search.offset >= page.total { return .notThere }
        }
        // There are more media of that name than a search shows.
        return .denied
    }

    /// A search shows no more than so many (vod-api 16).
    private static let deepest: UInt64 = 5_000
    /// Seconds that this machine's clock may be ahead of the service's.
    private static let clockSlack: Double = 86_400

    /// True where the job chose the path, so that an older medium may lie there.
    private var isOwnPath: Bool { plan.spec.request.mediaStoragePath != nil }

    private func matches(_ media: MediaDescription, _ facts: SessionFacts) -> Bool {
        guard let path = media.storagePath, path.drop(while: { $0 == "/" }) == facts.mediaKey.text else { return false }
        guard isOwnPath else { return true }
        // Two entries may choose one path within the second that times are told in.
        guard !context.isTaken(media.fileId, plan.spec.id) else { return false }
        return (media.createTime ?? "") >= Self.time(facts.openedAt)
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
