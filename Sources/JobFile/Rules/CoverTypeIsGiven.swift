import Diagnostics
import IngestModel

/// A cover has a type, given or from its extension; an entry of its own type of cover has a cover.
enum CoverTypeIsGiven {
    static func complete(_ draft: inout RequestDraft, _ findings: inout Findings) {
        guard let cover = draft.coverFilePath else {
            reportAlone(draft, &findings)
            return
        }
        guard draft.coverType == nil, !draft.given.contains(.coverType) else { return }
        guard let type = PathText.lowercasedExtension(of: cover.value) else {
            findings.add(TypeIsSupported.missing(of: "CoverFilePath", .covers), at: cover.scalar)
            return
        }
        if let fault = TypeIsSupported.fault(ofPath: cover.value, extension: type, of: "CoverFilePath", .covers) {
            findings.add(fault, at: cover.scalar)
            return
        }
        draft.coverType = Located(type, at: cover.scalar)
    }

    /// A CoverType from the defaults waits for entries with a cover; an entry's own does not.
    private static func reportAlone(_ draft: RequestDraft, _ findings: inout Findings) {
        guard draft.given.contains(.coverType), !draft.given.contains(.coverFilePath), let type = draft.coverType else {
            return
        }
        findings.add(
            .jobCoverTypeAlone, from: type.start, to: type.end, "`CoverType` is given, but no `CoverFilePath`",
            hint: "add the cover's path, or remove `CoverType`")
    }
}
