/// Amounts for people, in English with binary units; exact values stand in the other report forms.
enum ReadableText {
    /// `1,234,567`.
    static func count(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number).utf8)
        var text: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            let left = digits.count - index
            if index > 0, left.isMultiple(of: 3), text.last != UInt8(ascii: "-") { text.append(UInt8(ascii: ",")) }
            text.append(digit)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// `3 entries`, `1 entry`.
    static func entries(_ number: Int) -> String { "\(count(number)) \(number == 1 ? "entry" : "entries")" }

    /// `912 B`, `1.4 MiB`, `38.2 GiB`.
    static func bytes(_ bytes: Int64) -> String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var unit = 0
        var tenths = bytes.multipliedReportingOverflow(by: 10).overflow ? Double(bytes) * 10 : Double(bytes * 10)
        while tenths.rounded() >= 10_240, unit < units.count - 1 {
            tenths /= 1_024
            unit += 1
        }
        guard unit > 0 else { return "\(bytes) B" }
        let rounded = Int64(tenths.rounded())
        return "\(count(rounded / 10)).\(rounded % 10) \(units[unit])"
    }

    /// `450 ms`, `8.3 s`, `4 min 12 s`, `2 h 05 min`, `3 d 04 h`.
    static func duration(milliseconds: Int64) -> String {
        let seconds = milliseconds / 1_000
        switch milliseconds {
        case ..<1_000: return "\(milliseconds) ms"
        case ..<60_000: return "\(seconds).\(milliseconds % 1_000 / 100) s"
        case ..<3_600_000: return "\(seconds / 60) min \(padded(seconds % 60)) s"
        case ..<86_400_000: return "\(seconds / 3_600) h \(padded(seconds / 60 % 60)) min"
        default: return "\(count(seconds / 86_400)) d \(padded(seconds / 3_600 % 24)) h"
        }
    }

    /// `2026-11-23 22:00:04`.
    static func moment(_ seconds: Double) -> String? {
        Timestamp.text(seconds).map { "\($0.prefix(10)) \($0.dropFirst(11).prefix(8))" }
    }

    private static func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
