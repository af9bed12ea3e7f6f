/// A duration as an MPD writes it: `P[nY][nM][nW][nD][T[nH][nM][n.nS]]` (xs:duration, and weeks, which occur).
struct ISODuration: Hashable, Sendable {
    /// The exact number of seconds; a year counts 365 days, a month 30.
    let seconds: Rational
    /// True when it counts on years, months or weeks: xs:duration knows no weeks, and the others have no fixed length.
    let usesCalendar: Bool

    /// Reads `text`; nil when it is malformed, negative, or too large to be exact.
    init?(_ text: String) {
        var rest = text.utf8[...]
        guard rest.popFirst() == UInt8(ascii: "P"), !rest.isEmpty else { return nil }
        var total = Rational.zero
        var usesCalendar = false
        // The designators that may still come, in order, with their seconds.
        var units = Self.dateUnits[...]
        var isInTime = false
        while let first = rest.first {
            if first == UInt8(ascii: "T"), !isInTime {
                isInTime = true
                rest.removeFirst()
                units = Self.timeUnits[...]
                if rest.isEmpty { return nil }
                continue
            }
            guard let number = Self.number(&rest), let designator = rest.popFirst(),
                let index = units.firstIndex(where: { $0.designator == designator })
            else { return nil }
            let unit = units[index]
            guard number.isWhole || unit.designator == UInt8(ascii: "S") else { return nil }
            units = units[(index + 1)...]
            usesCalendar = usesCalendar || (unit.isCalendar && number.value != .zero)
            do {
                total = try total + (try number.value * Rational(unit.seconds))
            } catch {
                return nil
            }
        }
        seconds = total
        self.usesCalendar = usesCalendar
    }

    private struct Unit {
        var designator: UInt8
        var seconds: Int128
        var isCalendar: Bool
    }

    private static let dateUnits = [
        Unit(designator: UInt8(ascii: "Y"), seconds: 365 * 86_400, isCalendar: true),
        Unit(designator: UInt8(ascii: "M"), seconds: 30 * 86_400, isCalendar: true),
        Unit(designator: UInt8(ascii: "W"), seconds: 7 * 86_400, isCalendar: true),
        Unit(designator: UInt8(ascii: "D"), seconds: 86_400, isCalendar: false),
    ]
    private static let timeUnits = [
        Unit(designator: UInt8(ascii: "H"), seconds: 3_600, isCalendar: false),
        Unit(designator: UInt8(ascii: "M"), seconds: 60, isCalendar: false),
        Unit(designator: UInt8(ascii: "S"), seconds: 1, isCalendar: false),
    ]

    /// Digits, and behind a point at least one digit more. Trailing zeros of the fraction do not count; 18 digits are the most
    /// on either side, which is beyond anything a clock gives.
    private static func number(_ rest: inout Substring.UTF8View) -> (value: Rational, isWhole: Bool)? {
        let whole = digits(&rest)
        guard !whole.isEmpty else { return nil }
        guard rest.first == UInt8(ascii: ".") else {
            return integer(whole).map { (Rational($0), true) }
        }
        rest.removeFirst()
        var fraction = digits(&rest)
        guard !fraction.isEmpty else { return nil }
        while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        guard let high = integer(whole), let low = fraction.isEmpty ? 0 : integer(fraction) else { return nil }
        let scale = (0..<fraction.count).reduce(Int128(1)) { power, _ in power * 10 }
        do {
            return (try Rational(high) + (try Rational(low, over: scale)), false)
        } catch {
            return nil
        }
    }

    private static func digits(_ rest: inout Substring.UTF8View) -> Substring.UTF8View {
        let run = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest[run.endIndex...]
        return run
    }

    private static func integer(_ digits: Substring.UTF8View) -> Int128? {
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        guard significant.count <= 18 else { return nil }
        return significant.reduce(Int128(0)) { $0 * 10 + Int128($1 - UInt8(ascii: "0")) }
    }
}
