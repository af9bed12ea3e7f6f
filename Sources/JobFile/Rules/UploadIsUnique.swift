import Diagnostics
import IngestModel

/// The same file with the same request under two names is uploaded twice: allowed, and seldom meant.
enum UploadIsUnique {
    static func judge(
        _ spec: EntrySpec, _ path: Located<String>, _ requests: inout FirstSeen, _ findings: inout Findings
    ) {
        guard let first = requests.insert(digest(spec), at: PackedMark(path.start)) else { return }
        findings.add(
            .jobDuplicateUpload, .warning, from: path.start, to: path.end,
            "\(Quoted.text(path.value)) is uploaded twice with the same request, under two names",
            hint: "remove one of the entries, or let their requests differ",
            notes: first.mark.map { [DiagnosticNote("first listed here", at: findings.location($0))] } ?? [])
    }

    private static func digest(_ spec: EntrySpec) -> Digest128 {
        let request = spec.request
        var digest = Digest128()
        digest.add(plain(request.mediaFilePath))
        digest.add(request.mediaType)
        digest.add(request.mediaName)
        digest.add(request.coverFilePath.map(plain))
        digest.add(request.coverType)
        digest.add(request.procedure)
        digest.add(request.expireTime)
        digest.add(request.classId.map { UInt64(bitPattern: $0) } ?? .max)
        digest.add(request.sourceContext)
        digest.add(request.sessionContext)
        digest.add(request.subAppId ?? 0)
        digest.add(request.storageRegion)
        digest.add(request.mediaStoragePath)
        digest.add(request.extInfo)
        digest.add(spec.region)
        return digest
    }

    /// The path without empty and `.` parts: `./a//b` is `a/b`.
    private static func plain(_ path: String) -> String {
        let bytes = path.utf8
        guard bytes.starts(with: "./".utf8) || contains(bytes, "//") || contains(bytes, "/./") else { return path }
        let parts = bytes.split(separator: UInt8(ascii: "/")).filter { !$0.elementsEqual(".".utf8) }
        let root = bytes.first == UInt8(ascii: "/") ? "/" : ""
        return root + parts.map { String(Substring($0)) }.joined(separator: "/")
    }

    private static func contains(_ bytes: String.UTF8View, _ piece: String) -> Bool {
        let first = piece.utf8.first
        var index = bytes.startIndex
        while let found = bytes[index...].firstIndex(where: { $0 == first }) {
            if bytes[found...].starts(with: piece.utf8) { return true }
            index = bytes.index(after: found)
        }
        return false
    }
}
