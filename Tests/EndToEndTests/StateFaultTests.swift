import Foundation
import Logging
import ServiceEmulator
import Testing

#if canImport(Glibc)
    import Glibc
#endif

/// State files that the real program cannot use: exit code 5, the reason, and what to do.
@Suite struct StateFaultTests {
    private func with(_ body: (TestFolder) async throws -> Void) async throws {
        try await TestFolder.with { folder in
            for index in 0..<40 { try folder.write(TestFolder.bytes(20, seed: UInt64(index)), to: "\(index).mp4") }
            let media = (0..<40).map { "  - \($0).mp4\n" }.joined()
            try folder.write("version: 1\nmedia:\n\(media)", to: "job.yaml")
            try await body(folder)
        }
    }

    private static let command = ["run", "job.yaml", "--emulator", "--state", "s.sqlite", "--report", "r.csv"]

    private func run(_ folder: TestFolder) async throws -> ProgramRun {
        try await RunningProgram.run("vod-ingest", Self.command, in: folder.url)
    }

    @Test("While another run holds it")
    func held() async throws {
        try await with { folder in
            let lock = open(folder.url.appending(path: "s.sqlite.lock").path, O_CREAT | O_RDWR, 0o600)
            try #require(lock >= 0 && flock(lock, LOCK_EX) == 0)
            let second = try await run(folder)
            close(lock)
            #expect(second.exitCode == 5)
            #expect(second.errors.contains("another run holds the state file `s.sqlite`"))
            #expect(second.errors.contains("wait for it to end, or choose another with `--state`"))
            #expect(try await run(folder).exitCode == 0)
        }
    }

    @Test("That a newer program made, that has a second name, or in which a bit changed")
    func notOurs() async throws {
        try await with { folder in
            #expect(try await run(folder).exitCode == 0)
            let file = folder.url.appending(path: "s.sqlite")
            let whole = try Data(contentsOf: file)
            var newer = whole
            // The version stands in the last of four bytes at 60 (sqlite.org/fileformat2.html).
            newer[63] = 9
            try newer.write(to: file)
            let refused = try await run(folder)
            #expect(refused.exitCode == 5)
            #expect(refused.errors.contains("the state file `s.sqlite` has version 9; this program knows up to 3"))
            var flipped = whole
            let place = try #require(whole.range(of: Data("succeeded".utf8))).lowerBound
            flipped[place] ^= 4
            try flipped.write(to: file)
            let damaged = try await run(folder)
            #expect(damaged.exitCode == 5)
            #expect(damaged.errors.contains("the state file `s.sqlite` is damaged: it is not what the last run left"))
            try whole.write(to: file)
            try FileManager.default.linkItem(at: file, to: folder.url.appending(path: "second.sqlite"))
            let linked = try await run(folder)
            #expect(linked.exitCode == 5)
            #expect(linked.errors.contains("the state file `s.sqlite` has a second name: 2 hard links"))
            try FileManager.default.removeItem(at: folder.url.appending(path: "second.sqlite"))
            #expect(try await run(folder).exitCode == 0)
        }
    }

    @Test(
        "That the system lets grow no further: the run ends, the report says what it still tells, and the next run goes on",
        .disabled(if: RunningProgram.isSanitized, "a sanitizer's own files are above the limit that this test sets")
    )
    func noRoom() async throws {
        try await with { folder in
            for (blocks, isPlanned) in [(60, false), (300, true)] {
                try folder.write("of an earlier night\n", to: "r.csv")
                // Blocks of 512 or 1024 bytes; a shell that ignores the signal hands that on.
                let command = "exec vod-ingest \(Self.command.joined(separator: " "))"
                let short = try await folder.shell("trap '' XFSZ; ulimit -f \(blocks); \(command)")
                #expect(short.exitCode == 5, "\(short.errors)")
                #expect(
                    short.errors.contains(
                        """
                        error: cannot use the state file `s.sqlite`: disk I/O error
                        hint: see that its disk has room and is healthy, and run again; what was recorded is safe
                        """), "\(short.errors)")
                let rows = try folder.text("r.csv").split(whereSeparator: \.isNewline)
                #expect(rows.count == (isPlanned ? 41 : 1), "what was never planned is not reported")
                #expect(rows.dropFirst().allSatisfy { $0.contains(",pending,") || $0.contains(",succeeded,") })
            }
            let next = try await run(folder)
            #expect(next.exitCode == 0, "\(next.errors)")
        }
    }
}
