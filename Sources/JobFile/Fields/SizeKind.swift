import Diagnostics

/// Bytes: a number with a unit (`16MiB`, `1.5GB`), or an integer alone.
struct SizeKind: ValueKind {
    static let units: [(name: String, bytes: Int64)] = [
        ("B", 1), ("KB", 1000), ("KiB", 1 << 10), ("MB", 1_000_000), ("MiB", 1 << 20), ("GB", 1_000_000_000),
        ("GiB", 1 << 30), ("TB", 1_000_000_000_000), ("TiB", 1 << 40),
    ]

    var least: Int64
    var most: Int64
    /// Why `least` and `most` are what they are, as a message says it: `the service minimum`.
    var limit = "the"

    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> Int64 {
        guard let bytes = Self.bytes(scalar) else {
            throw ValueFault(
                .jobSize, "`\(key)` is \(Quoted.text(scalar.text)), which is no size", hint: Self.hint(scalar.text))
        }
        guard bytes >= least else {
            throw ValueFault(
                .jobSizeRange,
                "`\(key)` is \(Quoted.text(scalar.text)), below \(limit) minimum of `\(Self.text(least))`",
                hint: "use `\(key): \(Self.text(least))` or more")
        }
        guard bytes <= most else {
            throw ValueFault(
                .jobSizeRange,
                "`\(key)` is \(Quoted.text(scalar.text)), above \(limit) maximum of `\(Self.text(most))`",
                hint: "use `\(key): \(Self.text(most))` or less")
        }
        return bytes
    }

    /// The bytes that `scalar` says; nil when it is no size. What is left of a byte is dropped.
    static func bytes(_ scalar: Scalar) -> Int64? {
        guard let number = DecimalPrefix(scalar.text) else { return nil }
        if number.rest.isEmpty {
            return scalar.isPlain && !number.hasFraction ? number.thousandths / 1000 : nil
        }
        guard let unit = units.first(where: { $0.name == number.rest }) else { return nil }
        let product = number.thousandths.multipliedReportingOverflow(by: unit.bytes)
        return product.overflow ? Int64.max : product.partialValue / 1000
    }

    /// The largest binary unit that divides `bytes`.
    static func text(_ bytes: Int64) -> String {
        let unit = units.last { $0.name.count != 2 && bytes >= $0.bytes && bytes % $0.bytes == 0 }
        return unit.map { "\(bytes / $0.bytes)\($0.name)" } ?? "\(bytes)B"
    }

    private static func hint(_ text: String) -> String {
        "write a number with one of the units \(units.map { "`\($0.name)`" }.joined(separator: ", ")), such as `16MiB`"
    }

    static var pattern: String { "^\(DecimalPrefix.pattern)(\(units.map(\.name).joined(separator: "|")))$" }

    var schema: SchemaNode {
        .object([
            ("type", ["integer", "string"]), ("pattern", .text(Self.pattern)),
            ("minimum", .integer(String(least))), ("maximum", .integer(String(most))),
        ])
    }
}
