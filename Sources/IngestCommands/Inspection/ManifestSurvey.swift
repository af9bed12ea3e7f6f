import Diagnostics
import IngestEngine
import IngestModel
import StreamingManifest

/// A manifest, everything it leads to, and what is on disk for it.
struct ManifestSurvey {
    /// What becomes of a reference.
    enum Verdict: String, Encodable {
        /// The file is there and goes up.
        case upload
        /// The file need not be there, and is not.
        case absent
        /// It names no file of this asset.
        case none
        /// It may lead elsewhere, and is left alone.
        case external
        /// It must not stand as it is; a finding says why.
        case refused
    }

    /// One mention and its verdict.
    struct Row {
        let reference: ManifestReference
        let verdict: Verdict
        /// The code of the finding, or of the reason why it is no file.
        let reason: DiagnosticCode?
    }

    /// Every mention: those of the top manifest first.
    var rows: some Sequence<Row> { references.lazy.map(row) }
    /// What would be uploaded, the top manifest first, each file once; relative to its folder.
    let files: [String]
    /// Files beside those that nothing leads to, relative to the folder: often the sign of a wrong count.
    let unreferenced: [String]
    /// False when a manifest has an error: files that it names may then be among those that nothing leads to.
    let isComplete: Bool
    /// Every finding; places are relative to the top manifest's folder.
    let diagnostics: [Diagnostic]

    private let references: [ManifestReference]
    /// The codes of errors about files, by path.
    private let faults: [String: DiagnosticCode]
    /// The codes of errors about mentions.
    private let reported: [SourceLocation: DiagnosticCode]
    /// Paths of files that are not there.
    private let absent: Set<String>

    /// Looks at the manifest at the absolute path `path`. Without `looksAtFiles` only manifests are read, and each file counts
    /// as good.
    ///
    /// Nil when its folder is not there.
    init?(path: String, kind: ManifestKind, options: ExpansionOptions, looksAtFiles: Bool = true) {
        let top = PathText.lastPart(of: path)
        let folder = PathText.folder(of: path)
        guard let disk = LocalFiles(root: folder.isEmpty ? "/" : folder) else { return nil }
        let result = disk.expand(top, kind: kind, options: options)
        var diagnostics = result.diagnostics
        var files = [top]
        var faults: [String: DiagnosticCode] = [:]
        var absent: Set<String> = []
        var review = AssetReview(result, kind: kind)
        disk.look(at: looksAtFiles ? result.files : []) { requirement, facts in
            let (fault, found) = review.take(requirement, facts)
            diagnostics += found
            if facts.mark == nil { absent.insert(requirement.path) } else { files.append(requirement.path) }
            faults[requirement.path] = fault
        }
        if looksAtFiles { diagnostics += review.finish() }
        if !looksAtFiles { files += result.files.map(\.path) }
        reported = Dictionary(
            result.diagnostics.filter { $0.severity == .error }.compactMap { found in
                found.location.map { ($0, found.code) }
            },
            uniquingKeysWith: { first, _ in first })
        references = result.references
        self.faults = faults
        self.absent = absent
        self.files = files
        unreferenced = disk.surplus(beside: result.files.map(\.path), top: top)
        isComplete = !result.diagnostics.contains { $0.severity == .error }
        self.diagnostics = diagnostics
    }

    private func row(_ reference: ManifestReference) -> Row {
        // Of a million mentions nearly none has a fault.
        var fault: DiagnosticCode?
        if !faults.isEmpty, let path = reference.path { fault = faults[path] }
        if fault == nil, !reported.isEmpty { fault = reported[reference.location] }
        switch reference.need {
        case .forbidden: return Row(reference: reference, verdict: .refused, reason: reference.reason ?? fault)
        case .none: return Row(reference: reference, verdict: .none, reason: reference.reason)
        case .external: return Row(reference: reference, verdict: .external, reason: reference.reason)
        case .required, .optional:
            if let fault { return Row(reference: reference, verdict: .refused, reason: fault) }
            guard let path = reference.path, absent.contains(path) else {
                return Row(reference: reference, verdict: .upload, reason: nil)
            }
            return Row(
                reference: reference, verdict: reference.need == .optional ? .absent : .refused,
                reason: reference.reason)
        }
    }
}
