import Diagnostics

/// A span of time in seconds: numbers with the units `ms`, `s`, `m`, `h`, `d`, largest first, such as `1h30m`.
struct DurationKind: ValueKind {
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> Double {
        guard let milliseconds = Self.milliseconds(scalar.text) else {
            throw ValueFault(
                .jobDuration, "`\(key)` is \(Quoted.text(scalar.text)), which is no span of time",
                hint: "write numbers with `d`, `h`, `m`, `s` or `ms`, largest first, such as `15m` or `1h30m`")
        }
        guard milliseconds > 0 else {
            throw ValueFault(.jobDuration, "`\(key)` is \(Quoted.text(scalar.text)); expected more than nothing")
        }
        return Double(milliseconds) / 1000
    }

    private static func milliseconds(_ text: String) -> Int64? {
        var rest = text[...]
        var next = units.startIndex
        var total: Int64 = 0
        while !rest.isEmpty {
            let digits = rest.utf8.prefix { (0x30...0x39).contains($0) }
            guard (1...9).contains(digits.count), let number = Int64(Substring(digits)) else { return nil }
            rest = rest[digits.endIndex...]
            let letters = rest.utf8.prefix { (0x61...0x7A).contains($0) }
            guard let unit = units[next...].firstIndex(where: { $0.name == Substring(letters) }) else { return nil }
            total += number * units[unit].milliseconds
            next = unit + 1
            rest = rest[letters.endIndex...]
        }
        return text.isEmpty ? nil : total
    }

    var schema: SchemaNode {
        let parts = Self.units.map { "([0-9]{1,9}\($0.name))?" }.joined()
        return .object([("type", "string"), ("pattern", .text("^(?=.*[1-9])\(parts)$"))])
    }
}
