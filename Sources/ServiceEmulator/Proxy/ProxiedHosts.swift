/// The hosts that the proxy stands in for (vod-api 3 and 6.4, cos-api 3.1).
enum ProxiedHosts {
    /// True where requests for `host` are answered; with `tls` those that come through a tunnel, else those in the clear.
    ///
    /// The metadata service of a virtual machine is there without TLS alone.
    static func answers(_ host: String, tls: Bool) -> Bool {
        let name = host.lowercased()
        if name == HostName.metadata { return !tls }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy(isLabel) else { return false }
        return isAPI(labels) || isStore(labels)
    }

    /// `vod.` or `sts.` before the root domain, with a region, `intl` or `internal` between the two or without.
    private static func isAPI(_ labels: [Substring]) -> Bool {
        guard labels.first == "vod" || labels.first == "sts" else { return false }
        return (3...4).contains(labels.count) && labels.suffix(2) == ["tencentcloudapi", "com"]
    }

    /// `BUCKET.cos.REGION.` before one of the store's domains; also its hosts without a bucket, which the store refuses by
    /// itself.
    private static func isStore(_ labels: [Substring]) -> Bool {
        guard labels.suffix(2) == ["myqcloud", "com"] || labels.suffix(2) == ["tencentcos", "cn"] else { return false }
        let front = labels.dropLast(2)
        let isNamed = front.dropLast().last == "cos" || front.dropLast().last == "cos-internal"
        return front == ["service", "cos"] || ((2...3).contains(front.count) && isNamed)
    }

    private static func isLabel(_ label: Substring) -> Bool {
        (1...63).contains(label.utf8.count)
            && label.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
