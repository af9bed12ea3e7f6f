import Foundation
import IngestTestSupport
import Testing

/// A job file in which everything is wrong.
@Suite struct UglyJobTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

    @Test("All that is wrong with the ugliest job file is said at once, at its place, in order, without its secrets")
    func text() async throws {
        let run = try await RunningProgram.run("vod-ingest", ["validate", "--no-files", "ugly.yaml"], in: Self.folder)
        #expect(run.exitCode == 2)
        if let difference = GoldenFile.difference(run.output, "Golden/ugly.txt") { Issue.record("\(difference)") }
        for secret in ["AKIDexample", "hunter2", "user:password", "c2VjcmV0"] {
            #expect(!run.output.contains(secret), "\(secret)")
        }
    }

    @Test("Every form of the findings has the same places, and none has the secrets")
    func forms() async throws {
        var places: [Int] = []
        for format in ["json", "github", "sarif"] {
            let run = try await RunningProgram.run(
                "vod-ingest", ["validate", "--no-files", "--format", format, "ugly.yaml"], in: Self.folder)
            #expect(run.exitCode == 2)
            for secret in ["AKIDexample", "hunter2", "user:password", "c2VjcmV0"] {
                #expect(!run.output.contains(secret), "\(format): \(secret)")
            }
            places.append(
                format == "sarif"
                    ? run.output.matches(of: /"ruleIndex":/).count : run.output.split(separator: "\n").count)
        }
        #expect(Set(places).count == 1 && places[0] > 40, "\(places)")
    }
}
