import IngestModel

/// One setting: its names, and how it gets from a text or from a job file into the run's settings.
struct SettingRule: Sendable {
    /// Its path in the job file: `concurrency.global`. In reports and `plan` it has this name too.
    let key: String
    /// The flag's name without dashes.
    let flag: String
    /// Variables that set it besides its own, the first one found wins.
    let otherVariables: [EnvironmentVariable]
    /// Takes over what the job file says; false when it says nothing.
    let takeFromJob: @Sendable (JobSettings, inout RunSettings) -> Bool
    /// Reads a text.
    let read: @Sendable (String, inout RunSettings) throws(Quantity.Malformed) -> Void
    /// The value in force; nil when there is none.
    let show: @Sendable (RunSettings) -> String?

    /// Its own variable: `VOD_INGEST_` and the flag in capitals.
    var variable: EnvironmentVariable {
        EnvironmentVariable(
            name: "VOD_INGEST_" + flag.uppercased().map { $0 == "-" ? "_" : String($0) }.joined(),
            meaning: "as `--\(flag)`")
    }

    /// A setting that always has a value.
    private init<Value: Sendable>(
        _ key: String, _ flag: String, others: [EnvironmentVariable] = [],
        run: any WritableKeyPath<RunSettings, Value> & Sendable, job: any KeyPath<JobSettings, Value?> & Sendable,
        parse: @escaping @Sendable (String) throws(Quantity.Malformed) -> Value,
        text: @escaping @Sendable (Value) -> String
    ) {
        self.key = key
        self.flag = flag
        otherVariables = others
        takeFromJob = { settings, target in
            guard let value = settings[keyPath: job] else { return false }
            target[keyPath: run] = value
            return true
        }
        read = { (source, target) throws(Quantity.Malformed) in target[keyPath: run] = try parse(source) }
        show = { text($0[keyPath: run]) }
    }

    /// A setting that may have no value.
    private init<Value: Sendable>(
        optional key: String, _ flag: String, others: [EnvironmentVariable] = [],
        run: any WritableKeyPath<RunSettings, Value?> & Sendable, job: any KeyPath<JobSettings, Value?> & Sendable,
        parse: @escaping @Sendable (String) throws(Quantity.Malformed) -> Value?,
        text: @escaping @Sendable (Value) -> String
    ) {
        self.key = key
        self.flag = flag
        otherVariables = others
        takeFromJob = { settings, target in
            guard let value = settings[keyPath: job] else { return false }
            target[keyPath: run] = value
            return true
        }
        read = { (source, target) throws(Quantity.Malformed) in target[keyPath: run] = try parse(source) }
        show = { $0[keyPath: run].map(text) }
    }

    private static func itself(_ text: String) -> String { text }
}

extension SettingRule {
    /// Every setting of a job file that a flag can set, in the order of the contract's section 3.
    static let all: [SettingRule] = identity + service + limits + endings

    private static let identity: [SettingRule] = [
        SettingRule("name", "name", run: \.name, job: \.name, parse: itself, text: itself),
        SettingRule(
            "region", "region", others: [EnvironmentVariables.region], run: \.region, job: \.region, parse: itself,
            text: itself),
        SettingRule("base", "base", run: \.base, job: \.base, parse: itself, text: itself),
        SettingRule(
            optional: "credentials.profile", "profile", others: [EnvironmentVariables.profile], run: \.profile,
            job: \.profile, parse: itself, text: itself),
    ]

    private static let service: [SettingRule] = [
        SettingRule("service.api", "api", run: \.api, job: \.api, parse: itself, text: itself),
        SettingRule("service.storage", "storage", run: \.storage, job: \.storage, parse: itself, text: itself),
        SettingRule(
            optional: "service.proxy", "proxy",
            others: [EnvironmentVariables.httpsProxy, EnvironmentVariables.httpsProxyLower], run: \.proxy, job: \.proxy,
            parse: itself, text: itself),
        SettingRule(
            optional: "service.caFile", "ca-file", others: [EnvironmentVariables.certificates], run: \.caFile,
            job: \.caFile, parse: itself, text: itself),
    ]

    private static let limits: [SettingRule] = [
        SettingRule("concurrency.global", "global", run: \.global, job: \.global, parse: Quantity.count) { String($0) },
        SettingRule("concurrency.perFile", "per-file", run: \.perFile, job: \.perFile, parse: Quantity.count) {
            String($0)
        },
        SettingRule("concurrency.entries", "entries", run: \.entries, job: \.entries, parse: Quantity.count) {
            String($0)
        },
        SettingRule(
            optional: "rate.bandwidth", "bandwidth", run: \.bandwidth, job: \.bandwidth, parse: Quantity.bandwidth
        ) { Quantity.text(bytes: $0) + "/s" },
        SettingRule(
            optional: "rate.requests", "requests", run: \.requests, job: \.requests, parse: Quantity.requests
        ) { Quantity.text(perSecond: $0) },
        SettingRule("upload.partSize", "part-size", run: \.partSize, job: \.partSize, parse: Quantity.partSize) {
            if case .bytes(let bytes) = $0 { Quantity.text(bytes: bytes) } else { "auto" }
        },
        SettingRule(
            "upload.multipartFrom", "multipart-from", run: \.multipartFrom, job: \.multipartFrom, parse: Quantity.bytes
        ) { Quantity.text(bytes: $0) },
        SettingRule(
            "manifests.parentReferences", "parent-references", run: \.parentReferences, job: \.parentReferences,
            parse: parentReferences
        ) { $0.rawValue },
    ]

    private static let endings: [SettingRule] = [
        SettingRule(
            "retry.attempts", "retry-attempts", run: \.retryAttempts, job: \.retryAttempts, parse: Quantity.count
        ) { String($0) },
        SettingRule(
            "retry.elapsed", "retry-elapsed", run: \.retryElapsed, job: \.retryElapsed, parse: Quantity.duration
        ) { Quantity.text(seconds: $0) },
        SettingRule(
            optional: "stop.failures", "stop-failures", run: \.stopFailures, job: \.stopFailures, parse: Quantity.count
        ) { String($0) },
        SettingRule(
            optional: "stop.failureRate", "stop-failure-rate", run: \.stopFailureRate, job: \.stopFailureRate,
            parse: Quantity.share
        ) { Quantity.text(share: $0) },
        SettingRule(optional: "schedule.window", "window", run: \.window, job: \.window, parse: Quantity.window) {
            Quantity.text(window: $0)
        },
        SettingRule("schedule.timezone", "timezone", run: \.timezone, job: \.timezone, parse: itself, text: itself),
    ]

    private static func parentReferences(_ text: String) throws(Quantity.Malformed) -> JobSettings.ParentReferences {
        guard let choice = JobSettings.ParentReferences(rawValue: text) else {
            throw Quantity.Malformed(expected: "`refuse` or `allow`")
        }
        return choice
    }
}
