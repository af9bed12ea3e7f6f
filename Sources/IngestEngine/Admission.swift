import IngestJournal
import IngestModel
import IngestPolicy

/// Keeps a window of active entries: as many as `entries` allows, in job order, the next one as soon as one ends, so that a
/// long entry holds nobody back and memory is bounded by the window.
struct Admission {
    let journal: Journal
    let context: EntryContext
    let settings: RunSettings

    /// Runs until no unfinished entry is left or the run is stopped; the fault when the journal gave up.
    func run() async -> JournalFault? {
        await withTaskGroup(of: Result<EntryOutcome?, JournalFault>.self) { group in
            var waiting = WaitingEntries(journal: journal, batch: max(16, settings.entries))
            var rule = StopRule(failures: settings.stopFailures, failureRate: settings.stopFailureRate)
            var active = 0
            var fault: JournalFault?
            while true {
                do throws(JournalFault) {
                    while fault == nil, active < settings.entries, context.stop.reason == nil,
                        let entry = try waiting.next()
                    {
                        active += 1
                        group.addTask { await Self.run(entry, context) }
                    }
                } catch {
                    fault = error
                    context.stop.fire(.journal)
                }
                guard let ended = await group.next() else { return fault }
                active -= 1
                switch ended {
                case .success(let outcome): if let outcome { judge(outcome, &rule) }
                case .failure(let failure):
                    fault = fault ?? failure
                    context.stop.fire(.journal)
                }
            }
        }
    }

    /// The outcome of an entry; nil where an earlier run could not tell it and this one cannot either, which is no fault of
    /// tonight.
    private static func run(_ entry: OpenEntry, _ context: EntryContext) async -> Result<EntryOutcome?, JournalFault> {
        do throws(JournalFault) {
            let outcome = try await EntryRunner(entry, context: context).run()
            if case .unknown = outcome, entry.progress.unknown != nil { return .success(nil) }
            return .success(outcome)
        } catch {
            return .failure(error)
        }
    }

    /// Stops the run when the account is refused or too much fails.
    private func judge(_ outcome: EntryOutcome, _ rule: inout StopRule) {
        let reason: StopReason?
        switch outcome {
        case .pending: return
        case .succeeded: reason = rule.note(.succeeded)
        case .unknown: reason = rule.note(.unknown)
        case .failed(let fault):
            reason = rule.note(.failed, faultClass: fault.faultClass)
            if fault.faultClass == .account { context.stop.fire(.account(fault)) }
        }
        if let reason { context.stop.fire(.rule(reason)) }
    }
}

/// Unfinished entries in job order, a batch at a time.
private struct WaitingEntries {
    let journal: Journal
    let batch: Int
    private var read: [OpenEntry] = []
    private var head = 0
    private var last = -1

    init(journal: Journal, batch: Int) {
        self.journal = journal
        self.batch = batch
    }

    mutating func next() throws(JournalFault) -> OpenEntry? {
        if head == read.count {
            read = try journal.openEntries(after: last, limit: batch)
            head = 0
            guard let newest = read.last else { return nil }
            last = newest.plan.spec.ordinal
        }
        head += 1
        return read[head - 1]
    }
}
