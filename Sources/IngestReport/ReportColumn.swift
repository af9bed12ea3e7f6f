import IngestModel

/// What a row says in one column.
public enum ReportValue: Hashable, Sendable {
    /// A number of ours, never negative.
    case number(UInt64)
    /// Text, as it was given.
    case text(String)
    /// Nothing: an empty cell, `null` in JSON.
    case absent
}

/// The columns of a report, in their order; the raw value is the CSV's header (contract, section 6). The one place that knows
/// them: the writers, the schema and the reader all go through this list.
public enum ReportColumn: String, Hashable, Sendable, CaseIterable {
    /// Line of the job file.
    case line = "Line"
    /// Name of the entry.
    case id = "Id"
    /// Outcome.
    case status = "Status"
    /// Id of the medium.
    case fileId = "FileId"
    /// Play address.
    case mediaUrl = "MediaUrl"
    /// Address of the cover.
    case coverUrl = "CoverUrl"
    /// Path as written.
    case mediaFilePath = "MediaFilePath"
    /// Name in the library.
    case mediaName = "MediaName"
    /// Media type.
    case mediaType = "MediaType"
    /// Application.
    case subAppId = "SubAppId"
    /// Region asked for.
    case storageRegion = "StorageRegion"
    /// Number of files.
    case files = "Files"
    /// Bytes of all files.
    case bytes = "Bytes"
    /// Bytes sent.
    case bytesSent = "BytesSent"
    /// Sessions begun.
    case attempts = "Attempts"
    /// First session's beginning.
    case startedAt = "StartedAt"
    /// Time of the outcome.
    case finishedAt = "FinishedAt"
    /// Time between the two.
    case durationMs = "DurationMs"
    /// Id of the deciding request.
    case requestId = "RequestId"
    /// Code of the fault.
    case errorCode = "ErrorCode"
    /// Class of the fault.
    case errorClass = "ErrorClass"
    /// Sentence of the fault.
    case errorMessage = "ErrorMessage"

    /// What a column holds.
    public enum Kind: Hashable, Sendable {
        /// A number of ours.
        case number
        /// Free text.
        case text
        /// A moment in the form of `Timestamp`.
        case time
        /// One of a few words.
        case word([String])
    }

    /// The name in JSON: the header with a small first letter.
    public var key: String { rawValue.prefix(1).lowercased() + rawValue.dropFirst() }

    /// What it holds.
    public var kind: Kind {
        switch self {
        case .line, .subAppId, .files, .bytes, .bytesSent, .attempts, .durationMs: .number
        case .startedAt, .finishedAt: .time
        case .status: .word(EntryStatus.allCases.map(\.rawValue))
        case .errorClass: .word(FaultClass.allCases.map(\.rawValue))
        default: .text
        }
    }

    /// True where every row has a value.
    public var isAlwaysPresent: Bool {
        switch self {
        case .line, .id, .status, .mediaFilePath, .mediaName, .mediaType, .files, .bytes, .bytesSent, .attempts: true
        default: false
        }
    }

    /// What it means, for the schema.
    public var meaning: String {
        switch self {
        case .line: "Line of the job file at which the entry begins, counted from 1."
        case .id: "Stable name of the entry: its id, or else its MediaFilePath."
        case .status: "succeeded and skipped have a FileId; failed and unknown have an error; pending is not finished."
        case .fileId: "Id of the medium: decimal digits, always text, as it exceeds what numbers in spreadsheets hold."
        case .mediaUrl: "Play address of the medium."
        case .coverUrl: "Address of the cover."
        case .mediaFilePath: "Path of the medium as the job file has it."
        case .mediaName: "Name in the media library."
        case .mediaType: "Media type sent to the service."
        case .subAppId: "Application; null for the account's default."
        case .storageRegion: "Region that the entry asked to be stored in."
        case .files: "Number of files of the entry."
        case .bytes: "Bytes of all files of the entry."
        case .bytesSent: "Bytes that went over the wire, repeats included."
        case .attempts: "Upload sessions begun."
        case .startedAt: "When the first session of the run that finished the entry began; UTC."
        case .finishedAt: "When the outcome was recorded; UTC."
        case .durationMs: "Milliseconds from startedAt to finishedAt."
        case .requestId: "The service's id of the request that decided the outcome."
        case .errorCode: "Code of the fault: the service's own, or one of this program."
        case .errorClass: "What may be done about the fault."
        case .errorMessage: "What went wrong, in one sentence."
        }
    }
}
