import Diagnostics
import Foundation
import IngestModel
import IngestReport
import JobFile

extension JobDraft.Entry {
    /// Everything that a request says, so that the same comes out when it is read again.
    init(_ spec: EntrySpec) {
        let request = spec.request
        let type =
            PathText.lowercasedExtension(of: request.mediaFilePath) == request.mediaType ? nil : request.mediaType
        let coverType = request.coverFilePath.flatMap(PathText.lowercasedExtension)
        self.init([
            ("id", spec.id.rawValue == request.mediaFilePath ? nil : spec.id.rawValue),
            ("region", spec.region),
            ("MediaFilePath", request.mediaFilePath),
            ("MediaType", type),
            ("MediaName", request.mediaName == PathText.stem(of: request.mediaFilePath) ? nil : request.mediaName),
            ("CoverFilePath", request.coverFilePath),
            ("CoverType", request.coverType == coverType ? nil : request.coverType),
            ("Procedure", request.procedure),
            ("ExpireTime", request.expireTime),
            ("ClassId", request.classId.map { String($0) }),
            ("SourceContext", request.sourceContext),
            ("SessionContext", request.sessionContext),
            ("SubAppId", request.subAppId.map { String($0) }),
            ("StorageRegion", request.storageRegion),
            ("ConcurrentUploadNumber", request.concurrentUploadNumber.map { String($0) }),
            ("MediaStoragePath", request.mediaStoragePath),
            ("ExtInfo", request.extInfo),
        ])
    }

    /// The entries of a table whose header names request fields, `id` and `region`; empty cells are left out.
    ///
    /// - Parameter name: what a fault calls the table.
    static func read(csv text: String, name: String) throws(CommandEnd) -> [JobDraft.Entry] {
        let rows: [[String]]
        do throws(ReportFault) {
            rows = try CSVReader.rows(text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text, of: name)
        } catch {
            throw CommandEnd(.invalid, error.description)
        }
        guard let header = rows.first else { throw CommandEnd(.invalid, "\(name) is empty") }
        let known = ["id", "region"] + RequestField.allCases.map(\.rawValue)
        for column in header where !known.contains(column) {
            throw CommandEnd(
                .invalid, "\(name) has a column `\(TextTable.visible(column))`, which is no request field",
                hint: NearestName.nearest(to: column, in: known).map { "did you mean `\($0)`?" })
        }
        guard header.contains(RequestField.mediaFilePath.rawValue) else {
            throw CommandEnd(.invalid, "\(name) has no column `MediaFilePath`")
        }
        var entries: [JobDraft.Entry] = []
        for (index, row) in rows.enumerated().dropFirst() {
            guard row.count == header.count else {
                throw CommandEnd(
                    .invalid, "row \(index + 1) of \(name) has \(row.count) cells; the header has \(header.count)")
            }
            let cells = Dictionary(zip(header, row), uniquingKeysWith: { first, _ in first })
            entries.append(JobDraft.Entry(known.map { key in (key, cells[key].flatMap { $0.isEmpty ? nil : $0 }) }))
        }
        return entries
    }
}
