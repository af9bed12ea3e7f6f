import Diagnostics
import IngestModel

/// What is wrong with a file that a manifest names.
public struct FileFinding: Hashable, Sendable {
    /// The kind of finding.
    public var code: DiagnosticCode
    /// How grave it is.
    public var severity: Severity
    /// One sentence with the file's path in it.
    public var message: String
    /// The mend, where it is known.
    public var hint: String?
    /// The mention it concerns; nil for the first one.
    public var location: SourceLocation?

    init(
        _ code: DiagnosticCode, _ severity: Severity, _ message: String, hint: String? = nil,
        location: SourceLocation? = nil
    ) {
        self.code = code
        self.severity = severity
        self.message = message
        self.hint = hint
        self.location = location
    }
}

/// The rules about files on disk (manifests 5).
public enum FileRules {
    /// What is wrong with the file that `requirement` asks for, given what was found on disk. `kind` is the format of the top
    /// manifest. Empty for a good file, for an optional one that is not there, and for one already reported.
    public static func judge(
        _ requirement: FileRequirement, facts: FileFacts, kind: ManifestKind
    ) -> [FileFinding] {
        if requirement.isReported { return [] }
        switch facts.presence {
        case .regular(let mark): return judge(requirement, mark, facts, kind)
        case .missing(let near):
            return requirement.need == .optional ? [] : [missing(requirement, near)]
        case .danglingLink:
            return [
                FileFinding(.fileDanglingLink, .error, "\(quote(requirement)) is a link to a file that does not exist")
            ]
        case .linkCycle:
            return [
                FileFinding(
                    .fileDanglingLink, .error, "\(quote(requirement)) leads into a cycle of links, not to a file")
            ]
        case .outside(let target):
            return [
                FileFinding(
                    .fileOutside, .error,
                    "\(quote(requirement)) is, through a link, \(QuotedText.quote(target)) outside the folder of the top "
                        + "manifest", hint: "copy the file instead of linking to it")
            ]
        case .special(let special):
            return [
                FileFinding(
                    .fileNotRegular, .error,
                    "\(quote(requirement)) is a \(special.rawValue); a regular file is expected")
            ]
        case .unreadable(let reason):
            return [FileFinding(.fileUnreadable, .error, "\(quote(requirement)) cannot be read: \(reason)")]
        }
    }

    private static func quote(_ requirement: FileRequirement) -> String { QuotedText.quote(requirement.path) }

    private static func missing(_ requirement: FileRequirement, _ near: FileFacts.NearName?) -> FileFinding {
        let hint: String? =
            switch near {
            case .otherForm(let name):
                "the folder has \(QuotedText.quote(name)), which differs in case or Unicode form; object keys are compared "
                    + "byte by byte"
            case .asWritten(let name):
                "the folder has \(QuotedText.quote(name)), but a player asks for \(QuotedText.quote(lastPart(requirement))): "
                    + "rename the file or percent-encode the reference"
            case nil: nil
            }
        return FileFinding(.fileMissing, .error, "\(quote(requirement)) does not exist", hint: hint)
    }

    private static func lastPart(_ requirement: FileRequirement) -> String { PathText.lastPart(of: requirement.path) }

    /// The rules for a file that is there.
    private static func judge(
        _ requirement: FileRequirement, _ mark: FileMark, _ facts: FileFacts, _ kind: ManifestKind
    ) -> [FileFinding] {
        var findings: [FileFinding] = []
        if let name = facts.listedName {
            findings.append(
                FileFinding(
                    .fileOtherForm, .warning,
                    "\(quote(requirement)) is listed by its folder as \(QuotedText.quote(name)): this works here and breaks on "
                        + "a system that compares names byte by byte",
                    hint: "make the file's name and the reference equal"))
        }
        if mark.size == 0, requirement.role.needsContent {
            return findings + [FileFinding(.fileEmpty, .error, "\(quote(requirement)) has no bytes")]
        }
        if let finding = range(requirement, mark, kind) { findings.append(finding) }
        findings += content(requirement, mark)
        if let bytes = facts.firstBytes, !requirement.content.contains(.aesBlocks),
            let found = MediaSignature.mismatch(bytes, role: requirement.role)
        {
            findings.append(
                FileFinding(.fileContent, .warning, "\(quote(requirement)) does not begin like \(found)"))
        }
        return findings
    }

    private static func range(
        _ requirement: FileRequirement, _ mark: FileMark, _ kind: ManifestKind
    ) -> FileFinding? {
        guard let furthest = requirement.furthestRange, let size = UInt64(exactly: mark.size),
            furthest.bytes.upperBound > size
        else { return nil }
        let bytes = furthest.bytes
        let over = bytes.upperBound - size
        let words =
            "bytes \(bytes.lowerBound) to \(bytes.upperBound - 1) of \(quote(requirement)) are asked for, but it has only "
            + "\(size) bytes"
        if over == 1, kind == .dash, bytes.lowerBound < size {
            return FileFinding(
                .fileRangeByOne, .warning, words, hint: "the last byte of a range counts as part of it",
                location: furthest.location)
        }
        return FileFinding(.fileRange, .error, words, location: furthest.location)
    }

    /// Key sizes and cipher blocks.
    private static func content(_ requirement: FileRequirement, _ mark: FileMark) -> [FileFinding] {
        var findings: [FileFinding] = []
        for (rule, bytes) in [(ContentRule.key16, 16), (.key32, 32)] {
            guard requirement.content.contains(rule), mark.size != bytes else { continue }
            findings.append(
                FileFinding(
                    .fileKeySize, .error, "the key \(quote(requirement)) has \(mark.size) bytes; \(bytes) are expected",
                    hint: "a key file holds the key's bytes themselves, not their hexadecimal digits and no line end"))
        }
        if requirement.content.contains(.aesBlocks), mark.size % 16 != 0 {
            findings.append(
                FileFinding(
                    .fileCipherBlocks, .error,
                    "\(quote(requirement)) is encrypted with AES, but its \(mark.size) bytes are no multiple of 16",
                    hint: "the file is cut off, or not encrypted"))
        }
        return findings
    }
}

extension FileRole {
    /// False where a file without bytes does no harm.
    fileprivate var needsContent: Bool { self != .other }
}
