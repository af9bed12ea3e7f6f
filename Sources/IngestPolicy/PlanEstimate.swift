/// How long a plan will take at the limits of its job, roughly: for a person who decides whether it fits into a night.
///
/// The longest of four spans, each of which no schedule can beat:
///
/// - `concurrency`: (requests · latency + bytes / streamRate) / global
/// - `bandwidth`: bytes / bandwidth
/// - `requestRate`: requests / requestRate
/// - `largestFile`: (bytes of the largest file / streamRate) / min(perFile, global)
///
/// Latency and the speed of one stream are assumptions, 100 ms and 8 MiB/s where nothing better is known; retries are not
/// counted.
public struct PlanEstimate: Hashable, Sendable {
    /// Which span is the longest.
    public enum Bound: String, Hashable, Sendable {
        /// Uploads in flight over the run.
        case concurrency
        /// The limit of bytes per second.
        case bandwidth
        /// The limit of requests per second.
        case requestRate
        /// The parts of one file that may be in flight.
        case largestFile
    }

    /// What is to be done.
    public struct Load: Hashable, Sendable {
        /// Requests, all of them.
        public var requests: Int
        /// Bytes of all files.
        public var bytes: Int64
        /// Bytes of the largest file that is sent in parts; 0 where none is.
        public var largestFile: Int64
        /// A load.
        public init(requests: Int, bytes: Int64, largestFile: Int64 = 0) {
            self.requests = requests
            self.bytes = bytes
            self.largestFile = largestFile
        }
    }

    /// What is allowed and assumed.
    public struct Limits: Hashable, Sendable {
        /// Uploads in flight over the run.
        public var global: Int
        /// Parts in flight for one file.
        public var perFile: Int
        /// Bytes per second; nil where unlimited.
        public var bandwidth: Int64?
        /// Requests per second; nil where unlimited.
        public var requestRate: Double?
        /// From a request to its answer, without its body's time.
        public var latency = Duration.milliseconds(100)
        /// Bytes per second of one upload.
        public var streamRate: Int64 = 8 << 20
        /// Limits.
        public init(global: Int, perFile: Int, bandwidth: Int64? = nil, requestRate: Double? = nil) {
            self.global = global
            self.perFile = perFile
            self.bandwidth = bandwidth
            self.requestRate = requestRate
        }
    }

    /// The longest span.
    public let duration: Duration
    /// Which one it is.
    public let bound: Bound

    /// The estimate for `load` under `limits`.
    public init(_ load: Load, limits: Limits) {
        let lanes = Double(max(1, limits.global))
        let stream = Double(max(1, limits.streamRate))
        let work = Double(load.requests) * (limits.latency / .seconds(1)) + Double(load.bytes) / stream
        let fileLanes = Double(max(1, min(limits.perFile, limits.global)))
        var spans = [
            (seconds: work / lanes, bound: Bound.concurrency),
            (seconds: Double(load.largestFile) / stream / fileLanes, bound: .largestFile),
        ]
        if let bandwidth = limits.bandwidth {
            spans.append((Double(load.bytes) / Double(max(1, bandwidth)), .bandwidth))
        }
        if let rate = limits.requestRate, rate > 0 { spans.append((Double(load.requests) / rate, .requestRate)) }
        var longest = spans[0]
        for span in spans where span.seconds > longest.seconds { longest = span }
        duration = .seconds(longest.seconds)
        bound = longest.bound
    }
}
