/// A job file to be written: what `init` found.
struct JobDraft: Hashable, Sendable {
    /// One entry: keys and values in the order in which they are written.
    struct Entry: Hashable, Sendable {
        /// A key of an entry and its value.
        struct Field: Hashable, Sendable {
            var key: String
            var value: String
        }
        /// Its fields; the path alone gives the short form.
        var fields: [Field]

        /// An entry of `fields`, those without a value left out.
        init(_ fields: [(key: String, value: String?)]) {
            self.fields = fields.compactMap { field in field.value.map { Field(key: field.key, value: $0) } }
        }
    }

    /// Keys whose values are numbers, which a job file has without quotes.
    private static let numbers: Set<String> = ["ClassId", "SubAppId", "ConcurrentUploadNumber"]

    /// `name`; nil leaves it out.
    var name: String?
    /// `base`; nil leaves it out.
    var base: String?
    /// Its entries.
    var entries: [Entry]

    /// The job file.
    var text: String {
        var lines = ["version: 1"]
        if let name { lines.append("name: \(YAMLText.scalar(name))") }
        if let base { lines.append("base: \(YAMLText.scalar(base))") }
        lines.append("media:")
        for entry in entries { lines += Self.lines(entry) }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ entry: Entry) -> [String] {
        if entry.fields.count == 1, let path = entry.fields.first, path.key == "MediaFilePath" {
            return ["  - \(YAMLText.scalar(path.value))"]
        }
        return entry.fields.enumerated().map { index, field in
            let isNumber = numbers.contains(field.key) && !field.value.isEmpty && field.value.allSatisfy(\.isNumber)
            return (index == 0 ? "  - " : "    ")
                + "\(field.key): \(isNumber ? field.value : YAMLText.scalar(field.value))"
        }
    }
}

/// Texts as YAML scalars.
enum YAMLText {
    private static let words: Set<String> = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "~"]

    /// `text` as it is where nothing in it can mean anything else, in double quotes otherwise (YAML 1.2, section 5.7).
    static func scalar(_ text: String) -> String {
        isPlain(text) ? text : "\"" + text.unicodeScalars.map(escaped).joined() + "\""
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, text.last != " ", !words.contains(text.lowercased()) else {
            return false
        }
        let begins =
            first.properties.isAlphabetic || ("0"..."9").contains(first) || first == "/" || first == "." || first == "_"
        return begins
            && text.unicodeScalars.allSatisfy { scalar in
                scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                    || "/._-+()'=@~ ".unicodeScalars.contains(scalar)
            }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": return "\\\""
        case "\\": return "\\\\"
        case "\n": return "\\n"
        case "\t": return "\\t"
        case "\r": return "\\r"
        default:
            let code = scalar.value
            guard code < 0x20 || (0x7F...0x9F).contains(code) || code == 0x2028 || code == 0x2029 || code == 0xFEFF
            else {
                return String(Character(scalar))
            }
            let digits = String(code, radix: 16, uppercase: true)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }
}
