import IngestModel

/// The texts of quantities on the command line and in the environment, and back: the same forms as in a job file.
enum Quantity {
    /// A text that is not what it should be; the value says what it should be.
    struct Malformed: Error, Hashable {
        /// For a sentence: expected `this`.
        let expected: String
    }

    /// Binary and decimal units of bytes.
    private static let byteUnits: [(name: String, bytes: Double)] = [
        ("KiB", 0x1p10), ("MiB", 0x1p20), ("GiB", 0x1p30), ("TiB", 0x1p40),
        ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1), ("", 1),
    ]

    /// `16MiB`, `1.5GB`, `4096`: 1 byte or more.
    static func bytes(_ text: String) throws(Malformed) -> Int64 {
        guard let bytes = wholeBytes(text) else { throw Malformed(expected: "a size such as `16MiB`") }
        return bytes
    }

    /// `auto`, or the size of a part within the service's bounds (COS, Upload Part).
    static func partSize(_ text: String) throws(Malformed) -> JobSettings.PartSize {
        if text == "auto" { return .auto }
        guard let bytes = wholeBytes(text), (1 << 20...5 << 30).contains(bytes) else {
            throw Malformed(expected: "`auto` or a size from `1MiB` to `5GiB`")
        }
        return .bytes(bytes)
    }

    /// `200MiB/s`: bytes per second.
    static func bandwidth(_ text: String) throws(Malformed) -> Int64 {
        guard text.hasSuffix("/s"), let bytes = wholeBytes(String(text.dropLast(2))) else {
            throw Malformed(expected: "a rate such as `200MiB/s`")
        }
        return bytes
    }

    /// `80/s`: requests per second.
    static func requests(_ text: String) throws(Malformed) -> Double {
        guard text.hasSuffix("/s"), let (number, unit) = split(String(text.dropLast(2))), unit.isEmpty, number > 0
        else {
            throw Malformed(expected: "a rate such as `80/s`")
        }
        return number
    }

    /// `500ms`, `90s`, `15m`, `2h`, `1h30m`: seconds.
    static func duration(_ text: String) throws(Malformed) -> Double {
        let expected = Malformed(expected: "a time such as `90s`, `15m` or `1h30m`")
        let units: [String: Double] = ["ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400]
        var rest = Substring(text)
        var seconds = 0.0
        repeat {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest.dropFirst(digits.count).prefix { $0.isASCII && $0.isLetter }
            guard let number = Double(digits), let factor = units[String(unit)] else { throw expected }
            seconds += number * factor
            rest = rest.dropFirst(digits.count + unit.count)
        } while !rest.isEmpty
        guard seconds > 0, seconds.isFinite else { throw expected }
        return seconds
    }

    /// `50%`: a share, above 0 and up to 1.
    static func share(_ text: String) throws(Malformed) -> Double {
        guard text.hasSuffix("%"), let (number, unit) = split(String(text.dropLast())), unit.isEmpty,
            number > 0, number <= 100
        else { throw Malformed(expected: "a share such as `50%`") }
        return number / 100
    }

    /// A whole number, 1 or more.
    static func count(_ text: String) throws(Malformed) -> Int {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let value = Int(text),
            value >= 1
        else { throw Malformed(expected: "a whole number, 1 or more") }
        return value
    }

    /// `22:00-06:00`; nil for `always`.
    static func window(_ text: String) throws(Malformed) -> JobSettings.Window? {
        if text == "always" { return nil }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { minutes(String($0)) }
        guard ends.count == 2, let start = ends[0], let end = ends[1], start != end else {
            throw Malformed(expected: "a span such as `22:00-06:00`, or `always`")
        }
        return JobSettings.Window(start: start, end: end)
    }

    private static func wholeBytes(_ text: String) -> Int64? {
        guard let (number, unit) = split(text), let factor = byteUnits.first(where: { $0.name == unit })?.bytes else {
            return nil
        }
        let value = (number * factor).rounded()
        return value >= 1 && value < 0x1p62 ? Int64(value) : nil
    }

    private static func minutes(_ text: String) -> Int? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard fields.count == 2, fields.allSatisfy({ $0.utf8.count == 2 }), let hours = Int(fields[0]),
            let minutes = Int(fields[1]), (0..<24).contains(hours), (0..<60).contains(minutes)
        else { return nil }
        return hours * 60 + minutes
    }

    private static func split(_ text: String) -> (Double, unit: String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let number = Double(digits), number.isFinite else { return nil }
        return (number, String(text.dropFirst(digits.count)))
    }
}

extension Quantity {
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
