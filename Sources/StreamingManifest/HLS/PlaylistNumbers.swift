/// The numbers of playlists, read from bytes.
enum PlaylistNumbers {
    /// A decimal integer; nil when there is anything but digits, or more than 64 bits hold.
    static func integer(_ bytes: ArraySlice<UInt8>) -> UInt64? {
        guard !bytes.isEmpty else { return nil }
        var value: UInt64 = 0
        for byte in bytes {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(byte - UInt8(ascii: "0")))
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    /// A duration in seconds.
    struct Duration: Hashable, Sendable {
        var seconds: Double
        /// True when it is written with a point.
        var isFractional: Bool
    }

    /// A decimal number, perhaps negative; nil for all else, `nan` and `inf` included.
    static func duration(_ bytes: ArraySlice<UInt8>) -> Duration? {
        var digits = bytes
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative { digits = digits.dropFirst() }
        var (value, scale, point, count) = (0.0, 1.0, false, 0)
        for byte in digits {
            if byte == UInt8(ascii: "."), !point {
                point = true
                continue
            }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            value = value * 10 + Double(byte - UInt8(ascii: "0"))
            if point { scale *= 10 }
            count += 1
        }
        guard count > 0, value.isFinite, scale.isFinite else { return nil }
        return Duration(seconds: (isNegative ? -value : value) / scale, isFractional: point)
    }

    /// A sub-range of a file: so many bytes, from an offset or from where the last one ended.
    struct ByteRange: Hashable, Sendable {
        var length: UInt64
        var offset: UInt64?
    }

    /// `n` or `n@o`; nil when it is malformed.
    static func byteRange(_ bytes: ArraySlice<UInt8>) -> ByteRange? {
        guard let at = bytes.firstIndex(of: UInt8(ascii: "@")) else {
            return integer(bytes).map { ByteRange(length: $0, offset: nil) }
        }
        guard let length = integer(bytes[..<at]), let offset = integer(bytes[(at + 1)...]) else { return nil }
        return ByteRange(length: length, offset: offset)
    }
}
