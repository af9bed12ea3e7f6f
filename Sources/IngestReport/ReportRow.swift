import IngestModel

/// One row of a report: the projection of a record onto the columns.
public struct ReportRow: Hashable, Sendable {
    /// The record it shows.
    public let record: EntryRecord

    /// The row of `record`.
    public init(_ record: EntryRecord) { self.record = record }

    /// What it says in `column`.
    public subscript(column: ReportColumn) -> ReportValue {
        switch column {
        case .line: return number(record.spec.line)
        case .id: return .text(record.spec.id.rawValue)
        case .status: return .text(record.status.rawValue)
        case .fileId: return text(record.fileId)
        case .mediaUrl: return text(record.mediaUrl)
        case .coverUrl: return text(record.coverUrl)
        case .mediaFilePath: return .text(record.spec.request.mediaFilePath)
        case .mediaName: return .text(record.spec.request.mediaName)
        case .mediaType: return .text(record.spec.request.mediaType)
        case .subAppId: return record.spec.request.subAppId.map(ReportValue.number) ?? .absent
        case .storageRegion: return text(record.spec.request.storageRegion)
        case .files: return number(record.files)
        case .bytes: return number(record.bytes)
        case .bytesSent: return number(record.bytesSent)
        case .attempts: return number(record.attempts)
        case .startedAt: return text(record.startedAt.flatMap(Timestamp.text))
        case .finishedAt: return text(record.finishedAt.flatMap(Timestamp.text))
        case .durationMs: return durationMs.map { number($0) } ?? .absent
        case .requestId: return text(record.requestId ?? record.fault?.requestId)
        case .errorCode: return text(record.fault?.code)
        case .errorClass: return text(record.fault?.faultClass.rawValue)
        case .errorMessage: return text(record.fault?.reportMessage)
        }
    }

    /// Milliseconds from the beginning to the outcome; nil unless both are known. A clock that stepped back gives 0.
    public var durationMs: Int64? {
        guard let start = record.startedAt.flatMap(Timestamp.milliseconds),
            let end = record.finishedAt.flatMap(Timestamp.milliseconds)
        else { return nil }
        return max(0, end - start)
    }

    private func text(_ text: String?) -> ReportValue { text.map(ReportValue.text) ?? .absent }

    private func number(_ number: some BinaryInteger) -> ReportValue { .number(UInt64(clamping: number)) }
}
