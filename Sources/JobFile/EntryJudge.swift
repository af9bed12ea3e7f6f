import Diagnostics
import IngestModel

/// The rules that look at a whole entry, and at what came before it.
struct EntryJudge: Sendable {
    /// 104 bits, because a false match would be an error.
    private var ids = FirstSeen<UInt32>()
    /// 80 bits, because a false match would be a warning.
    private var requests = FirstSeen<UInt8>()

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
        var spec = EntrySpec(
            id: EntryID(rawValue: id.value), ordinal: ordinal, line: start.line, column: start.column,
            region: draft.region, request: request)
        spec.mediaPlace = path.place
        spec.coverPlace = draft.coverFilePath?.place
        UploadIsUnique.judge(spec, path, &requests, &findings)
        return spec
    }
}

extension Located {
    /// The place without the module of the marks.
    fileprivate var place: ValuePlace {
        ValuePlace(line: start.line, column: start.column, endLine: end.line, endColumn: end.column)
    }
}
