import ArgumentParser
import IngestModel
import IngestReport
import Logging

/// `vod-ingest report verify`: whether a report holds together, and whether the service has what it says.
struct ReportVerify: AsyncParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract:
            "Checks that a report accounts for every entry, and that its state file and the service say the same.",
        discussion: """
            Sends nothing unless --online is given: then each FileId is asked for, and what is missing, or of another size or \
            type, is listed.

            Exits with 0 when all is right; with 5 when the report does not hold together or differs from its state file; \
            with 1 when the service has something else, or does not answer; with 3 when the account is refused.

            EXAMPLES
              vod-ingest report verify nightly.csv
              vod-ingest report verify nightly.json --state nightly.state.sqlite
              vod-ingest report verify nightly.json --online --profile nightly
            """)

    @Argument(
        help: ArgumentHelp("A report (.csv, .json, .ndjson) or a state file.", valueName: "report"),
        completion: .file())
    var report: String
    @Option(help: ArgumentHelp("The state file that it was written from.", valueName: "file"), completion: .file())
    var state: String?
    @Flag(help: "Also ask the service for every medium of the report.")
    var online = false
    @Option(help: "Logs with --online: trace, debug, info, notice, warning, error or critical.")
    var logLevel = Logger.Level.warning
    @OptionGroup(title: "With --online") var account: AccountFlags
    @OptionGroup var common: CommonFlags

    func run() async throws {
        let console = common.console()
        let records = try ReportInput(path: report).records
        var faults = ReportAudit.faults(records)
        if let state {
            let known = try ReportInput(path: state).records
            faults += ReportDiff(from: known, to: records).changes.map { "differs from the state file: \($0)" }
        }
        for fault in faults { console.write(TextTable.visible(fault) + "\n") }
        let outcome = online ? try await audit(records, console) : nil
        for difference in outcome?.differences ?? [] { console.write(TextTable.visible(difference) + "\n") }
        guard faults.isEmpty else {
            throw CommandEnd(.stateOrReport, "`\(report)` has \(Amount.count(faults.count, "fault", "faults"))")
        }
        console.say("\(report): \(Amount.count(records.count, "entry", "entries")), all accounted for")
        guard let outcome else { return }
        if outcome.unmeasured > 0 {
            console.say(
                "\(Amount.count(outcome.unmeasured, "medium has", "media have")) no size yet at the service; it measures "
                    + "them some time after the upload")
        }
        guard outcome.differences.isEmpty else {
            let differences = Amount.count(outcome.differences.count, "difference", "differences")
            throw CommandEnd(.entriesFailed, "\(differences) from what the service has")
        }
        console.say("\(Amount.count(outcome.media, "medium", "media")) asked for; the service has all of them")
    }

    private func audit(_ records: [EntryRecord], _ console: Console) async throws -> MediaAudit.Outcome {
        let composition = Composition.ofThisProcess()
        let level = logLevel
        let logger = Logger(label: "vod-ingest") { _ in
            ConsoleLogHandler(console: console, format: .text, level: level, now: composition.now)
        }
        let session = AccountSession(
            settings: try account.settings(composition), composition: composition, logger: logger)
        return try await session.with { account async throws(CommandEnd) in try await MediaAudit(records).run(account) }
    }
}
