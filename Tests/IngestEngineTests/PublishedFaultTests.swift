import Diagnostics
import Foundation
import IngestModel
import Testing

@testable import IngestEngine

@Suite("Faults met in published manifests, with their files on disk")
struct PublishedFaultTests {
    /// What is said about an MPD of 4 seconds around `content`, which begins on line 2, beside one file called `file`.
    private func said(_ content: String, beside file: String) throws -> [String] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "published-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
        }
        let mpd = """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT4S"><Period><AdaptationSet><Representation id="v" bandwidth="1000">
            \(content)
            </Representation></AdaptationSet></Period></MPD>
            """
        try Data(mpd.utf8).write(to: folder.appending(path: "m.mpd"))
        try Data([0, 0, 0, 16] + Array("styp".utf8) + [UInt8](repeating: 0, count: 8)).write(
            to: folder.appending(path: file))
        let settings = RunSettings(name: "test", base: folder.path)
        let planner = Planner(settings: PlannerSettings(jobFile: "job.yaml", settings: settings))
        return planner.plan(EngineFixture.spec(0, "m.mpd")).diagnostics.map { diagnostic in
            let place = diagnostic.location.map { "\($0.file):\($0.start.line):\($0.start.column)" } ?? "-"
            return "\(place): \(diagnostic.severity.rawValue): \(diagnostic.message) [\(diagnostic.code.rawValue)]"
        }
    }

    private let timeline =
        #"<SegmentTemplate media="$Time%010d$.m4s"><SegmentTimeline>"# + "\n"
        + #"<S t="0" d="4"/></SegmentTimeline></SegmentTemplate>"#

    @Test("A packager that does not know widths leaves files called like the template: the filled names are missing")
    func unfilled() throws {
        #expect(
            try said(timeline, beside: "$Time%010d$.m4s") == [
                "m.mpd:3:1: error: `0000000000.m4s` does not exist [file.missing]"
            ])
        #expect(try said(timeline, beside: "0000000000.m4s") == [])
    }

    @Test("A packager that names files by another rate than the MPD tells leaves the told names missing")
    func otherRate() throws {
        let template = #"<SegmentTemplate media="v-$Bandwidth$.m4s"/>"#
        #expect(
            try said(template, beside: "v-998.m4s") == [
                "m.mpd:2:1: error: `v-1000.m4s` does not exist [file.missing]"
            ])
        #expect(try said(template, beside: "v-1000.m4s") == [])
    }
}
