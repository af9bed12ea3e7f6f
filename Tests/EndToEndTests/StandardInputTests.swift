import Foundation
import Testing

/// Job files that are no files: `-` and pipes.
@Suite struct StandardInputTests {
    @Test(
        "validate, plan and run read a job from standard input; its paths and its state file are of the working folder")
    func commands() async throws {
        try await TestFolder.with { folder in
            try folder.write("film", to: "films/a.mp4")
            let job = "printf 'version: 1\\nbase: films\\nmedia: [a.mp4]\\n'"
            let validated = try await folder.shell("\(job) | vod-ingest validate -")
            #expect(validated.exitCode == 0)
            #expect(validated.errors == "-: 1 entry, no errors\n")
            let planned = try await folder.shell("\(job) | vod-ingest plan - --format ndjson --output p.json")
            #expect(planned.exitCode == 0)
            #expect(planned.output.contains("\"MediaFilePath\":\"a.mp4\""))
            let run = try await folder.shell(
                "\(job) | vod-ingest run - --emulator --plan p.json --progress none --report r.csv")
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(run.errors.hasPrefix("stdin on the emulator, "))
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
            #expect(files.contains("stdin.emulator.state.sqlite") && files.contains("r.csv"))
        }
    }

    @Test("Findings about standard input show its lines")
    func findings() async throws {
        try await TestFolder.with { folder in
            let run = try await folder.shell("printf 'version: 1\\nnmae: x\\nmedia: [a.mp4]\\n' | vod-ingest plan -")
            #expect(run.exitCode == 2)
            #expect(
                run.errors.hasPrefix(
                    """
                    -:2:1: error: unknown key `nmae` [job.unknown-key]
                        2 | nmae: x
                          | ^^^^

                    hint: did you mean `name`?


                    """))
            let sarif = try await folder.shell(
                "printf 'version: 1\\nnmae: x\\nmedia: [a.mp4]\\n' | vod-ingest validate --no-files --format sarif -")
            #expect(sarif.exitCode == 2)
            #expect(sarif.output.contains("\"uri\":\"file:///dev/stdin\""))
        }
    }

    @Test("Bytes that are no UTF-8 are refused on standard input as in a file")
    func encoding() async throws {
        try await TestFolder.with { folder in
            let text = "printf 'version: 1\\nmedia: [\\344.mp4]\\n'"
            for line in ["\(text) | vod-ingest validate --no-files -", "\(text) > f; vod-ingest validate --no-files f"]
            {
                let run = try await folder.shell(line)
                #expect(run.exitCode == 2)
                #expect(run.output.contains(":2:9: error: the file is not valid UTF-8 here [job.encoding]\n"))
            }
        }
    }

    @Test("A named pipe is read once, and its lines are shown")
    func namedPipe() async throws {
        try await TestFolder.with { folder in
            let run = try await folder.shell(
                "mkfifo p; printf 'version: 1\\nmedia: [a.mp5]\\n' > p & vod-ingest validate --no-files p; e=$?; wait; exit $e"
            )
            #expect(run.exitCode == 2)
            #expect(run.output.hasPrefix("p:2:9: error: `MediaFilePath` ends in `.mp5`"))
            #expect(run.output.contains("    2 | media: [a.mp5]\n      |         ^^^^^\n"))
        }
    }

    @Test("A job file that cannot be read does not keep the others from being judged")
    func severalJobs() async throws {
        try await TestFolder.with { folder in
            try folder.write("version: 1\nmedia: [a.mp5]\n", to: "a.yaml")
            try folder.write("version: 1\nmedia: [b.mp4]\n", to: "b.yaml")
            let run = try await RunningProgram.run(
                "vod-ingest", ["validate", "--no-files", "--format", "github", "a.yaml", "gone.yaml", "b.yaml"],
                in: folder.url)
            #expect(run.exitCode == 2)
            #expect(
                run.errors == "a.yaml: 1 entry, 1 error\ngone.yaml: 0 entries, 1 error\nb.yaml: 1 entry, no errors\n")
            let lines = run.output.split(separator: "\n").map(String.init)
            #expect(lines.count == 2)
            #expect(
                lines.first?.hasPrefix("::error file=a.yaml,line=2,col=9,endColumn=13,title=job.media-type::") == true)
            let message = "cannot read the job file `gone.yaml`: No such file or directory"
            #expect(
                lines.last == "::error file=gone.yaml,line=1,col=1,endColumn=1,title=job.unreadable::\(message)")
        }
    }

    @Test("Findings inside manifests name their files from where the user stands, for several jobs with other bases")
    func manifestNames() async throws {
        try await TestFolder.with { folder in
            for name in ["one", "two"] {
                try folder.write("version: 1\nbase: media\nmedia: [show/top.m3u8]\n", to: "\(name)/job.yaml")
                try folder.write(
                    "#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\ngone-\(name).ts\n#EXT-X-ENDLIST\n",
                    to: "\(name)/media/show/top.m3u8")
            }
            let run = try await RunningProgram.run(
                "vod-ingest", ["validate", "one/job.yaml", "two/job.yaml"], in: folder.url)
            #expect(run.exitCode == 2)
            for name in ["one", "two"] {
                #expect(run.output.contains("\(name)/media/show/top.m3u8:4:1: error: "))
                #expect(run.output.contains("    4 | gone-\(name).ts\n"))
                #expect(run.output.contains("\(name)/job.yaml:3:9: note: entry `show/top.m3u8`\n"))
            }
        }
    }
}
