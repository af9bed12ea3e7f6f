import IngestModel

/// What differs between two reports, entry by entry.
public struct ReportDiff: Hashable, Sendable {
    /// One difference.
    public enum Change: Hashable, Sendable, CustomStringConvertible {
        /// Only the second report has the entry.
        case added(EntryRecord)
        /// Only the first report has the entry.
        case removed(EntryRecord)
        /// Its outcome or its FileId is another.
        case changed(EntryRecord, EntryRecord)

        /// One line: `+ id: status`, `- id: status`, `~ id: status -> status, FileId … -> …`.
        public var description: String {
            switch self {
            case .added(let record): return "+ \(record.spec.id): \(record.status.rawValue)"
            case .removed(let record): return "- \(record.spec.id): \(record.status.rawValue)"
            case .changed(let before, let after):
                var parts: [String] = []
                if before.status != after.status {
                    parts.append("\(before.status.rawValue) -> \(after.status.rawValue)")
                }
                if before.fileId != after.fileId {
                    parts.append("FileId \(before.fileId ?? "none") -> \(after.fileId ?? "none")")
                }
                return "~ \(after.spec.id): " + parts.joined(separator: ", ")
            }
        }
    }

    /// The differences: those of the second report's entries in its order, then what it lacks in the first one's order.
    public let changes: [Change]

    /// What changed from `before` to `after`. An entry is known by its id. `skipped` after `succeeded` with the same FileId is
    /// no change: it is what the next run of a state file says of every finished entry.
    public init(from before: [EntryRecord], to after: [EntryRecord]) {
        let old = Dictionary(before.map { ($0.spec.id, $0) }) { first, _ in first }
        let names = Set(after.map(\.spec.id))
        let present = after.compactMap { record -> Change? in
            guard let other = old[record.spec.id] else { return .added(record) }
            return Self.isSame(other, record) ? nil : .changed(other, record)
        }
        changes = present + before.filter { !names.contains($0.spec.id) }.map(Change.removed)
    }

    private static func isSame(_ left: EntryRecord, _ right: EntryRecord) -> Bool {
        guard left.fileId == right.fileId else { return false }
        return left.status == right.status || (isCommitted(left.status) && isCommitted(right.status))
    }

    private static func isCommitted(_ status: EntryStatus) -> Bool { status == .succeeded || status == .skipped }
}
