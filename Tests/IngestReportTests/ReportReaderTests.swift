import Foundation
import IngestModel
import IngestReport
import IngestTestSupport
import Testing

@Suite("ReportReader")
struct ReportReaderTests {
    private let tool = SampleReport.tool

    /// What the report of a record holds of it: an empty text is absent in a CSV.
    private func kept(_ record: EntryRecord, ordinal: Int, uploads: Bool) -> EntryRecord {
        let request = record.spec.request
        var bare = UploadRequest(
            mediaFilePath: request.mediaFilePath, mediaType: request.mediaType, mediaName: request.mediaName)
        bare.subAppId = request.subAppId
        bare.storageRegion = request.storageRegion
        var kept = record
        kept.spec = EntrySpec(id: record.spec.id, ordinal: ordinal, line: record.spec.line, column: 1, request: bare)
        // The forms keep milliseconds.
        kept.startedAt = record.startedAt.flatMap(Timestamp.text).flatMap(Timestamp.seconds)
        kept.finishedAt = record.finishedAt.flatMap(Timestamp.text).flatMap(Timestamp.seconds)
        kept.requestId = record.requestId ?? record.fault?.requestId
        if let fault = record.fault {
            kept.fault = ServiceFault(
                code: fault.code, faultClass: fault.faultClass, message: fault.message, requestId: kept.requestId)
        }
        if !uploads { kept.uploads = [] }
        return kept
    }

    @Test("What was written is read back, from every form and for any record")
    func roundTrip() throws {
        var source = RandomRecords(random: SplitMix64(seed: TestSeed.current))
        for records in [SampleReport.records, [], source.records(80)] {
            let csv = Data(try report(records) { CSVWriter(output: $0) }.utf8)
            let json = Data(try report(records) { JSONWriter(tool: tool, output: $0) }.utf8)
            let ndjson = Data(try report(records) { NDJSONWriter(tool: tool, output: $0) }.utf8)
            let whole = records.enumerated().map { kept($1, ordinal: $0, uploads: true) }
            let bare = records.enumerated().map { kept($1, ordinal: $0, uploads: false) }
            #expect(try ReportReader.read(csv, format: .csv).records == bare, "\(TestSeed.note)")
            #expect(try ReportReader.read(json, format: .json).records == whole, "\(TestSeed.note)")
            #expect(try ReportReader.read(ndjson, format: .ndjson).records == whole, "\(TestSeed.note)")
            #expect(try ReportReader.read(json, format: .json).run == SampleReport.run)
            #expect(try ReportReader.read(ndjson, format: .ndjson).run == SampleReport.run)
            #expect(try ReportReader.read(csv, format: .csv).run == nil)
        }
    }

    @Test("Columns in another order and columns of others are no hindrance, nor are bare line feeds")
    func foreignColumns() throws {
        let csv =
            "Note,Status,Id,Line,MediaFilePath,MediaName,MediaType,Files,Bytes,BytesSent,Attempts\n"
            + "\"mine, only\",succeeded,w-1,7,a.mp4,'=a,mp4,1,2,3,4\n"
        let record = try #require(try ReportReader.read(Data(csv.utf8), format: .csv).records.first)
        #expect(record.spec.id.rawValue == "w-1")
        #expect(record.spec.request.mediaName == "=a")
        #expect(record.bytesSent == 3)
    }

    private func fault(_ text: String, _ format: ReportFormat) -> String? {
        do {
            _ = try ReportReader.read(Data(text.utf8), format: format)
            return nil
        } catch { return error.description }
    }

    @Test("What is wrong with a CSV is said")
    func csvFaults() {
        let head = "Line,Id,Status,MediaFilePath,MediaName,MediaType,Files,Bytes,BytesSent,Attempts\r\n"
        #expect(fault("", .csv) == "the report is empty")
        #expect(fault("Line,Id\r\n", .csv) == "the report has no column `Status`")
        #expect(fault(head + "1,a\r\n", .csv) == "row 2 of the report has 2 cells for 10 columns")
        #expect(fault(head + "\"1", .csv) == "row 2 of the report has a quote that is never closed")
        #expect(fault(head + "\"1\"x,a", .csv) == "row 2 of the report has text behind a closing quote")
        #expect(
            fault(head + "x,a,failed,p,n,t,1,1,1,1\r\n", .csv)
                == "entry 1 of the report: `Line` is `x`, expected a number")
        #expect(
            fault(head + "1,a,lost,p,n,t,1,1,1,1\r\n", .csv)
                == "entry 1 of the report: `Status` is `lost`, expected one of succeeded, skipped, failed, unknown, pending"
        )
        #expect(throws: ReportFault.unreadable("the report is not UTF-8")) {
            try ReportReader.read(Data([0xFF, 0xFE]), format: .csv)
        }
    }

    @Test("What is wrong with JSON is said")
    func jsonFaults() throws {
        let text = try report(SampleReport.records) { JSONWriter(tool: tool, output: $0) }
        #expect(fault("{", .json) == "the report is not JSON of a report: it cannot be parsed")
        #expect(fault("{}", .json) == "the report is not JSON of a report: `schemaVersion` is missing")
        #expect(
            fault(text.replacing("\"line\":12", with: "\"line\":\"12\""), .json)
                == "the report is not JSON of a report: `entries.Index 0.line` has another type")
        #expect(
            fault(text.replacing("\"schemaVersion\": 1", with: "\"schemaVersion\": 2"), .json)
                == "the report's schemaVersion is 2, this program reads 1")
        #expect(
            fault(text.replacing("\"crc64\":\"0\"", with: "\"crc64\":\"-\""), .json)
                == "entry 1 of the report: `crc64` is `-`, expected a decimal number")
        #expect(
            fault(text.replacing("\"target\": \"service\"", with: "\"target\": \"moon\""), .json)
                == "the report's target is `moon`, expected service or emulator")
        let lines = try report(SampleReport.records) { NDJSONWriter(tool: tool, output: $0) }
        #expect(fault("", .ndjson) == "the report is empty")
        #expect(fault(lines + "}\n", .ndjson) == "line 7 of the report is not JSON of a report: it cannot be parsed")
    }

    @Test("An HTML page is not read")
    func html() {
        #expect(
            fault("", .html) == "an HTML report is for people; read the CSV or JSON report instead")
    }
}
