import IngestModel

/// Several reports as one: the shards of a migration, or the nights of one job and of the job made from its failures.
public struct ReportMerge: Hashable, Sendable {
    /// An entry that was committed as more than one medium.
    public struct Conflict: Hashable, Sendable, CustomStringConvertible {
        /// The entry.
        public let id: EntryID
        /// Its FileIds, in the order of the reports.
        public let fileIds: [String]
        /// One sentence.
        public var description: String {
            let ids = fileIds.map { "`\($0)`" }.joined(separator: ", ")
            return "`\(id)` was committed \(fileIds.count) times, as \(ids)"
        }
    }

    /// One record for each entry, in the order in which the reports name them first.
    public let records: [EntryRecord]
    /// Entries that exist more than once in the media library; the newest one has the row.
    public let conflicts: [Conflict]

    /// The merger of `reports`, older ones first.
    ///
    /// An entry is known by its id. Where several reports have it, the outcome that settles most has the row, whole and
    /// unmixed: succeeded, then skipped, unknown, failed, pending. `unknown` goes before `failed` because someone has to look
    /// at it whatever came later. Between equal outcomes the later `finishedAt` counts, then the later report.
    public init(_ reports: [[EntryRecord]]) {
        var order: [EntryID] = []
        var best: [EntryID: EntryRecord] = [:]
        var fileIds: [EntryID: [String]] = [:]
        for record in reports.joined() {
            let id = record.spec.id
            if let fileId = record.fileId, fileIds[id]?.contains(fileId) != true {
                fileIds[id, default: []].append(fileId)
            }
            if let other = best[id] {
                if !Self.settles(other, more: record) { best[id] = record }
            } else {
                order.append(id)
                best[id] = record
            }
        }
        records = order.compactMap { best[$0] }
        conflicts = order.compactMap { id in
            guard let ids = fileIds[id], ids.count > 1 else { return nil }
            return Conflict(id: id, fileIds: ids)
        }
    }

    private static func settles(_ left: EntryRecord, more right: EntryRecord) -> Bool {
        let (leftRank, rightRank) = (rank(left.status), rank(right.status))
        guard leftRank == rightRank else { return leftRank > rightRank }
        return left.finishedAt ?? -.infinity > right.finishedAt ?? -.infinity
    }

    private static func rank(_ status: EntryStatus) -> Int {
        switch status {
        case .succeeded: 4
        case .skipped: 3
        case .unknown: 2
        case .failed: 1
        case .pending: 0
        }
    }
}
