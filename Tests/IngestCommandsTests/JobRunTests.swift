import Foundation
import IngestModel
import Testing

@testable import IngestCommands

@Suite struct JobRunTests {
    private let job = """
        version: 1
        name: small
        media:
          - a.mp4
          - id: second
            MediaFilePath: b.mp4
            SubAppId: 77

        """

    private func prepare(_ folder: JobFolder) throws {
        try folder.write(job, to: "job.yaml")
        try folder.write("first film", to: "a.mp4")
        try folder.write("second film", to: "b.mp4")
    }

    @Test("A run uploads everything, writes each report and says what it did")
    func uploads() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            #expect(try await folder.run(reports: ["r.csv", "r.json", "r.ndjson", "r.html"]) == .success)
            for report in ["r.csv", "r.json", "r.ndjson"] {
                #expect(try folder.statuses(report) == ["a.mp4": .succeeded, "second": .succeeded])
            }
            #expect(try folder.read("r.html").contains("second"))
            #expect(folder.output.text == "")
            let lines = folder.error.text.split(separator: "\n").map(String.init)
            #expect(lines.first?.hasPrefix("small on the emulator, ") == true)
            #expect(lines.first?.hasSuffix("s: finished") == true)
            #expect(lines.dropFirst().first == "  2 entries: 2 succeeded")
            // What was sent includes the calls of the API, whose sizes are not this test's matter.
            #expect(lines.dropFirst(2).first?.hasPrefix("  2 files, 21 B; ") == true)
            #expect(
                Array(lines.dropFirst(3))
                    == ["r.csv", "r.json", "r.ndjson", "r.html"].map { "  report: " + folder.path($0) })
        }
    }

    @Test("A second run skips what is done and keeps its FileIds; an entry that was added joins in")
    func resumes() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            #expect(try await folder.run(reports: ["first.json"]) == .success)
            try folder.write(job + "  - c.mp4\n", to: "job.yaml")
            try folder.write("third film", to: "c.mp4")
            #expect(try await folder.run(reports: ["second.json"]) == .success)
            #expect(try folder.statuses("second.json") == ["a.mp4": .skipped, "second": .skipped, "c.mp4": .succeeded])
            let ids = try ["first.json", "second.json"].map {
                try ReportInput(path: folder.path($0)).records.filter { $0.spec.id.rawValue != "c.mp4" }.map(\.fileId)
            }
            #expect(ids[0] == ids[1])
        }
    }

    @Test("A changed entry is skipped and named, and uploaded again with --update")
    func changed() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            #expect(try await folder.run() == .success)
            try folder.write("another first film", to: "a.mp4")
            #expect(try await folder.run(reports: ["skipped.json"]) == .success)
            #expect(try folder.statuses("skipped.json") == ["a.mp4": .skipped, "second": .skipped])
            #expect(
                folder.error.text.contains(
                    "warning: 1 entry has changed since the commit; skipped\nhint: `--update` uploads them again\n"))
            #expect(try await folder.run(reports: ["updated.json"], update: true) == .success)
            #expect(try folder.statuses("updated.json") == ["a.mp4": .succeeded, "second": .skipped])
        }
    }

    @Test("A job with an error sends nothing, shows the error, and leaves no state file behind")
    func refused() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            try folder.write("version: 1\nmedia:\n  - a.mp4\n  - gone.mp4\n", to: "job.yaml")
            let end = try await folder.endOfRun()
            let job = folder.path("job.yaml")
            #expect(end == CommandEnd(.invalid, "`\(job)` has 1 error; nothing was sent"))
            #expect(
                folder.error.text == """
                    \(job):4:5: error: the MediaFilePath `gone.mp4` does not exist [file.missing]
                        4 |   - gone.mp4
                          |     ^^^^^^^^

                    hint: relative paths start at `\(folder.root)`


                    """)
            for name in ["state.sqlite", "state.sqlite.lock", "state.sqlite-wal"] { #expect(!folder.exists(name)) }
        }
    }

    @Test("A job with an error leaves an earlier state file as it was")
    func refusedLater() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            #expect(try await folder.run() == .success)
            try folder.write("version: 1\nmedia:\n  - gone.mp4\n", to: "job.yaml")
            #expect(try await folder.endOfRun()?.code == .invalid)
            #expect(
                try ReportInput(path: folder.path("state.sqlite")).records.map(\.spec.id.rawValue) == [
                    "a.mp4", "second",
                ])
        }
    }

    @Test("With --strict a warning refuses the job")
    func strict() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            try folder.write(
                "version: 1\nmedia:\n  - MediaFilePath: a.mp4\n    StorageRegion: ap-nowhere\n", to: "job.yaml")
            let end = try await folder.endOfRun(strict: true)
            #expect(end == CommandEnd(.invalid, "`\(folder.path("job.yaml"))` has 1 warning; nothing was sent"))
            #expect(try await folder.run() == .success)
        }
    }

    @Test("A state file of the emulator is not taken for one of the service")
    func otherTarget() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            #expect(try await folder.run() == .success)
            let state = folder.path("state.sqlite")
            #expect(
                try await folder.endOfRun(emulator: false)
                    == CommandEnd(
                        .stateOrReport,
                        "the state file `\(state)` is about uploads to the emulator, not to the service",
                        hint: "choose another with `--state`"))
        }
    }

    @Test("Without credentials the run ends with the account's code, and its report says pending")
    func noCredentials() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            #expect(try await folder.run(reports: ["r.csv"], emulator: false) == .accountRefused)
            #expect(try folder.statuses("r.csv") == ["a.mp4": .pending, "second": .pending])
        }
    }

    @Test("A report that cannot be written is told before anything is sent")
    func noReportFolder() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            await #expect(
                throws: CommandEnd(
                    .stateOrReport, "cannot write `\(folder.path("none/r.csv"))`: No such file or directory",
                    hint: "name a folder that is there and can be written")
            ) { try await folder.run(reports: ["none/r.csv"]) }
            #expect(!folder.exists("state.sqlite"))
        }
    }

    @Test("A report's ending chooses its form; an unknown one is wrong use")
    func unknownForm() {
        #expect(
            throws: CommandEnd(
                .usage, "the ending of `--report r.pdf` chooses no form",
                hint: "use `.csv`, `.json`, `.ndjson` or `.html`")
        ) { try ReportFiles(paths: ["r.pdf"]) }
    }
}
