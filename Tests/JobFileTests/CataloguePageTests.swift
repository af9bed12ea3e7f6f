import Diagnostics
import IngestTestSupport
import JobFile
import Testing

/// The pages of `explain` about job files, against the reader: what they show must do what they say.
@Suite("Pages of the domain `job`")
struct CataloguePageTests {
    /// Pages whose example is described, because it is too long or no text; what they say is tested elsewhere.
    static let described: Set<DiagnosticCode> = [
        .jobEncoding, .jobUnreadable, .jobTooDeep, .jobTooLong, .jobAliasBudget, .jobSettingsTooLarge,
    ]
    static let pages = DiagnosticCatalogue.pages.filter {
        $0.code.rawValue.hasPrefix("job.") && !described.contains($0.code)
    }

    @Test("An example causes its code, and the mend causes nothing at all", arguments: pages)
    func example(_ page: CodePage) {
        let isWhole = page.code == .jobMissingKey
        var options = JobFileOptions(now: july2026)
        options.isTimeZone = { $0 == "Asia/Shanghai" }
        let found = Reading(isWhole ? page.example : Self.job(page.example), options: options).diagnostics
        #expect(found.contains { $0.code == page.code && $0.severity == page.severity }, "\(page.code): \(found)")
        #expect(Reading(isWhole ? page.mend : Self.job(page.mend), options: options).diagnostics == [], "\(page.code)")
    }

    /// A whole job around a piece of one: request fields become an entry, settings get `version` and `media`.
    static func job(_ piece: String) -> String {
        let text = written(piece)
        let keys = text.split(separator: "\n").map { $0.prefix { $0 != ":" } }
        if let first = keys.first, RequestField(rawValue: String(first)) != nil {
            let path = keys.contains("MediaFilePath") ? "" : "MediaFilePath: b.mp4\n"
            return Self.around(entry: path + text)
        }
        let version = keys.contains("version") ? "" : "version: 1\n"
        let media = keys.contains("media") ? "" : "media: [b.mp4]\n"
        return version + text + "\n" + media
    }

    /// `(65 characters)` written out, and `\u0007` as the character that it stands for.
    private static func written(_ piece: String) -> String {
        var text = piece.replacing("\\u0007", with: "\u{7}")
        if let match = text.firstMatch(of: /\((\d+) characters\)/), let count = Int(match.1) {
            text.replaceSubrange(match.range, with: String(repeating: "x", count: count))
        }
        return text
    }

    private static func around(entry: String) -> String {
        "version: 1\nmedia:\n  - \(entry.split(separator: "\n").joined(separator: "\n    "))\n"
    }
}
