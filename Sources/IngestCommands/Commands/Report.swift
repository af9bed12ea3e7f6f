import ArgumentParser
import IngestJournal
import IngestModel
import IngestReport

/// `vod-ingest report`: reports from state files and from other reports.
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "Writes reports again, merges, compares and checks them.",
        discussion: """
            EXAMPLES
              vod-ingest report nightly.state.sqlite > nightly.csv
              vod-ingest report nightly.state.sqlite --report nightly.json --report nightly.html
              vod-ingest report merge monday.json tuesday.json --report week.csv
              vod-ingest report diff monday.csv tuesday.csv
              vod-ingest report verify nightly.csv --state nightly.state.sqlite
            """,
        subcommands: [ReportWrite.self, ReportMerging.self, ReportDiffing.self, ReportVerify.self],
        defaultSubcommand: ReportWrite.self)
}

/// Where the commands below `report` write.
struct ReportOutputFlags: ParsableArguments {
    @Option(
        name: .customLong("report"),
        help: ArgumentHelp("Write a report; its ending chooses the form. May be repeated.", valueName: "file"),
        completion: .file())
    var reports: [String] = []
    @Option(help: "Form of what is printed where no file is named: csv, json, ndjson or html.")
    var format = ReportFormat.csv
}

/// `vod-ingest report STATE…`, with or without the word `write`.
struct ReportWrite: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "write", abstract: "Writes the report of a state file's latest run again (the default).",
        discussion: """
            Several state files, the shards of one migration, give one report. Without --report it prints a CSV.

            EXAMPLES
              vod-ingest report nightly.state.sqlite --report nightly.html
            """)

    @Argument(help: ArgumentHelp("State files.", valueName: "state"), completion: .file(extensions: ["sqlite"]))
    var states: [String]
    @OptionGroup var output: ReportOutputFlags
    @OptionGroup var common: CommonFlags

    func run() throws {
        let console = common.console()
        let files = try ReportFiles(paths: output.reports)
        guard states.count == 1, let state = states.first else {
            return try MergedReport(paths: states, console: console).write(files, output)
        }
        do {
            let journal = try Journal(path: state, mode: .read)
            guard let (number, run) = try journal.latestRun() else {
                throw CommandEnd(.stateOrReport, "the state file `\(state)` holds no run")
            }
            let source = ReportSource.journal(journal, run: number, run)
            if output.reports.isEmpty {
                try ReportFiles.write(output.format, source) { console.write(String(decoding: $0, as: UTF8.self)) }
            } else {
                try files.write(source)
            }
            try journal.close()
        } catch let fault as JournalFault {
            throw CommandEnd(fault)
        }
    }
}

/// `vod-ingest report merge`: several reports as one.
struct ReportMerging: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Joins reports or state files into one report, older ones first.",
        discussion: """
            An entry is known by its id; the outcome that settles most has the row. An entry that was committed as more than \
            one medium is a warning.

            EXAMPLES
              vod-ingest report merge monday.json tuesday.json --report week.csv
            """)

    @Argument(
        help: ArgumentHelp("Reports (.csv, .json, .ndjson) or state files.", valueName: "path"), completion: .file())
    var paths: [String]
    @OptionGroup var output: ReportOutputFlags
    @OptionGroup var common: CommonFlags

    func run() throws {
        try MergedReport(paths: paths, console: common.console()).write(ReportFiles(paths: output.reports), output)
    }
}

/// `vod-ingest report diff`: what differs between two reports.
struct ReportDiffing: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Shows what changed between two reports or state files.",
        discussion: """
            Exits with 0 when nothing differs, else with 1. `skipped` after `succeeded` with the same FileId is no change.

            EXAMPLES
              vod-ingest report diff monday.csv tuesday.csv
            """)

    @Argument(help: ArgumentHelp("The older report or state file.", valueName: "before"), completion: .file())
    var before: String
    @Argument(help: ArgumentHelp("The newer one.", valueName: "after"), completion: .file())
    var after: String
    @OptionGroup var common: CommonFlags

    func run() throws {
        let console = common.console()
        let changes = ReportDiff(from: try ReportInput(path: before).records, to: try ReportInput(path: after).records)
            .changes
        for change in changes { console.write(TextTable.visible(change.description) + "\n") }
        console.say(Amount.count(changes.count, "difference", "differences"))
        if !changes.isEmpty { throw CommandEnd(.entriesFailed) }
    }
}

extension ReportFormat: ExpressibleByArgument {}
