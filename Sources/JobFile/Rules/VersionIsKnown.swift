import Diagnostics

/// `version: 1`. With another number the keys may mean something else, so reading ends.
enum VersionIsKnown {
    static func judge(_ scalar: Scalar, _ context: ValueContext, _ findings: inout Findings) throws(Stop) {
        do throws(ValueFault) {
            let version = try IntegerKind<Int>(0...Int.max).judge(scalar, of: "version", context)
            guard version != 1 else { return }
        } catch {
            findings.add(error, at: scalar)
            return
        }
        findings.add(
            .jobVersion, from: scalar.start, to: scalar.end,
            "`version` is \(Quoted.text(scalar.text)); this program reads version `1`",
            hint: "write `version: 1`, or use the release of the program that the file was written for")
        throw Stop()
    }

    static func reportMissing(at mark: SourceMark, _ findings: inout Findings) {
        findings.add(
            .jobMissingKey, from: mark, "the job file has no `version`", hint: "begin it with `version: 1`")
    }
}
