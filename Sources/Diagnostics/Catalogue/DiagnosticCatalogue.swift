/// What `vod-ingest explain CODE` prints.
public struct CodePage: Sendable, Hashable {
    /// The code it explains.
    public var code: DiagnosticCode
    /// The severity it has without `--strict`.
    public var severity: Severity
    /// One line.
    public var title: String
    /// Why it matters and what to do: a few sentences.
    public var explanation: String
    /// A piece of input that causes it.
    public var example: String
    /// The same piece, mended.
    public var mend: String

    /// A page for `code`.
    public init(
        _ code: DiagnosticCode, _ severity: Severity, title: String, explanation: String, example: String, mend: String
    ) {
        self.code = code
        self.severity = severity
        self.title = title
        self.explanation = explanation
        self.example = example
        self.mend = mend
    }
}

/// Every code there is, one file of this folder for each domain.
public enum DiagnosticCatalogue {
    /// All pages, sorted by code; each code once.
    public static let pages: [CodePage] =
        (jobFilePages + pathPages + filePages + hlsPages + dashPages + planPages
        + accountPages).sorted { $0.code < $1.code }

    /// The page of `code`; nil when there is none.
    public static func page(for code: DiagnosticCode) -> CodePage? { pages.first { $0.code == code } }
}
