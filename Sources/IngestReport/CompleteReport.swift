import Dispatch
import IngestModel
import Synchronization

/// Several reports written in one pass, and the check that they account for every entry: the rows must add up to the summary,
/// status by status, before any of them ends.
///
/// Each report is written on a thread of its own while the caller reads the next rows; a few hundred are under way at most. What a
/// report's output throws comes out of a later call. Every pass ends with `end` or `abandon`: until then its threads may write.
public struct CompleteReport {
    /// One report and the thread that writes it.
    private final class Lane: Sendable {
        private let queue = DispatchQueue(label: "report")
        private let state: Mutex<(writer: any ReportWriter, fault: (any Error)?)>

        init(_ writer: any ReportWriter) { state = Mutex((writer, nil)) }

        /// Does `work` at once, behind what was handed over before.
        func perform(_ work: (inout any ReportWriter) throws -> Void) throws {
            try state.withLock { state in
                if let fault = state.fault { throw fault }
                try work(&state.writer)
            }
        }

        /// Writes `rows` on the lane's thread; `group` is left when that is done.
        func add(_ rows: [EntryRecord], _ group: DispatchGroup) {
            queue.async(group: group) {
                self.state.withLock { state in
                    guard state.fault == nil else { return }
                    do {
                        for row in rows { try state.writer.add(row) }
                    } catch {
                        state.fault = error
                    }
                }
            }
        }
    }

    /// Rows that are handed over together.
    package static let batch = 256

    private let lanes: [Lane]
    private let underWay = DispatchGroup()
    private var rows: [EntryRecord] = []
    private var expected = RunSummary()
    private var written = RunSummary()

    /// A pass over `writers`.
    public init(_ writers: [any ReportWriter]) { lanes = writers.map(Lane.init) }

    /// Begins every report.
    public mutating func begin(_ run: RunRecord, _ summary: RunSummary) throws {
        expected = summary
        for lane in lanes { try lane.perform { try $0.begin(run, summary) } }
    }

    /// Writes one entry into every report.
    public mutating func add(_ record: EntryRecord) throws {
        written.add(record)
        rows.append(record)
        if rows.count == Self.batch { try handOver() }
    }

    /// Ends every report; throws `ReportFault.rowsDisagree` and ends none where an entry is missing or counted twice.
    public mutating func end() throws {
        try handOver()
        underWay.wait()
        guard written == expected else {
            throw ReportFault.rowsDisagree(written: written.planned, planned: expected.planned)
        }
        for lane in lanes { try lane.perform { try $0.end() } }
    }

    /// Returns when nothing is written any more: what the reports are written to may be closed then.
    public func abandon() { underWay.wait() }

    /// Hands the rows over once the former ones are written, so that memory does not grow where writing is slower than reading.
    private mutating func handOver() throws {
        underWay.wait()
        for lane in lanes { try lane.perform { _ in } }
        for lane in lanes { lane.add(rows, underWay) }
        rows.removeAll(keepingCapacity: true)
    }
}
