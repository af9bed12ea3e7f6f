/// What a Host header names.
enum HostName {
    /// A bucket addressed in the way of virtual hosts.
    struct Bucket: Hashable {
        var name: String
        var region: String
    }

    /// The host without `:PORT`.
    static func withoutPort(_ host: String) -> String {
        guard let colon = host.lastIndex(of: ":"), host[host.index(after: colon)...].allSatisfy(\.isNumber),
            !host[..<colon].contains(":") || host.hasPrefix("[")
        else { return host }
        return String(host[..<colon])
    }

    /// The bucket and region of `<bucket>-<number>.cos.<region>.<anything>` (cos-api 3.1), with or without a port; also the
    /// internal form. Any domain may follow, so that a name that leads to this machine can be used.
    static func bucket(_ host: String) -> Bucket? {
        let labels = withoutPort(host).lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 4, labels[1] == "cos" || labels[1] == "cos-internal", !labels[2].isEmpty,
            let hyphen = labels[0].lastIndex(of: "-"), hyphen != labels[0].startIndex
        else { return nil }
        let number = labels[0][labels[0].index(after: hyphen)...]
        guard !number.isEmpty, number.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
        return Bucket(name: String(labels[0]), region: String(labels[2]))
    }

    /// The metadata service of a virtual machine (vod-api 6.4).
    static let metadata = "metadata.tencentyun.com"

    /// True for the metadata service.
    static func isMetadata(_ host: String) -> Bool { withoutPort(host).lowercased() == metadata }

    /// True for the store's host without a bucket: path style (cos-api 3.1).
    static func isPathStyle(_ host: String) -> Bool {
        let labels = withoutPort(host).lowercased().split(separator: ".")
        return labels.count >= 3
            && (labels[0] == "cos" || labels[0] == "cos-internal" || labels.starts(with: ["service", "cos"]))
    }
}
