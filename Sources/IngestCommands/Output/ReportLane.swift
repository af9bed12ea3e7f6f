import Dispatch
import IngestModel
import IngestReport
import Synchronization

/// A report that is written on a thread of its own while the caller reads the next rows, a few hundred of which are under way at
/// most.
///
/// What the report's output throws comes out of a later call. Ends with `end` or `wait`: until then its thread may write.
final class ReportLane: ReportWriter {
    private struct State {
        var writer: any ReportWriter
        var fault: (any Error)?

        /// Does `work`, unless an earlier one has failed.
        mutating func perform(_ work: (inout any ReportWriter) throws -> Void) {
            guard fault == nil else { return }
            do { try work(&writer) } catch { fault = error }
        }
    }

    /// Rows that are handed over together.
    static let batch = 256

    private let queue = DispatchQueue(label: "report")
    private let underWay = DispatchGroup()
    private let state: Mutex<State>
    private let rows = Mutex<[EntryRecord]>([])

    /// A lane for `writer`.
    init(_ writer: any ReportWriter) { state = Mutex(State(writer: writer)) }

    /// Writes what stands before the entries.
    func begin(_ run: RunRecord, _ summary: RunSummary) throws { try perform { try $0.begin(run, summary) } }

    /// Takes one entry.
    func add(_ record: EntryRecord) throws {
        let full = rows.withLock { rows -> [EntryRecord]? in
            rows.append(record)
            return rows.count == Self.batch ? Self.take(&rows) : nil
        }
        if let full { try handOver(full) }
    }

    /// Writes the rows that are left and what stands after them.
    func end() throws {
        try handOver(rows.withLock { Self.take(&$0) })
        wait()
        try perform { try $0.end() }
    }

    /// Returns when nothing is written any more: what the report is written to may be closed then.
    func wait() { underWay.wait() }

    private static func take(_ rows: inout [EntryRecord]) -> [EntryRecord] {
        defer { rows = [] }
        return rows
    }

    /// Begins with `rows` once the former ones are written, so that memory does not grow where writing is slower than reading.
    private func handOver(_ rows: [EntryRecord]) throws {
        wait()
        try perform { _ in }
        queue.async(group: underWay) { [self] in
            state.withLock { state in
                state.perform { writer in
                    for row in rows { try writer.add(row) }
                }
            }
        }
    }

    private func perform(_ work: (inout any ReportWriter) throws -> Void) throws {
        let fault = state.withLock { state in
            state.perform(work)
            return state.fault
        }
        if let fault { throw fault }
    }
}
