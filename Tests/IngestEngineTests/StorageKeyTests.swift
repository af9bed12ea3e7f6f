import Diagnostics
import Foundation
import IngestModel
import ServiceEmulator
import Testing

@testable import IngestEngine

@Suite("Object keys of a manifest's files")
struct StorageKeyTests {
    private func planned(_ spec: EntrySpec, in fixture: EngineFixture) -> PlanOutcome {
        Planner(settings: PlannerSettings(jobFile: "job.yaml", settings: fixture.settings)).plan(spec)
    }

    private func playlist(_ lines: String...) -> [UInt8] {
        Array((["#EXTM3U", "#EXT-X-TARGETDURATION:9"] + lines + ["#EXT-X-ENDLIST", ""]).joined(separator: "\n").utf8)
    }

    private let packet = [UInt8(ascii: "G")] + [UInt8](repeating: 0, count: 187)

    @Test("A key longer than 850 bytes is found in the plan where the job chose the storage path")
    func tooLong() async throws {
        try await EngineFixture.with { fixture in
            try fixture.write("show/p.m3u8", playlist("#EXTINF:9,", "v/a.ts"))
            try fixture.write("show/v/a.ts", packet)
            // No part of it is longer than a file name; its own key is short enough, only the segment's is not.
            let folder = (0..<4).map { _ in String(repeating: "f", count: 200) }.joined(separator: "/")
            func said(_ length: Int) -> PlanOutcome {
                let filling = String(repeating: "g", count: length - folder.utf8.count - "/".utf8.count * 2 - 6)
                return planned(
                    EngineFixture.spec(4, "show/p.m3u8") { $0.mediaStoragePath = "/\(folder)/\(filling)/t" },
                    in: fixture)
            }
            #expect(said(850).diagnostics == [])
            #expect(said(850).plan?.files.map(\.path) == ["p.m3u8", "v/a.ts"])
            let refused = said(851)
            #expect(refused.plan == nil)
            #expect(refused.diagnostics.map(\.code) == [.planKeyTooLong])
            #expect(refused.diagnostics.map(\.severity) == [.error])
            #expect(
                refused.diagnostics.map(\.message) == [
                    "the object key of `v/a.ts` would have 851 bytes; at most 850 are possible"
                ])
            #expect(
                refused.diagnostics.map(\.hint) == ["shorten MediaStoragePath or the folders below the manifest"])
            #expect(refused.diagnostics.map { $0.location?.file } == ["job.yaml"])
            #expect(refused.diagnostics.map { $0.location?.start } == [SourceMark(line: 5, column: 3)])
        }
    }

    @Test("A file that has the name which the service chose for the manifest fails the entry, and nothing is committed")
    func taken() async throws {
        func write(_ child: String, in fixture: EngineFixture) throws -> EntrySpec {
            try fixture.write("show/top.m3u8", Array("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n\(child)\n".utf8))
            try fixture.write("show/\(child)", playlist("#EXTINF:9,", "a.ts"))
            try fixture.write("show/a.ts", packet)
            return EngineFixture.spec(0, "show/top.m3u8")
        }
        // The same seed and the same requests give the same name.
        let key = try await EngineFixture.with { fixture in
            _ = try await fixture.run([try write("child.m3u8", in: fixture)])
            return try #require(fixture.emulator.snapshot().media.first).mediaKey
        }
        let name = PathText.lastPart(of: key)
        try await EngineFixture.with { fixture in
            let result = try await fixture.run([try write(name, in: fixture)])
            #expect(result.records.map(\.status) == [.failed])
            let fault = try #require(result.records[0].fault)
            #expect(fault.code == "KeyTaken")
            #expect(fault.faultClass == .rejected)
            #expect(
                fault.message
                    == "the service stores the manifest under `\(key)`, the name of its own file `\(name)`")
            #expect(fixture.emulator.snapshot().media == [])
        }
    }

    @Test("What two entries share is stored once for each of them")
    func shared() async throws {
        try await EngineFixture.with { fixture in
            for name in ["a", "b"] {
                try fixture.write("show/\(name).m3u8", playlist("#EXTINF:9,", "one.ts", "#EXTINF:9,", "./one.ts"))
            }
            try fixture.write("show/one.ts", packet)
            let specs = [EngineFixture.spec(0, "show/a.m3u8"), EngineFixture.spec(1, "show/b.m3u8")]
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded, .succeeded])
            #expect(result.records.map(\.files) == [2, 2])
            try fixture.expectObjects(of: specs)
            let snapshot = fixture.emulator.snapshot()
            #expect(snapshot.objects.filter { $0.key.hasSuffix("/one.ts") }.count == 2)
            #expect(snapshot.requests["PutObject"] == 4)
        }
    }

    @Test("The example of directories: seven objects beside the one of the chosen path")
    func directories() async throws {
        try await EngineFixture.with { fixture in
            var fixture = fixture
            fixture.settings.parentReferences = .allow
            try writeExample(in: fixture)
            let spec = EngineFixture.spec(0, "show/master.m3u8") {
                $0.mediaStoragePath = "/7f/ab/Xq.m3u8"
            }
            let outcome = planned(spec, in: fixture)
            #expect(outcome.diagnostics.filter { $0.code == .pathParent }.map(\.severity) == [.warning, .warning])
            let plan = try #require(outcome.plan)
            let top = try ObjectKey(servicePath: "/7f/ab/Xq.m3u8")
            #expect(plan.files.first?.role == .manifest)
            #expect(
                try plan.files.dropFirst().map { try top.sibling($0.path).text }.sorted() == [
                    "7f/ab/audio/0.aac", "7f/ab/audio/en.m3u8", "7f/ab/init/v.mp4", "7f/ab/keys/k.bin",
                    "7f/ab/video/hi.m3u8", "7f/ab/video/hi/0.m4s", "7f/ab/video/hi/1.m4s",
                ])
        }
    }

    private func writeExample(in fixture: EngineFixture) throws {
        let master = """
            #EXTM3U
            #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="en",URI="audio/en.m3u8"
            #EXT-X-SESSION-KEY:METHOD=AES-128,URI="keys/k.bin"
            #EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"
            video/hi.m3u8

            """
        try fixture.write("show/master.m3u8", Array(master.utf8))
        try fixture.write(
            "show/video/hi.m3u8",
            playlist(
                "#EXT-X-VERSION:6", #"#EXT-X-MAP:URI="../init/v.mp4""#,
                #"#EXT-X-KEY:METHOD=AES-128,URI="../keys/k.bin",IV=0x1"#, "#EXTINF:9,", "hi/0.m4s", "#EXTINF:9,",
                "hi/1.m4s"))
        try fixture.write("show/audio/en.m3u8", playlist("#EXTINF:9,", "0.aac"))
        try fixture.write("show/keys/k.bin", EngineFixture.bytes(16, seed: 1))
        try fixture.write("show/init/v.mp4", [0, 0, 0, 16] + Array("ftyp".utf8) + EngineFixture.bytes(8, seed: 2))
        for index in 0...1 {
            try fixture.write("show/video/hi/\(index).m4s", EngineFixture.bytes(64, seed: UInt64(index) + 3))
        }
        try fixture.write("show/audio/0.aac", Array("ID3".utf8) + EngineFixture.bytes(61, seed: 5))
    }
}
