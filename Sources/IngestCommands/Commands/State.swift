import ArgumentParser
import IngestJournal
import IngestModel
import IngestReport

/// `vod-ingest state`: care for state files.
struct State: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "state",
        abstract: "Removes from a state file what is not needed any more, and lists what uploads left behind.",
        discussion: """
            EXAMPLES
              vod-ingest state prune nightly.state.sqlite --dry-run
              vod-ingest state uploads nightly.state.sqlite
            """,
        subcommands: [StatePrune.self, StateUploads.self])
}

/// `vod-ingest state prune`.
struct StatePrune: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Removes entries that the job no longer names, and runs that no entry tells of.",
        discussion: """
            An entry that is removed and comes back to the job is uploaded again. Entries whose commit is unclear stay. Multipart \
            uploads that no run could end for 90 days leave the list of `state uploads`.

            EXAMPLES
              vod-ingest state prune nightly.state.sqlite
              vod-ingest state prune nightly.state.sqlite --dry-run
            """)

    @Argument(help: ArgumentHelp("The state file.", valueName: "state"), completion: .file(extensions: ["sqlite"]))
    var state: String
    @Flag(help: "Say what would be removed and remove nothing.")
    var dryRun = false
    @OptionGroup var common: CommonFlags

    func run() throws {
        let console = common.console()
        do throws(JournalFault) {
            let journal = try Journal(path: state, mode: dryRun ? .read : .maintain)
            let removed = dryRun ? try journal.prunable() : try journal.prune()
            try journal.close()
            let what =
                Amount.count(removed.entries, "entry", "entries") + ", " + Amount.count(removed.runs, "run", "runs")
            console.write((dryRun ? "would remove " : "removed ") + what + "\n")
            if removed.uploads > 0 {
                console.warn(
                    "\(Amount.count(removed.uploads, "multipart upload", "multipart uploads")) that no run could end for "
                        + "\(Journal.keptUploadDays) days \(dryRun ? "would leave" : "left") the list",
                    hint: "a rule of the bucket for unfinished uploads removes what the store still holds")
            }
            guard removed.unclear > 0 else { return }
            console.warn(
                "\(Amount.count(removed.unclear, "entry", "entries")) stayed: it is unclear whether they are committed",
                hint: "the media library tells; their rows name where they were uploaded to")
        } catch {
            throw CommandEnd(error)
        }
    }
}

/// `vod-ingest state uploads`.
struct StateUploads: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "uploads",
        abstract: "Lists multipart uploads that were given up and that the store may still hold.",
        discussion: """
            A line each, tab-separated: bucket, region, key, upload id (- where it never came), time, entry. Every run tries \
            to end them; what it may not end costs storage until the bucket's own rules remove it. Behind them stand those of \
            entries that failed by the service, the network or the account: the next run goes on with them.

            EXAMPLES
              vod-ingest state uploads nightly.state.sqlite
            """)

    @Argument(help: ArgumentHelp("The state file.", valueName: "state"), completion: .file(extensions: ["sqlite"]))
    var state: String
    @OptionGroup var common: CommonFlags

    func run() throws {
        let console = common.console()
        do throws(JournalFault) {
            let journal = try Journal(path: state, mode: .read)
            var last: Int64 = 0
            while true {
                let page = try journal.abandonedUploads(after: last, limit: 1_000)
                guard let end = page.last else { break }
                console.write(page.map { Self.line($0) + "\n" }.joined())
                last = end.number
            }
            console.write(try journal.keptUploads().map { Self.line($0) + "\n" }.joined())
            try journal.close()
        } catch {
            throw CommandEnd(error)
        }
    }

    private static func line(_ upload: AbandonedUpload) -> String {
        [
            upload.bucket, upload.storageRegion, upload.key.text, upload.uploadId ?? "-",
            Timestamp.text(upload.since) ?? "-", upload.entry.rawValue,
        ].map { TextTable.visible($0) }.joined(separator: "\t")
    }
}
