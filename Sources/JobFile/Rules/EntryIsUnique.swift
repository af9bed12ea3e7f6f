import Diagnostics

/// No two entries have the same name: the same `id`, or the same file without ids.
enum EntryIsUnique {
    /// False, with an error given, when an entry before has the name.
    static func judge(
        _ id: Located<String>, hasOwnID: Bool, _ ids: inout FirstSeen<UInt32>, _ findings: inout Findings
    ) -> Bool {
        var digest = Digest128()
        digest.add(id.value)
        guard let first = ids.insert(digest, at: PackedMark(id.start)) else { return true }
        let subject = hasOwnID ? "the id \(Quoted.text(id.value))" : "the file \(Quoted.text(id.value))"
        findings.add(
            .jobDuplicateEntry, from: id.start, to: id.end,
            "\(subject) names two entries",
            hint: hasOwnID
                ? "give each entry an `id` of its own" : "remove one of them, or give each an `id` of its own",
            notes: first.mark.map { [DiagnosticNote("first used here", at: findings.location($0))] } ?? [])
        return false
    }
}
