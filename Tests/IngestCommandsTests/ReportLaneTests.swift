import IngestModel
import IngestReport
import Synchronization
import Testing

@testable import IngestCommands

@Suite struct ReportLaneTests {
    private struct Full: Error {}

    /// Takes note of what it is told; refuses the entry called `refused`.
    private final class Notes: ReportWriter {
        let lines = Mutex<[String]>([])
        private let refused: String?

        init(refusing refused: String? = nil) { self.refused = refused }

        func begin(_ run: RunRecord, _ summary: RunSummary) { lines.withLock { $0.append("begin \(run.job)") } }
        func add(_ record: EntryRecord) throws {
            if record.spec.id.rawValue == refused { throw Full() }
            lines.withLock { $0.append(record.spec.id.rawValue) }
        }
        func end() { lines.withLock { $0.append("end") } }
    }

    private static let names = (0..<3 * ReportLane.batch + 7).map { "e\($0)" }
    private static let run = RunRecord(
        id: "r", job: "nightly", jobDigest: "d", target: .emulator, startedAt: 1, settings: [:])

    private func write(to lane: ReportLane) throws {
        try lane.begin(Self.run, RunSummary())
        for (ordinal, name) in Self.names.enumerated() {
            let request = UploadRequest(mediaFilePath: name, mediaType: "mp4", mediaName: name)
            let spec = EntrySpec(
                id: EntryID(rawValue: name), ordinal: ordinal, line: 1, column: 1, region: nil, request: request)
            try lane.add(EntryRecord(spec: spec, status: .pending, files: 1, bytes: 1))
        }
        try lane.end()
    }

    @Test("Rows of many batches come to the report in their order, between its begin and its end")
    func order() throws {
        let notes = Notes()
        try write(to: ReportLane(notes))
        #expect(notes.lines.withLock(\.self) == ["begin nightly"] + Self.names + ["end"])
    }

    @Test(
        "What the report refuses comes out, wherever it stands, and nothing is written after it",
        arguments: [0, 300, 774])
    func refusal(position: Int) {
        let notes = Notes(refusing: Self.names[position])
        let lane = ReportLane(notes)
        #expect(throws: Full.self) { try write(to: lane) }
        lane.wait()
        #expect(notes.lines.withLock(\.self) == ["begin nightly"] + Self.names[..<position])
    }
}
