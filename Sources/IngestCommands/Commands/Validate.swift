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
        var findings = DiagnosticCollector()
        var isRefused = false
        var last: Settings?
        for path in jobs {
            let judge = JobJudge(
                document: try JobDocument(path: path, workingFolder: composition.workingFolder), flags: settings.texts,
                composition: composition, looksAtFiles: !noFiles, strict: strict)
            let verdict = try judge.judge { last = $0 }
            findings.add(verdict.findings.sorted)
            isRefused = isRefused || verdict.isRefused
            console.say(
                "\(path): \(Amount.count(verdict.entries, "entry", "entries")), \(FindingCount.text(verdict.findings))")
        }
        let format = format ?? .standard(composition.environment)
        console.write(
            format.text(
                findings.sorted, base: last?.run.base ?? composition.workingFolder, color: console.outputColor,
                width: console.width))
        if isRefused { throw CommandEnd(.invalid) }
    }
}
