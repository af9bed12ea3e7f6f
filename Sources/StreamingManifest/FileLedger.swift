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
        guard let place = places[path] else {
            places[path] = files.count
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
        guard let mark = reference.uri.utf8.firstIndex(of: UInt8(ascii: "?")) else { return nil }
        let tail = reference.uri[reference.uri.utf8.index(after: mark)...]
        let query = String(tail[..<(tail.utf8.firstIndex(of: UInt8(ascii: "#")) ?? tail.endIndex)])
        guard let first = queries[path] else {
            queries[path] = .some(query)
            return nil
        }
        guard let first, first != query else { return nil }
        queries[path] = .some(nil)
        return "\(QuotedText.quote(path)) is mentioned with different queries, \(QuotedText.quote(first)) and "
            + "\(QuotedText.quote(query)): the origin may have had different content for them"
    }
}

extension FileRole {
    /// True for what is read to find further references.
    var isManifest: Bool { self == .manifest || self == .playlist }
}
