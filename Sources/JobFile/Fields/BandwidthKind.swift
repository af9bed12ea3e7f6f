import Diagnostics

/// Bytes per second: a size and `/s`, such as `200MiB/s`.
struct BandwidthKind: ValueKind {
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> Int64 {
        guard scalar.text.hasSuffix("/s"), let number = DecimalPrefix(scalar.text), number.rest != "/s",
            let bytes = SizeKind.bytes(size(scalar))
        else {
            throw ValueFault(
                .jobRate, "`\(key)` is \(Quoted.text(scalar.text)), which is no bandwidth",
                hint: "write a size per second, such as `200MiB/s`")
        }
        guard bytes > 0 else {
            throw ValueFault(
                .jobRate, "`\(key)` is \(Quoted.text(scalar.text)); expected more than nothing",
                hint: "remove the key for no limit")
        }
        return bytes
    }

    private func size(_ scalar: Scalar) -> Scalar {
        var scalar = scalar
        scalar.text.removeLast(2)
        return scalar
    }

    var schema: SchemaNode {
        // More than nothing, and of bytes at least one.
        let units = SizeKind.units.dropFirst().map(\.name).joined(separator: "|")
        let pattern = "^(\(DecimalPrefix.positive)(\(units))|(?!0)\(DecimalPrefix.pattern)B)/s$"
        return .object([("type", "string"), ("pattern", .text(pattern))])
    }
}
