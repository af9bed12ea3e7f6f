/// A value or an intermediate result is too large to be exact.
struct RationalOverflow: Error, Hashable, Sendable {}

/// An exact fraction of 128-bit integers in lowest terms; the denominator is positive.
///
/// Times of an MPD are decimal fractions of seconds divided by integer timescales: doubles round 117.12 · 50 / 96 up to
/// 61.00000000000001 and so count one segment too many (manifests 21). Every operation that could overflow throws.
struct Rational: Hashable, Sendable {
    let numerator: Int128
    let denominator: Int128

    static let zero = Rational(0)

    /// The integer `value`.
    init(_ value: Int128) {
        numerator = value
        denominator = 1
    }

    /// `numerator / denominator`; the denominator must not be zero.
    init(_ numerator: Int128, over denominator: Int128) throws(RationalOverflow) {
        guard denominator != 0, numerator != .min, denominator != .min else { throw RationalOverflow() }
        let divisor = Self.greatestCommonDivisor(numerator, denominator)
        let sign: Int128 = denominator < 0 ? -1 : 1
        self.numerator = sign * (numerator / divisor)
        self.denominator = sign * (denominator / divisor)
    }

    static func + (left: Rational, right: Rational) throws(RationalOverflow) -> Rational {
        let divisor = greatestCommonDivisor(left.denominator, right.denominator)
        let a = try product(left.numerator, right.denominator / divisor)
        let b = try product(right.numerator, left.denominator / divisor)
        let (sum, overflows) = a.addingReportingOverflow(b)
        if overflows { throw RationalOverflow() }
        return try Rational(sum, over: try product(left.denominator, right.denominator / divisor))
    }

    static func - (left: Rational, right: Rational) throws(RationalOverflow) -> Rational {
        try left + (try Rational(-right.numerator, over: right.denominator))
    }

    static func * (left: Rational, right: Rational) throws(RationalOverflow) -> Rational {
        let a = greatestCommonDivisor(left.numerator, right.denominator)
        let b = greatestCommonDivisor(right.numerator, left.denominator)
        return try Rational(
            try product(left.numerator / a, right.numerator / b),
            over: try product(left.denominator / b, right.denominator / a))
    }

    static func / (left: Rational, right: Rational) throws(RationalOverflow) -> Rational {
        try left * (try Rational(right.denominator, over: right.numerator))
    }

    /// True when this is less than `other`.
    func isLess(than other: Rational) throws(RationalOverflow) -> Bool { try (self - other).numerator < 0 }

    /// The smaller one.
    static func lesser(_ left: Rational, _ right: Rational) throws(RationalOverflow) -> Rational {
        try right.isLess(than: left) ? right : left
    }

    /// The least integer that is not less.
    var roundedUp: Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return remainder > 0 ? quotient + 1 : quotient
    }

    /// The nearest double: what a reader computes that knows nothing else.
    var approximation: Double { Double(numerator) / Double(denominator) }

    private static func product(_ left: Int128, _ right: Int128) throws(RationalOverflow) -> Int128 {
        let (product, overflows) = left.multipliedReportingOverflow(by: right)
        if overflows { throw RationalOverflow() }
        return product
    }

    /// Never zero.
    private static func greatestCommonDivisor(_ left: Int128, _ right: Int128) -> Int128 {
        var (a, b) = (left.magnitude, right.magnitude)
        while b != 0 { (a, b) = (b, a % b) }
        // Both are above Int128.min, so the magnitude fits.
        return a == 0 ? 1 : Int128(a)
    }
}

extension Rational {
    /// The value as a person reads it: exact up to three decimals, rounded beyond, without trailing zeros.
    var shown: String {
        let thousandths = (approximation * 1_000).rounded()
        guard thousandths.magnitude < 9e15 else { return "\(approximation)" }
        let whole = Int64(thousandths)
        let (seconds, rest) = whole.magnitude.quotientAndRemainder(dividingBy: 1_000)
        let sign = whole < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(seconds)" }
        let digits = String(rest + 1_000).dropFirst()
        return "\(sign)\(seconds).\(digits.replacing(/0+$/, with: ""))"
    }
}
