import Diagnostics
import Foundation
import IngestModel
import Testing

@testable import IngestEngine

@Suite struct PlannerTests {
    private func with(_ body: (URL, Planner) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "planner-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
        }
        var settings = RunSettings(name: "test", base: folder.path)
        settings.multipartFrom = 2 << 20
        try body(folder, Planner(settings: PlannerSettings(jobFile: "job.yaml", settings: settings)))
    }

    private func messages(_ outcome: PlanOutcome) -> [String] {
        outcome.diagnostics.map { diagnostic in
            let place = diagnostic.location.map { "\($0.file):\($0.start.line):\($0.start.column)" } ?? "-"
            return "\(place): \(diagnostic.severity.rawValue): \(diagnostic.message) [\(diagnostic.code.rawValue)]"
                + (diagnostic.hint.map { " / \($0)" } ?? "")
        }
    }

    @Test("A batch of any size gives the outcome of each entry in order", arguments: [0, 1, 7, 8, 9, 600])
    func batch(_ count: Int) throws {
        try with { folder, planner in
            for index in 0..<count {
                try Data([UInt8](repeating: 1, count: index + 1)).write(to: folder.appending(path: "\(index).mp4"))
            }
            let specs = (0..<count).map { EngineFixture.spec($0, "\($0).mp4") }
            let outcomes = planner.plan(specs)
            #expect(outcomes.map(\.spec) == specs)
            #expect(outcomes.map { $0.plan?.bytes } == (0..<count).map { Int64($0 + 1) })
            #expect(Set(outcomes.map(\.fingerprint)).count == count)
        }
    }

    @Test("What a medium or cover may be wrong with is said at its place")
    func plainFaults() throws {
        try with { folder, planner in
            try Data().write(to: folder.appending(path: "empty.mp4"))
            try Data([1]).write(to: folder.appending(path: "a.mp4"))
            try FileManager.default.createDirectory(
                at: folder.appending(path: "folder.mp4"), withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "dangling.mp4").path, withDestinationPath: "nowhere")
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: "linked.mp4").path, withDestinationPath: "a.mp4")
            func said(_ path: String) -> [String] { messages(planner.plan(EngineFixture.spec(3, path))) }
            #expect(
                said("empty.mp4") == [
                    "job.yaml:4:3: error: the MediaFilePath `empty.mp4` has no bytes [plan.empty-file]"
                ])
            #expect(
                said("folder.mp4") == [
                    "job.yaml:4:3: error: the MediaFilePath `folder.mp4` is a folder; a regular file is expected "
                        + "[file.not-regular]"
                ])
            #expect(
                said("dangling.mp4") == [
                    "job.yaml:4:3: error: the MediaFilePath `dangling.mp4` is a link to a file that does not exist "
                        + "[file.dangling-link]"
                ])
            #expect(
                said("gone.mp4") == [
                    "job.yaml:4:3: error: the MediaFilePath `gone.mp4` does not exist [file.missing] / "
                        + "relative paths start at `\(folder.path)`"
                ])
            #expect(said("linked.mp4") == [])
            var covered = EngineFixture.spec(3, "a.mp4") {
                $0.coverFilePath = "gone.png"
                $0.coverType = "png"
            }
            covered.coverPlace = ValuePlace(line: 9, column: 20, endLine: 9, endColumn: 28)
            #expect(
                messages(planner.plan(covered)) == [
                    "job.yaml:9:20: error: the CoverFilePath `gone.png` does not exist [file.missing] / "
                        + "relative paths start at `\(folder.path)`"
                ])
        }
    }

    @Test("A fault inside a manifest names the whole way: entry, playlist and line, segment")
    func wholeWay() throws {
        try with { folder, planner in
            let show = folder.appending(path: "show/v")
            try FileManager.default.createDirectory(at: show, withIntermediateDirectories: true)
            try Data("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv/p.m3u8\n".utf8)
                .write(to: folder.appending(path: "show/master.m3u8"))
            try Data("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\ngone.ts\n#EXT-X-ENDLIST\n".utf8)
                .write(to: show.appending(path: "p.m3u8"))
            let outcome = planner.plan(EngineFixture.spec(0, "show/master.m3u8"))
            #expect(outcome.plan == nil)
            #expect(messages(outcome) == ["show/v/p.m3u8:4:1: error: `v/gone.ts` does not exist [file.missing]"])
            let notes = try #require(outcome.diagnostics.first).notes
            #expect(notes.map(\.message) == ["entry `show/master.m3u8`", "reached from here"])
            #expect(notes.map { $0.location?.file } == ["job.yaml", "show/master.m3u8"])
            #expect(notes.map { $0.location?.start.line } == [1, 3])
        }
    }

    @Test(
        "A file that would take the key of its manifest, or one too long, is refused where the job chose the storage path"
    )
    func chosenKeys() throws {
        try with { folder, planner in
            let long = String(repeating: "n", count: 200) + "/"
            let name = String(repeating: long, count: 3) + "v.ts"
            for path in ["v.m3u8", "v/v.ts", name] {
                let file = folder.appending(path: path)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data([UInt8](repeating: 0x47, count: 188)).write(to: file)
            }
            try Data("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n".utf8)
                .write(to: folder.appending(path: "master.m3u8"))
            try Data("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n\(name)\n#EXT-X-ENDLIST\n".utf8)
                .write(to: folder.appending(path: "v.m3u8"))
            func errors(_ storagePath: String) -> [String] {
                let spec = EngineFixture.spec(0, "master.m3u8") { $0.mediaStoragePath = storagePath }
                let found = planner.plan(spec).diagnostics
                return found.filter { $0.severity == .error }.map { "\($0.message) / \($0.hint ?? "")" }
            }
            #expect(errors("/a/master.m3u8") == [])
            #expect(
                errors("/a/v.m3u8") == [
                    "`v.m3u8` would be stored where MediaStoragePath puts the manifest itself / choose another last part of "
                        + "MediaStoragePath, or rename the file"
                ])
            let deep = "/" + String(repeating: "d", count: 242)
            #expect(errors(deep + "/x.m3u8") == [])
            #expect(
                errors(deep + "d/x.m3u8") == [
                    "the object key of `\(name)` would have 851 bytes; at most 850 are possible / shorten MediaStoragePath or the "
                        + "folders below the manifest"
                ])
        }
    }

    @Test("The fingerprint changes with the request, with a file's size and with its time, and with nothing else")
    func fingerprint() throws {
        try with { folder, planner in
            let file = folder.appending(path: "a.mp4")
            func write(_ count: Int, _ time: Double) throws {
                try Data([UInt8](repeating: 1, count: count)).write(to: file)
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: time)], ofItemAtPath: file.path)
            }
            try write(5, 1_000)
            let first = planner.plan(EngineFixture.spec(0, "a.mp4")).fingerprint
            #expect(first.count == 64)
            #expect(
                planner.plan(EngineFixture.spec(9, "a.mp4")).fingerprint == first, "its place in the job does not count"
            )
            #expect(planner.plan(EngineFixture.spec(0, "a.mp4") { $0.classId = 1 }).fingerprint != first)
            try write(5, 2_000)
            #expect(planner.plan(EngineFixture.spec(0, "a.mp4")).fingerprint != first)
            try write(6, 1_000)
            #expect(planner.plan(EngineFixture.spec(0, "a.mp4")).fingerprint != first)
            try write(5, 1_000)
            #expect(planner.plan(EngineFixture.spec(0, "a.mp4")).fingerprint == first)
        }
    }
}
