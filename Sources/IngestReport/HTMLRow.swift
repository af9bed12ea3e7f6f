import IngestModel
import Mustache

/// One row of the page's table. It answers by name, as looking each name up by reflection takes most of a page's time.
struct HTMLRow: MustacheParent {
    private let texts: [String: String]

    init(_ record: EntryRecord) {
        let row = ReportRow(record)
        let request = record.spec.request
        var texts = [
            "status": record.status.rawValue,
            "line": String(record.spec.line),
            "name": request.mediaName,
            "path": request.mediaFilePath,
            "files": String(record.files),
            "bytes": String(record.bytes),
            "bytesText": ReadableText.bytes(record.bytes),
        ]
        texts["fileId"] = record.fileId
        texts["durationMs"] = row.durationMs.map { String($0) }
        texts["durationText"] = row.durationMs.map(ReadableText.duration(milliseconds:))
        texts["finished"] = record.finishedAt.flatMap(ReadableText.moment)
        // Only where it says more than the path.
        if record.spec.id.rawValue != request.mediaFilePath { texts["id"] = record.spec.id.rawValue }
        if record.fileId != nil { texts["mediaUrl"] = record.mediaUrl.flatMap(Self.webAddress) }
        if let fault = record.fault {
            texts["code"] = fault.code
            texts["errorClass"] = fault.faultClass.rawValue
            texts["message"] = fault.reportMessage
            texts["requestId"] = record.requestId ?? fault.requestId
        }
        self.texts = texts
    }

    /// The text that the template calls `named`; nil where there is none.
    func child(named: String) -> Any? { texts[named] }

    /// The address where it is one of the web: the service's answer must not be able to name a script.
    private static func webAddress(_ url: String) -> String? {
        let scheme = url.prefix(8).lowercased()
        return scheme.hasPrefix("https://") || scheme.hasPrefix("http://") ? url : nil
    }
}
