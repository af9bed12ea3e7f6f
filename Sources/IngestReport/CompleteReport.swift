import IngestModel

/// Several reports written in one pass, and the check that they account for every entry: the rows must add up to the summary,
/// status by status, before any of them ends.
public struct CompleteReport: ReportWriter {
    private var writers: [any ReportWriter]
    private var expected = RunSummary()
    private var written = RunSummary()

    /// A pass over `writers`.
    public init(_ writers: [any ReportWriter]) { self.writers = writers }

    /// Begins every report.
    public mutating func begin(_ run: RunRecord, _ summary: RunSummary) throws {
        expected = summary
        for index in writers.indices { try writers[index].begin(run, summary) }
    }

    /// Writes one entry into every report.
    public mutating func add(_ record: EntryRecord) throws {
        written.add(record)
        for index in writers.indices { try writers[index].add(record) }
    }

    /// Ends every report; throws `ReportFault.rowsDisagree` and ends none where an entry is missing or counted twice.
    public mutating func end() throws {
        guard written == expected else {
            throw ReportFault.rowsDisagree(written: written.planned, planned: expected.planned)
        }
        for index in writers.indices { try writers[index].end() }
    }
}
