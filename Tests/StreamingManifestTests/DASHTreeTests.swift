import Diagnostics
import Foundation
import Testing

@testable import StreamingManifest

@Suite("Complete DASH trees")
struct DASHTreeTests {
    @Test("A tree gives exactly its files, roles, sizes and surplus", arguments: try ExpectedTree.all(".mpd"))
    func tree(_ expected: ExpectedTree) {
        let outcome = TreeDriver(root: TreeDriver.fixtures("generated/\(expected.tree)")).expand(expected.root)
        let files = outcome.files.map { ExpectedTree.File(path: $0.path, kind: $0.role, size: $0.size) }
        #expect(files.sorted { $0.path < $1.path } == expected.upload.sorted { $0.path < $1.path })
        #expect(outcome.unreferenced == expected.unreferenced.sorted())
        #expect(outcome.lines(.error).count == expected.problems.count)
    }

    @Test("Audio whose first file is named by a negative time misses that file, at its S")
    func audioTime() {
        let outcome = TreeDriver(root: TreeDriver.fixtures("generated/d15-broken-audio-time")).expand("dash.mpd")
        #expect(outcome.lines(.error) == ["dash.mpd:30:7: error: `out/1-0.m4s` does not exist [file.missing]"])
        #expect(outcome.unreferenced == ["out/1--1024.m4s"])
    }

    @Test(
        "Good trees have no findings but those about a list or a folder that has more than the period",
        arguments: [
            (
                "d08-dash-number",
                [
                    "dash.mpd:25:112: note: behind the last segment there is `chunk-stream1-00003.m4s`, which nothing refers to: "
                        + "the duration in the MPD may be too short [dash.surplus-segment]"
                ]
            ),
            ("d09-dash-timeline", []), ("d10-dash-time-dir", []),
            (
                "d11-dash-single",
                [
                    "dash.mpd:31:5: warning: the list has 4 segments, the timing gives 3; the surplus is uploaded when it exists "
                        + "[dash.list-surplus]"
                ]
            ),
            (
                "d12-dash-list",
                [
                    "dash.mpd:29:5: warning: the list has 4 segments, the timing gives 3; the surplus is uploaded when it exists "
                        + "[dash.list-surplus]"
                ]
            ),
        ])
    func quiet(tree: String, findings: [String]) {
        let outcome = TreeDriver(root: TreeDriver.fixtures("generated/\(tree)")).expand("dash.mpd")
        #expect(outcome.diagnostics.map(rendered) == findings)
    }
}
