import Diagnostics
import IngestModel

/// Judges the files of one asset, one after the other, and says in one finding what concerns many of them: a row of files that is
/// missing, an alternative that is incomplete.
///
///     var review = AssetReview(result, kind: .dash)
///     for (requirement, facts) in … { report(review.take(requirement, facts).found) }
///     report(review.finish())
public struct AssetReview: Sendable {
    /// Missing files that follow each other in the manifest, in one folder and with one role.
    private struct Row {
        var first: FileRequirement
        var last: String
        var count: Int
        /// The findings about each of them, as long as there are few.
        var single: [Diagnostic]
    }

    /// From so many on, missing files that follow each other are one finding: a count that is wrong by an hour would be
    /// thousands (manifests 28).
    static let shortestRow = 4

    private let kind: ManifestKind
    private let alternatives: [AlternativeFiles]
    private var position = 0
    private var row: Row?
    /// Positions of optional files that are not there; kept only where there are alternatives.
    private var absent: Set<Int> = []

    /// A review of the files of `result`, whose top manifest has the format `kind`.
    public init(_ result: ExpansionResult, kind: ManifestKind) {
        self.kind = kind
        alternatives = result.alternatives
    }

    /// Judges the next of the result's files. `fault` is the code of the error about it, `found` what can be said by now; a
    /// finding about a missing file may come later, with those that follow it.
    public mutating func take(
        _ requirement: FileRequirement, _ facts: FileFacts
    ) -> (fault: DiagnosticCode?, found: [Diagnostic]) {
        let findings = FileRules.judge(requirement, facts: facts, kind: kind)
        if !alternatives.isEmpty, requirement.need == .optional, facts.mark == nil { absent.insert(position) }
        position += 1
        let fault = findings.first { $0.severity == .error }?.code
        guard let missing = findings.first, missing.code == .fileMissing, missing.hint == nil else {
            return (fault, closeRow() + findings.map { requirement.diagnostic($0) })
        }
        let found = row.map { Self.belongs(requirement, to: $0) } == true ? [] : closeRow()
        let previous = row
        var next = previous ?? Row(first: requirement, last: requirement.path, count: 0, single: [])
        next.last = requirement.path
        next.count += 1
        if next.count < Self.shortestRow {
            next.single.append(requirement.diagnostic(missing))
        } else {
            next.single = []
        }
        row = next
        return (fault, found)
    }

    /// What is left to say when every file was judged.
    public mutating func finish() -> [Diagnostic] { closeRow() + alternatives.compactMap(incomplete) }

    private static func belongs(_ requirement: FileRequirement, to row: Row) -> Bool {
        requirement.role == row.first.role && requirement.firstReference.file == row.first.firstReference.file
            && PathText.folder(of: requirement.path) == PathText.folder(of: row.last)
    }

    private mutating func closeRow() -> [Diagnostic] {
        guard let closed = row else { return [] }
        row = nil
        guard closed.count >= Self.shortestRow else { return closed.single }
        let finding = FileFinding(
            .fileMissing, .error,
            "\(QuotedText.quote(closed.first.path)) to \(QuotedText.quote(closed.last)), \(closed.count) files in a row, do not "
                + "exist",
            hint:
                "see whether the copy is complete, or the manifest counts more than there is; `vod-ingest inspect` lists "
                + "each file")
        return [closed.first.diagnostic(finding)]
    }

    private func incomplete(_ alternative: AlternativeFiles) -> Diagnostic? {
        let missing = alternative.files.count(where: absent.contains)
        guard missing > 0 else { return nil }
        let total = alternative.files.count
        let amount = missing == total ? "none of its files exists" : "\(missing) of its \(total) files do not exist"
        return Diagnostic(
            .fileIncompleteAlternative, .warning, at: alternative.location,
            "the alternative BaseURL \(QuotedText.quote(alternative.text)) is incomplete: \(amount)",
            hint: "players that turn to it stop; add the files, or take the BaseURL out",
            notes: Expansion.notes(alternative.chain))
    }
}
