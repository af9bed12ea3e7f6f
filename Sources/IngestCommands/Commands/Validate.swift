import ArgumentParser
import Diagnostics
import IngestModel

/// `vod-ingest validate`: judges job files; sends nothing.
struct Validate: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        abstract: "Judges job files and everything they name on disk; sends nothing.",
        discussion: """
            Prints every finding with its code, its place and, where known, the mend. Exits with 0 or 2.

            EXAMPLES
              vod-ingest validate nightly.yaml
              vod-ingest validate jobs/*.yaml --no-files --strict     in CI, without the media
              vod-ingest validate nightly.yaml --format sarif > findings.sarif
            """)

    @Argument(help: ArgumentHelp("Job files; - is standard input.", valueName: "job"), completion: .file())
    var jobs: [String]
    @Flag(help: "Judge the job files alone, not the files they name.")
    var noFiles = false
    @Flag(help: "Warnings count as errors.")
    var strict = false
    @Option(help: "Form of the findings: text, json, sarif or github. (default: text; github under GitHub Actions)")
    var format: DiagnosticFormat?
    @OptionGroup(title: "Settings") var settings: SettingFlags
    @OptionGroup var common: CommonFlags

    func run() throws {
        let composition = Composition.ofThisProcess()
        let console = common.console()
        let format = format ?? .standard(composition.environment)
        var findings = DiagnosticCollector()
        var lines = SourceLines(base: composition.workingFolder)
        for path in jobs {
            let verdict = try judge(path, composition) { found, document in
                if format == .text { lines.add(for: found, in: document) }
            }
            findings.add(verdict.findings.sorted)
            console.say(
                "\(path): \(Amount.count(verdict.entries, "entry", "entries")), \(FindingCount.text(verdict.findings))")
        }
        console.write(format.text(findings.sorted, lines, color: console.outputColor, width: console.width))
        if findings.refuses(strict: strict) { throw CommandEnd(.invalid) }
    }

    /// Judges one job file and shows its findings to `seen` while the file is at hand. One that cannot be read is a finding
    /// too, so that the others are judged.
    private func judge(
        _ path: String, _ composition: Composition, seen: ([Diagnostic], JobDocument) -> Void
    ) throws -> JobJudge.Verdict {
        do {
            let document = try JobDocument(path: path, workingFolder: composition.workingFolder)
            let verdict = try JobJudge(
                document: document, flags: settings.texts, composition: composition, looksAtFiles: !noFiles,
                strict: strict
            ).judge()
            seen(verdict.findings.sorted, document)
            return verdict
        } catch let end as CommandEnd where end.code == .invalid {
            var verdict = JobJudge.Verdict()
            verdict.findings.add(
                Diagnostic(
                    .jobUnreadable, .error, at: SourceLocation(file: path, start: SourceMark(line: 1, column: 1)),
                    end.message ?? "the job file cannot be read", hint: end.hint))
            return verdict
        }
    }
}
