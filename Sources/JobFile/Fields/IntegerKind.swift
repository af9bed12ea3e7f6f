import Diagnostics

/// A decimal integer without quotes, sign `+`, leading zeros or separators.
struct IntegerKind<Value: FixedWidthInteger & Sendable>: ValueKind {
    var range: ClosedRange<Value>

    init(_ range: ClosedRange<Value>) { self.range = range }

    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> Value {
        guard scalar.isPlain, Self.isCanonical(scalar.text.utf8) else { throw wrongType(scalar, key) }
        guard let value = Value(scalar.text), range.contains(value) else {
            throw ValueFault(
                .jobNumberRange, "`\(key)` is \(Quoted.text(scalar.text)); expected \(expectation)")
        }
        return value
    }

    private func wrongType(_ scalar: Scalar, _ key: String) -> ValueFault {
        let digits = scalar.text.utf8.drop { $0 == UInt8(ascii: "0") }
        let isNumber = !digits.isEmpty && digits.allSatisfy { (0x30...0x39).contains($0) }
        return ValueFault(
            .jobWrongType, "`\(key)` is \(Quoted.value(scalar)); expected \(expectation)",
            hint: isNumber ? "write `\(key): \(String(Substring(digits)))`" : nil)
    }

    private var expectation: String {
        range.upperBound == .max
            ? "an integer of \(range.lowerBound) or more"
            : "an integer from \(range.lowerBound) to \(range.upperBound)"
    }

    private static func isCanonical(_ text: String.UTF8View) -> Bool {
        let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text[...]
        guard let first = digits.first, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return false }
        return first != UInt8(ascii: "0") || (digits.count == 1 && text.count == 1)
    }

    var schema: SchemaNode {
        .object([
            ("type", "integer"), ("minimum", .integer(String(range.lowerBound))),
            ("maximum", .integer(String(range.upperBound))),
        ])
    }
}
