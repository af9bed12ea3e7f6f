import ArgumentParser

/// `vod-ingest`: the root of the commands.
struct VODIngest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vod-ingest",
        abstract: "Uploads media archives to Tencent Cloud VOD.",
        discussion: """
            EXAMPLES
              vod-ingest init archive/ > nightly.yaml     write a job file
              vod-ingest validate nightly.yaml            judge it and all it names
              vod-ingest plan nightly.yaml                see what a run would do
              vod-ingest run nightly.yaml --report nightly.csv --report nightly.html
              vod-ingest status nightly.state.sqlite      while it runs, or later
              vod-ingest explain job.unknown-key          what a code means
            """,
        version: Version.text,
        subcommands: [
            Validate.self, Plan.self, Run.self, Report.self, Status.self, State.self, Inspect.self, Init.self,
            Manual.self,
            Explain.self,
            Schema.self,
        ])
}
