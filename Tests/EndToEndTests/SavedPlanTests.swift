import Foundation
import Testing

/// `plan --output` and `run --plan`, with the real program.
@Suite struct SavedPlanTests {
    private static let job = """
        version: 1
        name: night
        media:
          - a.mp4
          - id: second
            MediaFilePath: b.mp4
            CoverFilePath: b.png
          - show/top.m3u8

        """
    private static let playlist = """
        #EXTM3U
        #EXT-X-TARGETDURATION:6
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXTINF:6,
        s0.ts
        #EXT-X-ENDLIST

        """

    private func prepare(_ folder: TestFolder) async throws {
        try folder.write(Self.job, to: "job.yaml")
        for name in ["a.mp4", "b.mp4", "b.png"] { try folder.write("the bytes of \(name)", to: name) }
        try folder.write(Self.playlist, to: "show/top.m3u8")
        // MPEG transport stream: packets of 188 bytes that begin with 0x47.
        try folder.write([0x47] + [UInt8](repeating: 0, count: 187), to: "show/s0.ts")
        for name in ["a.mp4", "b.mp4", "b.png", "show/top.m3u8", "show/s0.ts"] { try folder.touch(name, 1_700_000_000) }
        let plan = try await RunningProgram.run(
            "vod-ingest", ["plan", "job.yaml", "--output", "plan.json"], in: folder.url)
        #expect(plan.exitCode == 0, "\(plan.errors)")
        #expect(plan.errors == "plan saved: plan.json\n")
    }

    private func run(_ folder: TestFolder, _ more: [String] = []) async throws -> ProgramRun {
        try await RunningProgram.run(
            "vod-ingest", ["run", "job.yaml", "--emulator", "--plan", "plan.json", "--progress", "none"] + more,
            in: folder.url)
    }

