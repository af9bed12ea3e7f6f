import Diagnostics
import IngestModel

/// A daily span of time: `22:00-06:00`.
struct WindowKind: ValueKind {
    func read(_ scalar: Scalar, of key: String, _ context: ValueContext) throws(ValueFault) -> JobSettings.Window {
        let bytes = Array(scalar.text.utf8)
        guard bytes.count == 11, bytes[5] == UInt8(ascii: "-"), let start = Self.minutes(bytes[..<5]),
            let end = Self.minutes(bytes[6...])
        else {
            throw ValueFault(
                .jobWindow, "`\(key)` is \(Quoted.text(scalar.text)), which is no daily window",
                hint: "write two times from `00:00` to `23:59` with a hyphen between, such as `\"22:00-06:00\"`")
        }
        return JobSettings.Window(start: start, end: end)
    }

    private static func minutes(_ text: ArraySlice<UInt8>) -> Int? {
        let text = Array(text)
        guard text[2] == UInt8(ascii: ":"), let hour = ISOTime.number(text[..<2]),
            let minute = ISOTime.number(text[3...]),
            hour < 24, minute < 60
        else { return nil }
        return hour * 60 + minute
    }

    var schema: SchemaNode {
        let time = "([01][0-9]|2[0-3]):[0-5][0-9]"
        return .object([("type", "string"), ("pattern", .text("^\(time)-\(time)$"))])
    }
}
