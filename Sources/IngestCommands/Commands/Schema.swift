import ArgumentParser
import IngestReport
import JobFile

/// `vod-ingest schema`: the JSON Schemas.
struct Schema: ParsableCommand, CommonCommand {
    /// What there is a schema of.
    enum Subject: String, ExpressibleByArgument, CaseIterable {
        case job, report
    }

    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of a job file or of a JSON report.",
        discussion: """
            EXAMPLES
              vod-ingest schema job > job.schema.json
            """)

    @Argument(help: "job or report.")
    var subject: Subject
    @OptionGroup var common: CommonFlags

    func run() {
        switch subject {
        case .job: common.console().write(JobSchema.text)
        case .report: common.console().write(ReportSchema.text())
        }
    }
}
