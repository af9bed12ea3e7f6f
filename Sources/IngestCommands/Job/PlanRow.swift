import IngestJournal
import IngestModel

/// Where an entry of a plan stands in the state file.
enum PlanState: String, Encodable, CaseIterable {
    /// No run has known it.
    case new
    /// An earlier run did not finish it.
    case pending
    /// An earlier run failed with it; it gets a new turn.
    case failed
    /// Committed and unchanged; it is skipped.
    case done
    /// Committed, and changed since; it is skipped but for `--update`.
    case changed
    /// The answer to its commit was lost; it is not sent again.
    case unknown

    /// True when a run would work on it.
    func isWork(update: Bool) -> Bool {
        switch self {
        case .new, .pending, .failed: true
        case .changed: update
        case .done, .unknown: false
        }
    }
}

/// One entry as `plan` shows it.
struct PlanRow: Encodable {
    /// One file of it.
    struct File: Encodable {
        let path: String
        let role: FileRole
        let size: Int64
        /// Parts it goes up in; 1 for a PUT.
        let parts: Int
    }

    enum CodingKeys: String, CodingKey {
        case line, id, kind, files, bytes, requests, state
        case mediaFilePath = "MediaFilePath"
        case mediaType = "MediaType"
    }

    let line: Int
    let id: String
    let mediaFilePath: String
    let mediaType: String
    let kind: EntryKind
    let files: [File]
    let bytes: Int64
    let requests: Int
    let state: PlanState

    /// The row of `plan`.
    init(_ plan: EntryPlan, state: PlanState) {
        line = plan.spec.line
        id = plan.spec.id.rawValue
        mediaFilePath = plan.spec.request.mediaFilePath
        mediaType = plan.spec.request.mediaType
        kind = plan.kind
        files = plan.files.map {
            File(path: $0.path, role: $0.role, size: $0.mark.size, parts: $0.parts?.count ?? 1)
        }
        bytes = plan.bytes
        requests = plan.requestCount
        self.state = state
    }
}

/// What the entries of a plan add up to.
struct PlanTotals: Encodable, Hashable {
    /// Entries by state.
    private(set) var states: [PlanState: Int] = [:]
    /// All entries, files, bytes and requests.
    private(set) var entries = 0
    private(set) var files = 0
    private(set) var bytes: Int64 = 0
    private(set) var requests = 0
    /// The same of those entries that a run would work on.
    private(set) var entriesLeft = 0
    private(set) var filesLeft = 0
    private(set) var bytesLeft: Int64 = 0
    private(set) var requestsLeft = 0
    /// Bytes of the largest file among them that goes up in parts.
    private(set) var largestFileLeft: Int64 = 0

    enum CodingKeys: String, CodingKey {
        case entries, files, bytes, requests, entriesLeft, filesLeft, bytesLeft, requestsLeft
    }

    /// Counts one entry.
    mutating func add(_ row: PlanRow, update: Bool) {
        states[row.state, default: 0] += 1
        entries += 1
        files += row.files.count
        bytes += row.bytes
        requests += row.requests
        guard row.state.isWork(update: update) else { return }
        entriesLeft += 1
        filesLeft += row.files.count
        bytesLeft += row.bytes
        requestsLeft += row.requests
        largestFileLeft = row.files.filter { $0.parts > 1 }.reduce(largestFileLeft) { max($0, $1.size) }
    }
}
