/// Findings for people: place, message, code, the source line with carets, then a blank line and the hint.
///
///     jobs/spring.yaml:7:21: error: `partSize` is `900KiB`, below the service minimum of `1MiB` [job.part-size]
///         7 | upload: { partSize: 900KiB }
///           |                     ^^^^^^
///
///     hint: use `partSize: 1MiB`, or `auto` to let the planner choose
public struct TextRenderer {
    private let style: TextStyle
    private let width: Int
    private let source: SourceText

    /// A renderer that shows at most `width` characters of a source line and gets the lines from `source`.
    public init(style: TextStyle = .plain, width: Int = 120, source: @escaping SourceText = { _, _ in nil }) {
        self.style = style
        self.width = max(20, width)
        self.source = source
    }

    /// The findings in the order given, a blank line between two, a line break at the end; empty for none.
    ///
    /// A line where one of them found key material is shown for none of them.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        let hidden = Set(diagnostics.filter { $0.code.hidesSource }.compactMap { $0.location.map(Line.init) })
        return diagnostics.map { render($0, hidden: hidden) }.joined(separator: "\n")
    }

    /// One finding, with a line break at its end.
    public func render(_ diagnostic: Diagnostic) -> String { render([diagnostic]) }

    private struct Line: Hashable {
        var file: String
        var line: Int

        init(_ location: SourceLocation) {
            file = location.file
            line = location.start.line
        }
    }

    private func render(_ diagnostic: Diagnostic, hidden: Set<Line>) -> String {
        var output = ""
        let place = diagnostic.location.map(Self.place) ?? ""
        let severity = style.severity(diagnostic.severity)
        output += "\(style.bold(place))\(severity): \(Self.safe(diagnostic.message)) [\(diagnostic.code.rawValue)]\n"
        if let location = diagnostic.location {
            output += excerpt(location, isHidden: hidden.contains(Line(location)), diagnostic.severity)
        }
        for note in diagnostic.notes {
            let place = note.location.map(Self.place) ?? ""
            output += "\(style.bold(place))\(style.severity(.note)): \(Self.safe(note.message))\n"
        }
        if let hint = diagnostic.hint { output += "\n\(style.hint("hint")): \(Self.safe(hint))\n" }
        return output
    }

    private func excerpt(_ location: SourceLocation, isHidden: Bool, _ severity: Severity) -> String {
        guard let line = source(location.file, location.start.line) else { return "" }
        let excerpt = SourceExcerpt(line: line, location: location, width: width, isHidden: isHidden)
        let number = String(location.start.line)
        let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
        let blank = String(repeating: " ", count: gutter.count)
        let text = excerpt.text.isEmpty ? "" : " " + excerpt.text
        return "\(gutter) |\(text)\n\(blank) | \(style.carets(excerpt.underline, severity))\n"
    }

    private static func place(_ location: SourceLocation) -> String {
        "\(safe(location.file)):\(location.start.line):\(location.start.column): "
    }

    private static func safe(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: { $0 == "\t" || !SourceExcerpt.isPrintable($0) }) else { return text }
        var output = ""
        for scalar in text.unicodeScalars {
            output.unicodeScalars.append(SourceExcerpt.isPrintable(scalar) && scalar != "\t" ? scalar : "\u{FFFD}")
        }
        return output
    }
}

extension DiagnosticCode {
    /// True for findings about secrets, whose line is not shown.
    var hidesSource: Bool { self == .jobKeyMaterial }
}
