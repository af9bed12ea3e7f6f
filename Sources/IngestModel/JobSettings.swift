/// What a job file says before `media`; nil where it says nothing. Which value is in force is decided by the command's
/// precedence: flag, environment, job file, default.
public struct JobSettings: Hashable, Sendable, Codable {
    /// How a part size is chosen.
    public enum PartSize: Hashable, Sendable, Codable {
        /// By the planner.
        case auto
        /// This many bytes, 1 MiB to 5 GiB.
        case bytes(Int64)
    }
    /// What happens to a reference with `..`.
    public enum ParentReferences: String, Hashable, Sendable, Codable {
        /// It is an error.
        case refuse
        /// It is a warning where it stays below the top manifest's folder.
        case allow
    }
    /// A daily span of time in which work may begin; minutes since midnight. It wraps when `end` is not after `start`.
    public struct Window: Hashable, Sendable, Codable {
        /// First minute, 0 to 1439.
        public var start: Int
        /// Minute after the last, 0 to 1439.
        public var end: Int
        /// From `start` to `end`.
        public init(start: Int, end: Int) {
            self.start = start
            self.end = end
        }
    }

    /// `name`.
    public var name: String?
    /// `region`: access region.
    public var region: String?
    /// `base` as written.
    public var base: String?
    /// `credentials.profile`.
    public var profile: String?
    /// `service.api`: a URL.
    public var api: String?
    /// `service.storage`: a URL with `{bucket}` and `{region}`.
    public var storage: String?
    /// `service.proxy`: a URL.
    public var proxy: String?
    /// `service.caFile`: path of a PEM file.
    public var caFile: String?
    /// `concurrency.global`: 1 or more.
    public var global: Int?
    /// `concurrency.perFile`: 1 or more.
    public var perFile: Int?
    /// `concurrency.entries`: 1 or more.
    public var entries: Int?
    /// `rate.bandwidth`: bytes per second.
    public var bandwidth: Int64?
    /// `rate.requests`: requests per second.
    public var requests: Double?
    /// `upload.partSize`.
    public var partSize: PartSize?
    /// `upload.multipartFrom`: bytes.
    public var multipartFrom: Int64?
    /// `manifests.parentReferences`.
    public var parentReferences: ParentReferences?
    /// `retry.attempts`: 1 or more.
    public var retryAttempts: Int?
    /// `retry.elapsed`: seconds.
    public var retryElapsed: Double?
    /// `stop.failures`: 1 or more.
    public var stopFailures: Int?
    /// `stop.failureRate`: 0 to 1, exclusive of 0.
    public var stopFailureRate: Double?
    /// `schedule.window`.
    public var window: Window?
    /// `schedule.timezone`: an IANA name.
    public var timezone: String?

    /// A job file that says nothing.
    public init() {}
}
