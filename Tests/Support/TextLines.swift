/// The lines of a text by number, as a renderer asks for them.
public struct TextLines: Sendable {
    private let lines: [Substring]

    /// The lines of `text`, which end after LF.
    public init(_ text: String) { lines = text.split(separator: "\n", omittingEmptySubsequences: false) }

    /// Line `number`, counted from 1.
    public func line(_ number: Int) -> String? {
        lines.indices.contains(number - 1) ? String(lines[number - 1]) : nil
    }
}
