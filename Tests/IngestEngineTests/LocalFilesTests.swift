import Foundation
import IngestModel
import StreamingManifest
import Testing

@testable import IngestEngine

/// A folder of its own for one test, removed with it.
private final class Sandbox {
    let root: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("local-files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        root = folder.path
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: root) } catch { print("left behind: \(root): \(error)") }
    }

    func write(_ path: String, _ bytes: [UInt8]) throws {
        let url = URL(fileURLWithPath: root + "/" + path)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: url)
    }

    func link(_ path: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(atPath: root + "/" + path, withDestinationPath: target)
    }

    /// The files that a playlist with these lines asks for.
    func requirements(_ lines: [String]) -> [FileRequirement] {
        let text =
            "#EXTM3U\n#EXT-X-TARGETDURATION:9\n" + lines.map { "#EXTINF:9,\n\($0)\n" }.joined() + "#EXT-X-ENDLIST\n"
        var expansion = Expansion(top: "top.m3u8", kind: .hls, options: ExpansionOptions())
        while expansion.nextRequest() != nil { expansion.supply(.bytes(Array(text.utf8))) }
        return expansion.finish().files
    }

    func facts(_ lines: [String], below folder: String? = nil, readsFirstBytes: Bool = false) throws -> [FileFacts] {
        let files = try #require(LocalFiles(root: folder ?? root))
        return files.facts(for: requirements(lines), readsFirstBytes: readsFirstBytes)
    }
}

