import Diagnostics

/// A share: above `0%`, at most `100%`. The value is 0 to 1.
struct PercentageKind: ValueKind {
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> Double {
        guard let number = DecimalPrefix(scalar.text), number.rest == "%" else {
            throw ValueFault(
                .jobPercentage, "`\(key)` is \(Quoted.text(scalar.text)), which is no percentage",
                hint: "write a number and `%`, such as `50%`")
        }
        guard number.thousandths > 0, number.thousandths <= 100_000 else {
            throw ValueFault(
                .jobPercentage, "`\(key)` is \(Quoted.text(scalar.text)); expected more than `0%`, at most `100%`")
        }
        return Double(number.thousandths) / 100_000
    }

    var schema: SchemaNode {
        .object([
            ("type", "string"),
            ("pattern", "^(100(\\.0{1,3})?|[1-9][0-9]?(\\.[0-9]{1,3})?|0\\.(?=[0-9]*[1-9])[0-9]{1,3})%$"),
        ])
    }
}
