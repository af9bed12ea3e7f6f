import Diagnostics
import Foundation
import Testing

@testable import StreamingManifest

/// One row of Fixtures/generated/expected.json.
struct ExpectedTree: Decodable, Sendable, CustomTestStringConvertible {
    struct File: Decodable, Hashable, Sendable {
        var path: String
        var kind: String
        var size: Int64
    }
    var tree: String
    var root: String
    var upload: [File]
    var unreferenced: [String]
    /// A descriptive code and a detail, neither of them the program's own.
    var problems: [[String]]

    var testDescription: String { "\(tree)/\(root)" }

    /// The rows for manifests with the extension `ending`.
    static func all(_ ending: String) throws -> [ExpectedTree] {
        let data = try Data(contentsOf: TreeDriver.fixtures("generated/expected.json"))
        return try JSONDecoder().decode([ExpectedTree].self, from: data).filter { $0.root.hasSuffix(ending) }
    }
}

@Suite("Complete HLS trees")
struct GeneratedTreeTests {
    @Test("A tree gives exactly its files, roles, sizes and surplus", arguments: try ExpectedTree.all(".m3u8"))
    func tree(_ expected: ExpectedTree) {
        let outcome = TreeDriver(root: TreeDriver.fixtures("generated/\(expected.tree)")).expand(expected.root)
        let files = outcome.files.map { ExpectedTree.File(path: $0.path, kind: $0.role, size: $0.size) }
        #expect(files.sorted { $0.path < $1.path } == expected.upload.sorted { $0.path < $1.path })
        #expect(outcome.unreferenced == expected.unreferenced.sorted())
        #expect(outcome.lines(.error).count == expected.problems.count)
    }

    @Test("A tree with a missing and an empty segment names both, with their places")
    func broken() {
        let outcome = TreeDriver(root: TreeDriver.fixtures("generated/d16-broken-missing-empty")).expand("list.m3u8")
        #expect(
            outcome.lines(.error) == [
                "list.m3u8:11:1: error: `n2.ts` does not exist [file.missing]",
                "list.m3u8:13:1: error: `n3.ts` has no bytes [file.empty]",
            ])
    }

    @Test("A good tree has no findings but those about its key")
    func quiet() throws {
        for expected in try ExpectedTree.all(".m3u8") where expected.problems.isEmpty {
            let outcome = TreeDriver(root: TreeDriver.fixtures("generated/\(expected.tree)")).expand(expected.root)
            let codes = Set(outcome.diagnostics.map(\.code.rawValue))
            #expect(codes.isSubset(of: ["hls.key-beside-media"]), "\(expected.tree)")
        }
    }
}
