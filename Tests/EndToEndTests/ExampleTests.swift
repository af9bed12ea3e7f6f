import Foundation
import SwiftCSV
import Testing

@Suite struct ExampleTests {
    static let folder = RunningProgram.repository.appending(path: "examples")

    /// Every job file under examples/ but the one that is wrong on purpose.
    static func jobs() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path)
            .filter { $0.hasSuffix(".yaml") && $0 != "faulty.yaml" }.sorted()
    }

    @Test("There are examples, and every one is uploaded to the emulator, then skipped")
    func everyExample() async throws {
        let jobs = try Self.jobs()
        #expect(jobs.count >= 10)
        for job in jobs {
            try await TestFolder.with { folder in
                let state = folder.url.appending(path: "state.sqlite").path
                let report = folder.url.appending(path: "report.csv").path
                // An example may restrict the hours of the day; the test runs at any.
                let arguments = [
                    "run", Self.folder.appending(path: job).path, "--emulator", "--state", state, "--report", report,
                    "--window", "always", "--progress", "none",
                ]
                let first = try await RunningProgram.run("vod-ingest", arguments, in: folder.url)
                #expect(first.exitCode == 0, "\(job): \(first.errors)")
                let rows = try CSV<Named>(string: folder.text("report.csv")).rows
                #expect(rows.allSatisfy { $0["Status"] == "succeeded" && $0["FileId"]?.isEmpty == false }, "\(job)")
                let second = try await RunningProgram.run("vod-ingest", arguments, in: folder.url)
                #expect(second.exitCode == 0, "\(job): \(second.errors)")
                let again = try CSV<Named>(string: folder.text("report.csv")).rows
                #expect(again.allSatisfy { $0["Status"] == "skipped" }, "\(job)")
                #expect(again.map { $0["FileId"] } == rows.map { $0["FileId"] }, "\(job)")
            }
        }
    }

    @Test("The nightly example has every kind of entry, in the order of the job file, with what each needs")
    func nightly() async throws {
        try await TestFolder.with { folder in
            let report = folder.url.appending(path: "report.json").path
            let run = try await RunningProgram.run(
                "vod-ingest",
                [
                    "run", Self.folder.appending(path: "nightly.yaml").path, "--emulator", "--state",
                    folder.url.appending(path: "s.sqlite").path, "--report", report, "--report",
                    folder.url.appending(path: "report.html").path, "--progress", "plain",
                ], in: folder.url)
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(run.output == "")
            let document = try JSONDecoder().decode(Report.self, from: Data(folder.text("report.json").utf8))
            #expect(document.run.target == "emulator")
            #expect(document.summary == Report.Summary(planned: 8, succeeded: 8, files: 39))
            #expect(document.entries.map(\.line) == document.entries.map(\.line).sorted())
            #expect(document.entries.allSatisfy { !$0.fileId.isEmpty })
            #expect(document.entries.contains { $0.coverUrl != nil })
            #expect(document.entries.contains { $0.uploads.contains { $0.parts > 1 } })
            #expect(document.entries.filter { $0.mediaType == "m3u8" }.count == 3)
            #expect(document.entries.filter { $0.mediaType == "mpd" }.count == 2)
            #expect(document.entries.flatMap(\.uploads).allSatisfy { UInt64($0.crc64) != nil })
            let page = try folder.text("report.html")
            #expect(document.entries.allSatisfy { page.contains($0.fileId) })
            #expect(!page.contains("src=\"http") && !page.contains("<link"), "the page needs no network")
        }
    }

    private struct Report: Decodable {
        struct Run: Decodable {
            let target: String
        }
        struct Summary: Decodable, Equatable {
            let planned: Int
            let succeeded: Int
            let files: Int
        }
        struct Entry: Decodable {
            struct Upload: Decodable {
                let crc64: String
                let parts: Int
            }
            let line: Int
            let fileId: String
            let coverUrl: String?
            let mediaType: String
            let uploads: [Upload]
        }
        let run: Run
        let summary: Summary
        let entries: [Entry]
    }
}
