import Foundation
import IngestModel

/// What a report says, read back.
public struct ReadReport: Hashable, Sendable {
    /// The run; nil for a CSV, which does not say it.
    public var run: RunRecord?
    /// The entries, in the report's order. A record holds what the columns hold and nothing more: its other request fields
    /// are nil, its ordinal counts the rows from 0, and its fault has one attempt.
    public var records: [EntryRecord]
}

/// Reads reports of this program: CSV, JSON and NDJSON.
public enum ReportReader {
    /// The report in `bytes`. Throws `ReportFault.unreadable` with what is wrong.
    public static func read(_ bytes: Data, format: ReportFormat) throws(ReportFault) -> ReadReport {
        switch format {
        case .csv: ReadReport(run: nil, records: try csv(bytes))
        case .json: try json(bytes)
        case .ndjson: try ndjson(bytes)
        case .html: throw .unreadable("an HTML report is for people; read the CSV or JSON report instead")
        }
    }

    private static func csv(_ bytes: Data) throws(ReportFault) -> [EntryRecord] {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .unreadable("the report is not UTF-8") }
        let rows = try CSVReader.rows(text)
        guard let header = rows.first else { throw .unreadable("the report is empty") }
        let columns = header.map(ReportColumn.init(rawValue:))
        for column in ReportColumn.allCases where column.isAlwaysPresent && !columns.contains(column) {
            throw .unreadable("the report has no column `\(column.rawValue)`")
        }
        var records: [EntryRecord] = []
        for row in rows.dropFirst() {
            guard row.count == header.count else {
                throw .unreadable(
                    "row \(records.count + 2) of the report has \(row.count) cells for \(header.count) columns")
            }
            var texts: [ReportColumn: String] = [:]
            for (column, cell) in zip(columns, row) {
                guard let column, !cell.isEmpty || column.isAlwaysPresent else { continue }
                texts[column] = column.kind == .text ? CSVWriter.restored(cell) : cell
            }
            records.append(try RowReader(texts: texts, number: records.count + 1).record(uploads: []))
        }
        return records
    }

    private static func json(_ bytes: Data) throws(ReportFault) -> ReadReport {
        let document: ReportObject = try decode(bytes, "the report")
        return try report(document, entries: document.entries ?? [])
    }

    private static func ndjson(_ bytes: Data) throws(ReportFault) -> ReadReport {
        let lines = bytes.split(separator: UInt8(ascii: "\n"))
        guard let head = lines.first else { throw .unreadable("the report is empty") }
        var entries: [EntryObject] = []
        for line in lines.dropFirst() { entries.append(try decode(line, "line \(entries.count + 2) of the report")) }
        return try report(try decode(head, "line 1 of the report"), entries: entries)
    }

    private static func report(_ object: ReportObject, entries: [EntryObject]) throws(ReportFault) -> ReadReport {
        guard object.schemaVersion == ReportJSON.schemaVersion else {
            throw .unreadable(
                "the report's schemaVersion is \(object.schemaVersion), this program reads \(ReportJSON.schemaVersion)")
        }
        var records: [EntryRecord] = []
        for entry in entries {
            let row = RowReader(texts: entry.texts, number: records.count + 1)
            records.append(try row.record(uploads: entry.uploads))
        }
        return ReadReport(run: try object.run.record(), records: records)
    }

    private static func decode<Value: Decodable>(_ bytes: Data, _ what: String) throws(ReportFault) -> Value {
        do { return try JSONDecoder().decode(Value.self, from: bytes) } catch {
            throw .unreadable("\(what) is not JSON of a report: \(Self.reason(error))")
        }
    }

    private static func reason(_ error: any Error) -> String {
        func place(_ path: [any CodingKey]) -> String { path.map(\.stringValue).joined(separator: ".") }
        switch error {
        case DecodingError.keyNotFound(let key, let context):
            return "`\(place(context.codingPath + [key]))` is missing"
        case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
            return "`\(place(context.codingPath))` has another type"
        default: return "it cannot be parsed"
        }
    }
}

/// Builds a record from the texts of a row.
private struct RowReader {
    let texts: [ReportColumn: String]
    let number: Int

    func record(uploads: [UploadObject]) throws(ReportFault) -> EntryRecord {
        var request = UploadRequest(
            mediaFilePath: try required(.mediaFilePath), mediaType: try required(.mediaType),
            mediaName: try required(.mediaName))
        request.subAppId = try value(.subAppId, "a number") { UInt64($0) }
        request.storageRegion = texts[.storageRegion]
        let spec = EntrySpec(
            id: EntryID(rawValue: try required(.id)), ordinal: number - 1, line: try count(.line), column: 1,
            request: request)
        let words = EntryStatus.allCases.map(\.rawValue).joined(separator: ", ")
        guard let status = try value(.status, "one of \(words)", EntryStatus.init(rawValue:)) else {
            throw missing(.status)
        }
        var record = EntryRecord(
            spec: spec, status: status, files: try count(.files), bytes: try count(.bytes),
            bytesSent: try count(.bytesSent), attempts: try count(.attempts))
        record.startedAt = try value(.startedAt, "a time", Timestamp.seconds)
        record.finishedAt = try value(.finishedAt, "a time", Timestamp.seconds)
        record.fileId = texts[.fileId]
        record.mediaUrl = texts[.mediaUrl]
        record.coverUrl = texts[.coverUrl]
        record.requestId = texts[.requestId]
        record.fault = try fault()
        for upload in uploads { record.uploads.append(try upload.file(entry: number)) }
        return record
    }

    private func fault() throws(ReportFault) -> ServiceFault? {
        guard let code = texts[.errorCode] else { return nil }
        let faultClass = try value(.errorClass, "a class of faults", FaultClass.init(rawValue:))
        guard let faultClass else { throw missing(.errorClass) }
        return ServiceFault(
            code: code, faultClass: faultClass, message: texts[.errorMessage] ?? "", requestId: texts[.requestId])
    }

    private func count<Number: FixedWidthInteger>(_ column: ReportColumn) throws(ReportFault) -> Number {
        guard let number = try value(column, "a number", { Number($0) }) else { throw missing(column) }
        return number
    }

    private func required(_ column: ReportColumn) throws(ReportFault) -> String {
        guard let text = texts[column] else { throw missing(column) }
        return text
    }

    private func value<Value>(
        _ column: ReportColumn, _ expected: String, _ read: (String) -> Value?
    ) throws(ReportFault) -> Value? {
        guard let text = texts[column] else { return nil }
        guard let value = read(text) else {
            throw .unreadable("entry \(number) of the report: `\(column.rawValue)` is `\(text)`, expected \(expected)")
        }
        return value
    }

    private func missing(_ column: ReportColumn) -> ReportFault {
        .unreadable("entry \(number) of the report has no `\(column.rawValue)`")
    }
}
