import Diagnostics
import IngestEngine
import IngestModel
import Testing

@testable import IngestCommands

@Suite struct BatchPlanningTests {
    private static func batch(_ names: [String]) -> [EntrySpec] {
        names.enumerated().map { ordinal, name in
            EntrySpec(
                id: EntryID(rawValue: name), ordinal: ordinal, line: 1, column: 1, region: nil,
                request: UploadRequest(mediaFilePath: name + ".mp4", mediaType: "mp4", mediaName: name))
        }
    }

    private static func planning() -> BatchPlanning {
        BatchPlanning(
            Planner(
                settings: PlannerSettings(jobFile: "job.yaml", settings: RunSettings(name: "job", base: "/nowhere"))))
    }

    private static func names(_ planned: BatchPlanning.Planned) -> [String] {
        planned.outcomes.map { $0.spec.id.rawValue }
    }

    @Test("Each batch comes out of the next call, whole, in its order and marked as it was given")
    func order() {
        let planning = Self.planning()
        var first = Self.batch((0..<300).map { "a\($0)" })
        var second = Self.batch(["b"])
        let nothing = planning.next(&first)
        #expect(first.isEmpty)
        #expect(nothing.outcomes.isEmpty)
        let one = planning.next(&second, areRefused: true)
        #expect(Self.names(one) == (0..<300).map { "a\($0)" })
        #expect(!one.areRefused)
        // What there is to say of a file that is missing is said with the batch it stands in.
        #expect(one.outcomes.allSatisfy { $0.diagnostics.map(\.code.rawValue) == ["file.missing"] })
        let other = planning.finish()
        #expect(Self.names(other) == ["b"])
        #expect(other.areRefused)
        #expect(planning.finish().outcomes.isEmpty)
    }

    @Test("An empty batch begins nothing and gives what is under way")
    func empty() {
        let planning = Self.planning()
        var batch = Self.batch(["a"])
        _ = planning.next(&batch)
        #expect(Self.names(planning.next(&batch)) == ["a"])
        #expect(planning.next(&batch).outcomes.isEmpty)
    }
}
