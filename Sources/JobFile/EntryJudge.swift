import Diagnostics
import IngestModel

/// The rules that look at a whole entry, and at what came before it.
struct EntryJudge: Sendable {
    /// 72 bits: two of a million names are taken for one with a chance of 1 in 10 billion, and that is an error.
    private var ids = FirstSeen<UInt32>()
    /// 56 bits: 1 in 100,000, and that is a warning.
    private var requests = FirstSeen<UInt16>()
    /// As many bits as for requests, for a warning too.
    private var storagePaths = FirstSeen<UInt16>()

    /// True when the name of the entry judged last was another one's before.
    private(set) var isRepeated = false

    /// Completes `draft` (defaults were applied) and judges it; false when the entry has an error.
    mutating func judge(_ draft: inout RequestDraft, start: SourceMark, _ findings: inout Findings) -> Bool {
        isRepeated = false
        MediaFileIsNamed.judge(draft, start: start, &findings)
        MediaTypeIsGiven.complete(&draft, &findings)
        CoverTypeIsGiven.complete(&draft, &findings)
        MediaNameIsGiven.complete(&draft, &findings)
        guard let id = draft.id ?? (draft.given.contains(.mediaFilePath) ? draft.mediaFilePath : nil) else {
            return false
        }
        isRepeated = !EntryIsUnique.judge(id, hasOwnID: draft.id != nil, &ids, &findings)
        guard !findings.entryHasError, draft.isComplete, let path = draft.mediaFilePath else { return false }
        UploadIsUnique.judge(draft, path, &requests, &findings)
        StoragePathIsUnique.judge(draft, &storagePaths, &findings)
        return true
    }
}

extension RequestDraft {
    /// An entry that was refused, as far as its files are concerned; nil where it names none that could be looked at.
    func specForFiles(ordinal: Int, start: SourceMark) -> EntrySpec? {
        guard let path = mediaFilePath else { return nil }
        var draft = self
        if draft.mediaType == nil {
            guard let type = PathText.lowercasedExtension(of: path.value) else { return nil }
            draft.mediaType = Located(type, at: path.scalar)
        }
        if draft.mediaName == nil { draft.mediaName = path }
        return draft.spec(ordinal: ordinal, start: start)
    }

    /// The entry, once it is judged: its `ordinal` in the job, and where it begins.
    func spec(ordinal: Int, start: SourceMark) -> EntrySpec? {
        guard let path = mediaFilePath, let request = request() else { return nil }
        var spec = EntrySpec(
            id: EntryID(rawValue: (id ?? path).value), ordinal: ordinal, line: start.line, column: start.column,
            region: region, request: request)
        spec.mediaPlace = path.place
        spec.coverPlace = coverFilePath?.place
        return spec
    }
}

extension Located {
    /// The place without the module of the marks.
    fileprivate var place: ValuePlace {
        ValuePlace(line: start.line, column: start.column, endLine: end.line, endColumn: end.column)
    }
}
