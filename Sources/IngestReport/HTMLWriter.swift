import IngestModel
import Mustache

/// Writes the HTML report: one page that needs nothing else, neither files nor a network.
///
/// A table of more than `rowLimit` rows is cut, as browsers give up on it; the page then says so and names the complete report.
/// Entries that failed, are unknown or pending have precedence.
public struct HTMLWriter: ReportWriter {
    /// Rows that a browser sorts and filters without delay.
    public static let usualRowLimit = 10_000

    private let head: MustacheTemplate
    private let row: MustacheTemplate
    private let tail: MustacheTemplate
    private let tool: ReportTool
    private let companion: String?
    private let rowLimit: Int
    private var sink: ReportSink
    private var budget = RowBudget(RunSummary(), limit: 0)
    private var page: HTMLPage?

    /// A writer into `output`.
    /// - Parameters:
    ///   - companion: the name of the complete report that a cut page points to; nil where none is written.
    ///   - rowLimit: the most rows, 0 or more.
    public init(
        tool: ReportTool, companion: String? = nil, rowLimit: Int = usualRowLimit, output: @escaping ReportOutput
    ) throws {
        MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
        let text = String(decoding: PackageResources.report_mustache, as: UTF8.self)
        let pieces = text.split(separator: /<!-- (ENTRY|END) -->\n/, omittingEmptySubsequences: false)
        guard pieces.count == 3 else { throw ReportFault.unreadable("the page's template does not have three parts") }
        func template(_ piece: Substring) throws -> MustacheTemplate {
            try MustacheTemplate(string: "{{% CONTENT_TYPE:\(HTMLEscaping.name)}}" + piece)
        }
        (head, row, tail) = try (template(pieces[0]), template(pieces[1]), template(pieces[2]))
        self.tool = tool
        self.companion = companion
        self.rowLimit = max(0, rowLimit)
        sink = ReportSink(output)
    }

    /// Writes everything up to the first row.
    public mutating func begin(_ run: RunRecord, _ summary: RunSummary) throws {
        budget = RowBudget(summary, limit: rowLimit)
        let page = HTMLPage(tool: tool, run: run, summary: summary, budget: budget, companion: companion)
        self.page = page
        try sink.write(head.render(page))
    }

    /// Writes one row, unless the table is full.
    public mutating func add(_ record: EntryRecord) throws {
        if budget.admit(record.status) { try sink.write(row.render(HTMLRow(record))) }
    }

    /// Writes the rest of the page.
    public mutating func end() throws {
        if let page { try sink.write(tail.render(page)) }
        try sink.flush()
    }
}
