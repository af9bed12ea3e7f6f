import IngestReport
import IngestTestSupport
import Testing

@Suite("Report writers, golden files")
struct GoldenTests {
    private let tool = SampleReport.tool

    @Test("The CSV report is the golden one, byte for byte")
    func csv() throws {
        #expect(
            try GoldenFile.difference(report(SampleReport.records) { CSVWriter(output: $0) }, "Golden/report.csv")
                == nil)
    }

    @Test("The JSON report is the golden one, byte for byte")
    func json() throws {
        #expect(
            try GoldenFile.difference(
                report(SampleReport.records) { JSONWriter(tool: tool, output: $0) }, "Golden/report.json") == nil)
    }

    @Test("The NDJSON report is the golden one, byte for byte")
    func ndjson() throws {
        #expect(
            try GoldenFile.difference(
                report(SampleReport.records) { NDJSONWriter(tool: tool, output: $0) }, "Golden/report.ndjson") == nil)
    }

    @Test("The HTML report is the golden one, byte for byte")
    func html() throws {
        #expect(
            try GoldenFile.difference(
                report(SampleReport.records) { try HTMLWriter(tool: tool, output: $0) }, "Golden/report.html") == nil)
    }

    @Test("A report of no entries is whole in every form")
    func empty() throws {
        let header = ReportColumn.allCases.map(\.rawValue).joined(separator: ",") + "\r\n"
        #expect(try report([]) { CSVWriter(output: $0) } == header)
        #expect(
            try GoldenFile.difference(report([]) { JSONWriter(tool: tool, output: $0) }, "Golden/empty.json") == nil)
        #expect(
            try GoldenFile.difference(report([]) { NDJSONWriter(tool: tool, output: $0) }, "Golden/empty.ndjson") == nil
        )
        #expect(
            try GoldenFile.difference(report([]) { try HTMLWriter(tool: tool, output: $0) }, "Golden/empty.html") == nil
        )
    }
}
