import Foundation
import Testing

/// `vod-ingest state`, and state files that a run refuses, through the real binary.
@Suite struct StateCommandTests {
    private func run(_ folder: TestFolder, _ arguments: [String]) async throws -> ProgramRun {
        try await RunningProgram.run("vod-ingest", arguments, in: folder.url)
    }

    private func with(_ body: (TestFolder) async throws -> Void) async throws {
        try await TestFolder.with { folder in
            for name in ["a.mp4", "b.mp4"] { try folder.write(TestFolder.bytes(20, seed: 3), to: name) }
            try folder.write("version: 1\nmedia:\n  - a.mp4\n  - { id: b, MediaFilePath: b.mp4 }\n", to: "job.yaml")
            let first = try await run(folder, ["run", "job.yaml", "--emulator", "--state", "s.sqlite"])
            #expect(first.exitCode == 0, "\(first.errors)")
            try await body(folder)
        }
    }

    @Test("What left the job is pruned, after a look that changes nothing")
    func prune() async throws {
        try await with { folder in
            try folder.write("version: 1\nmedia:\n  - a.mp4\n", to: "job.yaml")
            let second = try await run(folder, ["run", "job.yaml", "--emulator", "--state", "s.sqlite"])
            #expect(second.exitCode == 0, "\(second.errors)")
            for _ in 0..<2 {
                let look = try await run(folder, ["state", "prune", "s.sqlite", "--dry-run"])
                #expect(look.output == "would remove 1 entry, 0 runs\n")
                #expect(look.exitCode == 0)
            }
            #expect(try await run(folder, ["state", "prune", "s.sqlite"]).output == "removed 1 entry, 0 runs\n")
            #expect(try await run(folder, ["state", "prune", "s.sqlite"]).output == "removed 0 entries, 0 runs\n")
            let uploads = try await run(folder, ["state", "uploads", "s.sqlite"])
            #expect(uploads.output == "")
            #expect(uploads.exitCode == 0)
            let third = try await run(folder, ["run", "job.yaml", "--emulator", "--state", "s.sqlite"])
            #expect(third.exitCode == 0)
        }
    }

    @Test("A state file that is not there, not whole or without its log ends with exit 5 and says what to do")
    func refused() async throws {
        try await with { folder in
            let missing = try await run(folder, ["state", "prune", "none.sqlite"])
            #expect(missing.exitCode == 5)
            #expect(missing.errors.contains("there is no state file `none.sqlite`"))
            let whole = try Data(contentsOf: folder.url.appending(path: "s.sqlite"))
            try whole.prefix(whole.count / 2).write(to: folder.url.appending(path: "s.sqlite"))
            let cut = try await run(folder, ["run", "job.yaml", "--emulator", "--state", "s.sqlite"])
            #expect(cut.exitCode == 5, "\(cut.errors)")
            #expect(cut.errors.contains("is damaged"))
            #expect(cut.errors.contains("restore a copy; a new one would upload everything again"))
            #expect(
                try Data(contentsOf: folder.url.appending(path: "s.sqlite")) == whole.prefix(whole.count / 2),
                "what is refused is left as it is")
        }
    }
}
