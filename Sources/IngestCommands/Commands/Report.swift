import ArgumentParser
import IngestJournal
import IngestModel
import IngestReport

/// `vod-ingest report`: reports from state files.
struct Report: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes reports again from a state file.",
        discussion: """
            EXAMPLES
              vod-ingest report nightly.state.sqlite > nightly.csv
              vod-ingest report nightly.state.sqlite --report nightly.json --report nightly.html
            """,
        subcommands: [ReportWrite.self], defaultSubcommand: ReportWrite.self)
}

/// `vod-ingest report STATE`, with or without the word `write`.
struct ReportWrite: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "write", abstract: "Writes the report of a state file's latest run again (the default).",
        discussion: """
            Without --report it prints the CSV to standard output.

            EXAMPLES
              vod-ingest report nightly.state.sqlite --report nightly.html
            """)

    @Argument(help: ArgumentHelp("The state file.", valueName: "state"), completion: .file(extensions: ["sqlite"]))
    var state: String
    @Option(
        name: .customLong("report"),
        help: ArgumentHelp("Write a report; its ending chooses the form. May be repeated.", valueName: "file"),
        completion: .file())
    var reports: [String] = []
    @Option(help: "Form of what is printed where no file is named: csv, json, ndjson or html.")
    var format = ReportFormat.csv
    @OptionGroup var common: CommonFlags

    func run() throws {
        let console = common.console()
        let files = try ReportFiles(paths: reports)
        do {
            let journal = try Journal(path: state, mode: .read)
            guard let (number, run) = try journal.latestRun() else {
                throw CommandEnd(.stateOrReport, "the state file `\(state)` holds no run")
            }
            if reports.isEmpty {
                try ReportFiles.write(format, from: journal, run: number, run) { bytes in
                    console.write(String(decoding: bytes, as: UTF8.self))
                }
            } else {
                try files.write(from: journal, run: number, run)
            }
            try journal.close()
        } catch let fault as JournalFault {
            throw CommandEnd(fault)
        }
    }
}

extension ReportFormat: ExpressibleByArgument {}
