import Diagnostics

/// The value of an integer attribute.
enum IntegerValue: Hashable {
    /// As it has to be.
    case plain(Int)
    /// Integral, but not written as an unsigned integer: `2000000.0`, `-5`.
    case lenient(Int)
    /// No integer of 64 bits.
    case malformed

    /// Reads `text` with white space around it removed (xs:unsignedInt and its kin collapse it).
    init(_ text: String) {
        let trimmed = XMLCharacter.trimmed(text)
        var digits = trimmed.utf8[...]
        if let point = digits.firstIndex(of: UInt8(ascii: ".")) {
            let zeros = digits[digits.index(after: point)...]
            digits = digits[..<point]
            guard !zeros.isEmpty, zeros.allSatisfy({ $0 == UInt8(ascii: "0") }) else {
                self = .malformed
                return
            }
        }
        guard let value = Int(Substring(digits)), digits.first != UInt8(ascii: "+") else {
            self = .malformed
            return
        }
        self = digits.count == trimmed.utf8.count && digits.first != UInt8(ascii: "-") ? .plain(value) : .lenient(value)
    }
}

extension MPDReader {
    /// The integer attribute `name`; nil when absent or malformed, the latter reported. `isUsable` turns false with an error.
    mutating func integer(
        _ name: String, of element: XMLElement, signed: Bool = false, least: Int = .min, isUsable: inout Bool
    ) -> Int? {
        guard let attribute = element[name] else { return nil }
        let value: Int
        switch IntegerValue(attribute.value) {
        case .plain(let plain): value = plain
        case .lenient(let lenient):
            value = lenient
            let isDecimal = attribute.value.utf8.contains(UInt8(ascii: "."))
            if isDecimal || !signed {
                findings.add(
                    .dashIntegerForm, .warning, at: Place(attribute),
                    "`\(name)` is \(QuotedText.quote(attribute.value)) where an unsigned integer is expected; it is taken for "
                        + "\(lenient)")
            }
        case .malformed:
            isUsable = false
            findings.add(
                .dashInteger, .error, at: Place(attribute),
                "`\(name)` is \(QuotedText.quote(attribute.value)); an integer of at most 64 bits is expected")
            return nil
        }
        guard value >= least else {
            isUsable = false
            findings.add(
                .dashInteger, .error, at: Place(attribute), "`\(name)` is \(value); at least \(least) is expected")
            return nil
        }
        return value
    }

    /// The duration attribute `name`; nil when absent or malformed, the latter reported.
    mutating func duration(_ name: String, of element: XMLElement) -> Rational? {
        guard let attribute = element[name] else { return nil }
        guard let duration = ISODuration(XMLCharacter.trimmed(attribute.value)) else {
            findings.add(
                .dashDuration, .error, at: Place(attribute),
                "`\(name)` is \(QuotedText.quote(attribute.value)); a duration such as `PT1H2M3.5S` is expected")
            return nil
        }
        if duration.usesCalendar {
            findings.add(
                .dashDurationCalendar, .warning, at: Place(attribute),
                "`\(name)` is \(QuotedText.quote(attribute.value)); years, months and weeks have no length that all players "
                    + "agree on, \(duration.seconds.shown) s are taken",
                hint: "write days, hours, minutes and seconds")
        }
        return duration.seconds
    }

    /// The byte range attribute `name`: `first-last`, both inclusive. An open end, `first-`, asks that `first` is there.
    mutating func byteRange(_ name: String, of element: XMLElement) -> Range<UInt64>? {
        guard let attribute = element[name] else { return nil }
        let parts = XMLCharacter.trimmed(attribute.value).utf8.split(
            separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isDigits = parts.allSatisfy { $0.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }
        guard isDigits, parts.count == 2, let first = UInt64(Substring(parts[0])), first < UInt64.max,
            let last = parts[1].isEmpty ? first : UInt64(Substring(parts[1])), last < UInt64.max
        else {
            findings.add(
                .dashByteRange, .error, at: Place(attribute),
                "`\(name)` is \(QuotedText.quote(attribute.value)); a byte range such as `0-835` is expected")
            return nil
        }
        guard first <= last else {
            findings.add(
                .dashByteRange, .error, at: Place(attribute),
                "`\(name)` is \(QuotedText.quote(attribute.value)): the last byte comes before the first")
            return nil
        }
        return first..<(last + 1)
    }
}
