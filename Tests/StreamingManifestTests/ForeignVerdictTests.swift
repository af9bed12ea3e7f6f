import Diagnostics
import Foundation
import IngestModel
import Testing

@testable import StreamingManifest

/// One line of Fixtures/foreign-verdicts.tsv: what is expected of a manifest of the corpora, or what was found.
private struct ForeignVerdict: Hashable, CustomStringConvertible {
    var name: String
    /// `refused` with an error, `warned` with a warning, else `good`.
    var verdict: String
    var references: Int
    /// The first error, else the first warning, else `-`.
    var firstCode: String

    var description: String { "\(name)\t\(verdict)\t\(references)\t\(firstCode)" }

    init?(_ line: Substring) {
        let fields = line.split(separator: "\t").map(String.init)
        guard fields.count == 4, let count = Int(fields[2]) else { return nil }
        (name, verdict, references, firstCode) = (fields[0], fields[1], count, fields[3])
    }

    init(_ name: String, _ result: ExpansionResult) {
        var collector = DiagnosticCollector()
        collector.add(result.diagnostics)
        let error = collector.sorted.first { $0.severity == .error }
        let warning = collector.sorted.first { $0.severity == .warning }
        self.name = name
        verdict = error != nil ? "refused" : warning != nil ? "warned" : "good"
        references = result.references.count
        firstCode = (error ?? warning)?.code.rawValue ?? "-"
    }

    /// The table.
    static func expected() throws -> [ForeignVerdict] {
        let text = try String(contentsOf: TreeDriver.fixtures("foreign-verdicts.tsv"), encoding: .utf8)
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap(ForeignVerdict.init)
    }
}

@Suite("Verdicts on the manifests of others")
struct ForeignVerdictTests {
    @Test("Every manifest of the corpora has its line of expectation, and is judged so", .timeLimit(.minutes(15)))
    func table() throws {
        let expected = try ForeignVerdict.expected()
        let corpus = ForeignCorpus()
        guard let root = corpus.announce(expected.count, "manifests of others with our own expectation") else { return }
        let names = ["dash", "generated", "hls"].flatMap { folder in
            corpus.names(below: folder, ending: ".m3u8") + corpus.names(below: folder, ending: ".mpd")
        }
        // A new manifest wants a line, a vanished one wants its line removed.
        #expect(Set(names).subtracting(expected.map(\.name)) == [], "without a line")
        #expect(Set(expected.map(\.name)).subtracting(names) == [], "without a manifest")
        for line in expected where names.contains(line.name) {
            let found = ForeignVerdict(line.name, try Self.expand(root.appendingPathComponent(line.name)))
            #expect(found == line)
        }
        let counts = Dictionary(grouping: expected, by: \.verdict).mapValues(\.count)
        let words = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("manifests of others: \(names.count) looked at, \(words)")
    }

    /// Reads `manifest` and those it leads to, and checks that each of them lies in its folder.
    private static func expand(_ manifest: URL) throws -> ExpansionResult {
        let folder = manifest.deletingLastPathComponent()
        let name = manifest.lastPathComponent
        var expansion = Expansion(top: name, kind: name.hasSuffix(".mpd") ? .dash : .hls, options: ExpansionOptions())
        while let path = expansion.nextRequest() {
            // An object key has no empty part, no `.` and no `..`.
            #expect(throws: Never.self, "\(manifest.path) asks for \(path)") { _ = try ObjectKey(path) }
            let data = FileManager.default.contents(atPath: folder.appendingPathComponent(path).path)
            expansion.supply(data.map { .bytes([UInt8]($0)) } ?? .missing)
        }
        let result = expansion.finish()
        for path in result.files.map(\.path) {
            #expect(throws: Never.self, "\(manifest.path) names \(path)") { _ = try ObjectKey(path) }
        }
        return result
    }
}
