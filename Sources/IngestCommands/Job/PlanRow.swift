import IngestJournal
import IngestModel
import IngestPolicy

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
    /// The answer to its commit was lost; its medium is looked for before anything else.
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
        case line, id, kind, files, bytes, parts, requests, apiCalls, seconds, state
        case mediaFilePath = "MediaFilePath"
        case mediaType = "MediaType"
    }

    /// ApplyUpload and CommitUpload.
    private static let apiCalls = 2

    let line: Int
    let id: String
    let mediaFilePath: String
    let mediaType: String
    let kind: EntryKind
    let files: [File]
    let bytes: Int64
    /// Bodies sent: one for a PUT, one for each part of a multipart upload.
    let parts: Int
    /// All requests; `apiCalls` of them go to the VOD API, the others to COS.
    let requests: Int
    let apiCalls: Int
    /// How long it takes by itself at the given limits, roughly.
    let seconds: Double
    let state: PlanState

    /// The row of `plan`.
    init(_ plan: EntryPlan, state: PlanState, seconds: Double) {
        line = plan.spec.line
        id = plan.spec.id.rawValue
        mediaFilePath = plan.spec.request.mediaFilePath
        mediaType = plan.spec.request.mediaType
        kind = plan.kind
        files = plan.files.map {
            File(path: $0.path, role: $0.role, size: $0.mark.size, parts: $0.parts?.count ?? 1)
        }
        bytes = plan.bytes
        parts = files.reduce(0) { $0 + $1.parts }
        requests = plan.requestCount
        apiCalls = Self.apiCalls
        self.seconds = (seconds * 1000).rounded() / 1000
        self.state = state
    }
}

/// What the entries of a plan add up to.
struct PlanTotals: Encodable, Hashable {
    /// One of the largest entries.
    struct Large: Encodable, Hashable {
        let line: Int
        let id: String
        let files: Int
        let bytes: Int64
    }

    /// Entries by state.
    private(set) var states: [PlanState: Int] = [:]
    /// All entries, files, bytes and requests.
    private(set) var entries = 0
    private(set) var files = 0
    private(set) var bytes: Int64 = 0
    private(set) var parts = 0
    private(set) var requests = 0
    private(set) var apiCalls = 0
    /// The same of those entries that a run would work on.
    private(set) var entriesLeft = 0
    private(set) var filesLeft = 0
    private(set) var bytesLeft: Int64 = 0
    private(set) var partsLeft = 0
    private(set) var requestsLeft = 0
    private(set) var apiCallsLeft = 0
    /// Bytes of the largest file among them that goes up in parts.
    private(set) var largestFileLeft: Int64 = 0
    /// The largest entries, the largest first; of equals the first in the job.
    private(set) var largest: [Large] = []
    private let longest: Int

    enum CodingKeys: String, CodingKey {
        case entries, files, bytes, parts, requests, apiCalls
        case entriesLeft, filesLeft, bytesLeft, partsLeft, requestsLeft, apiCallsLeft
    }

    /// No entries yet; of the largest ones `count` are kept.
    init(largest count: Int) { longest = count }

    /// Counts one entry.
    mutating func add(_ row: PlanRow, update: Bool) {
        states[row.state, default: 0] += 1
        entries += 1
        files += row.files.count
        bytes += row.bytes
        parts += row.parts
        requests += row.requests
        apiCalls += row.apiCalls
        keep(row)
        guard row.state.isWork(update: update) else { return }
        entriesLeft += 1
        filesLeft += row.files.count
        bytesLeft += row.bytes
        partsLeft += row.parts
        requestsLeft += row.requests
        apiCallsLeft += row.apiCalls
        largestFileLeft = row.files.filter { $0.parts > 1 }.reduce(largestFileLeft) { max($0, $1.size) }
    }

    private mutating func keep(_ row: PlanRow) {
        guard largest.count < longest || row.bytes > largest.last?.bytes ?? 0 else { return }
        let place = largest.firstIndex { $0.bytes < row.bytes } ?? largest.count
        largest.insert(Large(line: row.line, id: row.id, files: row.files.count, bytes: row.bytes), at: place)
        if largest.count > longest { largest.removeLast() }
    }
}

/// How long a single entry takes where nothing else is going on.
struct EntryEstimate {
    /// The limits; nil before they are known.
    let settings: RunSettings?

    /// Seconds, roughly.
    func seconds(of plan: EntryPlan) -> Double {
        guard let settings else { return 0 }
        let perFile = plan.spec.request.concurrentUploadNumber ?? settings.perFile
        let lanes = plan.files.reduce(0) { $0 + min($1.parts?.count ?? 1, perFile) }
        let largest = plan.files.filter { $0.parts != nil }.map(\.mark.size).max() ?? 0
        let estimate = PlanEstimate(
            .init(requests: plan.requestCount, bytes: plan.bytes, largestFile: largest),
            limits: .init(
                global: min(settings.global, lanes), perFile: perFile, bandwidth: settings.bandwidth,
                requestRate: settings.requests))
        return estimate.duration / .seconds(1)
    }
}
