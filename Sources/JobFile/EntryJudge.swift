import Diagnostics
import IngestModel

/// The rules that look at a whole entry, and at what came before it.
struct EntryJudge: Sendable {
    private var ids = FirstSeen()
    private var requests = FirstSeen()

    /// Completes `draft` (defaults were applied) and judges it; nil when the entry has an error.
    mutating func judge(_ draft: RequestDraft, ordinal: Int, start: SourceMark, _ findings: inout Findings)
        -> EntrySpec?
    {
        var draft = draft
        MediaFileIsNamed.judge(draft, start: start, &findings)
        MediaTypeIsGiven.complete(&draft, &findings)
        CoverTypeIsGiven.complete(&draft, &findings)
        MediaNameIsGiven.complete(&draft, &findings)
        guard let id = draft.id ?? (draft.given.contains(.mediaFilePath) ? draft.mediaFilePath : nil) else {
            return nil
        }
        EntryIsUnique.judge(id, hasOwnID: draft.id != nil, &ids, &findings)
        guard !findings.entryHasError, let request = draft.request(), let path = draft.mediaFilePath else { return nil }
        let spec = EntrySpec(
            id: EntryID(rawValue: id.value), ordinal: ordinal, line: start.line, column: start.column,
            region: draft.region, request: request)
        UploadIsUnique.judge(spec, path, &requests, &findings)
        return spec
    }
}
