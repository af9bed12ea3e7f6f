import IngestModel
import Testing

@testable import IngestCommands

@Suite struct ReportAuditTests {
    private func record(_ id: String, _ status: EntryStatus, fileId: String? = nil, fault: Bool = false) -> EntryRecord
    {
        let spec = EntrySpec(
            id: EntryID(rawValue: id), ordinal: 0, line: 1, column: 1,
            request: UploadRequest(mediaFilePath: "a.mp4", mediaType: "mp4", mediaName: "a"))
        var record = EntryRecord(spec: spec, status: status, files: 1, bytes: 1)
        record.fileId = fileId
        if fault { record.fault = ServiceFault(code: "X", faultClass: .rejected, message: "no") }
        return record
    }

    @Test("A sound report has no faults")
    func sound() {
        #expect(
            ReportAudit.faults([
                record("a", .succeeded, fileId: "1"), record("b", .skipped, fileId: "2"),
                record("c", .failed, fault: true),
                record("d", .unknown, fault: true), record("e", .pending),
            ]) == [])
    }

    @Test("Every contradiction is named")
    func contradictions() {
        #expect(
            ReportAudit.faults([
                record("a", .succeeded), record("a", .failed, fault: true),
                record("b", .skipped, fileId: "1", fault: true),
                record("c", .failed), record("d", .unknown), record("e", .pending, fileId: "2"),
            ]) == [
                "`a` is succeeded without a FileId", "`a` has more than one row", "`b` is skipped with an error",
                "`c` is failed without a reason", "`d` is unknown without a reason", "`e` is pending with a FileId",
            ])
    }
}
