/// Texts as JSON writes them.
public enum JSONText {
    /// Appends `text` in quotes, escaped as RFC 8259 demands; other characters stand as they are.
    public static func write(_ text: String, into output: inout String) {
        output += "\""
        defer { output += "\"" }
        // Nearly every text needs no escape, and is then copied as a whole.
        guard text.utf8.withContiguousStorageIfAvailable(needsCare) ?? true else {
            output += text
            return
        }
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22: output += "\\\""
            case 0x5C: output += "\\\\"
            case 0x08: output += "\\b"
            case 0x09: output += "\\t"
            case 0x0A: output += "\\n"
            case 0x0C: output += "\\f"
            case 0x0D: output += "\\r"
            case ..<0x20, 0x7F, 0x2028, 0x2029: output += escape(scalar.value)
            default: output.unicodeScalars.append(scalar)
            }
        }
    }

    private static func needsCare(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.contains { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C || $0 >= 0x7F }
    }

    private static func escape(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