@Suite("Files of an asset on disk")
struct LocalFilesTests {
    @Test("A regular file gives its size, its time in nanoseconds and its inode")
    func regular() throws {
        let sandbox = try Sandbox()
        try sandbox.write("v/a.ts", [1, 2, 3])
        let date = Date(timeIntervalSince1970: 1_700_000_000.5)
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: sandbox.root + "/v/a.ts")
        let facts = try sandbox.facts(["v/a.ts"])
        let mark = try #require(facts.first?.mark)
        #expect(mark.size == 3)
        #expect(mark.modified == 1_700_000_000_500_000_000)
        let attributes = try FileManager.default.attributesOfItem(atPath: sandbox.root + "/v/a.ts")
        #expect(mark.inode == (attributes[.systemFileNumber] as? NSNumber)?.uint64Value)
        #expect(facts.first?.listedName == nil)
    }

    @Test("A missing file names what differs from it in case, in Unicode form or by its percent signs")
    func near() throws {
        let sandbox = try Sandbox()
        try sandbox.write("A.ts", [1])
        try sandbox.write("e\u{301}.ts", [1])
        try sandbox.write("x%20y.ts", [1])
        let facts = try sandbox.facts(["a.ts", "%C3%A9.ts", "x%20y.ts", "z.ts", "gone/z.ts"])
        #expect(facts[0].presence == .missing(near: .otherForm("A.ts")))
        #expect(facts[2].presence == .missing(near: .asWritten("x%20y.ts")))
        #expect(facts[3].presence == .missing(near: nil))
        #expect(facts[4].presence == .missing(near: nil))
        guard case .missing(near: .otherForm(let name)) = facts[1].presence else {
            Issue.record("the other form is not found: \(facts[1].presence)")
            return
        }
        #expect(Array(name.utf8) == Array("e\u{301}.ts".utf8))
    }

    @Test("A link is followed within the root and refused beyond it, for files and folders")
    func links() throws {
        let sandbox = try Sandbox()
        try sandbox.write("asset/real.ts", [1, 2])
        try sandbox.write("elsewhere/b.ts", [1])
        try sandbox.link("asset/in.ts", to: "real.ts")
        try sandbox.link("asset/out.ts", to: "../elsewhere/b.ts")
        try sandbox.link("asset/dangling.ts", to: "gone.ts")
        try sandbox.link("asset/loop.ts", to: "loop.ts")
        try sandbox.link("asset/folder", to: "../elsewhere")
        let root = sandbox.root + "/asset"
        let facts = try sandbox.facts(["in.ts", "out.ts", "dangling.ts", "loop.ts", "folder/b.ts"], below: root)
        let elsewhere = try #require(FileSystem.realPath(sandbox.root + "/elsewhere"))
        #expect(facts[0].mark?.size == 2)
        #expect(facts[1].presence == .outside(target: elsewhere + "/b.ts"))
        #expect(facts[2].presence == .danglingLink)
        #expect(facts[3].presence == .linkCycle)
        #expect(facts[4].presence == .outside(target: elsewhere))
    }

    @Test("A root that is itself a link holds its files")
    func linkedRoot() throws {
        let sandbox = try Sandbox()
        try sandbox.write("asset/a.ts", [1])
        try sandbox.link("alias", to: "asset")
        let facts = try sandbox.facts(["a.ts"], below: sandbox.root + "/alias")
        #expect(facts[0].mark?.size == 1)
    }

    @Test("A folder whose name begins like the root's lies outside")
    func sibling() throws {
        let sandbox = try Sandbox()
        try sandbox.write("asset/a.ts", [1])
        try sandbox.write("asset2/b.ts", [1])
        try sandbox.link("asset/b.ts", to: "../asset2/b.ts")
        let facts = try sandbox.facts(["b.ts"], below: sandbox.root + "/asset")
        let real = try #require(FileSystem.realPath(sandbox.root + "/asset2/b.ts"))
        #expect(facts[0].presence == .outside(target: real))
    }

    @Test("What is no regular file is named")
    func special() throws {
        let sandbox = try Sandbox()
        try sandbox.write("folder.ts/x", [1])
        #expect(mkfifo(sandbox.root + "/pipe.ts", 0o600) == 0)
        let facts = try sandbox.facts(["folder.ts", "pipe.ts"], readsFirstBytes: true)
        #expect(facts.map(\.presence) == [.special(.folder), .special(.pipe)])
    }

    @Test("First bytes are read only when asked for, and no more than 512")
    func firstBytes() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a.ts", [UInt8](repeating: 7, count: 5000))
        try sandbox.write("b.ts", [8])
        #expect(try sandbox.facts(["a.ts", "b.ts"]).map(\.firstBytes) == [nil, nil])
        let read = try sandbox.facts(["a.ts", "b.ts"], readsFirstBytes: true).map(\.firstBytes)
        #expect(read == [[UInt8](repeating: 7, count: 512), [8]])
    }

    @Test("A manifest is read up to its bound, with its identity")
    func manifest() throws {
        let sandbox = try Sandbox()
        try sandbox.write("m.m3u8", [UInt8](repeating: 35, count: 100))
        try sandbox.link("n.m3u8", to: "m.m3u8")
        try sandbox.write("f/x", [1])
        let files = try #require(LocalFiles(root: sandbox.root))
        let (contents, identity) = files.manifest(at: "m.m3u8", limit: 100)
        #expect(describe(contents) == "100 bytes")
        #expect(identity != nil && files.manifest(at: "n.m3u8", limit: 100).identity == identity)
        #expect(describe(files.manifest(at: "m.m3u8", limit: 99).contents) == "too large: 100")
        #expect(describe(files.manifest(at: "gone.m3u8", limit: 99).contents) == "missing")
        let below = try #require(LocalFiles(root: sandbox.root + "/f"))
        try sandbox.link("f/o.m3u8", to: "../m.m3u8")
        let real = try #require(FileSystem.realPath(sandbox.root + "/m.m3u8"))
        #expect(
            describe(below.manifest(at: "o.m3u8", limit: 100).contents)
                == "unreadable: it is, through a link, `\(real)` outside the folder of the top manifest")
        #expect(describe(files.manifest(at: "f", limit: 99).contents) == "unreadable: it is not a regular file")
    }

    private func describe(_ contents: ManifestContents) -> String {
        switch contents {
        case .bytes(let bytes): "\(bytes.count) bytes"
        case .missing: "missing"
        case .unreadable(let reason): "unreadable: \(reason)"
        case .tooLarge(let size): "too large: \(size)"
        }
    }

    @Test("A plain file may lie behind any link")
    func plain() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a.mp4", [1, 2, 3])
        try sandbox.link("b.mp4", to: "a.mp4")
        try sandbox.link("c.mp4", to: "gone.mp4")
        #expect(LocalFiles.plainFile(at: sandbox.root + "/b.mp4").mark?.size == 3)
        #expect(LocalFiles.plainFile(at: sandbox.root + "/c.mp4").presence == .danglingLink)
        #expect(LocalFiles.plainFile(at: sandbox.root + "/d.mp4").presence == .missing(near: nil))
        #expect(LocalFiles.plainFile(at: sandbox.root).presence == .special(.folder))
    }

    @Test("Assets that share a folder list it once, and many files keep their order")
    func sharedListing() throws {
        let sandbox = try Sandbox()
        try sandbox.write("v/A.ts", [1])
        let listings = FolderListings()
        let requirements = sandbox.requirements(["v/a.ts"])
        for root in [sandbox.root, sandbox.root] {
            let files = try #require(LocalFiles(root: root, listings: listings))
            #expect(files.facts(for: requirements)[0].presence == .missing(near: .otherForm("A.ts")))
            // What a listing says is only a hint; it need not be of this moment.
            try FileManager.default.removeItem(atPath: sandbox.root + "/v/A.ts")
            try sandbox.write("v/A.ts", [1])
            try sandbox.write("v/B.ts", [1])
        }
        let again = try #require(LocalFiles(root: sandbox.root, listings: listings))
        #expect(again.facts(for: sandbox.requirements(["v/b.ts"]))[0].presence == .missing(near: nil))
        let fresh = try #require(LocalFiles(root: sandbox.root))
        #expect(fresh.facts(for: sandbox.requirements(["v/b.ts"]))[0].presence == .missing(near: .otherForm("B.ts")))
        let many = try sandbox.facts((0..<2_000).map { $0 == 1_234 ? "v/B.ts" : "v/gone-\($0).ts" })
        #expect(many.count == 2_000)
        #expect(many.indices.filter { many[$0].mark != nil } == [1_234])
    }

    @Test("Plain files and folders in a cycle of links are told from what is missing")
    func cycles() throws {
        let sandbox = try Sandbox()
        try sandbox.link("p.mp4", to: "q.mp4")
        try sandbox.link("q.mp4", to: "p.mp4")
        try sandbox.link("d", to: "d")
        #expect(LocalFiles.plainFile(at: sandbox.root + "/p.mp4").presence == .linkCycle)
        #expect(try sandbox.facts(["d/a.ts"])[0].presence == .linkCycle)
    }

    @Test("A file without read permission is unreadable", .enabled(if: geteuid() != 0))
    func unreadable() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a.ts", [1])
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: sandbox.root + "/a.ts")
        #expect(try sandbox.facts(["a.ts"])[0].presence == .unreadable("permission denied"))
        #expect(LocalFiles.plainFile(at: sandbox.root + "/a.ts").presence == .unreadable("permission denied"))
    }

    @Test("The surplus is what lies beside the mentioned files and is not mentioned")
    func surplus() throws {
        let sandbox = try Sandbox()
        for path in ["top.m3u8", "a.ts", "b.ts", "v/c.ts", "v/d.ts", "other/e.ts"] { try sandbox.write(path, [1]) }
        let files = try #require(LocalFiles(root: sandbox.root))
        #expect(files.surplus(beside: ["a.ts", "v/c.ts"], top: "top.m3u8") == ["b.ts", "v/d.ts"])
    }

    @Test("A root that is no folder is refused")
    func noRoot() throws {
        let sandbox = try Sandbox()
        try sandbox.write("a.ts", [1])
        #expect(LocalFiles(root: sandbox.root + "/gone") == nil)
        #expect(LocalFiles(root: sandbox.root + "/a.ts") == nil)
    }
}
