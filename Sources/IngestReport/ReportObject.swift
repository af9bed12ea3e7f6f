import Foundation
import IngestModel

/// The JSON report as it is decoded; `entries` is absent in the first line of an NDJSON report.
struct ReportObject: Decodable {
    var schemaVersion: Int
    var run: RunObject
    var entries: [EntryObject]?
}

/// The `run` of a JSON report.
struct RunObject: Decodable {
    var id: String
    var job: String
    var jobDigest: String
    var target: String
    var startedAt: String
    var finishedAt: String?
    var interrupted: Bool
    var settings: [String: String]

    func record() throws(ReportFault) -> RunRecord {
        guard let target = RunRecord.Target(rawValue: target) else {
            throw .unreadable("the report's target is `\(target)`, expected service or emulator")
        }
        guard let started = Timestamp.seconds(startedAt) else {
            throw .unreadable("the report's startedAt is `\(startedAt)`, expected a time")
        }
        return RunRecord(
            id: id, job: job, jobDigest: jobDigest, target: target, startedAt: started,
            finishedAt: finishedAt.flatMap(Timestamp.seconds), interrupted: interrupted, settings: settings)
    }
}

/// An element of `uploads`.
struct UploadObject: Decodable {
    var path: String
    var size: Int64
    var crc64: String?
    var parts: Int

    func file(entry: Int) throws(ReportFault) -> UploadedFile {
        guard let text = crc64 else { return UploadedFile(path: path, size: size, crc64: nil, parts: parts) }
        guard let sum = UInt64(text) else {
            throw .unreadable("entry \(entry) of the report: `crc64` is `\(text)`, expected a decimal number")
        }
        return UploadedFile(path: path, size: size, crc64: sum, parts: parts)
    }
}

/// An element of `entries`: the columns as text, and the files.
struct EntryObject: Decodable {
    var texts: [ReportColumn: String] = [:]
    var uploads: [UploadObject]

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(_ text: String) { stringValue = text }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        uploads = try container.decodeIfPresent([UploadObject].self, forKey: Key("uploads")) ?? []
        for column in ReportColumn.allCases {
            let key = Key(column.key)
            texts[column] =
                switch column.kind {
                case .number: try container.decodeIfPresent(UInt64.self, forKey: key).map { String($0) }
                case .text, .time, .word: try container.decodeIfPresent(String.self, forKey: key)
                }
        }
    }
}
