import Diagnostics

/// The same file with the same request under two names is uploaded twice: allowed, and seldom meant.
enum UploadIsUnique {
    /// `draft` is complete and has no error; `path` is its MediaFilePath.
    static func judge(
        _ draft: RequestDraft, _ path: Located<String>, _ requests: inout FirstSeen<UInt16>, _ findings: inout Findings
    ) {
        guard let first = requests.insert(digest(draft, path.value), at: PackedMark(path.start)) else { return }
        findings.add(
            .jobDuplicateUpload, .warning, from: path.start, to: path.end,
            "\(Quoted.text(path.value)) is uploaded twice with the same request, under two names",
            hint: "remove one of the entries, or let their requests differ",
            notes: first.mark.map { [DiagnosticNote("first listed here", at: findings.location($0))] } ?? [])
    }

    private static func digest(_ draft: RequestDraft, _ path: String) -> Digest128 {
        var digest = Digest128()
        digest.add(plain(path))
        digest.add(draft.mediaType?.value)
        digest.add(draft.mediaName?.value)
        digest.add((draft.coverFilePath?.value).map(plain))
        digest.add(draft.coverFilePath == nil ? nil : draft.coverType?.value)
        digest.add(RequestDraft.some(draft.procedure))
        digest.add(draft.expireTime)
        digest.add(draft.classId.map { UInt64(bitPattern: $0) } ?? .max)
        digest.add(RequestDraft.some(draft.sourceContext))
        digest.add(RequestDraft.some(draft.sessionContext))
        digest.add(draft.subAppId ?? 0)
        digest.add(RequestDraft.some(draft.storageRegion))
        digest.add(draft.mediaStoragePath?.value)
        digest.add(RequestDraft.some(draft.extInfo))
        digest.add(draft.region)
        return digest
    }

    /// The path without empty and `.` parts: `./a//b` is `a/b`.
    private static func plain(_ path: String) -> String {
        var text = path
        guard text.withUTF8(hasIdleParts) else { return path }
        let bytes = path.utf8
        let parts = bytes.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        let root = bytes.first == UInt8(ascii: "/") ? "/" : ""
        return root + parts.map { String(Substring($0)) }.joined(separator: "/")
    }

    /// True when an empty part or a `.` may stand before a slash.
    private static func hasIdleParts(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let (slash, dot) = (UInt8(ascii: "/"), UInt8(ascii: "."))
        for index in bytes.indices.dropFirst() where bytes[index] == slash {
            if bytes[index - 1] == slash { return true }
            if bytes[index - 1] == dot, index == 1 || bytes[index - 2] == slash { return true }
        }
        return false
    }
}
