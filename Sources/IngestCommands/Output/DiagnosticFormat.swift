import ArgumentParser
import Diagnostics
import Foundation
import IngestModel

/// `--format` of findings.
enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text, json, sarif, github

    /// The format where none was asked for: GitHub's under GitHub Actions, else text.
    static func standard(_ environment: EnvironmentVariables) -> DiagnosticFormat {
        environment(EnvironmentVariables.gitHubActions) == "true" ? .github : .text
    }

    /// `findings` in this format. `base` is the folder at which their files' names start where the process stands elsewhere.
    func text(_ findings: [Diagnostic], base: String, color: Bool, width: Int) -> String {
        var lines = SourceLines(base: base)
        if self == .text { lines.add(for: findings) }
        return text(findings, lines, color: color, width: width)
    }

    /// `findings` in this format, with the source lines `lines` for those who read them.
    func text(_ findings: [Diagnostic], _ lines: SourceLines, color: Bool, width: Int) -> String {
        switch self {
        case .json: return JSONRenderer().render(findings)
        case .sarif: return SARIFRenderer(version: Version.text).render(findings)
        case .github: return GitHubRenderer().render(findings)
        case .text:
            // The number before a line takes eight columns, the marks of what was cut two.
            return TextRenderer(style: color ? .colored : .plain, width: width - 10, source: lines.line)
                .render(findings)
        }
    }
}

/// The lines that findings are about; each file is read once.
struct SourceLines {
    private let base: String
    private var lines: [String: [Int: String]] = [:]

    /// No lines yet. A name that is no file where the process stands starts at the folder `base`.
    init(base: String) { self.base = base }

    /// Finds the first line of each of `findings`. `document` is the job file they are about, which may be no file that could
    /// be opened again.
    mutating func add(for findings: [Diagnostic], in document: JobDocument? = nil) {
        var wanted: [String: Set<Int>] = [:]
        for location in findings.compactMap(\.location) {
            wanted[location.file, default: []].insert(location.start.line)
        }
        for (file, numbers) in wanted {
            do {
                if let document, document.path == file {
                    let input = document.input()
                    lines[file] = try Self.lines(numbers) { try input.read() }
                } else if let handle = FileHandle(forReadingAtPath: file) ?? .init(forReadingAtPath: base + "/" + file)
                {
                    lines[file] = try Self.lines(numbers) { try handle.read(upToCount: 1 << 16).map { [UInt8]($0) } }
                }
            } catch {
                // The finding itself says that the file cannot be read; it is shown without its line.
                continue
            }
        }
    }

    /// Line `number` of `file`; nil when it is not known.
    func line(_ file: String, _ number: Int) -> String? { lines[file]?[number] }

    private static func lines(_ wanted: Set<Int>, _ next: () throws -> [UInt8]?) throws -> [Int: String] {
        var collector = SourceLineCollector(wanted: wanted)
        while !collector.isComplete, let piece = try next(), !piece.isEmpty { collector.feed(piece) }
        collector.finish()
        return collector.lines
    }
}

/// What findings add up to, in a few words.
enum FindingCount {
    /// `10 errors, 1 warning`; `no errors` for none.
    static func text(_ findings: DiagnosticCollector) -> String {
        let errors = Amount.count(findings.errorCount, "error", "errors")
        let warnings = Amount.count(findings.warningCount, "warning", "warnings")
        switch (findings.errorCount, findings.warningCount) {
        case (0, 0): return "no errors"
        case (0, _): return warnings
        case (_, 0): return errors
        default: return "\(errors), \(warnings)"
        }
    }
}
