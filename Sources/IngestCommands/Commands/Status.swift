import ArgumentParser
import IngestJournal
import IngestModel

/// `vod-ingest status`: how far a job is.
struct Status: ParsableCommand, CommonCommand {
    /// `--format`.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Shows what is done, in flight, failed and left, and how long it may still take.",
        discussion: """
            Works while a run is going on, and changes nothing.

            EXAMPLES
              vod-ingest status nightly.state.sqlite
              vod-ingest status nightly.state.sqlite --format json
            """)

    @Argument(help: ArgumentHelp("The state file.", valueName: "state"), completion: .file(extensions: ["sqlite"]))
    var state: String
    @Option(help: "Form of the output: text or json.")
    var format = Format.text
    @OptionGroup var common: CommonFlags

    func run() throws {
        let console = common.console()
        do {
            let journal = try Journal(path: state, mode: .read)
            guard let (number, run) = try journal.latestRun() else {
                throw CommandEnd(.stateOrReport, "the state file `\(state)` holds no run")
            }
            let status = try JobStatus(
                journal: journal, number: number, run: run, isRunning: Journal.isHeld(path: state),
                now: Composition.ofThisProcess().now())
            try journal.close()
            switch format {
            case .text: console.write(status.lines.joined(separator: "\n") + "\n")
            case .json: console.write(try JSONText.document(status.document) + "\n")
            }
        } catch let fault as JournalFault {
            throw CommandEnd(fault)
        }
    }
}
