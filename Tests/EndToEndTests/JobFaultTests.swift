import Foundation
import Testing

@Suite struct JobFaultTests {
    @Test("Ten faults of ten kinds are all said at once, each at its place with its mend; exit 2")
    func tenFaults() async throws {
        let folder = RunningProgram.repository
        let run = try await RunningProgram.run("vod-ingest", ["validate", "examples/faulty.yaml"], in: folder)
        #expect(run.exitCode == 2)
        #expect(run.errors == "examples/faulty.yaml: 6 entries, 10 errors\n")
        let golden = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/faulty.txt")
        let expected = String(decoding: try Data(contentsOf: golden), as: UTF8.self)
        #expect(run.output.replacing(folder.path, with: "REPOSITORY") == expected)
    }

    @Test(
        "The files of an entry with a slip are looked at all the same, those of a repeated one once; --no-files looks at none"
    )
    func slipsAndFiles() async throws {
        try await TestFolder.with { folder in
            try folder.write(
                "version: 1\nmedia:\n  - { MediaFilePath: gone.mp4, SubAppId: x }\n  - { MediaFilePath: v.m3u8, ClassId: x }\n"
                    + "  - v.m3u8\n", to: "job.yaml")
            try folder.write("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n../a.ts\n#EXT-X-ENDLIST\n", to: "v.m3u8")
            func lines(_ flags: [String]) async throws -> [Substring] {
                let run = try await RunningProgram.run("vod-ingest", ["validate", "job.yaml"] + flags, in: folder.url)
                #expect(run.exitCode == 2)
                return run.output.split(separator: "\n").filter { $0.contains("error: ") }
            }
            let slips = [
                "job.yaml:3:42: error: `SubAppId` is `x`; expected an integer of 1 or more [job.wrong-type]",
                "job.yaml:4:39: error: `ClassId` is `x`; expected an integer of 0 or more [job.wrong-type]",
                "job.yaml:5:5: error: the file `v.m3u8` names two entries [job.duplicate-entry]",
            ]
            #expect(try await lines(["--no-files"]) == slips.map { $0[...] })
            let all = [
                "job.yaml:3:22: error: the MediaFilePath `gone.mp4` does not exist [file.missing]", slips[0], slips[1],
                slips[2],
                "v.m3u8:4:1: error: `../a.ts` leaves the folder of the top manifest [path.outside]",
            ]
            #expect(try await lines([]) == all.map { $0[...] })
        }
    }

    @Test("A faulty job is refused by run before anything is begun: no state file, no report")
    func runRefuses() async throws {
        try await TestFolder.with { folder in
            try folder.write("version: 1\nmedia:\n  - missing.mp4\n", to: "job.yaml")
            let run = try await RunningProgram.run(
                "vod-ingest", ["run", "job.yaml", "--emulator", "--report", "r.csv"], in: folder.url)
            #expect(run.exitCode == 2)
            #expect(
                run.errors == """
                    job.yaml:3:5: error: the MediaFilePath `missing.mp4` does not exist [file.missing]
                        3 |   - missing.mp4
                          |     ^^^^^^^^^^^

                    hint: relative paths start at `\(folder.url.path)`

                    error: `job.yaml` has 1 error; nothing was sent

                    """)
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            #expect(left.filter { !$0.hasPrefix("job.emulator.state") } == ["job.yaml"])
        }
    }

    @Test("Wrong use of the command line exits with 64")
    func usage() async throws {
        try await TestFolder.with { folder in
            for arguments in [["run"], ["run", "job.yaml", "--no-such-flag"], ["no-such-command"]] {
                let run = try await RunningProgram.run("vod-ingest", arguments, in: folder.url)
                #expect(run.exitCode == 64, "\(arguments): \(run.errors)")
            }
        }
    }

    @Test("A job file that is not there is said so; exit 2")
    func noJobFile() async throws {
        try await TestFolder.with { folder in
            let run = try await RunningProgram.run("vod-ingest", ["run", "gone.yaml"], in: folder.url)
            #expect(run.exitCode == 2)
            #expect(run.errors == "error: cannot read the job file `gone.yaml`: No such file or directory\n")
        }
    }
}
