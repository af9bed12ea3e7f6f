import IngestModel

/// A key of the settings: what it may hold, where it goes, and how the schema describes it. One table drives both.
struct SettingKey: Sendable {
    typealias Apply = @Sendable (Scalar, ValueContext, inout JobSettings) throws(ValueFault) -> Void

    enum Body: Sendable {
        case value(SchemaNode, Apply)
        case group([SettingKey])
        case version
        case defaults
        case media
    }

    var name: String
    var summary: String
    var body: Body

    static func value<Kind: ValueKind>(
        _ name: String, _ kind: Kind, _ path: any WritableKeyPath<JobSettings, Kind.Value?> & Sendable,
        _ summary: String
    ) -> SettingKey {
        let apply: Apply = { scalar, context, settings throws(ValueFault) in
            settings[keyPath: path] = try kind.judge(scalar, of: name, context)
        }
        return SettingKey(name: name, summary: summary, body: .value(kind.schema, apply))
    }

    static func group(_ name: String, _ summary: String, _ keys: [SettingKey]) -> SettingKey {
        SettingKey(name: name, summary: summary, body: .group(keys))
    }
}

extension SettingKey {
    private static let count = IntegerKind<Int>(1...Int.max)

    /// The keys of a job file, in the order of its documentation.
    static let all: [SettingKey] = [
        SettingKey(name: "version", summary: "Version of the job file's format.", body: .version),
        .value("name", TextKind(), \.name, "Name of the job in reports. Default: the job file's name."),
        .value("region", AccessRegionKind(), \.region, "Access region."),
        .value("base", TextKind(), \.base, "Where relative paths start. Default: the job file's folder."),
        .group(
            "credentials", "Where credentials come from; never the credentials themselves.",
            [.value("profile", TextKind(), \.profile, "Name of a profile in the profile files.")]),
        .group(
            "service", "Addresses of the service.",
            [
                .value("api", AddressKind(), \.api, "Address of the VOD API."),
                .value(
                    "storage", AddressKind(placeholders: ["bucket", "region"]), \.storage,
                    "Address of the object store, with {bucket} and {region}."),
                .value("proxy", ProxyAddressKind(), \.proxy, "Proxy for both: http://HOST:PORT or HOST:PORT."),
                .value("caFile", TextKind(), \.caFile, "PEM file with further certificate authorities."),
            ]),
        .group(
            "concurrency", "How much goes on at once.",
            [
                .value("global", count, \.global, "Uploads in flight over the whole run."),
                .value("perFile", count, \.perFile, "Parts in flight for one file."),
                .value("entries", count, \.entries, "Entries between ApplyUpload and CommitUpload."),
            ]),
        .group(
            "rate", "How fast it goes.",
            [
                .value("bandwidth", BandwidthKind(), \.bandwidth, "Bytes per second, such as 200MiB/s."),
                .value("requests", RequestRateKind(), \.requests, "Requests, such as 80/s or 600/min."),
            ]),
        .group(
            "upload", "How files are sent.",
            [
                .value("partSize", PartSizeKind(), \.partSize, "auto, or a size from 1MiB to 5GiB."),
                .value(
                    "multipartFrom", SizeKind(least: 1, most: 5 << 30, limit: "the service"), \.multipartFrom,
                    "Files of this size and more are sent in parts."),
            ]),
        .group(
            "manifests", "How streaming manifests are read.",
            [
                .value(
                    "parentReferences", ChoiceKind(choices: ["refuse", "allow"]), \.parentReferences,
                    "What happens to a reference with `..`.")
            ]),
        .group(
            "retry", "How often a failed request is repeated.",
            [
                .value("attempts", count, \.retryAttempts, "Attempts for each request."),
                .value("elapsed", DurationKind(), \.retryElapsed, "Time for all attempts, such as 15m."),
            ]),
        .group(
            "stop", "When the run gives up.",
            [
                .value("failures", count, \.stopFailures, "Failed entries."),
                .value("failureRate", PercentageKind(), \.stopFailureRate, "Share of failed entries, such as 50%."),
            ]),
        .group(
            "schedule", "When the run may work.",
            [
                .value("window", WindowKind(), \.window, "Daily span of time, such as 22:00-06:00."),
                .value("timezone", TimeZoneKind(), \.timezone, "Time zone of the window, such as Asia/Shanghai."),
            ]),
        SettingKey(
            name: "defaults", summary: "Request fields for every entry; an entry's own field wins.", body: .defaults),
        SettingKey(name: "media", summary: "The entries; the last key of the file.", body: .media),
    ]
}
