import IngestEngine
import IngestModel
import IngestPolicy
import Testing

@testable import IngestCommands

@Suite struct RunOutcomeTests {
    private static func record(_ status: EntryStatus, line: Int = 1) -> EntryRecord {
        let spec = EntrySpec(
            id: EntryID(rawValue: "e\(line)"), ordinal: line, line: line, column: 3,
            request: UploadRequest(mediaFilePath: "a.mp4", mediaType: "mp4", mediaName: "a"))
        var record = EntryRecord(spec: spec, status: status, files: 1, bytes: 1024, bytesSent: 1024, attempts: 1)
        if status == .failed || status == .unknown {
            record.fault = ServiceFault(
                code: "cos.SlowDown", faultClass: .throttled, message: "please\nslow down", requestId: "r-\(line)")
        }
        return record
    }

    private static func summary(_ statuses: EntryStatus...) -> RunSummary {
        statuses.reduce(into: RunSummary()) { $0.add(record($1)) }
    }

    private static let fault = ServiceFault(code: "AuthFailure", faultClass: .account, message: "no")

    @Test(
        "The exit code follows from the end and the totals",
        arguments: [
            (.finished, summary(.succeeded, .skipped), .success), (.finished, RunSummary(), .success),
            (.finished, summary(.succeeded, .failed), .entriesFailed),
            (.finished, summary(.succeeded, .unknown), .entriesFailed),
            (.finished, summary(.succeeded, .pending), .defect),
            (.stopped(.signal(2)), summary(.failed, .pending), .interrupted),
            (.stopped(.signal(15)), summary(.pending), .terminated),
            (.stopped(.rule(.failures(3))), summary(.failed, .pending), .stoppedByLimit),
            (.stopped(.window), summary(.pending), .stoppedByLimit),
            (.stopped(.account(fault)), summary(.failed, .pending), .accountRefused),
            (.stopped(.rule(.account)), summary(.failed, .pending), .accountRefused),
            (.stopped(.journal), summary(.pending), .stateOrReport),
        ] as [(EngineEnd, RunSummary, ExitCode)])
    func codes(end: EngineEnd, summary: RunSummary, code: ExitCode) {
        #expect(ExitCode.of(end, summary) == code)
    }

    @Test("The summary names the first failures, each on one line, and where the reports are")
    func text() {
        let failures = (1...12).map { Self.record(.failed, line: $0) }
        let summary = failures.reduce(into: Self.summary(.succeeded)) { $0.add($1) }
        let lines = RunSummaryText(
            name: "nightly", target: .service, end: .finished, seconds: 65, summary: summary, bytesSent: 2048,
            failures: Array(failures.prefix(10)), reports: ["r.csv"]
        ).lines
        #expect(lines.count == 3 + 10 + 2)
        #expect(
            Array(lines.prefix(4)) == [
                "nightly, 1m 05s: finished", "  13 entries: 1 succeeded, 12 failed",
                "  13 files, 13.0 KiB; 2.0 KiB sent",
                "  failed: line 1, `e1`: cos.SlowDown (throttled): request r-1; please·slow down",
            ])
        #expect(Array(lines.suffix(2)) == ["  … and 2 more; the report has all of them", "  report: r.csv"])
    }

    @Test("A run that was stopped says by what")
    func stopped() {
        let lines = RunSummaryText(
            name: "nightly", target: .emulator, end: .stopped(.window), seconds: 1, summary: Self.summary(.pending),
            bytesSent: 0, failures: [], reports: []
        ).lines
        #expect(lines.first == "nightly on the emulator, 1s: stopped because the schedule's window closed")
    }
}
