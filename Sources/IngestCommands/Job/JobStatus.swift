import IngestJournal
import IngestModel
import IngestReport

/// How far a job is, by its state file.
struct JobStatus {
    /// The JSON of `status`. Its fields are added to and never change their meaning.
    struct Document: Encodable {
        let job: String
        let run: String
        /// `running`, `ended`, `interrupted` (by a signal or a limit) or `killed`.
        let state: String
        let startedAt: String?
        let finishedAt: String?
        /// Entries.
        let planned, succeeded, skipped, failed, unknown, pending, active: Int
        let bytes, bytesDone: Int64
        /// Over the whole run so far.
        let bytesPerSecond: Double?
        let secondsLeft: Double?
        /// Failed and unknown entries by code.
        let errors: [String: Int]
    }

    /// All of it.
    let document: Document

    /// Reads `journal`. `isRunning` says whether a run holds it at the moment.
    init(journal: Journal, number: Int64, run: RunRecord, isRunning: Bool, now: Double) throws(JournalFault) {
        var summary = RunSummary()
        var doneBefore: Int64 = 0
        var doneNow: Int64 = 0
        try journal.forEachRecord(run: number, uploads: false) { record in
            summary.add(record)
            guard record.status != .pending else { return }
            if record.finishedAt ?? 0 >= run.startedAt { doneNow += record.bytes } else { doneBefore += record.bytes }
        }
        let stored = try journal.storedBytes()
        let elapsed = (run.finishedAt ?? now) - run.startedAt
        let rate = elapsed > 0 ? Double(doneNow + stored) / elapsed : 0
        let left = summary.bytes - doneBefore - doneNow - stored
        document = Document(
            job: run.job, run: run.id, state: Self.state(run, isRunning: isRunning),
            startedAt: Timestamp.text(run.startedAt),
            finishedAt: run.finishedAt.flatMap(Timestamp.text), planned: summary.planned,
            succeeded: summary.count(.succeeded),
            skipped: summary.count(.skipped), failed: summary.count(.failed), unknown: summary.count(.unknown),
            pending: summary.count(.pending), active: isRunning ? try journal.openSessions() : 0, bytes: summary.bytes,
            bytesDone: doneBefore + doneNow + stored, bytesPerSecond: isRunning && rate > 0 ? rate.rounded() : nil,
            secondsLeft: isRunning && rate > 0 ? (Double(max(0, left)) / rate).rounded(.up) : nil,
            errors: summary.errorsByCode)
    }

    private static func state(_ run: RunRecord, isRunning: Bool) -> String {
        if isRunning { return "running" }
        guard run.finishedAt != nil else { return "killed" }
        return run.interrupted ? "interrupted" : "ended"
    }

    /// The text of `status`.
    var lines: [String] {
        var lines = ["\(TextTable.visible(document.job)): \(headline)"]
        let counts: [(Int, String)] = [
            (document.succeeded, "succeeded"), (document.skipped, "skipped"), (document.failed, "failed"),
            (document.unknown, "unknown"), (document.pending, "pending"),
        ]
        lines.append(
            "\(Amount.count(document.planned, "entry", "entries")): "
                + counts.filter { $0.0 > 0 }.map { "\(Amount.grouped($0.0)) \($0.1)" }.joined(separator: ", ")
                + (document.active > 0 ? " (\(Amount.grouped(document.active)) of them in flight)" : ""))
        lines.append("\(Amount.bytes(document.bytesDone)) of \(Amount.bytes(document.bytes)) done" + pace)
        for (code, count) in document.errors.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
            lines.append("  \(Amount.grouped(count)) × \(code)")
        }
        return lines
    }

    private var headline: String {
        let since = document.startedAt ?? "an unknown time"
        switch document.state {
        case "running": return "running since \(since)"
        case "killed": return "a run begun at \(since) was killed; run again to go on"
        case "interrupted": return "stopped early at \(document.finishedAt ?? since); run again to go on"
        default: return "ended at \(document.finishedAt ?? since)"
        }
    }

    private var pace: String {
        guard let rate = document.bytesPerSecond, let left = document.secondsLeft else { return "" }
        return ", \(Amount.rate(rate)), about \(Amount.time(left)) left"
    }
}
