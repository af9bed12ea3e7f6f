import Diagnostics
import YAMLEvents

/// Turns what the YAML reader throws into a finding.
enum SyntaxReport {
    static func add(_ error: YAMLReadError, to findings: inout Findings) {
        // Where the file ends says nothing about a quote that nobody closed; where it began does.
        if error.code == .syntax, error.message == "found unexpected end of stream",
            let context = error.context, context.message == "while scanning a quoted scalar"
        {
            findings.add(
                .jobSyntax, from: context.mark, "this is no YAML: a quote begins here and does not end",
                hint: "close it, or put the text into the other kind of quotes")
            return
        }
        let context = error.context.map { [DiagnosticNote($0.message, at: findings.location($0.mark))] } ?? []
        let (code, hint) = page(error)
        let message = error.code == .syntax ? "this is no YAML: \(error.message)" : error.message
        findings.add(code, from: error.mark, message, hint: hint, notes: context)
    }

    private static func page(_ error: YAMLReadError) -> (DiagnosticCode, String?) {
        switch error.code {
        case .syntax: (.jobSyntax, hints.first { error.message.hasPrefix($0.problem) }?.hint)
        case .invalidUTF8, .wideEncoding: (.jobEncoding, "save the file as UTF-8")
        case .controlCharacter:
            (.jobControlCharacter, "remove it, or write it as an escape such as `\\x07` inside double quotes")
        case .tooDeep: (.jobTooDeep, nil)
        case .tooLong: (.jobTooLong, "look for a quote or a block that does not end")
        case .secondDocument: (.jobSecondDocument, "put each document into a file of its own")
        case .input: (.jobUnreadable, nil)
        case .memory: (.jobUnreadable, nil)
        }
    }

    /// What most often lies behind the parser's words.
    private static let hints: [(problem: String, hint: String)] = [
        ("mapping values are not allowed", "quote a text that contains `: `, and check the indentation"),
        (
            "found character that cannot start any token",
            "indent with spaces, not tabs, and quote a text that begins with `@`, `%` or a backtick"
        ),
        ("found a tab character", "indent with spaces, not tabs"),
        (
            "did not find expected key",
            "check that the keys of a mapping, and the `-` of a list, begin in the same column"
        ),
        (
            "did not find expected '-' indicator",
            "check that the keys of a mapping, and the `-` of a list, begin in the same column"
        ),
        ("could not find expected ':'", "a key is followed by `:` and a space"),
        ("found unexpected end of stream", "look for a quote that does not end"),
        ("did not find expected ',' or '}'", "close the mapping with `}`, or quote the text"),
        ("did not find expected ',' or ']'", "close the list with `]`, or quote the text"),
    ]
}
