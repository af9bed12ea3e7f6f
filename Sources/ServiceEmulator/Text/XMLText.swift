/// Writes the store's XML.
enum XMLText {
    /// An element with text inside, on a line of its own as the service writes it.
    static func element(_ name: String, _ text: String, indent: Int = 1) -> String {
        let margin = String(repeating: "\t", count: indent)
        return text.isEmpty ? "\(margin)<\(name)/>\n" : "\(margin)<\(name)>\(escaped(text))</\(name)>\n"
    }

    /// The same text with markup and what XML cannot hold replaced.
    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "\t", "\n", "\r": result += "&#\(scalar.value);"
            // Not allowed in XML 1.0 even as a reference; clients ask for encoding-type=url to see such keys.
            case "\u{0}"..<"\u{20}": result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
