import IngestModel
import IngestTestSupport

/// Records with everything that a report can hold, texts meant to hurt included.
struct RandomRecords {
    private static let shards = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\r\n", "\"", "\"\"", "'", ",", ";", "<", ">", "&", "</script>", "{{",
        "}}",
        "a", "film", " ", "7", "🎬", "👩🏽‍🚀", "الفيلم", "\u{202E}", "腾讯云", "\u{0}", "\u{1B}",
        "\u{7F}",
        "\u{85}", "\u{2028}", "\u{FEFF}", "\u{FF1D}", "\\", "/", "%2e", "\u{10FFFF}",
    ]

    /// Scalars that join the one before them to one character: a reader of characters no longer sees that one.
    private static let joiners = ["\u{301}", "\u{200D}"]

    var random: SplitMix64
    var withJoiners = true

    mutating func text(nonEmpty: Bool = false) -> String {
        let shards = Self.shards + (withJoiners ? Self.joiners : [])
        return (0..<Int.random(in: (nonEmpty ? 1 : 0)...6, using: &random))
            .map { _ in shards.randomElement(using: &random) ?? "" }.joined()
    }

    /// Report forms do not tell an absent text from an empty one.
    private mutating func maybe() -> String? { Bool.random(using: &random) ? nil : text(nonEmpty: true) }

    private mutating func time() -> Double? {
        Bool.random(using: &random) ? nil : Double(Int64.random(in: 0...4_000_000_000_000, using: &random)) / 1_000
    }

    private mutating func amount() -> Int64 { Int64(random.next() >> UInt64.random(in: 1...63, using: &random)) >> 20 }

    mutating func record(_ ordinal: Int) -> EntryRecord {
        var request = UploadRequest(mediaFilePath: text(), mediaType: text(), mediaName: text())
        request.subAppId = Bool.random(using: &random) ? random.next() : nil
        request.storageRegion = maybe()
        let spec = EntrySpec(
            id: EntryID(rawValue: "\(ordinal)\(text())"), ordinal: ordinal,
            line: Int.random(in: 1...9_999, using: &random),
            column: 1, request: request)
        let status = EntryStatus.allCases.randomElement(using: &random) ?? .pending
        var record = EntryRecord(
            spec: spec, status: status, files: Int.random(in: 0...5_000, using: &random), bytes: amount(),
            bytesSent: amount(), attempts: Int.random(in: 0...9, using: &random))
        record.startedAt = time()
        record.finishedAt = time()
        record.fileId = Bool.random(using: &random) ? String(random.next()) : nil
        record.mediaUrl = maybe()
        record.coverUrl = maybe()
        record.requestId = maybe()
        if status == .failed || status == .unknown {
            record.fault = ServiceFault(
                code: text(nonEmpty: true), faultClass: FaultClass.allCases.randomElement(using: &random) ?? .defect,
                message: text(), requestId: record.requestId)
        }
        return record
    }

    mutating func records(_ count: Int) -> [EntryRecord] { (0..<count).map { record($0) } }
}
