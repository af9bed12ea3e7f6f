import ArgumentParser
import Diagnostics
import IngestModel

/// `vod-ingest plan`: what a run would do.
struct Plan: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Judges a job file, then shows what a run would do; sends nothing.",
        discussion: """
            With a state file, it also shows what is done already. Needs no network and no credentials. With --output it saves \
            the plan, and run --plan refuses to begin when anything has changed since.

            EXAMPLES
              vod-ingest plan nightly.yaml
              vod-ingest plan nightly.yaml --settings --global 64
              vod-ingest plan nightly.yaml --format ndjson | jq .bytes
              vod-ingest plan nightly.yaml --output tonight.json
            """)

    @Argument(help: ArgumentHelp("The job file; - is standard input.", valueName: "job"), completion: .file())
    var job: String
    @OptionGroup var state: StateFlags
    @OptionGroup var planning: PlanFlags
    @OptionGroup(title: "Settings") var settings: SettingFlags
    @OptionGroup var common: CommonFlags

    func run() throws {
        try PlanReport(
            job: job, flags: settings.texts, state: state, planning: planning, composition: .ofThisProcess(),
            console: common.console()
        ).run()
    }
}

/// The flags about the state file.
struct StateFlags: ParsableArguments {
    @Option(
        help: ArgumentHelp("The state file. (default: JOB.state.sqlite beside the job file)", valueName: "file"),
        completion: .file())
    var state: String?
    @Flag(help: "Upload entries again whose file or request changed since they were committed.")
    var update = false
    @Flag(help: "Warnings count as errors.")
    var strict = false

    /// The state file of `document`: beside it, with its name. What is uploaded to the emulator has one of its own.
    func path(for document: JobDocument, isEmulated: Bool = false) -> String {
        state ?? document.folder + "/" + document.name + (isEmulated ? ".emulator" : "") + ".state.sqlite"
    }
}

/// The flags of `plan` that `run --dry-run` has too.
struct PlanFlags: ParsableArguments {
    @Option(help: "Form of the plan: text, json or ndjson.")
    var format = PlanFormat.text
    @Flag(name: .customLong("settings"), help: "Show every setting and where it came from.")
    var showsSettings = false
    @Option(
        help: ArgumentHelp("Save the plan too, for `run --plan`.", valueName: "file"), completion: .file())
    var output: String?
}

/// `--format` of a plan.
enum PlanFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
    case text, json, ndjson
}
