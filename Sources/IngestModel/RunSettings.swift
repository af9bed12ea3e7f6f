/// Every setting of a run with the value in force: what precedence (flag, environment, job file, default) has left. Its
/// defaults are the program's defaults; no other place knows them.
public struct RunSettings: Hashable, Sendable, Codable {
    /// The access region where nothing names one: the one that the provider's own examples use.
    public static let defaultRegion = "ap-guangzhou"
    /// The VOD API of the main site (vod-api 3).
    public static let defaultAPI = "https://vod.tencentcloudapi.com"
    /// The bucket's own domain (cos-api 3).
    public static let defaultStorage = "https://{bucket}.cos.{region}.myqcloud.com"

    /// The job's name in reports and logs.
    public var name: String
    /// Access region of the entries that name none.
    public var region = RunSettings.defaultRegion
    /// The folder at which relative media paths start; absolute.
    public var base: String
    /// Name of the credentials' profile; nil means the chain of the contract's section 9.
    public var profile: String?
    /// URL of the VOD API.
    public var api = RunSettings.defaultAPI
    /// URL of a bucket, with `{bucket}` and `{region}` to be replaced.
    public var storage = RunSettings.defaultStorage
    /// URL of the proxy; nil for none.
    public var proxy: String?
    /// Path of a PEM file with further certificate authorities; nil for the system's alone.
    public var caFile: String?
    /// Uploads in flight over the whole run, 1 or more.
    public var global = 32
    /// Parts in flight for one file, 1 or more; an entry's ConcurrentUploadNumber wins.
    public var perFile = 5
    /// Entries between ApplyUpload and CommitUpload, 1 or more.
    public var entries = 16
    /// Bytes per second over the whole run; nil for no limit.
    public var bandwidth: Int64?
    /// Requests per second over the whole run, to the VOD API and to COS together; nil for no limit.
    public var requests: Double?
    /// How a part size is chosen.
    public var partSize = JobSettings.PartSize.auto
    /// Files of this many bytes and more go up in parts.
    public var multipartFrom: Int64 = 16 << 20
    /// What happens to a reference with `..`.
    public var parentReferences = JobSettings.ParentReferences.refuse
    /// How often one request is sent, the first time included; 1 or more.
    public var retryAttempts = 8
    /// Seconds after which a request is not repeated any more, counted from its first attempt.
    public var retryElapsed: Double = 900
    /// Failed and unknown entries after which the run stops; nil for no limit.
    public var stopFailures: Int?
    /// Share of failed and unknown entries among the ended ones above which the run stops, 0 to 1; nil for no limit.
    public var stopFailureRate: Double?
    /// The daily span in which entries may begin; nil for always.
    public var window: JobSettings.Window?
    /// IANA name of the window's time zone.
    public var timezone = "UTC"
    /// True when entries whose file or request changed since their commit are uploaded again.
    public var update = false
    /// True when a warning counts as an error.
    public var strict = false

    /// The defaults for the job `name` whose paths start at the folder `base`.
    public init(name: String, base: String) {
        self.name = name
        self.base = base
    }
}
