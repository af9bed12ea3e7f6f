import Foundation
import IngestModel

/// One setting: its names, and how it gets from a text or from a job file into the run's settings.
struct SettingRule: Sendable {
    /// Its path in the job file: `concurrency.global`. In reports and `plan` it has this name too.
    let key: String
    /// The flag's name without dashes.
    let flag: String
    /// Variables that set it besides its own, the first one found wins.
    let otherVariables: [EnvironmentVariable]
    /// The text of a flag or a variable that takes away what the job file says; nil where nothing does.
    let noneText: String?
    /// Takes over what a job file, a flag or a variable says; false when it says nothing.
    let take: @Sendable (JobSettings, inout RunSettings) -> Bool
    /// Takes the value away.
    let clear: @Sendable (inout RunSettings) -> Void
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
        text: @escaping @Sendable (Value) -> String
    ) {
        self.key = key
        self.flag = flag
        otherVariables = others
        noneText = nil
        take = { settings, target in
            guard let value = settings[keyPath: job] else { return false }
            target[keyPath: run] = value
            return true
        }
        clear = { _ in }
        show = { text($0[keyPath: run]) }
    }

    /// A setting that may have no value; `none` is the text that takes a value away.
    private init<Value: Sendable>(
        optional key: String, _ flag: String, others: [EnvironmentVariable] = [], none: String? = nil,
        run: any WritableKeyPath<RunSettings, Value?> & Sendable, job: any KeyPath<JobSettings, Value?> & Sendable,
        text: @escaping @Sendable (Value) -> String
    ) {
        self.key = key
        self.flag = flag
        otherVariables = others
        noneText = none
        take = { settings, target in
            guard let value = settings[keyPath: job] else { return false }
            target[keyPath: run] = value
            return true
        }
        clear = { $0[keyPath: run] = nil }
        show = { $0[keyPath: run].map(text) }
    }

    /// True for the one setting whose variables hold a password by custom.
    var takesPasswords: Bool { key == "service.proxy" }

    private static func itself(_ text: String) -> String { text }

    /// An address as it may be shown and kept: what stands before `@` is left out.
    private static func withoutUser(_ address: String) -> String {
        // A password may hold what ends an authority, so the last `@` counts wherever it stands.
        guard let at = address.lastIndex(of: "@") else { return address }
        let begin = address.range(of: "://").map { $0.upperBound <= at ? $0.upperBound : address.startIndex }
        return String(address[..<(begin ?? address.startIndex)]) + "…" + address[at...]
    }
}

extension SettingRule {
    /// Every setting of a job file that a flag can set, in the order of the contract's section 3.
    static let all: [SettingRule] = identity + service + limits + endings

    private static let identity: [SettingRule] = [
        SettingRule("name", "name", run: \.name, job: \.name, text: itself),
        SettingRule(
            "region", "region", others: [EnvironmentVariables.region], run: \.region, job: \.region, text: itself),
        SettingRule("base", "base", run: \.base, job: \.base, text: itself),
        SettingRule(
            optional: "credentials.profile", "profile", run: \.profile,
            job: \.profile, text: itself),
    ]

    private static let service: [SettingRule] = [
        SettingRule("service.api", "api", run: \.api, job: \.api, text: itself),
        SettingRule("service.storage", "storage", run: \.storage, job: \.storage, text: itself),
        SettingRule(
            optional: "service.proxy", "proxy",
            others: [EnvironmentVariables.httpsProxy, EnvironmentVariables.httpsProxyLower], run: \.proxy, job: \.proxy,
            text: withoutUser),
        SettingRule(
            optional: "service.caFile", "ca-file", others: [EnvironmentVariables.certificates], run: \.caFile,
            job: \.caFile, text: itself),
    ]

    private static let limits: [SettingRule] = [
        SettingRule("concurrency.global", "global", run: \.global, job: \.global) { String($0) },
        SettingRule("concurrency.perFile", "per-file", run: \.perFile, job: \.perFile) {
            String($0)
        },
        SettingRule("concurrency.entries", "entries", run: \.entries, job: \.entries) {
            String($0)
        },
        SettingRule(
            optional: "rate.bandwidth", "bandwidth", run: \.bandwidth, job: \.bandwidth
        ) { Quantity.text(bytes: $0) + "/s" },
        SettingRule(
            optional: "rate.requests", "requests", run: \.requests, job: \.requests
        ) { Quantity.text(perSecond: $0) },
        SettingRule("upload.partSize", "part-size", run: \.partSize, job: \.partSize) {
            if case .bytes(let bytes) = $0 { Quantity.text(bytes: bytes) } else { "auto" }
        },
        SettingRule(
            "upload.multipartFrom", "multipart-from", run: \.multipartFrom, job: \.multipartFrom
        ) { Quantity.text(bytes: $0) },
        SettingRule(
            "manifests.parentReferences", "parent-references", run: \.parentReferences, job: \.parentReferences
        ) { $0.rawValue },
    ]

    private static let endings: [SettingRule] = [
        SettingRule(
            "retry.attempts", "retry-attempts", run: \.retryAttempts, job: \.retryAttempts
        ) { String($0) },
        SettingRule(
            "retry.elapsed", "retry-elapsed", run: \.retryElapsed, job: \.retryElapsed
        ) { Quantity.text(seconds: $0) },
        SettingRule(
            optional: "stop.failures", "stop-failures", run: \.stopFailures, job: \.stopFailures
        ) { String($0) },
        SettingRule(
            optional: "stop.failureRate", "stop-failure-rate", run: \.stopFailureRate, job: \.stopFailureRate
        ) { Quantity.text(share: $0) },
        SettingRule(optional: "schedule.window", "window", none: "always", run: \.window, job: \.window) {
            Quantity.text(window: $0)
        },
        SettingRule("schedule.timezone", "timezone", run: \.timezone, job: \.timezone, text: itself),
    ]
}
