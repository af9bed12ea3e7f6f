import Diagnostics
import Foundation
import IngestModel
import Testing

@testable import StreamingManifest

@Suite("Playlists of others")
struct ForeignPlaylistTests {
    /// How many playlists the corpora hold, for the message where they are not there.
    private static let count = 213

    /// Where we differ from the origin's parser, and why.
    private static let differences = [
        "hls/videojs-m3u8-parser/diff-init-key.m3u8":
            "that parser lists the keys of segments; one key here applies to an initialisation section alone",
        "hls/videojs-m3u8-parser/emptyTargetDuration.m3u8":
            "EXT-X-TARGETDURATION among variants: we refuse a mixture of both kinds and read no further",
    ]

    @Test("Reading gives the references that the origin's own parser gives, but for listed differences")
    func expected() throws {
        let corpus = ForeignCorpus()
        guard corpus.announce(58, "playlists with expected results") != nil else { return }
        var differing: Set<String> = []
        var compared = 0
        for name in corpus.names(below: "hls", ending: ".m3u8") {
            guard let expected = try corpus.expectedPlaylist(of: name) else { continue }
            compared += 1
            if ReadPlaylist(try corpus.bytes(name)) != expected { differing.insert(name) }
        }
        #expect(compared > 50)
        #expect(differing == Set(Self.differences.keys))
    }

    @Test("Every playlist is read to its end, and no path leaves the root")
    func all() throws {
        let corpus = ForeignCorpus()
        guard let root = corpus.announce(Self.count, "playlists") else { return }
        let names = corpus.names(below: "hls", ending: ".m3u8")
        #expect(names.count > 200)
        for name in names {
            let file = root.appendingPathComponent(name)
            var driver = TreeDriver(root: file.deletingLastPathComponent())
            driver.options.parentReferences = .allow
            let outcome = driver.expand(file.lastPathComponent)
            for reference in outcome.result.references {
                guard let path = reference.path else { continue }
                #expect(throws: Never.self, "\(name): \(reference.uri)") { _ = try ObjectKey(path) }
            }
            for diagnostic in outcome.diagnostics {
                #expect(
                    DiagnosticCatalogue.page(for: diagnostic.code) != nil, "\(name): \(diagnostic.code.rawValue)")
            }
        }
    }

    /// One row of tree.json.
    private struct Row: Decodable {
        var path: String
        var size: Int64
    }

    @Test("The trees of the provider's own SDK give the files that it uploads")
    func provider() throws {
        let folder = "hls/tencentyun-vod-python-sdk"
        let corpus = ForeignCorpus()
        guard let root = corpus.announce(2, "trees of the provider's SDK")?.appendingPathComponent(folder) else {
            return
        }
        let rows = try JSONDecoder().decode(
            [Row].self, from: Data(contentsOf: root.appendingPathComponent("tree.json")))
        let nested = TreeDriver(root: root).expand("bipbopall.m3u8")
        // The media are not in the corpus: their sizes come from tree.json, and only the playlists are on disk.
        let beside = ["bipbopall.m3u8", "prog_index.m3u8", "fileSequence0.ts", "fileSequence1.ts"]
        #expect(nested.result.files.map(\.path).sorted() == rows.map(\.path).filter { !beside.contains($0) }.sorted())
        #expect(nested.result.diagnostics.allSatisfy { $0.severity != .error })
        let flat = TreeDriver(root: root).expand("prog_index.m3u8")
        #expect(flat.result.files.map(\.path) == ["fileSequence0.ts", "fileSequence1.ts"])
        #expect(flat.result.diagnostics.isEmpty)
    }
}
