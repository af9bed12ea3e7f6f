import IngestModel

/// Amounts as a person reads them. Unlike `Quantity`'s texts they are rounded.
enum Amount {
    /// `312 B`, `1.4 KiB`, `85.0 MiB`, `1023 GiB`.
    static func bytes(_ count: Int64) -> String {
        var value = Double(count)
        var unit = "B"
        for next in ["KiB", "MiB", "GiB", "TiB", "PiB"] where value >= 1023.95 {
            value /= 1024
            unit = next
        }
        return unit == "B" ? "\(count) B" : "\(oneDecimal(value)) \(unit)"
    }

    /// `85.0 MiB/s`.
    static func rate(_ bytesPerSecond: Double) -> String { bytes(Int64(max(0, min(bytesPerSecond, 0x1p62)))) + "/s" }

    /// `0s`, `59s`, `1m 05s`, `2h 00m`, `3d 04h`.
    static func time(_ seconds: Double) -> String { SpanText.text(seconds: seconds) }

    /// `1 entry`, `1,204 entries`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        "\(grouped(number)) \(number == 1 ? one : many)"
    }

    /// `1,204`.
    static func grouped(_ number: Int) -> String {
        let digits = Array(String(number.magnitude))
        var text = number < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }

    private static func oneDecimal(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}
