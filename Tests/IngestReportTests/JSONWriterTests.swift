import Foundation
import IngestModel
import IngestReport
import IngestTestSupport
import Testing

@Suite("JSONWriter and NDJSONWriter")
struct JSONWriterTests {
    private let tool = SampleReport.tool

    @Test("The JSON report follows its schema, for the sample and for random hostile records")
    func schema() throws {
        let schema = try SchemaCheck(ReportSchema.text())
        var source = RandomRecords(random: SplitMix64(seed: TestSeed.current))
        for records in [SampleReport.records, [], source.records(60)] {
            let text = try report(records) { JSONWriter(tool: tool, output: $0) }
            #expect(try schema.faults(in: text) == [], "\(TestSeed.note)")
        }
    }

    @Test("The schema check finds what is wrong, so that the test above can fail")
    func schemaCheckFinds() throws {
        let schema = try SchemaCheck(ReportSchema.text())
        let text = try report(SampleReport.records) { JSONWriter(tool: tool, output: $0) }
        let spoilt = [
            ("\"status\":\"failed\"", "\"status\":\"lost\""), ("\"files\":2,", "\"files\":\"2\","),
            ("\"line\":12,", ""), ("\"fileId\":\"5285890784273533167\"", "\"fileId\":5285890784273533167"),
            ("\"schemaVersion\": 1", "\"schemaVersion\": 2"),
        ].map { text.replacing($0.0, with: $0.1) }
        let faults = try spoilt.map { try schema.faults(in: $0) }
        #expect(
            faults == [
                ["$.entries[2].status: not one of the words"], ["$.entries[0].files: string is not integer"],
                ["$.entries[0].line: missing"], ["$.entries[0].fileId: integer is not string or null"],
                ["$.schemaVersion: not the constant"],
            ])
    }

    @Test("The NDJSON report is the JSON report's head and entries, a line each")
    func ndjson() throws {
        var source = RandomRecords(random: SplitMix64(seed: TestSeed.current))
        let records = source.records(30)
        let whole = try object(report(records) { JSONWriter(tool: tool, output: $0) })
        let lines = try report(records) { NDJSONWriter(tool: tool, output: $0) }.split(separator: "\n").map(String.init)
        #expect(lines.count == 31)
        var head = whole
        head["entries"] = nil
        #expect(try object(lines[0]) as NSDictionary == head as NSDictionary)
        let entries = try #require(whole["entries"] as? [[String: Any]])
        for (line, entry) in zip(lines.dropFirst(), entries) {
            #expect(try object(line) as NSDictionary == entry as NSDictionary, "\(TestSeed.note)")
        }
    }

    @Test("Every form counts planned as the sum of the five statuses")
    func plannedIsTheSum() throws {
        var source = RandomRecords(random: SplitMix64(seed: TestSeed.current))
        let whole = try object(report(source.records(97)) { JSONWriter(tool: tool, output: $0) })
        let summary = try #require(whole["summary"] as? [String: Any])
        let counts = EntryStatus.allCases.compactMap { summary[$0.rawValue] as? Int }
        #expect(counts.count == 5)
        #expect(counts.reduce(0, +) == 97)
        #expect(summary["planned"] as? Int == 97)
    }

    @Test("The committed schema is the generated one")
    func committedSchema() {
        #expect(GoldenFile.difference(ReportSchema.text(), "../../schemas/report.schema.json") == nil)
    }

    private func object(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}
