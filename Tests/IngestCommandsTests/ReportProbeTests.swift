import Foundation
import Testing

@testable import IngestCommands

/// Reports that cannot be written end the run before anything is sent.
@Suite struct ReportProbeTests {
    private func end(_ folder: JobFolder, _ reports: [String]) async throws -> CommandEnd? {
        do {
            _ = try await folder.run(reports: reports)
            return nil
        } catch let end as CommandEnd {
            return end
        }
    }

    @Test("A report whose folder is not there, that is a folder itself, or that overwrites the job is refused at once")
    func refused() async throws {
        try await JobFolder.with { folder in
            try folder.write("media bytes", to: "a.mp4")
            try folder.write("version: 1\nmedia: [a.mp4]\n", to: "job.yaml")
            try FileManager.default.createDirectory(atPath: folder.path("r.csv"), withIntermediateDirectories: false)
            #expect(
                try await end(folder, ["none/r.csv"])
                    == CommandEnd(
                        .stateOrReport, "cannot write `\(folder.path("none/r.csv"))`: No such file or directory",
                        hint: "name a folder that is there and can be written"))
            #expect(
                try await end(folder, ["r.csv"])
                    == CommandEnd(
                        .stateOrReport, "cannot write `\(folder.path("r.csv"))`: it is a folder",
                        hint: "name a file in it"))
            #expect(
                try await end(folder, ["a.csv", "a.csv"])
                    == CommandEnd(.usage, "`--report \(folder.path("a.csv"))` is given twice"))
            try FileManager.default.createSymbolicLink(
                atPath: folder.path("link.json"), withDestinationPath: folder.path("job.yaml"))
            #expect(
                try await end(folder, ["link.json"])
                    == CommandEnd(
                        .usage, "`--report \(folder.path("link.json"))` would overwrite `\(folder.path("job.yaml"))`",
                        hint: "name another file"))
            #expect(!folder.exists("state.sqlite"))
            #expect(try await end(folder, ["good.csv"]) == nil)
            #expect(folder.exists("good.csv"))
        }
    }
}
