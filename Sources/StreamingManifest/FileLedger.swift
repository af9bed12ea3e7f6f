import Diagnostics
import IngestModel

/// Joins the mentions of an asset into its files, each once, in order of first mention.
struct FileLedger: Sendable {
    private(set) var files: [FileRequirement] = []
    private let top: String
    private var places: [String: Int] = [:]
    /// The query of the first mention that had one, by path; the value is nil once a difference was reported.
    private var queries: [String: String?] = [:]
    /// Paths whose two uses were reported.
    private var doubles: Set<String> = []

    init(top: String) { self.top = top }

    /// Takes one mention; gives back what is wrong with it beside the others.
    mutating func take(
        _ reference: ManifestReference, way: [SourceLocation], notes: [DiagnosticNote]
    ) -> [Diagnostic] {
        guard let path = reference.path, reference.need == .required || reference.need == .optional else { return [] }
        var found: [Diagnostic] = []
        if let warning = compareQuery(reference, path: path) {
            found.append(Diagnostic(.pathVaryingQuery, .warning, at: reference.location, warning, notes: notes))
        }
        if path == top {
            // As a manifest it is a cycle, which the expansion reports.
            if !reference.role.isManifest, doubles.insert(path).inserted {
                found.append(double(reference, path: path, first: "the top manifest", notes: notes))
            }
            return found
        }
        let next = files.count
        let place = Self.entered(&places[path, default: next])
        if place == next {
            files.append(FileRequirement(reference, path: path, chain: way))
            return found
        }
        if files[place].role.isManifest != reference.role.isManifest, doubles.insert(path).inserted {
            let first = "`\(files[place].role.rawValue)`"
            var diagnostic = double(reference, path: path, first: first, notes: notes)
            diagnostic.notes.insert(
                DiagnosticNote("first mentioned here", at: files[place].firstReference), at: 0)
            found.append(diagnostic)
        }
        files[place].merge(reference)
        return found
    }

    /// Makes room for `count` mentions more, where they are many beside what is known: most name files of their own.
    mutating func expect(_ count: Int) {
        guard count > files.count else { return }
        files.reserveCapacity(files.count + count)
        places.reserveCapacity(files.count + count)
    }

    /// Reading in place enters the default where the key is new, which is so looked for once.
    private static func entered(_ place: inout Int) -> Int { place }

    /// The position in `files` of the file at `path`.
    func place(of path: String) -> Int? { places[path] }

    /// Notes that an error about `path` has been given.
    mutating func markReported(_ path: String) {
        if let place = places[path] { files[place].isReported = true }
    }

    private func double(
        _ reference: ManifestReference, path: String, first: String, notes: [DiagnosticNote]
    ) -> Diagnostic {
        Diagnostic(
            .manifestTwoRoles, .error, at: reference.location,
            "\(QuotedText.quote(path)) is used as `\(reference.role.rawValue)` and as \(first)", notes: notes)
    }

    private mutating func compareQuery(_ reference: ManifestReference, path: String) -> String? {
        let query = Self.query(of: reference.uri)
        if query == nil, queries.isEmpty { return nil }
        guard let first = queries[path] else {
            guard let query else { return nil }
            // Only paths with a query are kept: one that is known without is known by its file.
            let isKnown = places[path] != nil
            queries[path] = .some(isKnown ? nil : query)
            return isKnown ? Self.difference(path, query, nil) : nil
        }
        guard let first, first != query else { return nil }
        queries[path] = .some(nil)
        return Self.difference(path, first, query)
    }

    private static func query(of uri: String) -> String? {
        guard PathText.contains(UInt8(ascii: "?"), in: uri), let mark = uri.utf8.firstIndex(of: UInt8(ascii: "?"))
        else {
            return nil
        }
        let tail = uri[uri.utf8.index(after: mark)...]
        return String(tail[..<(tail.utf8.firstIndex(of: UInt8(ascii: "#")) ?? tail.endIndex)])
    }

    private static func difference(_ path: String, _ first: String, _ second: String?) -> String {
        let both =
            second.map { "with different queries, \(QuotedText.quote(first)) and \(QuotedText.quote($0))" }
            ?? "with and without the query \(QuotedText.quote(first))"
        return "\(QuotedText.quote(path)) is mentioned \(both): the origin may have had different content for them"
    }
}

extension FileRole {
    /// True for what is read to find further references.
    var isManifest: Bool { self == .manifest || self == .playlist }
}
