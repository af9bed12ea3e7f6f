import IngestModel
import IngestReport
import IngestTestSupport
import SwiftCSV
import Testing

@Suite("CSVWriter")
struct CSVWriterTests {
    @Test("The header is the contract's, in its order")
    func header() {
        #expect(
            ReportColumn.allCases.map(\.rawValue).joined(separator: ",")
                == "Line,Id,Status,FileId,MediaUrl,CoverUrl,MediaFilePath,MediaName,MediaType,SubAppId,StorageRegion,Files,"
                + "Bytes,BytesSent,Attempts,StartedAt,FinishedAt,DurationMs,RequestId,ErrorCode,ErrorClass,ErrorMessage"
        )
    }

    /// SwiftCSV compares characters, and a quote or comma with a combining mark behind it is another one to it; what such texts
    /// become is read back byte by byte in ReportReaderTests.
    @Test("SwiftCSV reads back every cell of random hostile records")
    func swiftCSV() throws {
        var source = RandomRecords(random: SplitMix64(seed: TestSeed.current), withJoiners: false)
        for _ in 0..<40 { try readBack(source.records(5)) }
    }

    @Test(
        "A text that begins like a formula gets an apostrophe, any other none",
        arguments: [
            ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
            ("\rx", "'\rx"),
            ("\nx", "'\nx"), ("\r\nx", "'\r\nx"), ("\u{FF1D}1", "'\u{FF1D}1"), ("=\u{301}1", "'=\u{301}1"),
            ("'=1", "''=1"), ("'quoted'", "'quoted'"), ("a=1", "a=1"), ("", ""), ("'", "'"), ("1-1", "1-1"),
        ])
    func defusing(_ text: String, _ cell: String) {
        #expect(Array(CSVWriter.defused(text).unicodeScalars) == Array(cell.unicodeScalars))
        #expect(Array(CSVWriter.restored(cell).unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test("Any text is restored from its defused form, and no defused form begins like a formula")
    func defusingLaw() {
        var source = RandomRecords(random: SplitMix64(seed: TestSeed.current))
        let signs: [Unicode.Scalar] = ["=", "+", "-", "@", "\t", "\r", "\n"]
        for _ in 0..<5_000 {
            let text = source.text()
            let cell = CSVWriter.defused(text)
            #expect(Array(CSVWriter.restored(cell).unicodeScalars) == Array(text.unicodeScalars), "\(TestSeed.note)")
            #expect(cell.unicodeScalars.first.map { signs.contains($0) } != true, "\(TestSeed.note)")
        }
    }

    @Test("Our own numbers are never defused, whatever they are")
    func numbers() throws {
        var record = EntryRecord(
            spec: SampleReport.spec(nil, line: -7, path: "a.mp4", name: "a"), status: .pending, files: -1, bytes: -5)
        record.startedAt = 10
        record.finishedAt = 5
        let row = try report([record]) { CSVWriter(output: $0) }.split(separator: "\r\n")[1]
        #expect(
            row
                == "0,a.mp4,pending,,,,a.mp4,a,mp4,,,0,0,0,0,1970-01-01T00:00:10.000Z,1970-01-01T00:00:05.000Z,0,,,,")
    }

    @Test("The report comes in pieces, and holds no more than one of them")
    func pieces() throws {
        let record = SampleReport.records[0]
        let collected = Collected()
        var writer = CSVWriter { bytes in
            collected.pieces.append(bytes.count)
            collected.bytes += bytes
        }
        try writer.begin(SampleReport.run, SampleReport.summary)
        for _ in 0..<2_000 { try writer.add(record) }
        try writer.end()
        #expect(collected.pieces.count > 5)
        #expect(collected.pieces.allSatisfy { $0 < 70_000 })
        #expect(try collected.text().split(separator: "\r\n").count == 2_001)
    }

    @Test("A fault of the output comes out of the call that met it")
    func outputFault() throws {
        struct DiskFull: Error {}
        var writer = CSVWriter { _ in throw DiskFull() }
        try writer.begin(SampleReport.run, SampleReport.summary)
        try writer.add(SampleReport.records[0])
        #expect(throws: DiskFull.self) { try writer.end() }
    }

    private func readBack(_ records: [EntryRecord]) throws {
        let text = try report(records) { CSVWriter(output: $0) }
        let csv = try EnumeratedCSV(string: text, delimiter: .comma, loadColumns: false)
        #expect(csv.header == ReportColumn.allCases.map(\.rawValue))
        #expect(csv.rows.count == records.count, "\(TestSeed.note)")
        for (cells, record) in zip(csv.rows, records) {
            let row = ReportRow(record)
            for (cell, column) in zip(cells, ReportColumn.allCases) {
                let expected =
                    switch row[column] {
                    case .number(let number): String(number)
                    case .text(let text): CSVWriter.defused(text)
                    case .absent: ""
                    }
                #expect(
                    Array(cell.unicodeScalars) == Array(expected.unicodeScalars), "\(column.rawValue), \(TestSeed.note)"
                )
            }
        }
    }
}
