import Diagnostics

/// The name of a time zone, such as `Asia/Shanghai`.
struct TimeZoneKind: ValueKind {
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> String {
        let hasForm =
            scalar.text.utf8.first.map { Self.isLetter($0) } ?? false
            && scalar.text.utf8.allSatisfy {
                Self.isLetter($0) || (0x30...0x39).contains($0) || "/_+-".utf8.contains($0)
            }
        guard hasForm, context.isTimeZone?(scalar.text) ?? true else {
            throw ValueFault(
                .jobTimeZone, "`\(key)` is \(Quoted.text(scalar.text)), which is no time zone",
                hint: "use a name of the IANA database, such as `Asia/Shanghai` or `UTC`")
        }
        return scalar.text
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) }

    var schema: SchemaNode { .object([("type", "string"), ("pattern", "^[A-Za-z][A-Za-z0-9/_+-]*$")]) }
}
