import Diagnostics
import IngestModel
import Testing

@testable import StreamingManifest

/// One reference and everything that is said about it.
struct PathCase: Sendable, CustomTestStringConvertible {
    var text: String
    var folder: [String] = []
    var policy = JobSettings.ParentReferences.refuse
    /// `file PATH`, `refused`, `url SCHEME`, `network`, `inline`.
    var verdict: String
    var findings: [String] = []

    init(
        _ text: String, in folder: [String] = [], up policy: JobSettings.ParentReferences = .refuse, _ verdict: String,
        _ findings: [String] = []
    ) {
        self.text = text
        self.folder = folder
        self.policy = policy
        self.verdict = verdict
        self.findings = findings
    }

    var testDescription: String { "\(text) in \(folder)" }
}

private func describe(_ finding: PathFinding) -> String {
    "\(finding.severity.rawValue): \(finding.message) [\(finding.code.rawValue)]"
        + (finding.hint.map { "; hint: \($0)" } ?? "")
}

private func outcome(_ row: PathCase) -> (verdict: String, findings: [String]) {
    let resolution = ReferenceResolver(parentReferences: row.policy).resolve(row.text, from: row.folder)
    let refusal = resolution.refusal(of: row.text).map { [describe($0)] } ?? []
    return switch resolution {
    case .file(let path, let findings): ("file \(path)", findings.map(describe))
    case .url(let scheme): ("url \(scheme)", refusal)
    case .networkPath: ("network", refusal)
    case .inline: ("inline", refusal)
    case .refused: ("refused", refusal)
    }
}

private let copyHint = "; hint: copy the file below the manifest's folder and refer to it by its relative path"
private let onlyHint = "; hint: separate folders with a plain `/`"

