import Mustache

/// Escapes by Unicode scalars.
///
/// swift-mustache's own HTML type compares characters, and `"` with a combining mark behind it is another character: such a
/// quote in a file name would end an attribute. A browser reads scalars, so this does as well. Control characters, which HTML
/// does not have, become U+FFFD, and so do the marks that turn the direction of what follows: `evil<U+202E>4pm.exe` must not
/// be shown as another name.
struct HTMLEscaping: MustacheContentType {
    /// The name under which templates ask for it.
    static let name = "HTML-BY-SCALARS"

    func escapeText(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped += "&lt;".unicodeScalars
            case ">": escaped += "&gt;".unicodeScalars
            case "&": escaped += "&amp;".unicodeScalars
            case "\"": escaped += "&quot;".unicodeScalars
            case "'": escaped += "&#39;".unicodeScalars
            case "\t", "\n", "\r": escaped.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                escaped.append("\u{FFFD}")
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
