/// A moment written as ISO 8601 in the extended form, read without a calendar library.
struct ISOTime: Hashable, Sendable {
    enum Refusal: Error {
        /// Not of the form.
        case form
        /// Of the form, but there is no such day, time or zone.
        case value
        /// Nothing says which zone.
        case noZone
    }

    /// Seconds since 1970, what is left of a second dropped.
    let seconds: Int64

    init(_ text: String) throws(Refusal) {
        var rest = Array(text.utf8)[...]
        let date = try Self.date(&rest)
        let time = try Self.time(&rest)
        guard !rest.isEmpty else { throw .noZone }
        let offset = try Self.zone(&rest)
        guard rest.isEmpty else { throw .form }
        let local = date * 86_400 + time
        seconds = local - offset
        guard (Self.yearZero...Self.endOfYear9999).contains(seconds) else { throw .value }
    }

    /// 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: beyond them the form has no room.
    private static let yearZero: Int64 = -62_167_219_200
    private static let endOfYear9999: Int64 = 253_402_300_799

    /// `YYYY-MM-DDThh:mm:ssZ`
    var text: String {
        let days = (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400
        let second = seconds - days * 86_400
        let (year, month, day) = Self.civil(days)
        let pad = { (number: Int64, width: Int) in
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
            + "T\(pad(second / 3600, 2)):\(pad(second / 60 % 60, 2)):\(pad(second % 60, 2))Z"
    }

    /// The number that `digits` stand for; nil when one is no digit.
    static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var value = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int(digit - 0x30)
        }
        return digits.isEmpty ? nil : value
    }

    private static func take(_ count: Int, _ rest: inout ArraySlice<UInt8>) throws(Refusal) -> Int64 {
        guard rest.count >= count, let value = number(rest.prefix(count)) else { throw .form }
        rest = rest.dropFirst(count)
        return Int64(value)
    }

    private static func skip(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) throws(Refusal) {
        guard rest.first == UInt8(ascii: character) else { throw .form }
        rest = rest.dropFirst()
    }

    /// Days since 1970-01-01.
    private static func date(_ rest: inout ArraySlice<UInt8>) throws(Refusal) -> Int64 {
        let year = try take(4, &rest)
        try skip("-", &rest)
        let month = try take(2, &rest)
        try skip("-", &rest)
        let day = try take(2, &rest)
        try skip("T", &rest)
        guard (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year: year) else { throw .value }
        return days(year: year, month: month, day: day)
    }

    /// Seconds since midnight; the seconds and their fraction may be left out.
    private static func time(_ rest: inout ArraySlice<UInt8>) throws(Refusal) -> Int64 {
        let hour = try take(2, &rest)
        try skip(":", &rest)
        let minute = try take(2, &rest)
        var second: Int64 = 0
        if rest.first == UInt8(ascii: ":") {
            rest = rest.dropFirst()
            second = try take(2, &rest)
            if let point = rest.first, point == UInt8(ascii: ".") || point == UInt8(ascii: ",") {
                let digits = rest.dropFirst().prefix { (0x30...0x39).contains($0) }
                guard (1...9).contains(digits.count) else { throw .form }
                rest = rest.dropFirst(digits.count + 1)
            }
        }
        guard hour < 24, minute < 60, second < 60 else { throw .value }
        return hour * 3600 + minute * 60 + second
    }

    /// Seconds east of UTC.
    private static func zone(_ rest: inout ArraySlice<UInt8>) throws(Refusal) -> Int64 {
        let sign = rest.removeFirst()
        if sign == UInt8(ascii: "Z") { return 0 }
        guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { throw .form }
        let hours = try take(2, &rest)
        if rest.first == UInt8(ascii: ":") {
            rest = rest.dropFirst()
            guard !rest.isEmpty else { throw .form }
        }
        let minutes = rest.isEmpty ? 0 : try take(2, &rest)
        guard hours < 24, minutes < 60 else { throw .value }
        let offset = hours * 3600 + minutes * 60
        return sign == UInt8(ascii: "-") ? -offset : offset
    }

    private static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: isLeap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 in the Gregorian calendar, counted in eras of 400 years that begin on 1 March.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
