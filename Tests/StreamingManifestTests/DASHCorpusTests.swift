import Foundation
import IngestModel
import Testing

@testable import StreamingManifest

@Suite("Manifests of others")
struct DASHCorpusTests {
    private let corpus = ForeignCorpus()

    @Test("None crashes or names a path outside, and every one is judged")
    func robustness() throws {
        guard corpus.announce(54, "MPDs of others") != nil else { return }
        let names = corpus.names(below: "dash", ending: ".mpd")
        #expect(names.count == 54)
        for name in names {
            let outcome = try readMPD(corpus.bytes(name))
            #expect(!outcome.reading.references.isEmpty || !outcome.findings.isEmpty, "\(name)")
            for path in outcome.reading.references.compactMap(\.path) {
                let parts = path.split(separator: "/", omittingEmptySubsequences: false)
                #expect(
                    parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }, "\(name): \(path)")
            }
        }
    }

    /// How our reading differs from that of mpd-parser, and why.
    ///
    /// | manifest | it has more | we have more | reason |
    /// | --- | --- | --- | --- |
    /// | multiperiod, -dynamic | 5 | | `$Number$` in `initialization` stays in its file name; we refuse it |
    /// | multiperiod-startnumber | 66 | | live without a duration: we read no further |
    /// | multiperiod-startnumber-removed-periods | 28 | | the same |
    /// | segmentList | | 4 | it cuts a list at the end of the period; for us the surplus is optional |
    private static let differences: [String: (theirs: Int, ours: Int)] = [
        "multiperiod": (5, 0), "multiperiod-dynamic": (5, 0), "multiperiod-startnumber": (66, 0),
        "multiperiod-startnumber-removed-periods": (28, 0), "segmentList": (0, 4),
    ]

    @Test("Segments and init sections are those of mpd-parser, but for known differences")
    func comparison() throws {
        guard corpus.announce(16, "MPDs with another parser's reading") != nil else { return }
        let names = corpus.names(below: "dash/videojs-mpd-parser", ending: ".mpd")
        #expect(names.count == 16)
        for name in names {
            let expected = try #require(corpus.expectation(of: name))
            let theirs = try Self.addresses(JSONSerialization.jsonObject(with: Data(contentsOf: expected)))
            let reading = try readMPD(corpus.bytes(name)).reading
            let ours = Set(
                reading.references.filter { [.segment, .subtitle, .image, .`init`].contains($0.role) }.map(\.uri))
            let known = Self.differences[PathText.stem(of: name)] ?? (0, 0)
            #expect(theirs.subtracting(ours).count == known.theirs, "\(name)")
            #expect(ours.subtracting(theirs).count == known.ours, "\(name)")
        }
    }

    /// All resolved addresses of segments and init sections in a manifest of mpd-parser.
    private static func addresses(_ value: Any) -> Set<String> {
        if let list = value as? [Any] { return list.reduce(into: []) { $0.formUnion(addresses($1)) } }
        guard let object = value as? [String: Any] else { return [] }
        var found: Set<String> = []
        for segment in object["segments"] as? [[String: Any]] ?? [] {
            if let address = segment["resolvedUri"] as? String { found.insert(address) }
            if let map = segment["map"] as? [String: Any], map["uri"] as? String != "",
                let address = map["resolvedUri"] as? String
            {
                found.insert(address)
            }
        }
        if let index = object["sidx"] as? [String: Any], let address = index["resolvedUri"] as? String {
            found.insert(address)
        }
        for inner in object.values { found.formUnion(addresses(inner)) }
        return found
    }
}
