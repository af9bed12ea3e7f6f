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

    /// `findings` in this format. `base` is the folder at which the names of manifests in them start.
    func text(_ findings: [Diagnostic], base: String, color: Bool, width: Int) -> String {
        switch self {
        case .json: return JSONRenderer().render(findings)
        case .sarif: return SARIFRenderer(version: Version.text).render(findings)
        case .github: return GitHubRenderer().render(findings)
        case .text:
            let lines = SourceLines(for: findings, base: base)
            return TextRenderer(style: color ? .colored : .plain, width: width, source: lines.line).render(findings)
        }
    }
}

/// The lines that findings are about, read from their files once.
struct SourceLines {
    private var lines: [String: [Int: String]] = [:]

    /// The first line of each of `findings`; a name that is no file where the user stands starts at `base`.
    init(for findings: [Diagnostic], base: String) {
        var wanted: [String: Set<Int>] = [:]
        for location in findings.compactMap(\.location) {
            wanted[location.file, default: []].insert(location.start.line)
        }
        for (file, numbers) in wanted {
            guard let handle = Self.open(file) ?? Self.open(base + "/" + file) else { continue }
            var collector = SourceLineCollector(wanted: numbers)
            do {
                while !collector.isComplete, let piece = try handle.read(upToCount: 1 << 16), !piece.isEmpty {
                    collector.feed(piece)
                }
                collector.finish()
                lines[file] = collector.lines
            } catch {
                // The finding itself says that the file cannot be read; it is shown without its line.
                continue
            }
        }
    }

    /// Line `number` of `file`; nil when it is not known.
    func line(_ file: String, _ number: Int) -> String? { lines[file]?[number] }

    private static func open(_ path: String) -> FileHandle? { FileHandle(forReadingAtPath: path) }
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
