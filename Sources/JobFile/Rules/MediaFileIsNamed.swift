import Diagnostics

/// Every entry has a MediaFilePath.
enum MediaFileIsNamed {
    static func judge(_ draft: RequestDraft, start: SourceMark, _ findings: inout Findings) {
        guard !draft.given.contains(.mediaFilePath) else { return }
        findings.add(
            .jobMissingMediaFilePath, from: start, "the entry has no `MediaFilePath`",
            hint: "add `MediaFilePath:` and the path of the file to upload")
    }
}
