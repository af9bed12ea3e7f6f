import Foundation
import Testing

/// Manifests that would take all memory or all night, through the real program with less memory than they would need.
@Suite(.disabled(if: RunningProgram.isSanitized, "a sanitizer's own memory is above the limit that these tests set"))
struct ManifestHazardProgramTests {
    /// Of address space, in KiB; the program itself takes about a third, a manifest of 100 MiB an eighth.
    private static let memory = "ulimit -v 1000000"

    private static let head = "#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-TARGETDURATION:4\n"
    private static let end = "#EXTINF:4,\na.ts\n#EXT-X-ENDLIST\n"
    private static let mpd =
        "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" type=\"static\" mediaPresentationDuration=\"PT4S\"><Period>"
        + "<AdaptationSet mimeType=\"video/mp4\"><Representation id=\"a\" bandwidth=\"1\">"

    /// Writes `before`, `count` letters and `after` to `name`.
    private func write(
        _ before: String, count: Int, _ after: String, to name: String, in folder: TestFolder
    ) throws {
        var bytes = Array(before.utf8)
        bytes += [UInt8](repeating: UInt8(ascii: "a"), count: count)
        bytes += after.utf8
        try folder.write(bytes, to: name)
    }

    /// What `inspect` and `validate` find in `name`, both with little memory: code and line of each error.
    private func errors(_ name: String, in folder: TestFolder) async throws -> (inspected: ProgramRun, codes: [String])
    {
        try folder.write("version: 1\nregion: ap-guangzhou\nmedia:\n  - \(name)\n", to: "job.yaml")
        let inspected = try await folder.shell("\(Self.memory); vod-ingest inspect --no-files \(name)")
        let validated = try await folder.shell("\(Self.memory); vod-ingest validate --format json job.yaml")
        let codes = try validated.output.split(separator: "\n").compactMap { line -> String? in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard object?["severity"] as? String == "error" else { return nil }
            return "\(object?["line"] as? Int ?? 0) \(object?["code"] as? String ?? "")"
        }
        #expect(inspected.exitCode == (codes.isEmpty ? 0 : 2), "\(inspected.errors.suffix(2_000))")
        #expect(validated.exitCode == (codes.isEmpty ? 0 : 2), "\(validated.errors.suffix(2_000))")
        #expect(inspected.output.utf8.count < 10_000 && inspected.errors.utf8.count < 10_000)
        return (inspected, codes)
    }

    @Test(
        "A line of 100 MiB is refused at once, whatever it is",
        arguments: [
            "#EXT-X-KEY:METHOD=AES-128,URI=\"data:", "#EXTINF:4,", "#EXTINF:4,\n", "#EXT-X-UNKNOWN:", " ",
        ])
    func longLine(_ before: String) async throws {
        try await TestFolder.with { folder in
            try write(Self.head + before, count: 100 << 20, "\n" + Self.end, to: "m.m3u8", in: folder)
            let line = before.contains("\n") ? 5 : 4
            let found = try await errors("m.m3u8", in: folder)
            #expect(found.codes == ["\(line) hls.line-too-long"])
            #expect(
                found.inspected.errors.contains(
                    "m.m3u8:\(line):1: error: the line is longer than 1048576 bytes [hls.line-too-long]\n"))
        }
    }

    @Test("A long comment is skipped, and a long reference is shown by its begin")
    func longAndGood() async throws {
        try await TestFolder.with { folder in
            try folder.write([UInt8(ascii: "G")] + [UInt8](repeating: 0, count: 187), to: "a.ts")
            try write(Self.head + "# ", count: 3 << 20, "\n" + Self.end, to: "m.m3u8", in: folder)
            #expect(try await errors("m.m3u8", in: folder).codes == [])
            try write(Self.head + "#EXTINF:4,\n", count: 1_000_000, "\n" + Self.end, to: "u.m3u8", in: folder)
            #expect(try await errors("u.m3u8", in: folder).codes == ["5 path.too-long"])
        }
    }

    @Test("Variables that double forty times are refused where they grow too large")
    func variableBomb() async throws {
        try await TestFolder.with { folder in
            var text = Self.head + "#EXT-X-DEFINE:NAME=\"v0\",VALUE=\"aaaaaaaaaa\"\n"
            for level in 1...40 {
                text += "#EXT-X-DEFINE:NAME=\"v\(level)\",VALUE=\"{$v\(level - 1)}{$v\(level - 1)}\"\n"
            }
            try folder.write(text + "#EXTINF:4,\n{$v40}\n#EXT-X-ENDLIST\n", to: "m.m3u8")
            let found = try await errors("m.m3u8", in: folder)
            #expect(found.codes.first == "27 hls.variable-growth", "\(found.codes)")
            #expect(
                found.inspected.errors.contains(
                    "error: with its variables replaced, the playlist would have more than 134217728 bytes "
                        + "[hls.variable-growth]\n"))
        }
    }

    @Test(
        "A text of 60 MiB in an MPD is refused, in an element and in an attribute",
        arguments: [("<BaseURL>", "</BaseURL>"), ("<BaseURL byteRange=\"", "\">a.mp4</BaseURL>")])
    func longText(_ before: String, _ after: String) async throws {
        try await TestFolder.with { folder in
            try write(
                Self.mpd + before, count: 60 << 20,
                after + "</Representation></AdaptationSet></Period></MPD>", to: "m.mpd", in: folder)
            #expect(try await errors("m.mpd", in: folder).codes == ["1 dash.xml-limit"])
        }
    }

    @Test("A base of 1,000,000 bytes under 20,000 segments is not repeated for each")
    func longBase() async throws {
        try await TestFolder.with { folder in
            let head = Self.mpd.replacing("PT4S", with: "PT20000S")
            try write(
                head + "<BaseURL>", count: 1_000_000,
                "/</BaseURL><SegmentTemplate media=\"$Number$.m4s\" duration=\"1\"/></Representation></AdaptationSet>"
                    + "</Period></MPD>", to: "m.mpd", in: folder)
            try folder.write("version: 1\nregion: ap-guangzhou\nmedia:\n  - m.mpd\n", to: "job.yaml")
            let run = try await folder.shell("\(Self.memory); vod-ingest inspect --no-files m.mpd | wc -c")
            #expect(Int(run.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? .max < 5_000_000)
            #expect(run.errors.contains("[path.too-long]"), "\(run.errors.suffix(2_000))")
        }
    }
}
