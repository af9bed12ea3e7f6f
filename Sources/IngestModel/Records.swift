/// Where an entry stands, in the words of the reports (contract, section 6).
public enum EntryStatus: String, Hashable, Sendable, Codable, CaseIterable {
    /// Committed in this run.
    case succeeded
    /// Committed by an earlier run of this state file.
    case skipped
    /// Ended by a fault.
    case failed
    /// The commit's answer was lost and could not be reconciled.
    case unknown
    /// Not finished.
    case pending
}

/// One uploaded file of a report's entry.
public struct UploadedFile: Hashable, Sendable, Codable {
    /// The path below the entry's folder.
    public var path: String
    /// Bytes.
    public var size: Int64
    /// CRC-64/XZ of the whole file, as the store confirmed it; nil when it is not uploaded yet.
    public var crc64: UInt64?
    /// Parts it was sent in; 1 for a PUT.
    public var parts: Int

    /// A file of `size` bytes.
    public init(path: String, size: Int64, crc64: UInt64?, parts: Int) {
        self.path = path
        self.size = size
        self.crc64 = crc64
        self.parts = parts
    }
}

/// One row of the report: what the journal knows of an entry. Times are seconds since 1970.
public struct EntryRecord: Hashable, Sendable, Codable {
    /// The entry as it was planned.
    public var spec: EntrySpec
    /// Where it stands.
    public var status: EntryStatus
    /// Number of files.
    public var files: Int
    /// Bytes of all files.
    public var bytes: Int64
    /// Bytes that went over the wire, repeats included.
    public var bytesSent: Int64
    /// Sessions begun (ApplyUpload calls that succeeded).
    public var attempts: Int
    /// When the first session of the run that finished it began.
    public var startedAt: Double?
    /// When its outcome was recorded.
    public var finishedAt: Double?
    /// The service's id of the medium: digits.
    public var fileId: String?
    /// Play address.
    public var mediaUrl: String?
    /// Address of the cover.
    public var coverUrl: String?
    /// The id of the deciding request: the commit's, or the failed one's.
    public var requestId: String?
    /// Why it failed or is unknown.
    public var fault: ServiceFault?
    /// Its files; empty where the reader did not ask for them.
    public var uploads: [UploadedFile]

    /// A row for `spec`.
    public init(
        spec: EntrySpec, status: EntryStatus, files: Int, bytes: Int64, bytesSent: Int64 = 0, attempts: Int = 0
    ) {
        self.spec = spec
        self.status = status
        self.files = files
        self.bytes = bytes
        self.bytesSent = bytesSent
        self.attempts = attempts
        self.uploads = []
    }
}

/// What a run is, for the head of a report.
public struct RunRecord: Hashable, Sendable, Codable {
    /// Where the media went.
    public enum Target: String, Hashable, Sendable, Codable {
        /// The provider.
        case service
        /// `run --emulator`, or an address on this machine.
        case emulator
    }

    /// A random id.
    public var id: String
    /// The job's name.
    public var job: String
    /// SHA-256 of the job file's bytes, hex.
    public var jobDigest: String
    /// Where the media went.
    public var target: Target
    /// Seconds since 1970.
    public var startedAt: Double
    /// Seconds since 1970; nil while it runs or when it was killed.
    public var finishedAt: Double?
    /// True when a signal or a limit ended it, or it never said that it finished.
    public var interrupted: Bool
    /// The settings in force, flattened: `concurrency.global` → `32`. No secrets.
    public var settings: [String: String]

    /// A run of `job`.
    public init(
        id: String, job: String, jobDigest: String, target: Target, startedAt: Double, finishedAt: Double? = nil,
        interrupted: Bool = false, settings: [String: String] = [:]
    ) {
        self.id = id
        self.job = job
        self.jobDigest = jobDigest
        self.target = target
        self.startedAt = startedAt
        self.finishedAt = finishedAt
        self.interrupted = interrupted
        self.settings = settings
    }
}

/// Totals over the rows of a report.
public struct RunSummary: Hashable, Sendable, Codable {
    /// Entries per status; every status has a count.
    public private(set) var counts: [EntryStatus: Int] = [:]
    /// Files of all entries.
    public private(set) var files = 0
    /// Bytes of all entries.
    public private(set) var bytes: Int64 = 0
    /// Bytes sent, repeats included.
    public private(set) var bytesSent: Int64 = 0
    /// Failed and unknown entries per code.
    public private(set) var errorsByCode: [String: Int] = [:]

    /// No rows yet.
    public init() {
        for status in EntryStatus.allCases { counts[status] = 0 }
    }

    /// Totals that were counted elsewhere; a status that is absent has no entries.
    public init(
        counts: [EntryStatus: Int], files: Int, bytes: Int64, bytesSent: Int64, errorsByCode: [String: Int]
    ) {
        self.init()
        self.counts.merge(counts) { $1 }
        self.files = files
        self.bytes = bytes
        self.bytesSent = bytesSent
        self.errorsByCode = errorsByCode
    }

    /// Counts one row.
    public mutating func add(_ record: EntryRecord) {
        counts[record.status, default: 0] += 1
        files += record.files
        bytes += record.bytes
        bytesSent += record.bytesSent
        if let fault = record.fault { errorsByCode[fault.code, default: 0] += 1 }
    }

    /// Entries with `status`.
    public func count(_ status: EntryStatus) -> Int { counts[status, default: 0] }
    /// All rows. `planned = succeeded + skipped + failed + unknown + pending` is checked against the journal's own count.
    public var planned: Int { counts.values.reduce(0, +) }
}
