/// Moments as text, `2026-11-23T22:00:04.125Z`: ISO 8601, UTC, milliseconds. By hand, as a formatter would cost more than the
/// rest of a row.
public enum Timestamp {
    /// What four-digit years hold: 0000-01-01 to 9999-12-31, in milliseconds since 1970.
    private static let range: ClosedRange<Double> = -62_167_219_200_000...253_402_300_799_999

    /// Whole milliseconds since 1970, rounded; held within the years 0000 to 9999. Nil for what is not a number.
    public static func milliseconds(_ seconds: Double) -> Int64? {
        guard !seconds.isNaN else { return nil }
        return Int64(min(max((seconds * 1_000).rounded(), range.lowerBound), range.upperBound))
    }

    /// The text of a moment given in seconds since 1970; nil for what is not a number.
    public static func text(_ seconds: Double) -> String? {
        guard let milliseconds = milliseconds(seconds) else { return nil }
        let (days, rest) = floorDivide(milliseconds, by: 86_400_000)
        let date = civil(fromDays: days)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(24)
        append(date.year, 4, "-", to: &bytes)
        append(date.month, 2, "-", to: &bytes)
        append(date.day, 2, "T", to: &bytes)
        append(rest / 3_600_000, 2, ":", to: &bytes)
        append(rest / 60_000 % 60, 2, ":", to: &bytes)
        append(rest / 1_000 % 60, 2, ".", to: &bytes)
        append(rest % 1_000, 3, "Z", to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Seconds since 1970 of a text in exactly the form above; nil for any other.
    public static func seconds(_ text: String) -> Double? {
        let bytes = Array(text.utf8)
        guard bytes.count == 24 else { return nil }
        for (place, mark) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "."), (23, "Z")] {
            guard bytes[place] == mark.utf8.first else { return nil }
        }
        func number(_ range: Range<Int>, _ bounds: ClosedRange<Int64>) -> Int64? {
            guard bytes[range].allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            let value = bytes[range].reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
            return bounds.contains(value) ? value : nil
        }
        guard let year = number(0..<4, 0...9_999), let month = number(5..<7, 1...12), let day = number(8..<10, 1...31),
            let hour = number(11..<13, 0...23), let minute = number(14..<16, 0...59),
            let second = number(17..<19, 0...59), let millisecond = number(20..<23, 0...999)
        else { return nil }
        let days = days(year: year, month: month, day: day)
        // The 31st of February would come back as a day of March.
        guard civil(fromDays: days).day == day else { return nil }
        return Double(((days * 24 + hour) * 60 + minute) * 60 + second) + Double(millisecond) / 1_000
    }

    /// The last `width` digits of `number`, which has no more, and `mark` behind them.
    private static func append(_ number: Int64, _ width: Int, _ mark: Unicode.Scalar, to bytes: inout [UInt8]) {
        var divisor: Int64 = 1
        for _ in 1..<width { divisor *= 10 }
        while divisor > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
            divisor /= 10
        }
        bytes.append(UInt8(ascii: mark))
    }

    private static func floorDivide(_ number: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let rest = ((number % divisor) + divisor) % divisor
        return ((number - rest) / divisor, rest)
    }

    // The proleptic Gregorian calendar in cycles of 400 years (146,097 days), each year counted from its first of March, so
    // that the leap day is the last one; 719,468 days lie between 0000-03-01 and 1970-01-01.

    private static func civil(fromDays days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (cycle, dayOfCycle) = floorDivide(days + 719_468, by: 146_097)
        let yearOfCycle = (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365
        let dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = cycle * 400 + yearOfCycle + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let (cycle, yearOfCycle) = floorDivide(month <= 2 ? year - 1 : year, by: 400)
        let monthFromMarch = month > 2 ? month - 3 : month + 9
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        return cycle * 146_097 + yearOfCycle * 365 + yearOfCycle / 4 - yearOfCycle / 100 + dayOfYear - 719_468
    }
}
