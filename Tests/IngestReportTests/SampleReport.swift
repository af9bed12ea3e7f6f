import IngestModel
import IngestReport
import Synchronization

/// A run with one entry of each status, hostile texts among them.
enum SampleReport {
    static let tool = ReportTool(version: "1.0.0")

    static var run: RunRecord {
        RunRecord(
            id: "0b9a5a52c0f14f0c", job: "nightly-archive",
            jobDigest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", target: .service,
            startedAt: 1_795_471_204.125, finishedAt: 1_795_475_399.5, interrupted: true,
            settings: [
                "concurrency.global": "32", "concurrency.perFile": "5", "rate.bandwidth": "200MiB/s",
                "region": "ap-guangzhou",
            ])
    }

    static var summary: RunSummary { summary(of: records) }

    static func summary(of records: [EntryRecord]) -> RunSummary {
        records.reduce(into: RunSummary()) { $0.add($1) }
    }

    static var records: [EntryRecord] { [film, skipped, hostile, unknown, pending] }

    static func spec(_ id: String?, line: Int, path: String, name: String, type: String = "mp4") -> EntrySpec {
        EntrySpec(
            id: EntryID(rawValue: id ?? path), ordinal: line - 10, line: line, column: 5,
            request: UploadRequest(mediaFilePath: path, mediaType: type, mediaName: name))
    }

    private static var film: EntryRecord {
        var spec = spec("w-2", line: 12, path: "films/wildlife2.mp4", name: "Wildlife II")
        spec.request.subAppId = 1_500_012_345
        spec.request.storageRegion = "ap-chongqing"
        var record = EntryRecord(
            spec: spec, status: .succeeded, files: 2, bytes: 3_221_225_472, bytesSent: 3_229_614_080, attempts: 1)
        record.startedAt = 1_795_471_204.2504
        record.finishedAt = 1_795_471_460.75
        record.fileId = "5285890784273533167"
        record.mediaUrl = "https://1500012345.vod-qcloud.com/a/5285890784273533167/wildlife2.mp4"
        record.coverUrl = "https://1500012345.vod-qcloud.com/a/5285890784273533167/wildlife2.png"
        record.requestId = "6ca31e3a-6b8e-4b4e-9256-fdc700064ef3"
        record.uploads = [
            UploadedFile(path: "wildlife2.mp4", size: 3_221_000_000, crc64: 18_374_686_479_671_623_680, parts: 385),
            UploadedFile(path: "wildlife2.png", size: 225_472, crc64: 0, parts: 1),
        ]
        return record
    }

    private static var skipped: EntryRecord {
        let spec = spec(nil, line: 14, path: "streams/show/master.m3u8", name: "master", type: "m3u8")
        var record = EntryRecord(spec: spec, status: .skipped, files: 412, bytes: 1_288_490_188)
        record.startedAt = 1_795_384_804
        record.finishedAt = 1_795_384_990.004
        record.fileId = "5285890784273533168"
        record.mediaUrl = "https://1500012345.vod-qcloud.com/b/master.m3u8"
        return record
    }

    private static var hostile: EntryRecord {
        let spec = spec(
            "=cmd|'/c calc'!A1", line: 20, path: "films/a,b \"c\".mp4", name: "الفيلم <b>🎬</b>\nline \"\u{301}two")
        var record = EntryRecord(spec: spec, status: .failed, files: 1, bytes: 912, bytesSent: 2_736, attempts: 3)
        record.startedAt = 1_795_471_300
        record.finishedAt = 1_795_471_308.45
        record.fault = ServiceFault(
            code: "InvalidParameterValue.MediaType", faultClass: .rejected,
            message: "-the type `exe`, \"as given\",\r\nis not supported</script><script>alert(1)</script>",
            requestId: "0f2d3f5e", status: 200)
        return record
    }

    private static var unknown: EntryRecord {
        let spec = spec(nil, line: 21, path: "films/storm.mkv", name: "storm", type: "mkv")
        var record = EntryRecord(
            spec: spec, status: .unknown, files: 1, bytes: 52_428_800, bytesSent: 52_428_800, attempts: 1)
        record.startedAt = 1_795_471_310
        record.finishedAt = 1_795_475_399.4999
        record.requestId = "7b1c"
        record.fault = ServiceFault(
            code: "CommitUnresolved", faultClass: .transient,
            message: "the answer to CommitUpload was lost, and the media library does not tell whether it took effect",
            attempts: 4, ambiguous: true)
        return record
    }

    private static var pending: EntryRecord {
        EntryRecord(
            spec: spec(nil, line: 22, path: "+incoming/\u{202E}evil.mp4", name: "@later"), status: .pending, files: 1,
            bytes: 1_048_576)
    }
}

/// The bytes of one report over `records`.
func report(
    _ records: [EntryRecord], run: RunRecord = SampleReport.run,
    _ writer: (@escaping ReportOutput) throws -> some ReportWriter
) throws -> String {
    let collected = Collected()
    var writer = try writer { collected.bytes += $0 }
    try writer.begin(run, SampleReport.summary(of: records))
    for record in records { try writer.add(record) }
    try writer.end()
    return try collected.text()
}

/// What a writer handed over.
final class Collected: Sendable {
    private let state = Mutex<(bytes: [UInt8], pieces: [Int])>(([], []))

    var bytes: [UInt8] {
        get { state.withLock { $0.bytes } }
        set { state.withLock { $0.bytes = newValue } }
    }

    var pieces: [Int] {
        get { state.withLock { $0.pieces } }
        set { state.withLock { $0.pieces = newValue } }
    }

    func text() throws -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw NotUTF8() }
        return text
    }

    struct NotUTF8: Error {}
}
