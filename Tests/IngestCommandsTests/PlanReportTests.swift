import ArgumentParser
import Foundation
import IngestModel
import IngestPolicy
import Testing

@testable import IngestCommands

@Suite struct PlanReportTests {
    private func plan(_ folder: JobFolder, _ arguments: [String] = [], flags settings: [String: String] = [:]) throws {
        let flags = try StateFlags.parse(["--state", folder.path("state.sqlite")])
        try PlanReport(
            job: folder.path("job.yaml"), flags: settings, state: flags, planning: try PlanFlags.parse(arguments),
            composition: folder.composition, console: folder.console
        ).run()
    }

    private func prepare(_ folder: JobFolder) throws {
        try folder.write(
            "version: 1\nname: small\nmedia:\n  - a.mp4\n  - id: second\n    MediaFilePath: b.mp4\n", to: "job.yaml")
        try folder.write("first film", to: "a.mp4")
        try folder.write("second film", to: "b.mp4")
    }

    @Test("The text lists every entry and what it adds up to")
    func text() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            try plan(folder)
            #expect(
                folder.output.text == """
                    LINE  ID      KIND  FILES  BYTES  PARTS  REQUESTS  TIME  STATE
                       4  a.mp4   file      1   10 B      1         3    1s  new
                       5  second  file      1   11 B      1         3    1s  new

                    2 entries, 2 files, 21 B, 2 parts, 6 requests, 4 of them to the API (2 new)
                    about 1s, bound by the uploads in flight (`--global`)

                    """)
            #expect(folder.error.text == "")
        }
    }

    @Test("The largest entries are named, the first of equals first, and parts and time are those of their files")
    func largest() async throws {
        try await JobFolder.with { folder in
            let sizes = [1, 5000, 3, 4_000_000, 5000, 6, 2]
            let names = sizes.indices.map { "f\($0).mp4" }
            try folder.write("version: 1\nmedia: [\(names.joined(separator: ", "))]\n", to: "job.yaml")
            for (name, size) in zip(names, sizes) { try folder.write(String(repeating: "x", count: size), to: name) }
            try plan(folder, flags: ["multipart-from": "1MiB", "part-size": "1MiB", "per-file": "1"])
            let lines = folder.output.text.split(separator: "\n").map(String.init)
            #expect(lines.contains("   2  f3.mp4  file      1  3.8 MiB      4         8    2s  new"))
            #expect(
                Array(lines.suffix(8)) == [
                    "LINE  LARGEST  FILES    BYTES",
                    "   2  f3.mp4       1  3.8 MiB",
                    "   2  f1.mp4       1  4.9 KiB",
                    "   2  f4.mp4       1  4.9 KiB",
                    "   2  f5.mp4       1      6 B",
                    "   2  f2.mp4       1      3 B",
                    "7 entries, 7 files, 3.8 MiB, 10 parts, 26 requests, 14 of them to the API (7 new)",
                    "about 1s, bound by the largest file (`--per-file`)",
                ])
        }
    }

    @Test("With a state file it shows what is done and what changed")
    func states() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            #expect(try await folder.run() == .success)
            try folder.write("another first film", to: "a.mp4")
            try plan(folder, ["--format", "ndjson"])
            #expect(
                folder.output.text == """
                    {"MediaFilePath":"a.mp4","MediaType":"mp4","apiCalls":2,"bytes":18,"files":[{"parts":1,"path":"a.mp4",\
                    "role":"media","size":18}],"id":"a.mp4","kind":"file","line":4,"parts":1,"requests":3,"seconds":0.3,\
                    "state":"changed"}
                    {"MediaFilePath":"b.mp4","MediaType":"mp4","apiCalls":2,"bytes":11,"files":[{"parts":1,"path":"b.mp4",\
                    "role":"media","size":11}],"id":"second","kind":"file","line":5,"parts":1,"requests":3,"seconds":0.3,\
                    "state":"done"}

                    """)
        }
    }

    @Test("The JSON is one document with entries, totals and, where asked for, the settings")
    func json() async throws {
        struct Document: Decodable {
            struct Setting: Decodable {
                let key: String
                let value: String?
                let origin: String
            }
            struct Entry: Decodable { let id: String }
            struct Totals: Decodable { let entries, files, requests, entriesLeft: Int }
            let job: String
            let settings: [Setting]?
            let entries: [Entry]
            let totals: Totals
            let states: [String: Int]
            let bound: String
        }
        try await JobFolder.with { folder in
            try prepare(folder)
            try plan(folder, ["--format", "json", "--settings"])
            let document = try JSONDecoder().decode(Document.self, from: Data(folder.output.text.utf8))
            #expect(document.job == "small")
            #expect(document.entries.map(\.id) == ["a.mp4", "second"])
            #expect(document.totals.entries == 2 && document.totals.requests == 6 && document.totals.entriesLeft == 2)
            #expect(document.states == ["new": 2])
            #expect(document.bound == "concurrency")
            #expect(document.settings?.map(\.key) == SettingRule.all.map(\.key))
            #expect(document.settings?.first { $0.key == "name" }?.origin == "job file")
        }
    }

    @Test("A plan with an error ends with code 2 after the entries that are right")
    func invalid() async throws {
        try await JobFolder.with { folder in
            try prepare(folder)
            try folder.write("version: 1\nmedia:\n  - a.mp4\n  - gone.mp4\n", to: "job.yaml")
            let job = folder.path("job.yaml")
            #expect(throws: CommandEnd(.invalid, "`\(job)` has 1 error; nothing would be sent")) { try plan(folder) }
        }
    }
}
