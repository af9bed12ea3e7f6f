import Diagnostics
import Foundation
import IngestModel
import StreamingManifest

/// Walks an expansion over a folder of files, as the planner does, and judges every file.
struct TreeDriver {
    /// The folder of the top manifest.
    let root: URL
    var options = ExpansionOptions()

    /// What became of one tree.
    struct Outcome {
        var result: ExpansionResult
        /// The good files, sizes included.
        var files: [File]
        /// Findings of the manifests and of the files, sorted.
        var diagnostics: [Diagnostic]
        /// Files below the root that nothing mentions, without the top manifest.
        var unreferenced: [String]

        /// Findings of `severity`, as `file:line:column: message [code]`.
        func lines(_ severity: Severity) -> [String] {
            diagnostics.filter { $0.severity == severity }.map(rendered)
        }
    }

    /// One file of the set.
    struct File: Hashable {
        var path: String
        var role: String
        var size: Int64
    }

    /// The folder `name` of this target's fixtures.
    static func fixtures(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Fixtures")
            .appendingPathComponent(name)
    }

    /// Everything about the manifest `top` of the root.
    func expand(_ top: String) -> Outcome {
        let kind: ManifestKind = top.hasSuffix(".mpd") ? .dash : .hls
        var expansion = Expansion(top: top, kind: kind, options: options) { path in
            FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
        }
        while let path = expansion.nextRequest() {
            if let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path) {
                expansion.supply(.bytes([UInt8](data)))
            } else {
                expansion.supply(.missing)
            }
        }
        let result = expansion.finish()
        var collector = DiagnosticCollector()
        collector.add(result.diagnostics)
        var files: [File] = []
        var review = AssetReview(result, kind: kind)
        for requirement in result.files {
            let facts = facts(requirement.path)
            collector.add(review.take(requirement, facts).found)
            guard let mark = facts.mark else { continue }
            files.append(File(path: requirement.path, role: requirement.role.rawValue, size: mark.size))
        }
        collector.add(review.finish())
        let mentioned = Set(result.files.map(\.path)).union([top])
        return Outcome(
            result: result, files: files, diagnostics: collector.sorted,
            unreferenced: names().filter { !mentioned.contains($0) })
    }

    /// Size and first bytes of a file, nothing else.
    private func facts(_ path: String) -> FileFacts {
        guard let data = FileManager.default.contents(atPath: root.appendingPathComponent(path).path) else {
            return FileFacts(presence: .missing(near: nil))
        }
        let mark = FileMark(size: Int64(data.count), modified: 0, device: 0, inode: 0)
        return FileFacts(presence: .regular(mark), firstBytes: [UInt8](data.prefix(512)))
    }

    /// All regular files below the root, sorted.
    func names() -> [String] {
        let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        return paths.filter { path in
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path, isDirectory: &isFolder)
            return !isFolder.boolValue
        }.sorted()
    }
}

/// `file:line:column: severity: message [code]` and, on lines of their own, the hint and the notes.
func rendered(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.location.map { "\($0.file):\($0.start.line):\($0.start.column): " } ?? ""
    let hint = diagnostic.hint.map { "\n  hint: \($0)" } ?? ""
    let notes = diagnostic.notes.map { note in
        "\n  "
            + (note.location.map { "\($0.file):\($0.start.line):\($0.start.column): " } ?? "") + note.message
    }
    return "\(place)\(diagnostic.severity.rawValue): \(diagnostic.message) [\(diagnostic.code.rawValue)]\(hint)"
        + notes.joined()
}
