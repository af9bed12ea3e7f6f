import Diagnostics

/// `media` is the last key, so that a file with a million entries is read in one pass with its settings known.
enum MediaComesLast {
    static func report(_ key: Scalar, media: SourceLocation, _ findings: inout Findings) {
        findings.add(
            .jobMediaLast, from: key.start, to: key.end, "\(Quoted.text(key.text)) stands after `media`",
            hint: "move it before `media`, which is the last key of a job file",
            notes: [DiagnosticNote("`media` stands here", at: media)])
    }

    static func reportMissing(at mark: SourceMark, _ findings: inout Findings) {
        findings.add(
            .jobMissingKey, from: mark, "the job file has no `media`",
            hint: "end it with `media:` and a list of what to upload")
    }

    static func reportEmpty(from start: SourceMark, to end: SourceMark, _ findings: inout Findings) {
        findings.add(
            .jobNoEntries, .warning, from: start, to: end, "`media` lists nothing", hint: "list what to upload")
    }
}
