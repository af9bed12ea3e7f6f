import Diagnostics
import Foundation

@testable import StreamingManifest

/// Manifests of others, read in place: the folder is named by VOD_INGEST_CORPORA.
struct ForeignCorpus {
    let root: URL?

    init() {
        root = ProcessInfo.processInfo.environment["VOD_INGEST_CORPORA"].map { URL(fileURLWithPath: $0) }
    }

    /// Says what a test could not look at. Gives the root, or nil when there is none.
    func announce(_ count: Int, _ what: String) -> URL? {
        if root == nil { print("VOD_INGEST_CORPORA is not set: \(count) \(what) were not looked at") }
        return root
    }

    /// Paths relative to the root, sorted.
    func names(below folder: String, ending: String) -> [String] {
        guard let root else { return [] }
        let paths = FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)
        return (paths?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }
            .sorted()
    }

    func bytes(_ name: String) throws -> [UInt8] {
        guard let root else { return [] }
        return [UInt8](try Data(contentsOf: root.appendingPathComponent(name)))
    }

    /// The file in which the origin's own parser says what it makes of `name`; nil when there is none.
    func expectation(of name: String) -> URL? {
        guard let file = root?.appendingPathComponent(name) else { return nil }
        let json = file.deletingLastPathComponent().appendingPathComponent("expected")
            .appendingPathComponent(file.deletingPathExtension().lastPathComponent + ".json")
        return FileManager.default.fileExists(atPath: json.path) ? json : nil
    }

    /// That parser's result.
    func expectedPlaylist(of name: String) throws -> ReadPlaylist? {
        try expectation(of: name).map { file in
            try JSONDecoder().decode(ForeignPlaylist.self, from: Data(contentsOf: file)).readPlaylist
        }
    }
}

/// What a playlist refers to, in the form that both parsers can be brought to.
struct ReadPlaylist: Equatable {
    /// Its URI lines, in order.
    var lines: [String]
    /// The references in its attributes.
    var attributes: Set<String>

    init(lines: [String], attributes: Set<String>) {
        self.lines = lines
        self.attributes = attributes
    }

    /// What our reader makes of `bytes`.
    init(_ bytes: [UInt8]) {
        let context = ReadContext(
            file: "p.m3u8", expectation: nil, variables: [:], options: ExpansionOptions())
        let tags = Set(
            PlaylistLexer(bytes).compactMap { line in
                if case .tag = line.content { line.number } else { nil }
            })
        let references = HLSPlaylist.read(bytes, context: context).references
        let trimmed = references.map { reference in
            (line: reference.location.start.line, uri: reference.uri.trimmingCharacters(in: .whitespaces))
        }
        lines = trimmed.filter { !tags.contains($0.line) }.map(\.uri)
        attributes = Set(trimmed.filter { tags.contains($0.line) }.map(\.uri))
    }
}

/// The result of m3u8-parser, as much of it as names references.
private struct ForeignPlaylist: Decodable {
    struct Named: Decodable {
        var uri: String?
    }
    struct Segment: Decodable {
        var uri: String?
        var map: Named?
        var key: Named?
        var parts: [Named]?
        var preloadHints: [Named]?
    }
    var segments: [Segment]?
    var playlists: [Named]?
    var iFramePlaylists: [Named]?
    var mediaGroups: [String: [String: [String: Named]]]?
    var preloadSegment: Segment?
    var renditionReports: [Named]?

    var readPlaylist: ReadPlaylist {
        let all = (segments ?? []) + (preloadSegment.map { [$0] } ?? [])
        let named =
            all.flatMap { [$0.map, $0.key].compactMap { $0 } + ($0.parts ?? []) + ($0.preloadHints ?? []) }
            + (iFramePlaylists ?? []) + (renditionReports ?? [])
            + (mediaGroups ?? [:]).values.flatMap { $0.values.flatMap(\.values) }
        return ReadPlaylist(
            lines: (segments ?? []).compactMap(\.uri) + (playlists ?? []).compactMap(\.uri),
            attributes: Set(named.compactMap(\.uri)))
    }
}
