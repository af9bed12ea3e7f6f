import IngestModel

/// How progress is shown.
enum ProgressMode: Hashable, Sendable {
    /// Two status lines on a terminal, drawn anew several times a second.
    case bar
    /// A line every few seconds.
    case plain
    /// A JSON object on a line every second.
    case json
    /// Nothing.
    case none

    /// Time between two looks at the run.
    var interval: Duration {
        switch self {
        case .bar: .milliseconds(200)
        case .plain: .seconds(5)
        case .json, .none: .seconds(1)
        }
    }
}

/// Turns snapshots of a run into lines. It remembers the last ones to tell the rate; it knows no clock.
struct ProgressView: Sendable {
    private static let widestBar = 40
    private static let narrowestBar = 10

    /// How it is shown.
    let mode: ProgressMode
    /// Columns there are; a status line takes one less, as a terminal wraps a full line.
    let width: Int
    private var rate = RateEstimate()

    /// A view of `mode` on `width` columns.
    init(mode: ProgressMode, width: Int) {
        self.mode = mode
        self.width = width
    }

    /// The lines for `snapshot`.
    mutating func lines(_ snapshot: ProgressSnapshot) throws -> [String] {
        rate.observe(bytes: snapshot.bytesDone, at: snapshot.elapsed)
        switch mode {
        case .bar: return [barLine(snapshot), entriesText(snapshot)].map { DisplayWidth.cut($0, to: width - 1) }
        case .plain: return [plainLine(snapshot)]
        case .json: return [try JSONText.line(ProgressMessage(snapshot, bytesPerSecond: rate.perSecond))]
        case .none: return []
        }
    }

    private func barLine(_ snapshot: ProgressSnapshot) -> String {
        let facts = "\(percent(snapshot)) \(bytesText(snapshot))"
        let room = min(Self.widestBar, width - 1 - DisplayWidth.of(facts) - 3)
        guard room >= Self.narrowestBar else { return facts }
        let filled = Int(share(snapshot) * Double(room))
        return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: room - filled) + "] " + facts
    }

    private func plainLine(_ snapshot: ProgressSnapshot) -> String {
        "\(Amount.time(snapshot.elapsed)): \(percent(snapshot)) \(bytesText(snapshot)); \(entriesText(snapshot))"
    }

    private func bytesText(_ snapshot: ProgressSnapshot) -> String {
        let done = "\(Amount.bytes(snapshot.bytesDone)) of \(Amount.bytes(snapshot.bytes))"
        if let pause = snapshot.pause { return "\(done), \(text(of: pause))" }
        guard rate.perSecond > 0, snapshot.bytesDone < snapshot.bytes else { return done }
        let left = Double(snapshot.bytes - snapshot.bytesDone) / rate.perSecond
        return "\(done), \(Amount.rate(rate.perSecond)), \(Amount.time(left)) left"
    }

    private func entriesText(_ snapshot: ProgressSnapshot) -> String {
        let ended = EntryStatus.allCases.filter { $0 != .pending && snapshot.count($0) > 0 }
        let done = ended.reduce(0) { $0 + snapshot.count($1) }
        var text = "\(Amount.grouped(done)) of \(Amount.count(snapshot.planned, "entry", "entries"))"
        if !ended.isEmpty {
            text += ": " + ended.map { "\(Amount.grouped(snapshot.count($0))) \($0.rawValue)" }.joined(separator: ", ")
        }
        let now = [
            snapshot.activeEntries > 0 ? "\(snapshot.activeEntries) active" : "",
            snapshot.uploadsInFlight > 0
                ? Amount.count(snapshot.uploadsInFlight, "upload", "uploads") + " in flight" : "",
            snapshot.retries > 0 ? Amount.count(snapshot.retries, "retry", "retries") : "",
        ]
        return ([text] + now.filter { !$0.isEmpty }).joined(separator: "; ")
    }

    private func text(of pause: ProgressSnapshot.Pause) -> String {
        switch pause {
        case .window(let seconds): "window opens in \(Amount.time(seconds))"
        case .throttled(let seconds): "asked to slow down, \(Amount.time(seconds)) to go"
        case .stopping(let reason): "stopping: \(TextTable.visible(reason))"
        }
    }

    /// 0 to 1; a job without bytes counts entries.
    private func share(_ snapshot: ProgressSnapshot) -> Double {
        if snapshot.bytes > 0 { return min(1, max(0, Double(snapshot.bytesDone) / Double(snapshot.bytes))) }
        guard snapshot.planned > 0 else { return 0 }
        return Double(snapshot.planned - snapshot.count(.pending)) / Double(snapshot.planned)
    }

    /// Rounded down: 100% is said when nothing is left.
    private func percent(_ snapshot: ProgressSnapshot) -> String { "\(Int(share(snapshot) * 100))%" }
}

/// A line of `--progress json`. Its fields are added to and never change their meaning.
struct ProgressMessage: Encodable {
    /// Seconds since the run began.
    let elapsed: Double
    /// Entries per status and all of them.
    let planned, succeeded, skipped, failed, unknown, pending: Int
    /// Entries between ApplyUpload and CommitUpload.
    let active: Int
    /// Uploads in flight.
    let uploads: Int
    /// Bytes of all entries, those done, and those sent in this run.
    let bytes, bytesDone, bytesSent: Int64
    /// Over the last seconds.
    let bytesPerSecond: Double
    /// Requests repeated.
    let retries: Int
    /// `window`, `throttled` or `stopping`; absent in normal work.
    let pause: String?

    /// The message for `snapshot`.
    init(_ snapshot: ProgressSnapshot, bytesPerSecond: Double) {
        elapsed = (snapshot.elapsed * 1000).rounded() / 1000
        planned = snapshot.planned
        succeeded = snapshot.count(.succeeded)
        skipped = snapshot.count(.skipped)
        failed = snapshot.count(.failed)
        unknown = snapshot.count(.unknown)
        pending = snapshot.count(.pending)
        active = snapshot.activeEntries
        uploads = snapshot.uploadsInFlight
        bytes = snapshot.bytes
        bytesDone = snapshot.bytesDone
        bytesSent = snapshot.bytesSent
        self.bytesPerSecond = bytesPerSecond.rounded()
        retries = snapshot.retries
        pause =
            switch snapshot.pause {
            case nil: nil
            case .window: "window"
            case .throttled: "throttled"
            case .stopping: "stopping"
            }
    }
}
