import ArgumentParser
import Foundation
import Logging

/// `vod-ingest run`: uploads a job.
struct Run: AsyncParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Judges a job file, uploads everything it names, and reports.",
        discussion: """
            Goes on where an earlier run of the same state file stopped. Nothing is sent while the job file, or anything it \
            names, has an error.

            EXAMPLES
              vod-ingest run nightly.yaml --report nightly.csv --report nightly.html
              vod-ingest run nightly.yaml --emulator              uploads to the emulator inside this process
              vod-ingest run nightly.yaml --dry-run               as plan
              vod-ingest run nightly.yaml --plan tonight.json     only what that plan shows
              vod-ingest run nightly.yaml --global 64 --bandwidth 200MiB/s --window 22:00-06:00
            """)

    @Argument(help: ArgumentHelp("The job file; - is standard input.", valueName: "job"), completion: .file())
    var job: String
    @OptionGroup var state: StateFlags
    @Option(
        name: .customLong("report"),
        help: ArgumentHelp("Write a report: .csv, .json, .ndjson or .html. May be repeated.", valueName: "file"),
        completion: .file())
    var reports: [String] = []
    @Flag(help: "Show the plan and send nothing.")
    var dryRun = false
    @Option(
        help: ArgumentHelp(
            "A plan that `plan --output` saved: nothing is sent if the job, its settings or its files differ from it.",
            valueName: "file"), completion: .file())
    var plan: String?
    @Flag(help: "Upload to the emulator inside this process; needs no credentials.")
    var emulator = false
    @Option(help: "Progress on standard error: auto, bar, plain, json or none.")
    var progress = ProgressChoice.auto
    @Option(
        help: ArgumentHelp(
            "Time for what is in flight to end after SIGINT or SIGTERM, before it is dropped.", valueName: "seconds"))
    var grace = 60
    @Option(help: "Form of the log: text or json.")
    var logFormat = LogFormat.text
    @Option(help: "Least level that is logged: trace, debug, info, notice, warning, error or critical.")
    var logLevel = Logger.Level.notice
    @OptionGroup(title: "With --dry-run") var planning: PlanFlags
    @OptionGroup(title: "Settings") var settings: SettingFlags
    @OptionGroup var common: CommonFlags

    func run() async throws {
        let composition = Composition.ofThisProcess()
        let console = common.console()
        if planning.output != nil, !dryRun {
            throw CommandEnd(.usage, "`--output` goes with `--dry-run`", hint: "`--report` writes what a run did")
        }
        if plan != nil, dryRun { throw CommandEnd(.usage, "`--plan` and `--dry-run` exclude each other") }
        if dryRun {
            return try PlanReport(
                job: job, flags: settings.texts, state: state, isEmulated: emulator, planning: planning,
                composition: composition,
                console: console
            ).run()
        }
        let document = try JobDocument(path: job, workingFolder: composition.workingFolder)
        let (format, level) = (logFormat, logLevel)
        let logger = Logger(label: "vod-ingest") { _ in
            ConsoleLogHandler(console: console, format: format, level: level, now: composition.now)
        }
        let run = JobRun(
            document: document, flags: settings.texts, statePath: state.path(for: document, isEmulated: emulator),
            options: JobRun.Options(
                reports: try ReportFiles(paths: reports), reportPaths: reports, usesEmulator: emulator,
                progress: TerminalRules.progress(
                    progress, stream: .of(descriptor: STDERR_FILENO), environment: composition.environment),
                update: state.update, strict: state.strict, plan: plan, grace: max(0, grace)),
            composition: composition, console: console, logger: logger)
        let code = try await run.run()
        if code != .success { throw CommandEnd(code) }
    }
}
