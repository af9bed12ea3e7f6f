import IngestModel
import IngestPolicy

/// Writes a plan, entry by entry.
struct PlanOutput {
    /// A setting in the JSON.
    private struct Setting: Encodable {
        let key: String
        let value: String?
        let origin: String
    }

    /// The end of the JSON.
    private struct Totals: Encodable {
        let totals: PlanTotals
        let states: [String: Int]
        let largest: [PlanTotals.Large]
        let estimatedSeconds: Double
        let bound: String
    }

    private let format: PlanFormat
    private let console: Console
    private let listed: Int
    private var table = TextTable([.right, .left, .left, .right, .right, .right, .right, .right, .left])
    private var count = 0

    /// Output in `format`; the text lists at most `listed` entries.
    init(format: PlanFormat, console: Console, listed: Int) {
        self.format = format
        self.console = console
        self.listed = listed
        table.add(["LINE", "ID", "KIND", "FILES", "BYTES", "PARTS", "REQUESTS", "TIME", "STATE"])
    }

    /// Writes what stands before the entries.
    func begin(name: String, rows: [Settings.Row]) throws {
        switch format {
        case .ndjson: return
        case .json:
            let settings = rows.map { Setting(key: $0.key, value: $0.value, origin: $0.origin.text) }
            let shown = rows.isEmpty ? "" : "\"settings\":\(try JSONText.line(settings)),\n"
            console.write("{\"job\":\(try JSONText.line(name)),\n\(shown)\"entries\":[")
        case .text:
            guard !rows.isEmpty else { return }
            var table = TextTable([.left, .left, .left])
            table.add(["SETTING", "VALUE", "FROM"])
            for row in rows { table.add([row.key, row.value ?? "–", row.origin.text]) }
            console.write(table.lines.joined(separator: "\n") + "\n\n")
        }
    }

    /// Writes one entry.
    mutating func add(_ row: PlanRow) throws {
        count += 1
        switch format {
        case .json: console.write((count == 1 ? "\n" : ",\n") + (try JSONText.line(row)))
        case .ndjson: console.write(try JSONText.line(row) + "\n")
        case .text:
            guard count <= listed else { return }
            table.add([
                String(row.line), row.id, row.kind.rawValue, Amount.grouped(row.files.count), Amount.bytes(row.bytes),
                Amount.grouped(row.parts), Amount.grouped(row.requests), Amount.time(row.seconds), row.state.rawValue,
            ])
        }
    }

    /// Writes what stands after the entries.
    func end(_ totals: PlanTotals, _ estimate: PlanEstimate) throws {
        let seconds = estimate.duration / .seconds(1)
        switch format {
        case .ndjson: return
        case .json:
            let states = Dictionary(uniqueKeysWithValues: totals.states.map { ($0.key.rawValue, $0.value) })
            let tail = Totals(
                totals: totals, states: states, largest: totals.largest,
                estimatedSeconds: (seconds * 1000).rounded() / 1000,
                bound: estimate.bound.rawValue)
            console.write("\n],\n" + (try JSONText.line(tail)).dropFirst() + "\n")
        case .text:
            var lines = table.lines
            if count > listed {
                lines.append("… and \(Amount.grouped(count - listed)) more; `--format ndjson` lists all of them")
            }
            console.write(
                (lines + [""] + Self.largest(totals) + [Self.sum(totals)] + Self.left(totals, estimate, seconds))
                    .joined(separator: "\n") + "\n")
        }
    }

    /// The largest entries, where there are more than these.
    private static func largest(_ totals: PlanTotals) -> [String] {
        guard totals.entries > totals.largest.count else { return [] }
        var table = TextTable([.right, .left, .right, .right])
        table.add(["LINE", "LARGEST", "FILES", "BYTES"])
        for entry in totals.largest {
            table.add([String(entry.line), entry.id, Amount.grouped(entry.files), Amount.bytes(entry.bytes)])
        }
        return table.lines + [""]
    }

    private static func sum(_ totals: PlanTotals) -> String {
        let states = PlanState.allCases.compactMap { state in
            totals.states[state].map { "\(Amount.grouped($0)) \(state.rawValue)" }
        }
        return amounts(
            totals.entries, totals.files, totals.bytes, totals.parts, totals.requests, totals.apiCalls)
            + (states.isEmpty ? "" : " (\(states.joined(separator: ", ")))")
    }

    private static func left(_ totals: PlanTotals, _ estimate: PlanEstimate, _ seconds: Double) -> [String] {
        guard totals.entriesLeft > 0 else { return ["nothing is left to do"] }
        let time = "about \(Amount.time(seconds)), bound by \(words(estimate.bound))"
        guard totals.entriesLeft < totals.entries else { return [time] }
        let left = amounts(
            totals.entriesLeft, totals.filesLeft, totals.bytesLeft, totals.partsLeft, totals.requestsLeft,
            totals.apiCallsLeft)
        return ["left: \(left); \(time)"]
    }

    private static func amounts(
        _ entries: Int, _ files: Int, _ bytes: Int64, _ parts: Int, _ requests: Int, _ apiCalls: Int
    ) -> String {
        [
            Amount.count(entries, "entry", "entries"), Amount.count(files, "file", "files"), Amount.bytes(bytes),
            Amount.count(parts, "part", "parts"),
            Amount.count(requests, "request", "requests") + ", \(Amount.grouped(apiCalls)) of them to the API",
        ].joined(separator: ", ")
    }

    private static func words(_ bound: PlanEstimate.Bound) -> String {
        switch bound {
        case .concurrency: "the uploads in flight (`--global`)"
        case .bandwidth: "the bandwidth (`--bandwidth`)"
        case .requestRate: "the request rate (`--requests`)"
        case .largestFile: "the largest file (`--per-file`)"
        }
    }
}
