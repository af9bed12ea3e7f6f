import IngestModel

/// Shows how a run gets on until it is cancelled.
struct ProgressReporter<C: Clock>: Sendable where C.Duration == Duration {
    private let console: Console
    private let clock: C
    private let mode: ProgressMode
    private let snapshot: @Sendable () async -> ProgressSnapshot

    /// A reporter that asks `snapshot` at each interval of `mode`.
    init(console: Console, clock: C, mode: ProgressMode, snapshot: @escaping @Sendable () async -> ProgressSnapshot) {
        self.console = console
        self.clock = clock
        self.mode = mode
        self.snapshot = snapshot
    }

    /// Shows progress until the task is cancelled; then the status lines are gone.
    func run() async throws {
        guard mode != .none else { return }
        var view = ProgressView(mode: mode, width: console.width)
        defer { console.show(status: []) }
        while !Task.isCancelled {
            let lines = try view.lines(await snapshot())
            if mode == .bar { console.show(status: lines) } else { lines.forEach { console.say($0) } }
            do { try await clock.sleep(for: mode.interval) } catch { return }
        }
    }
}
