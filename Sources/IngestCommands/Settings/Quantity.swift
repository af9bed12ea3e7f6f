import IngestModel

/// Quantities as a job file writes them. What reads them is JobFile.
enum Quantity {
    /// As a person reads it and as it can be written back where it is exact: `16 MiB` becomes `16MiB`.
    static func text(bytes: Int64) -> String {
        for (name, shift) in [("TiB", 40), ("GiB", 30), ("MiB", 20), ("KiB", 10)] where bytes >= 1 << shift {
            if bytes % (1 << shift) == 0 { return "\(bytes >> shift)\(name)" }
        }
        return "\(bytes)B"
    }

    /// `80/s`, `2.5/s`.
    static func text(perSecond: Double) -> String { "\(trimmed(perSecond))/s" }

    /// `50%`.
    static func text(share: Double) -> String { "\(trimmed(share * 100))%" }

    /// `15m`, `90s`, `1h30m`.
    static func text(seconds: Double) -> String {
        guard seconds >= 1, seconds == seconds.rounded(), seconds < 1e15 else { return "\(trimmed(seconds * 1000))ms" }
        let whole = Int(seconds)
        let fields = [(whole / 3600, "h"), (whole / 60 % 60, "m"), (whole % 60, "s")].filter { $0.0 > 0 }
        return fields.map { "\($0.0)\($0.1)" }.joined()
    }

    /// `22:00-06:00`.
    static func text(window: JobSettings.Window) -> String { clock(window.start) + "-" + clock(window.end) }

    private static func clock(_ minutes: Int) -> String {
        [minutes / 60, minutes % 60].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":")
    }

    private static func trimmed(_ number: Double) -> String {
        let rounded = (number * 1000).rounded() / 1000
        return rounded == rounded.rounded() && abs(rounded) < 1e15 ? String(Int64(rounded)) : String(rounded)
    }
}
