/// How far a run is, at one moment. The engine makes one when it is asked; a view turns it into lines.
public struct ProgressSnapshot: Hashable, Sendable, Codable {
    /// Why nothing new begins at the moment.
    public enum Pause: Hashable, Sendable, Codable {
        /// The window is closed for so many seconds more.
        case window(seconds: Double)
        /// The service asked to slow down; requests wait for so many seconds more.
        case throttled(seconds: Double)
        /// The run is stopping: what is in flight ends, nothing begins. The value says why, in a few words.
        case stopping(reason: String)
    }

    /// Seconds since the run began, by a clock that never jumps.
    public var elapsed: Double = 0
    /// Entries per status; a status without an entry may be absent.
    public var counts: [EntryStatus: Int] = [:]
    /// Entries between ApplyUpload and CommitUpload; they are pending ones.
    public var activeEntries = 0
    /// Uploads in flight: PUTs and parts.
    public var uploadsInFlight = 0
    /// Bytes of all entries of the job.
    public var bytes: Int64 = 0
    /// Bytes of `bytes` that need not be sent any more: of entries that ended and of parts that are stored.
    public var bytesDone: Int64 = 0
    /// Bytes sent in this run, repeats included.
    public var bytesSent: Int64 = 0
    /// Requests repeated in this run.
    public var retries = 0
    /// Why nothing begins; nil in normal work.
    public var pause: Pause?

    /// A run that has just begun.
    public init() {}

    /// Entries with `status`.
    public func count(_ status: EntryStatus) -> Int { counts[status, default: 0] }
    /// All entries of the job.
    public var planned: Int { counts.values.reduce(0, +) }
}
