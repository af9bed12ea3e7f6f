/// Whether text for people has colours. It is readable without.
public enum TextStyle: Hashable, Sendable {
    /// No escape sequences.
    case plain
    /// ANSI colours.
    case colored

    func bold(_ text: String) -> String { paint(text, "1") }

    func hint(_ text: String) -> String { paint(text, "1;36") }

    func severity(_ severity: Severity) -> String { paint(severity.rawValue, "1;" + Self.color(severity)) }

    func carets(_ text: String, _ severity: Severity) -> String { paint(text, Self.color(severity)) }

    private func paint(_ text: String, _ codes: String) -> String {
        self == .plain || text.isEmpty ? text : "\u{1B}[\(codes)m\(text)\u{1B}[0m"
    }

    private static func color(_ severity: Severity) -> String {
        switch severity {
        case .error: "31"
        case .warning: "33"
        case .note: "34"
        }
    }
}
