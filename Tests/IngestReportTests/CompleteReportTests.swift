import IngestModel
import IngestReport
import Testing

@Suite("CompleteReport and ReportFormat")
struct CompleteReportTests {
    private func write(_ records: [EntryRecord], summary: RunSummary) throws -> [Collected] {
        let collected = [Collected(), Collected()]
        var report = CompleteReport([
            CSVWriter { collected[0].bytes += $0 }, NDJSONWriter(tool: SampleReport.tool) { collected[1].bytes += $0 },
        ])
        try report.begin(SampleReport.run, summary)
        for record in records { try report.add(record) }
        try report.end()
        return collected
    }

    @Test("Several reports are written in one pass, each as if alone")
    func several() throws {
        let records = SampleReport.records
        let written = try write(records, summary: SampleReport.summary)
        #expect(try written[0].text() == report(records) { CSVWriter(output: $0) })
        #expect(try written[1].text() == report(records) { NDJSONWriter(tool: SampleReport.tool, output: $0) })
    }

    @Test("A missing entry, one too many and one of another status are refused")
    func incomplete() {
        let records = SampleReport.records
        let summary = SampleReport.summary
        #expect(throws: ReportFault.rowsDisagree(written: 4, planned: 5)) {
            try write(records.dropLast(), summary: summary)
        }
        #expect(throws: ReportFault.rowsDisagree(written: 6, planned: 5)) {
            try write(records + [records[0]], summary: summary)
        }
        var other = records
        other[0].status = .skipped
        #expect(throws: ReportFault.rowsDisagree(written: 5, planned: 5)) { try write(other, summary: summary) }
    }

    @Test("Each fault is a sentence")
    func sentences() {
        #expect(
            ReportFault.rowsDisagree(written: 4, planned: 5).description
                == "the report has 4 rows for 5 planned entries")
        #expect(
            ReportFault.rowsDisagree(written: 5, planned: 5).description
                == "the 5 rows of the report do not add up to its summary")
        #expect(ReportFault.unreadable("the report is empty").description == "the report is empty")
    }

    @Test(
        "The ending of the name chooses the form",
        arguments: [
            ("a.csv", ReportFormat.csv), ("a.b/c.JSON", .json), ("x.ndjson", .ndjson), ("x.jsonl", .ndjson),
            ("x.html", .html), ("x.HTM", .html), ("x.txt", nil), ("csv", nil), (".csv", nil), ("a.csv/b", nil),
        ])
    func format(_ path: String, _ format: ReportFormat?) {
        #expect(ReportFormat(path: path) == format)
    }

    @Test("Every form has its writer", arguments: ReportFormat.allCases)
    func writers(_ format: ReportFormat) throws {
        let collected = Collected()
        var writer = try format.writer(tool: SampleReport.tool) { collected.bytes += $0 }
        try writer.begin(SampleReport.run, SampleReport.summary)
        for record in SampleReport.records { try writer.add(record) }
        try writer.end()
        let alone =
            switch format {
            case .csv: try report(SampleReport.records) { CSVWriter(output: $0) }
            case .json: try report(SampleReport.records) { JSONWriter(tool: SampleReport.tool, output: $0) }
            case .ndjson: try report(SampleReport.records) { NDJSONWriter(tool: SampleReport.tool, output: $0) }
            case .html: try report(SampleReport.records) { try HTMLWriter(tool: SampleReport.tool, output: $0) }
            }
        #expect(try collected.text() == alone)
    }
}
