import Diagnostics

/// An ExpireTime lies in the future: the service refuses another (vod-api 10).
enum ExpireTimeIsAhead {
    static func fault(_ time: ISOTime, written text: String, of key: String, now: Double) -> ValueFault? {
        guard Double(time.seconds) <= now else { return nil }
        return ValueFault(
            .jobExpireTimePast, "`\(key)` is \(Quoted.text(text)), which lies in the past",
            hint: "give a later time, or remove the key for media that never expire")
    }
}
