import ArgumentParser
import Diagnostics

/// `vod-ingest explain`: what a code means and what to do.
struct Explain: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explains a diagnostic code, an error code of a report, or an exit code.",
        discussion: """
            Without a code it lists all diagnostic codes.

            EXAMPLES
              vod-ingest explain job.unknown-key
              vod-ingest explain InvalidParameterValue.MediaType
              vod-ingest explain 4
            """)

    @Argument(help: ArgumentHelp("The code.", valueName: "code"))
    var code: String?
    @OptionGroup var common: CommonFlags

    func run() throws {
        let console = common.console()
        guard let code else { return console.write(Explanation.list + "\n") }
        guard let page = Explanation.page(of: code) else {
            throw CommandEnd(
                .usage, "there is no code `\(code)`",
                hint: NearestName.nearest(to: code, in: Explanation.codes).map { "did you mean `\($0)`?" })
        }
        console.write(page + "\n")
    }
}
