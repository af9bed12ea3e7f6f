/// How a piece of text is shown where there is colour. Nothing is said by colour alone.
enum Style: String, Sendable {
    case bold = "1"
    case dim = "2"
    case red = "31"
    case green = "32"
    case yellow = "33"
    case cyan = "36"

    /// `text` between the codes of this style (ECMA-48, SGR); `text` itself without colour.
    func callAsFunction(_ text: String, color: Bool) -> String {
        color && !text.isEmpty ? "\u{1B}[\(rawValue)m\(text)\u{1B}[0m" : text
    }
}
