import Diagnostics

/// Requests per second: `80/s`, or `600/min`.
struct RequestRateKind: ValueKind {
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> Double {
        let number = DecimalPrefix(scalar.text)
        guard let number, number.rest == "/s" || number.rest == "/min" else {
            throw ValueFault(
                .jobRate, "`\(key)` is \(Quoted.text(scalar.text)), which is no rate of requests",
                hint: "write a number per second or minute, such as `80/s` or `600/min`")
        }
        guard number.thousandths > 0 else {
            throw ValueFault(
                .jobRate, "`\(key)` is \(Quoted.text(scalar.text)); expected more than nothing",
                hint: "remove the key for no limit")
        }
        return Double(number.thousandths) / (number.rest == "/s" ? 1000 : 60_000)
    }

    var schema: SchemaNode {
        .object([("type", "string"), ("pattern", .text("^\(DecimalPrefix.positive)/(s|min)$"))])
    }
}
