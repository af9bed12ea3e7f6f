import Diagnostics
import Foundation
import IngestModel
import StreamingManifest
import Synchronization
import Testing

@testable import IngestCommands

/// What `inspect` writes.
@Suite struct InspectionOutputTests {
    /// A playlist of `count` segments with one key inside its reference, below a new folder.
    private func survey(_ count: Int, key: String) throws -> ManifestSurvey {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vod-inspect-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") } }
        var text = "#EXTM3U\n#EXT-X-VERSION:5\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n"
        text += "#EXT-X-KEY:METHOD=AES-128,URI=\"\(key)\",IV=0x1\n"
        for number in 0..<count { text += "#EXTINF:4,\ns\(number)%20\u{e9}.ts\n" }
        try Data((text + "#EXT-X-ENDLIST\n").utf8).write(to: folder.appending(path: "p.m3u8"))
        let path = folder.appending(path: "p.m3u8").path
        return try #require(ManifestSurvey(path: path, kind: .hls, options: ExpansionOptions(), looksAtFiles: false))
    }

    private func pieces(_ write: (@escaping (String) -> Void) throws -> Void) rethrows -> [String] {
        let pieces = Mutex<[String]>([])
        try write { piece in pieces.withLock { $0.append(piece) } }
        return pieces.withLock { $0 }
    }

    @Test("A reference longer than 200 columns is cut in the table, and the columns are as wide as what is shown")
    func table() throws {
        let survey = try survey(2, key: "data:" + String(repeating: "k", count: 100_000))
        let shown = "data:" + String(repeating: "k", count: 194) + "…"
        let gap = { (count: Int) in String(repeating: " ", count: count) }
        #expect(
            pieces { InspectionText.write(survey, to: $0) }.joined()
                == [
                    "PLACE     ROLE     VERDICT   REFERENCE" + gap(193) + "REASON",
                    "p.m3u8:5  key      external  \(shown)  hls.inline",
                    "p.m3u8:7  segment  upload    s0%20\u{e9}.ts",
                    "p.m3u8:9  segment  upload    s1%20\u{e9}.ts",
                    "",
                ].joined(separator: "\n"))
    }

    @Test("Twenty files that nothing leads to are named and the others counted; none is, where a manifest is refused")
    func unreferenced() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vod-inspect-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") } }
        let path = folder.appending(path: "p.m3u8").path
        for number in 10..<32 { try Data([0x47]).write(to: folder.appending(path: "\(number).ts")) }
        let head = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n10.ts\n"
        func lines(_ text: String) throws -> [String] {
            try Data(text.utf8).write(to: URL(filePath: path))
            let survey = try #require(ManifestSurvey(path: path, kind: .hls, options: ExpansionOptions()))
            return InspectionText.unreferenced(survey)
        }
        let named = (11..<31).map { "note: nothing leads to `\($0).ts`" }
        #expect(
            try lines(head + "#EXT-X-ENDLIST\n") == named + [
                "note: nothing leads to 1 further file; `--format json` names them"
            ])
        #expect(try lines(head) == [])
    }

    @Test("The document is one line for each element, written in pieces, and JSON as a whole")
    func document() throws {
        let survey = try survey(2_000, key: "k\\\u{7f}.key")
        let pieces = try pieces { try InspectionDocument(survey).write(to: $0) }
        #expect(pieces.count > 2)
        #expect(pieces.allSatisfy { $0.utf8.count < 1 << 17 })
        struct Document: Decodable {
            struct Reference: Decodable {
                let line: Int
                let manifest, role, uri, verdict: String
                let path, reason: String?
            }
            let files: [String]
            let references: [Reference]
            let unreferenced: [String]
        }
        let document = try JSONDecoder().decode(Document.self, from: Data(pieces.joined().utf8))
        #expect(document.files == survey.files)
        #expect(document.unreferenced == [])
        #expect(document.references.map(\.uri) == survey.rows.map(\.reference.uri))
        #expect(document.references.map(\.path) == survey.rows.map(\.reference.path))
        #expect(document.references.map(\.line) == survey.rows.map(\.reference.location.start.line))
        #expect(document.references.map(\.reason) == survey.rows.map { $0.reason?.rawValue })
        #expect(document.references[1].role == "segment" && document.references[1].verdict == "upload")
    }
}
