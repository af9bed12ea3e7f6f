extension CRC64 {
    /// The checksum of two stretches of bytes laid end to end, from the checksum of each.
    ///
    /// Associative; an empty second stretch (checksum 0, length 0) changes nothing. Some 64 steps whatever the length, so a
    /// whole object's checksum follows from its parts' without reading it again.
    /// - Parameter lengthOfSecond: the bytes behind `second`; the length of the first does not matter.
    public static func combine(_ first: UInt64, _ second: UInt64, lengthOfSecond: UInt64) -> UInt64 {
        // Appending n bytes multiplies the first remainder by x^(8n); the all-ones initial value and final xor cancel.
        multiply(xToThe(eightTimes: lengthOfSecond), first) ^ second
    }

    /// As above with the signed length that files have; it must not be negative.
    public static func combine(_ first: UInt64, _ second: UInt64, lengthOfSecond: Int64) -> UInt64 {
        combine(first, second, lengthOfSecond: UInt64(lengthOfSecond))
    }

    /// The polynomial with the coefficient of x^0 in the highest bit, as the reflected algorithm keeps it.
    private static let polynomial: UInt64 = 0xC96C_5795_D787_0F42

    /// x^0: the neutral element of `multiply`.
    private static let one: UInt64 = 1 << 63

    /// x^(2^k) modulo the polynomial for k in 0...66: enough for the exponent 8n of any 64-bit n.
    private static let powers: [UInt64] = {
        var powers = [one >> 1]
        for _ in 1...66 { powers.append(multiply(powers[powers.count - 1], powers[powers.count - 1])) }
        return powers
    }()

    /// x^(8n) modulo the polynomial, by squaring.
    private static func xToThe(eightTimes n: UInt64) -> UInt64 {
        var product = one
        var rest = n
        while rest != 0 {
            product = multiply(powers[rest.trailingZeroBitCount + 3], product)
            rest &= rest - 1
        }
        return product
    }

    /// The product of two polynomials over GF(2), reduced.
    private static func multiply(_ left: UInt64, _ right: UInt64) -> UInt64 {
        var product: UInt64 = 0
        var shifted = right
        var rest = left
        while rest != 0 {
            if rest & one != 0 { product ^= shifted }
            rest <<= 1
            shifted = shifted & 1 == 0 ? shifted >> 1 : (shifted >> 1) ^ polynomial
        }
        return product
    }
}
