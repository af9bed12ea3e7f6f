import Diagnostics

/// Two media of one application that ask for one path share their object: the later upload replaces the earlier one's bytes.
enum StoragePathIsUnique {
    /// `draft` has no error.
    static func judge(_ draft: RequestDraft, _ paths: inout FirstSeen<UInt16>, _ findings: inout Findings) {
        guard let path = draft.mediaStoragePath else { return }
        var digest = Digest128()
        digest.add(draft.subAppId ?? 0)
        digest.add(path.value)
        guard let first = paths.insert(digest, at: PackedMark(path.start)) else { return }
        findings.add(
            .jobDuplicateStoragePath, .warning, from: path.start, to: path.end,
            "\(Quoted.text(path.value)) is the `MediaStoragePath` of two entries of one application",
            hint: "give each entry a path of its own, or the later upload replaces the earlier one's file",
            notes: first.mark.map { [DiagnosticNote("first used here", at: findings.location($0))] } ?? [])
    }
}
