/// Findings as workflow commands of GitHub Actions, which shows them beside the changed lines.
public struct GitHubRenderer: Sendable {
    /// A renderer.
    public init() {}

    /// One command, with its line end.
    public func render(_ diagnostic: Diagnostic) -> String {
        var properties: [(String, String)] = []
        // Standard input is no file of the repository: its place stands in the text.
        if let location = diagnostic.location, location.file != SourceLocation.standardInput {
            properties.append(("file", location.file))
            properties.append(("line", String(location.start.line)))
            // GitHub refuses columns of a stretch over several lines.
            if location.end.line == location.start.line {
                properties.append(("col", String(location.start.column)))
                properties.append(("endColumn", String(max(location.start.column, location.end.column - 1))))
            } else {
                properties.append(("endLine", String(location.end.line)))
            }
        }
        properties.append(("title", diagnostic.code.rawValue))
        let list = properties.map { "\($0.0)=\(Self.escape($0.1, isProperty: true))" }.joined(separator: ",")
        return "::\(Self.command(diagnostic.severity)) \(list)::\(Self.escape(text(diagnostic), isProperty: false))\n"
    }

    /// All of them, a line each.
    public func render(_ diagnostics: [Diagnostic]) -> String { diagnostics.map(render).joined() }

    private func text(_ diagnostic: Diagnostic) -> String {
        var lines = [diagnostic.message]
        if let location = diagnostic.location, location.file == SourceLocation.standardInput {
            lines[0] = "standard input, line \(location.start.line), column \(location.start.column): \(lines[0])"
        }
        for note in diagnostic.notes {
            let place = note.location.map { "\($0.file):\($0.start.line):\($0.start.column): " } ?? ""
            lines.append("\(place)note: \(note.message)")
        }
        if let hint = diagnostic.hint { lines.append("hint: \(hint)") }
        return lines.joined(separator: "\n")
    }

    private static func command(_ severity: Severity) -> String { severity == .note ? "notice" : severity.rawValue }

    private static func escape(_ text: String, isProperty: Bool) -> String {
        var output = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "%": output += "%25"
            case "\r": output += "%0D"
            case "\n": output += "%0A"
            case ":" where isProperty: output += "%3A"
            case "," where isProperty: output += "%2C"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}
