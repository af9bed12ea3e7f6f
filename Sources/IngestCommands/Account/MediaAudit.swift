import IngestModel
import TencentClient

/// Compares the rows of a report with what the service has under their FileIds.
struct MediaAudit {
    /// What was compared.
    struct Outcome: Hashable {
        /// Media that were asked for.
        var media = 0
        /// What differs, in the order of the rows.
        var differences: [String] = []
        /// Media whose size the service has not measured yet.
        var unmeasured = 0
    }

    /// Names of containers that stand for the same type of media, by what a job calls it.
    private static let otherNames: [String: Set<String>] = [
        "m3u8": ["hls"], "mpd": ["dash"], "jpg": ["jpeg"], "jpeg": ["jpg"], "tif": ["tiff"], "tiff": ["tif"],
        "mpg": ["mpeg"], "mpeg": ["mpg"],
    ]

    private let records: [EntryRecord]

    /// An audit of the rows that have a medium.
    init(_ records: [EntryRecord]) {
        self.records = records.filter { $0.fileId != nil && [.succeeded, .skipped].contains($0.status) }
    }

    /// Asks for all media, application by application, twenty at a time.
    func run(_ account: VODAccount) async throws(CommandEnd) -> Outcome {
        var outcome = Outcome(media: records.count)
        var lookups: [UInt64?: MediaLookup] = [:]
        for (application, rows) in Dictionary(grouping: records, by: \.spec.request.subAppId) {
            let reply = try await account.askOf(application) { service, region throws(ServiceFault) in
                try await service.describeMedia(
                    fileIds: rows.compactMap(\.fileId), subAppId: application, region: region)
            }
            switch reply {
            case .answer(let lookup): lookups[application] = lookup
            case .noSuchApplication: break
            case .noRight:
                throw CommandEnd(
                    .accountRefused, "the credentials have no right to `name/vod:DescribeMediaInfos`",
                    hint: "grant it on the application")
            }
        }
        for record in records { judge(record, lookups[record.spec.request.subAppId], &outcome) }
        return outcome
    }

    private func judge(_ record: EntryRecord, _ lookup: MediaLookup?, _ outcome: inout Outcome) {
        guard let fileId = record.fileId else { return }
        let place = "line \(record.spec.line), `\(record.spec.id)`: FileId \(fileId)"
        guard let lookup else {
            let application = record.spec.request.subAppId.map(String.init) ?? ""
            outcome.differences.append("\(place) is of application \(application), which is not the account's")
            return
        }
        guard let medium = lookup.found[fileId] else {
            outcome.differences.append("\(place) is not in the media library")
            return
        }
        if medium.status == "Forbidden" { outcome.differences.append("\(place) is forbidden by the service") }
        if let size = medium.size, size > 0 {
            if let expected = Self.unexpected(size, record) {
                outcome.differences.append("\(place) has \(size) bytes, the report \(expected)")
            }
        } else {
            outcome.unmeasured += 1
        }
        let type = record.spec.request.mediaType.lowercased()
        if let found = medium.type?.lowercased(), found != type, Self.otherNames[type]?.contains(found) != true {
            outcome.differences.append("\(place) is of type `\(found)`, in the report `\(type)`")
        }
    }

    /// What the report has in place of `size`; nil where the two agree. The service counts a medium with its segments and
    /// without its cover; the report counts the cover too, and only a report with the files says how large that is.
    private static func unexpected(_ size: Int64, _ record: EntryRecord) -> String? {
        guard record.coverUrl != nil || record.spec.request.coverFilePath != nil else {
            return size == record.bytes ? nil : "\(record.bytes)"
        }
        if record.uploads.isEmpty { return size <= record.bytes ? nil : "\(record.bytes) with its cover" }
        let possible = Set(record.uploads.map { record.bytes - $0.size } + [record.bytes])
        return possible.contains(size) ? nil : "\(record.bytes) with its cover"
    }
}
