import ArgumentParser
import Diagnostics
import IngestModel
import JobFile
import Logging

/// `vod-ingest validate`: judges job files; sends nothing.
struct Validate: AsyncParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Judges job files and everything they name on disk; uploads nothing.",
        discussion: """
            Prints every finding with its code, its place and, where known, the mend. Exits with 0 or 2. Nothing is sent \
            unless --online is given: then the account is asked, in a handful of calls, whether it has what the job names and \
            may upload; exit 3 when it is refused or lacks a right, 1 when it does not answer.

            EXAMPLES
              vod-ingest validate nightly.yaml
              vod-ingest validate jobs/*.yaml --no-files --strict     in CI, without the media
              vod-ingest validate nightly.yaml --online               also asks the account
              vod-ingest validate nightly.yaml --format sarif > findings.sarif
            """)

    @Argument(help: ArgumentHelp("Job files; - is standard input.", valueName: "job"), completion: .file())
    var jobs: [String]
    @Flag(help: "Judge the job files alone, not the files they name.")
    var noFiles = false
    @Flag(help: "Also ask the account for applications, regions, categories, task flows and rights.")
    var online = false
    @Flag(help: "Warnings count as errors.")
    var strict = false
    @Option(help: "Form of the findings: text, json, sarif or github. (default: text; github under GitHub Actions)")
    var format: DiagnosticFormat?
    @OptionGroup(title: "Settings") var settings: SettingFlags
    @OptionGroup var common: CommonFlags

    func run() async throws {
        let composition = Composition.ofThisProcess()
        let console = common.console()
        let format = format ?? .standard(composition.environment)
        var findings = DiagnosticCollector()
        var lines = SourceLines(base: composition.workingFolder)
        var lacksRight = false
        var refusal: CommandEnd?
        for path in jobs {
            var questions = AccountQuestions()
            var own: Settings?
            let seen: ((EntrySpec, RequestFieldSet) -> Void)? =
                online ? { questions.add($0, inherited: $1) } : nil
            var (verdict, document) = try judge(path, composition, begin: { own = $0 }, seen: seen)
            if online, refusal == nil, let own {
                do throws(CommandEnd) {
                    let found = try await ask(questions, own, path, composition, console)
                    verdict.findings.add(found.findings)
                    lacksRight = lacksRight || found.isRefused
                } catch {
                    refusal = error
                }
            }
            if format == .text, let document { lines.add(for: verdict.findings.sorted, in: document) }
            findings.add(verdict.findings.sorted)
            console.say(
                "\(path): \(Amount.count(verdict.entries, "entry", "entries")), \(FindingCount.text(verdict.findings))")
        }
        console.write(format.text(findings.sorted, lines, color: console.outputColor, width: console.width))
        if let refusal { throw refusal }
        if lacksRight { throw CommandEnd(.accountRefused) }
        if findings.refuses(strict: strict) { throw CommandEnd(.invalid) }
    }

    /// Judges one job file. One that cannot be read is a finding too, so that the others are judged.
    private func judge(
        _ path: String, _ composition: Composition, begin: (Settings) -> Void,
        seen: ((EntrySpec, RequestFieldSet) -> Void)?
    ) throws -> (JobJudge.Verdict, JobDocument?) {
        do {
            let document = try JobDocument(path: path, workingFolder: composition.workingFolder)
            let judge = JobJudge(
                document: document, flags: settings.texts, composition: composition, looksAtFiles: !noFiles,
                strict: strict)
            return (try judge.judge(begin: begin, seen: seen), document)
        } catch let end as CommandEnd where end.code == .invalid {
            var verdict = JobJudge.Verdict()
            verdict.findings.add(
                Diagnostic(
                    .jobUnreadable, .error, at: SourceLocation(file: path, start: SourceMark(line: 1, column: 1)),
                    end.message ?? "the job file cannot be read", hint: end.hint))
            return (verdict, nil)
        }
    }

    private func ask(
        _ questions: AccountQuestions, _ settings: Settings, _ path: String, _ composition: Composition,
        _ console: Console
    ) async throws(CommandEnd) -> AccountFindings {
        let logger = Logger(label: "vod-ingest") { _ in
            ConsoleLogHandler(console: console, format: .text, level: .warning, now: composition.now)
        }
        let session = AccountSession(settings: settings.run, composition: composition, logger: logger)
        return try await session.with { account async throws(CommandEnd) in
            var check = AccountCheck(account: account, questions: questions, file: path)
            return try await check.run()
        }
    }
}