private let rows: [PathCase] = [
    PathCase("a.ts", "file a.ts"),
    PathCase("seg%20one.ts", "file seg one.ts"),
    PathCase(
        "seg one.ts", "file seg one.ts",
        [
            "warning: `seg one.ts` is not a valid URI: ` ` has to be encoded [path.unencoded]; hint: write it as "
                + "`%20`"
        ]),
    PathCase(
        "é.ts", "file é.ts",
        [
            "warning: `é.ts` has characters beyond ASCII that are not percent-encoded [path.non-ascii]; hint: "
                + "percent-encode their UTF-8 bytes"
        ]),
    PathCase("a%2520b.ts", "file a%20b.ts"),
    PathCase(
        "x%2Fa.ts", "refused",
        [
            "error: `x%2Fa.ts` has the encoded separator `%2F`, which servers and stores read differently "
                + "[path.encoded-separator]" + onlyHint
        ]),
    PathCase(
        "x%5ca.ts", "refused",
        [
            "error: `x%5ca.ts` has the encoded separator `%5C`, which servers and stores read differently "
                + "[path.encoded-separator]" + onlyHint
        ]),
    PathCase(
        "%2e%2e/a.ts", "refused",
        [
            "error: `%2e%2e/a.ts` leaves the folder of the top manifest [path.outside]; hint: keep every file in "
                + "the folder of the top manifest or below it"
        ]),
    PathCase(
        "%2e%2e%2fa.ts", "refused",
        [
            "error: `%2e%2e%2fa.ts` has the encoded separator `%2F`, which servers and stores read differently "
                + "[path.encoded-separator]" + onlyHint
        ]),
    PathCase(
        "a%00.ts", "refused",
        ["error: `a%00.ts` contains the control character U+0000 [path.control-character]"]),
    PathCase(
        "a%07.ts", "refused",
        ["error: `a%07.ts` contains the control character U+0007 [path.control-character]"]),
    PathCase(
        "a\tb.ts", "refused",
        ["error: `a\\u{9}b.ts` contains the control character U+0009 [path.control-character]"]),
    PathCase(
        "a%C2%85b.ts", "refused",
        ["error: `a%C2%85b.ts` contains the control character U+0085 [path.control-character]"]),
    PathCase(
        "100%.ts", "refused",
        [
            "error: `100%.ts` has a `%` that is not followed by two hexadecimal digits [path.escape]; hint: write a "
                + "percent sign in a file name as `%25`"
        ]),
    PathCase(
        "%zz", "refused",
        [
            "error: `%zz` has a `%` that is not followed by two hexadecimal digits [path.escape]; hint: write a "
                + "percent sign in a file name as `%25`"
        ]),
    PathCase("a%ff.ts", "refused", ["error: `a%ff.ts` does not decode to UTF-8 [path.not-utf8]"]),
    PathCase(
        "seg\\a.ts", "refused",
        [
            "error: `seg\\a.ts` contains a backslash, which some players take for a separator [path.backslash]; "
                + "hint: separate folders with `/`"
        ]),
    PathCase(
        "C:\\v\\a.ts", "refused",
        [
            "error: `C:\\v\\a.ts` begins with a drive letter; a relative path is expected [path.drive]"
                + copyHint
        ]),
    PathCase(
        "c:/v/a.ts", "refused",
        ["error: `c:/v/a.ts` begins with a drive letter; a relative path is expected [path.drive]" + copyHint]),
    PathCase(
        "\\\\host\\share\\a.ts", "refused",
        [
            "error: `\\\\host\\share\\a.ts` names another host; a relative path is expected [path.network]"
                + copyHint
        ]),
    PathCase(
        "/\\host/a.ts", "refused",
        ["error: `/\\host/a.ts` names another host; a relative path is expected [path.network]" + copyHint]),
    PathCase(
        "//cdn/a.ts", "network",
        ["error: `//cdn/a.ts` names another host; a relative path is expected [path.network]" + copyHint]),
    PathCase(
        "/a.ts", "refused",
        [
            "error: `/a.ts` is an absolute path; its place in storage cannot be derived from it [path.absolute]; "
                + "hint: write the path relative to the manifest that holds it"
        ]),
    PathCase(
        "HTTPS://h/a.ts", "url https",
        [
            "error: `HTTPS://h/a.ts` is a URL with the scheme `https`; a relative path is expected [path.url]"
                + copyHint
        ]),
    PathCase(
        "data:text/plain,x", "inline",
        [
            "error: the content is written into the manifest as a `data:` URI; a file is expected [path.inline]; "
                + "hint: save the content as a file below the manifest's folder and refer to it by its relative path"
        ]),
    PathCase(
        "video-10:00.ts", "url video-10",
        [
            "error: `video-10:00.ts` is a URL with the scheme `video-10`; a relative path is expected [path.url]; "
                + "hint: if it is a file name with a colon, write `./video-10:00.ts`"
        ]),
    PathCase("./video-10:00.ts", "file video-10:00.ts"),
    PathCase("2020-01-01T10:00.ts", "file 2020-01-01T10:00.ts"),
    PathCase("a_b:1.ts", "file a_b:1.ts"),
    PathCase(
        "a.ts?token=1", "file a.ts",
        [
            "warning: `a.ts?token=1` has a query, which is no part of the file's name; the file is `a.ts` "
                + "[path.query]"
        ]),
    PathCase(
        "a.ts?x=1&acl", "refused",
        [
            "error: `a.ts?x=1&acl` has the query parameter `acl`, by which storage would do something else than "
                + "send the file [path.query-operation]; hint: drop the query"
        ]),
    PathCase(
        "a.jpg?imageMogr2/thumbnail/50x", "refused",
        [
            "error: `a.jpg?imageMogr2/thumbnail/50x` has the query parameter `imageMogr2`, by which storage would "
                + "do something else than send the file [path.query-operation]; hint: drop the query"
        ]),
    PathCase(
        "a.ts#t=1", "file a.ts",
        [
            "warning: `a.ts#t=1` has a fragment, which is never requested; the file is `a.ts` [path.fragment]; "
                + "hint: write a number sign in a file name as `%23`"
        ]),
    PathCase("a%23b%3F.ts", "file a#b?.ts"),
    PathCase("./a.ts", "file a.ts"),
    PathCase("x/./b.ts", "file x/b.ts"),
    PathCase(
        "x/../a.ts", "refused",
        [
            "error: `x/../a.ts` goes up with `..`, which the service does not take [path.parent]; hint: write the "
                + "same path without `..`"
        ]),
    PathCase(
        "x/../a.ts", up: .allow, "file a.ts",
        [
            "warning: `x/../a.ts` goes up with `..`; it is taken for `a.ts`, counted from the folder of the top "
                + "manifest [path.parent]"
        ]),
    PathCase(
        "../audio/a.ts", in: ["v"], "refused",
        [
            "error: `../audio/a.ts` goes up with `..`, which the service does not take [path.parent]; hint: set "
                + "`manifests: { parentReferences: allow }` to upload it as `audio/a.ts`, or move it below the "
                + "folder of the manifest that holds the reference"
        ]),
    PathCase(
        "../audio/a.ts", in: ["v"], up: .allow, "file audio/a.ts",
        [
            "warning: `../audio/a.ts` goes up with `..`; it is taken for `audio/a.ts`, counted from the folder of "
                + "the top manifest [path.parent]"
        ]),
    PathCase(
        "../same/x.ts", up: .allow, "refused",
        [
            "error: `../same/x.ts` leaves the folder of the top manifest [path.outside]; hint: keep every file in "
                + "the folder of the top manifest or below it"
        ]),
    PathCase(
        "x/../../a.ts", in: [], up: .allow, "refused",
        [
            "error: `x/../../a.ts` leaves the folder of the top manifest [path.outside]; hint: keep every file in "
                + "the folder of the top manifest or below it"
        ]),
    PathCase(
        "a//b.ts", "refused",
        [
            "error: `a//b.ts` has an empty part: storage keeps both slashes, a file system drops one "
                + "[path.empty-part]; hint: write a single `/`"
        ]),
    PathCase(
        ".//seg6.ts", "refused",
        [
            "error: `.//seg6.ts` has an empty part: storage keeps both slashes, a file system drops one "
                + "[path.empty-part]; hint: write a single `/`"
        ]),
    PathCase("dir/", "refused", ["error: `dir/` names a folder; a file is expected [path.directory]"]),
    PathCase(".", "refused", ["error: `.` names a folder; a file is expected [path.directory]"]),
    PathCase("x/..", "refused", ["error: `x/..` names a folder; a file is expected [path.directory]"]),
    PathCase(
        "?x=1", "refused",
        ["error: the reference `?x=1` names no file: it would mean the manifest itself [path.empty]"]),
    PathCase(
        "#x", "refused",
        ["error: the reference `#x` names no file: it would mean the manifest itself [path.empty]"]),
    PathCase(
        " ", "refused",
        ["error: the reference `` names no file: it would mean the manifest itself [path.empty]"]),
    PathCase(
        " a.ts ", "file a.ts",
        ["warning: `a.ts` has white space around it, which readers drop [path.surrounding-space]"]),
    PathCase(
        "a.ts%20", "file a.ts ",
        [
            "warning: a part of `a.ts%20` ends in a dot or a space, which is usually a slip and cannot exist on "
                + "Windows [path.trailing-dot-or-space]"
        ]),
    PathCase("a+b.ts", "file a+b.ts"),
    PathCase(
        "v/nul.ts", "file v/nul.ts",
        ["note: `v/nul.ts` holds the name `nul`, which is a device on Windows [path.device-name]"]),
    PathCase("com10.ts", "file com10.ts"),
    PathCase("a.ts", in: ["v", "w"], "file v/w/a.ts"),
]

