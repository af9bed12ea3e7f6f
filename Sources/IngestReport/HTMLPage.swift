import IngestModel

/// What the template shows above the entries; the names are the template's.
struct HTMLPage {
    /// A number under its label.
    struct Tile {
        var label: String
        var value: String
        var tone = ""
        var isSome = true
    }

    /// A bar; lengths are thousandths of the full one.
    struct Bar {
        var label: String
        var value = ""
        var tone = ""
        var x = 0
        var width: Int
    }

    let tool: String
    let runId: String
    let job: String
    let isEmulator: Bool
    let started: String
    let finished: String?
    let duration: String?
    let verdict: String
    let tone: String
    let tiles: [Tile]
    let segments: [Bar]
    let chartLabel: String
    let byteBars: [Bar]
    let errors: [Bar]
    let hasErrors: Bool
    let facts: [Tile]
    let rowCount: String
    let note: String?

    init(tool: ReportTool, run: RunRecord, summary: RunSummary, budget: RowBudget, companion: String?) {
        self.tool = "\(tool.name) \(tool.version)"
        runId = run.id
        job = run.job
        isEmulator = run.target == .emulator
        started = ReadableText.moment(run.startedAt) ?? ""
        finished = run.finishedAt.flatMap(ReadableText.moment)
        let span = run.finishedAt.map { Int64(max(0, min($0 - run.startedAt, 1e12)) * 1_000) }
        duration = span.map(ReadableText.duration(milliseconds:))
        (verdict, tone) = Self.verdict(run, summary)
        tiles = Self.tiles(summary)
        segments = Self.segments(summary)
        chartLabel = segments.isEmpty ? "No entries" : segments.map(\.label).joined(separator: ", ")
        byteBars = Self.byteBars(summary)
        errors = Self.errors(summary)
        hasErrors = !errors.isEmpty
        facts = Self.facts(run)
        rowCount = budget.isCut ? "\(ReadableText.count(budget.shown)) rows" : ReadableText.entries(summary.planned)
        note = budget.note(summary, companion: companion)
    }

    private static func verdict(_ run: RunRecord, _ summary: RunSummary) -> (String, String) {
        let bad = summary.count(.failed) + summary.count(.unknown)
        if bad > 0 {
            return ("\(ReadableText.entries(bad)) failed or unknown", summary.count(.failed) > 0 ? "failed" : "unknown")
        }
        if summary.count(.pending) > 0 {
            return ("\(ReadableText.entries(summary.count(.pending))) pending", "pending")
        }
        return run.interrupted ? ("interrupted, every entry done", "unknown") : ("complete", "succeeded")
    }

    private static func tiles(_ summary: RunSummary) -> [Tile] {
        let counts = EntryStatus.allCases.map { status in
            Tile(
                label: status.rawValue, value: ReadableText.count(summary.count(status)), tone: status.rawValue,
                isSome: summary.count(status) > 0)
        }
        return [Tile(label: "planned", value: ReadableText.count(summary.planned))] + counts + [
            Tile(label: "files", value: ReadableText.count(summary.files)),
            Tile(label: "size", value: ReadableText.bytes(summary.bytes)),
        ]
    }

    private static func segments(_ summary: RunSummary) -> [Bar] {
        let present = EntryStatus.allCases.filter { summary.count($0) > 0 }
        // Each status that occurs is seen, one failure in a million included: 6 thousandths each, the rest by share.
        let shared = 1_000 - 6 * present.count
        var x = 0
        return present.enumerated().map { index, status in
            let count = summary.count(status)
            let share = 6 + Int(Double(shared) * Double(count) / Double(summary.planned))
            let width = index == present.count - 1 ? 1_000 - x : share
            defer { x += width }
            return Bar(
                label: "\(ReadableText.count(count)) \(status.rawValue)", tone: status.rawValue, x: x, width: width)
        }
    }

    private static func byteBars(_ summary: RunSummary) -> [Bar] {
        let largest = Double(max(1, summary.bytes, summary.bytesSent))
        func bar(_ label: String, _ bytes: Int64, _ tone: String) -> Bar {
            let width = Int((Double(bytes) / largest * 1_000).rounded())
            return Bar(label: label, value: ReadableText.bytes(bytes), tone: tone, width: width)
        }
        return [
            bar("of all entries", summary.bytes, "bytes"),
            bar("sent, repeats included", summary.bytesSent, summary.bytesSent > summary.bytes ? "again" : "bytes"),
        ]
    }

    private static func errors(_ summary: RunSummary) -> [Bar] {
        let byCount = summary.errorsByCode.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let most = Double(max(1, byCount.first?.value ?? 1))
        return byCount.map { code, count in
            let width = Int((Double(count) / most * 1_000).rounded())
            return Bar(label: code, value: ReadableText.entries(count), width: width)
        }
    }

    private static func facts(_ run: RunRecord) -> [Tile] {
        let own = [
            ("run", run.id), ("job", run.job), ("job digest (SHA-256)", run.jobDigest), ("target", run.target.rawValue),
            ("started", Timestamp.text(run.startedAt) ?? ""),
            ("finished", run.finishedAt.flatMap(Timestamp.text) ?? "not finished"),
            ("interrupted", run.interrupted ? "yes" : "no"),
        ]
        let settings = run.settings.sorted { $0.key < $1.key }
        return (own + settings.map { ($0.key, $0.value) }).map { Tile(label: $0.0, value: $0.1) }
    }
}