    /// What a refused run says of changes, without its first line and its end.
    private func changes(_ run: ProgramRun, _ count: String) throws -> [String] {
        #expect(run.exitCode == 2)
        let lines = run.errors.split(separator: "\n").map(String.init)
        let first = try #require(lines.first)
        #expect(first.wholeMatch(of: /what changed since the plan `plan\.json` was saved at [0-9T:.\-]+Z:/) != nil)
        #expect(
            lines.suffix(2) == [
                "error: the plan `plan.json` does not hold any more: \(count); nothing was sent",
                "hint: look at what changed, then save a new plan with `vod-ingest plan JOB --output FILE`",
            ])
        return lines.dropFirst().dropLast(2).map { String($0.trimmingPrefix("  ")) }
    }

    @Test("A job that is as it was planned runs, and goes on after a stop, by the same plan")
    func holds() async throws {
        try await TestFolder.with { folder in
            try await prepare(folder)
            let first = try await run(folder)
            #expect(first.exitCode == 0, "\(first.errors)")
            let second = try await run(folder, ["--global", "3", "--retry-attempts", "2", "--name", "other"])
            #expect(second.exitCode == 0, "\(second.errors)")
            #expect(second.errors.contains("3 entries: 3 skipped"))
        }
    }

    @Test("A report is not written over the plan")
    func reportOverPlan() async throws {
        try await TestFolder.with { folder in
            try await prepare(folder)
            let plan = try folder.text("plan.json")
            let run = try await run(folder, ["--report", "plan.json"])
            #expect(run.exitCode == 64)
            #expect(
                run.errors == "error: `--report plan.json` would overwrite `plan.json`\nhint: name another file\n")
            #expect(try folder.text("plan.json") == plan)
        }
    }

    @Test("A job file that changed is refused, with each entry that differs")
    func jobChanged() async throws {
        try await TestFolder.with { folder in
            try await prepare(folder)
            try folder.write(
                Self.job.replacing("  - a.mp4\n", with: "  - c.mp4\n").replacing(
                    "b.png", with: "b.png\n    ClassId: 7\n    region: ap-tokyo"), to: "job.yaml")
            try folder.write("the bytes of c.mp4", to: "c.mp4")
            let found = try changes(try await run(folder), "5 differences")
            let first = try #require(found.first)
            #expect(
                first.wholeMatch(
                    of: /the job file has changed: its SHA-256 was [0-9a-f]{12}…, now it is [0-9a-f]{12}…/) != nil)
            #expect(
                found.dropFirst() == [
                    "the entry `a.mp4` (line 4 then): is not in the job any more",
                    "the entry `c.mp4` (line 4): is not in the plan",
                    "the entry `second` (line 5): `ClassId` is `7`, before there was none",
                    "the entry `second` (line 5): `region` is `ap-tokyo`, before there was none",
                ])
            #expect(
                !FileManager.default.fileExists(atPath: folder.url.appending(path: "job.emulator.state.sqlite").path))
        }
    }

    @Test("Files that changed are refused: by size, by time, and manifests by their content")
    func filesChanged() async throws {
        try await TestFolder.with { folder in
            try await prepare(folder)
            try folder.write("other bytes", to: "a.mp4")
            try folder.touch("b.png", 1_700_000_060)
            try folder.write(Self.playlist.replacing("#EXTINF:6,", with: "#EXTINF:5,"), to: "show/top.m3u8")
            try folder.touch("show/top.m3u8", 1_700_000_000)
            #expect(
                try changes(try await run(folder), "3 differences") == [
                    "the entry `a.mp4` (line 4): the file `a.mp4` had 18 bytes, now it has 11",
                    "the entry `second` (line 5): the cover `b.png` was written at "
                        + "2023-11-14T22:14:20.000Z; the plan knew it as of 2023-11-14T22:13:20.000Z",
                    "the entry `show/top.m3u8` (line 8): the file `top.m3u8` has other content of the same size",
                ])
        }
    }

    @Test("A setting that changes what is sent is refused, one that does not is not")
    func settingsChanged() async throws {
        try await TestFolder.with { folder in
            try await prepare(folder)
            let run = try await run(
                folder, ["--region", "ap-tokyo", "--multipart-from", "8B", "--global", "2", "--update"])
            let found = try changes(run, "8 differences")
            #expect(
                found.prefix(3) == [
                    "the setting `region` was `ap-guangzhou`, now it is `ap-tokyo`",
                    "the setting `upload.multipartFrom` was `16MiB`, now it is `8B`",
                    "`--update` is given, which the plan was not made with",
                ])
            #expect(
                found.dropFirst(3).first
                    == "the entry `a.mp4` (line 4): the file `a.mp4` was to go up in one piece, now in parts of 8388608 bytes"
            )
        }
    }

    @Test("A file that is gone is a finding, beside what else changed")
    func fileGone() async throws {
        try await TestFolder.with { folder in
            try await prepare(folder)
            try FileManager.default.removeItem(at: folder.url.appending(path: "b.mp4"))
            try folder.write("other", to: "a.mp4")
            let run = try await run(folder)
            #expect(run.exitCode == 2)
            #expect(run.errors.contains("  the entry `a.mp4` (line 4): the file `a.mp4` had 18 bytes, now it has 5\n"))
            #expect(!run.errors.contains("is not in the job any more"))
            #expect(
                run.errors.contains("job.yaml:6:20: error: the MediaFilePath `b.mp4` does not exist [file.missing]"))
            #expect(run.errors.hasSuffix("error: `job.yaml` has 1 error; nothing was sent\n"))
        }
    }

    @Test("What is no plan is refused, and so is a plan of another version")
    func damaged() async throws {
        try await TestFolder.with { folder in
            try await prepare(folder)
            let whole = try folder.text("plan.json")
            let mend = "hint: save a new plan with `vod-ingest plan JOB --output FILE`\n"
            let lines = whole.split(separator: "\n").map(String.init)
            let broken = [
                "", "{}", lines.dropLast().joined(separator: "\n"), lines[0] + "\n" + lines[3],
                lines.filter { !$0.contains("second") }.joined(separator: "\n"),
            ]
            for text in broken {
                try folder.write(text, to: "plan.json")
                let run = try await run(folder)
                #expect(run.exitCode == 2)
                #expect(
                    run.errors
                        == "error: `plan.json` is no plan as `vod-ingest plan --output` writes it, or it is damaged\n\(mend)"
                )
            }
            try folder.write(whole.replacing("\"schemaVersion\":1", with: "\"schemaVersion\":2"), to: "plan.json")
            #expect(
                try await run(folder).errors
                    == "error: the plan `plan.json` is of version 2; this program reads version 1\n\(mend)")
            try FileManager.default.removeItem(at: folder.url.appending(path: "plan.json"))
            #expect(
                try await run(folder).errors == "error: cannot read the plan `plan.json`: No such file or directory\n")
        }
    }

    @Test("The plan is one JSON document; a job with an error leaves the one before it in place")
    func form() async throws {
        struct Plan: Decodable {
            struct Entry: Decodable {
                struct File: Decodable {
                    let path, role: String
                    let size, modified: Int64
                    let sha256: String?
                }
                let id, kind: String
                let request: [String: String]
                let files: [File]
            }
            struct Totals: Decodable { let entries, files, requests: Int }
            let schemaVersion: Int
            let settings: [String: String]
            let entries: [Entry]
            let totals: Totals
        }
        try await TestFolder.with { folder in
            try await prepare(folder)
            let text = try folder.text("plan.json")
            let plan = try JSONDecoder().decode(Plan.self, from: Data(text.utf8))
            #expect(plan.schemaVersion == 1 && plan.settings["base"] == folder.url.path)
            #expect(plan.entries.map(\.id) == ["a.mp4", "second", "show/top.m3u8"])
            #expect(plan.entries[1].request["MediaName"] == "b")
            #expect(plan.entries[2].files.map(\.path) == ["top.m3u8", "s0.ts"])
            #expect(plan.entries[2].files.map { $0.sha256?.count } == [64, nil])
            #expect(plan.entries[0].files[0].modified == 1_700_000_000_000_000_000)
            #expect(plan.totals.entries == 3 && plan.totals.files == 5)
            try folder.write("version: 1\nmedia: [gone.mp4]\n", to: "job.yaml")
            let refused = try await RunningProgram.run(
                "vod-ingest", ["plan", "job.yaml", "--output", "plan.json"], in: folder.url)
            #expect(refused.exitCode == 2)
            #expect(try folder.text("plan.json") == text)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder.url.path).filter { $0.hasSuffix("partial") }
                    == [])
        }
    }
}