@Suite("References to paths")
struct ReferenceResolverTests {
    @Test("Every row of the path table", arguments: rows)
    func table(_ row: PathCase) {
        let (verdict, findings) = outcome(row)
        #expect(verdict == row.verdict)
        #expect(findings == row.findings)
    }

    @Test("Parts have at most 255 bytes, paths 850, and from 700 on there is a warning")
    func lengths() {
        let long = String(repeating: "x", count: 255)
        #expect(outcome(PathCase(long, "")).verdict == "file \(long)")
        let shown = String(repeating: "x", count: 120)
        #expect(
            outcome(PathCase(long + "y", "")).findings == [
                "error: a part of `\(shown)…` has 256 bytes; a file name has at most 255 [path.too-long]"
            ])
        let folders = [String](repeating: String(repeating: "d", count: 99), count: 8)
        #expect(outcome(PathCase(String(repeating: "z", count: 50), in: folders, "")).findings.count == 1)
        #expect(
            outcome(PathCase(String(repeating: "z", count: 51), in: folders, "")).findings == [
                "error: `\(String(repeating: "z", count: 51))` has 851 bytes as a path; an object key has at most 850 "
                    + "[path.too-long]"
            ])
        let seven = [String](repeating: String(repeating: "d", count: 99), count: 6)
        #expect(outcome(PathCase(String(repeating: "z", count: 99), in: seven, "")).findings == [])
        #expect(
            outcome(PathCase(String(repeating: "z", count: 100), in: seven, "")).findings == [
                "warning: `\(String(repeating: "z", count: 100))` has 700 bytes as a path; together with the folder that the "
                    + "service chooses it may exceed the 850 bytes of an object key [path.long]"
            ])
    }

    @Test("A base counts up to its last slash")
    func bases() {
        let resolver = ReferenceResolver(parentReferences: .refuse)
        #expect(
            resolver.resolveBase("a/b/", from: ["r"])
                == .local(folder: ["r", "a", "b"], file: nil, findings: [], fileFindings: []))
        #expect(
            resolver.resolveBase("a/b.mp4", from: [])
                == .local(folder: ["a"], file: "b.mp4", findings: [], fileFindings: []))
        #expect(
            resolver.resolveBase("./", from: ["r"]) == .local(folder: ["r"], file: nil, findings: [], fileFindings: []))
        #expect(resolver.resolveBase("https://h/", from: []) == .url(scheme: "https"))
        #expect(resolver.resolveBase("../", from: []) == .refused(.outside("../")))
        #expect(ReferenceResolver.folder(of: "a/b/c.m3u8") == ["a", "b"])
        #expect(ReferenceResolver.folder(of: "c.m3u8") == [])
    }

    @Test("No text gives a path that is no object key, and the short way agrees with the long one")
    func noEscape() {
        var generator = SplitMix64.fromEnvironment()
        let pieces = [
            "a", "b.ts", "..", ".", "/", "//", "%2e", "%2E%2e", "%2f", "%5c", "\\", "%00", "%", "é", "e\u{301}", "?",
            "#",
            ":", "con", "nul.x", " ", "\u{301}", "%CC%81", "%FF", "\u{7f}", "~", "+", "C:", "data:", "\u{2028}", "x.",
        ]
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0...8, using: &generator)).map { _ in
                pieces[Int.random(in: 0..<pieces.count, using: &generator)]
            }.joined()
            let folder = (0..<Int.random(in: 0...2, using: &generator)).map { "f\($0)" }
            let policy: JobSettings.ParentReferences = Bool.random(using: &generator) ? .allow : .refuse
            let resolution = ReferenceResolver(parentReferences: policy).resolve(text, from: folder)
            if case .file(let path, let findings) = resolution {
                #expect(throws: Never.self, "\(text) seed \(generator.seed)") { _ = try ObjectKey(path) }
                if let plain = ReferenceResolver.plainPath(text, folder: folder) {
                    #expect(plain == path && findings.isEmpty, "\(text) seed \(generator.seed)")
                }
            }
        }
    }
}
