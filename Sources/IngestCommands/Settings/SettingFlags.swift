import ArgumentParser

/// The flags that set what a job file can set. Their texts are read by `SettingRule`, as those of the environment are.
struct SettingFlags: ParsableArguments {
    @Option(help: ArgumentHelp("The job's name in reports and logs.", valueName: "text"))
    var name: String?
    @Option(help: ArgumentHelp("Access region of entries that name none.", valueName: "region"))
    var region: String?
    @Option(
        help: ArgumentHelp("Folder at which relative media paths start.", valueName: "folder"), completion: .directory)
    var base: String?
    @Option(help: ArgumentHelp("Profile of the credentials.", valueName: "name"))
    var profile: String?
    @Option(help: ArgumentHelp("Address of the VOD API.", valueName: "url"))
    var api: String?
    @Option(help: ArgumentHelp("Address of a bucket, with {bucket} and {region}.", valueName: "url"))
    var storage: String?
    @Option(help: ArgumentHelp("Proxy on the way to both.", valueName: "url"))
    var proxy: String?
    @Option(
        help: ArgumentHelp("PEM file with further certificate authorities.", valueName: "file"), completion: .file())
    var caFile: String?
    @Option(help: ArgumentHelp("Uploads in flight over the whole run. (default: 32)", valueName: "count"))
    var global: String?
    @Option(help: ArgumentHelp("Parts in flight for one file. (default: 5)", valueName: "count"))
    var perFile: String?
    @Option(help: ArgumentHelp("Entries between ApplyUpload and CommitUpload. (default: 16)", valueName: "count"))
    var entries: String?
    @Option(help: ArgumentHelp("Most bytes per second, such as 200MiB/s.", valueName: "rate"))
    var bandwidth: String?
    @Option(help: ArgumentHelp("Most requests per second, such as 80/s.", valueName: "rate"))
    var requests: String?
    @Option(help: ArgumentHelp("Part size, 1MiB to 5GiB, or auto. (default: auto)", valueName: "size"))
    var partSize: String?
    @Option(help: ArgumentHelp("Files of this size and more go up in parts. (default: 16MiB)", valueName: "size"))
    var multipartFrom: String?
    @Option(help: ArgumentHelp("References with `..`: refuse or allow. (default: refuse)", valueName: "choice"))
    var parentReferences: String?
    @Option(help: ArgumentHelp("How often one request is sent at most. (default: 8)", valueName: "count"))
    var retryAttempts: String?
    @Option(help: ArgumentHelp("How long one request is repeated at most. (default: 15m)", valueName: "time"))
    var retryElapsed: String?
    @Option(help: ArgumentHelp("Stop after so many failed entries.", valueName: "count"))
    var stopFailures: String?
    @Option(help: ArgumentHelp("Stop above this share of failed entries, such as 50%.", valueName: "share"))
    var stopFailureRate: String?
    @Option(
        help: ArgumentHelp("Entries begin in this daily span alone, such as 22:00-06:00, or always.", valueName: "span")
    )
    var window: String?
    @Option(help: ArgumentHelp("Time zone of the span. (default: UTC)", valueName: "zone"))
    var timezone: String?

    /// The texts that were given, by flag name without dashes.
    var texts: [String: String] {
        let all: [String: String?] = [
            "name": name, "region": region, "base": base, "profile": profile, "api": api, "storage": storage,
            "proxy": proxy, "ca-file": caFile, "global": global, "per-file": perFile, "entries": entries,
            "bandwidth": bandwidth, "requests": requests, "part-size": partSize, "multipart-from": multipartFrom,
            "parent-references": parentReferences, "retry-attempts": retryAttempts, "retry-elapsed": retryElapsed,
            "stop-failures": stopFailures, "stop-failure-rate": stopFailureRate, "window": window, "timezone": timezone,
        ]
        return all.compactMapValues { $0 }
    }
}
