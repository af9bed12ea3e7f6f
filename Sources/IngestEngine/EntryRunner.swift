import IngestJournal
import IngestModel
import IngestPolicy
import TencentClient

/// Does what one entry's machine says, in its order, and tells it what came of it.
struct EntryRunner: Sendable {
    private let entry: OpenEntry
    private let context: EntryContext

    init(_ entry: OpenEntry, context: EntryContext) {
        self.entry = entry
        self.context = context
    }

    /// Runs the entry to its outcome. Throws only when the journal cannot be written: then nothing more may be done.
    func run() async throws(JournalFault) -> EntryOutcome {
        let box = SessionBox()
        let progress = reopen(entry.progress, into: box)
        let steps = EntrySteps(key: entry.key, plan: entry.plan, context: context, box: box, earlier: progress)
        var turn = EntryTurn(
            machine: EntryMachine(plan: entry.plan, progress: progress, policy: context.policy), progress: progress)
        // One that is unknown is counted as done already.
        let before: EntryStatus = entry.progress.unknown == nil ? .pending : .unknown
        context.progress.entryBegan(stored: before == .unknown ? 0 : progress.bytesStored(entry.plan))
        var actions = turn.machine.start(now: context.now())
        while true {
            switch await generation(&turn, actions, steps) {
            case .success(.ended(let outcome)):
                context.progress.entryEnded(
                    outcome, from: before,
                    bytesLeft: before == .unknown ? 0 : entry.plan.bytes - turn.progress.bytesStored(entry.plan))
                return outcome
            case .success(.again(let next)): actions = next
            case .failure(let fault): throw fault
            }
        }
    }

    /// The progress with its session opened; without one when it cannot be.
    private func reopen(_ progress: EntryProgress, into box: SessionBox) -> EntryProgress {
        guard let facts = progress.session else { return progress }
        var progress = progress
        do {
            guard let payload = context.seal.open(facts.sealed, entry: entry.plan.spec.id, session: facts.number) else {
                progress.session = nil
                return progress
            }
            box.open(try UploadSession(sealedPayload: payload), number: facts.number)
        } catch {
            progress.session = nil
        }
        return progress
    }
}

/// A machine and the progress its changes add up to.
private struct EntryTurn {
    var machine: EntryMachine
    var progress: EntryProgress
}

extension FileProgress {
    /// Bytes of `file` that the current session holds.
    fileprivate func bytesStored(of file: PlannedFile) -> Int64 {
        isStored ? file.mark.size : parts.values.reduce(0) { $0 + $1.size }
    }
}

extension EntryProgress {
    /// Bytes of `plan` that the current session holds.
    fileprivate func bytesStored(_ plan: EntryPlan) -> Int64 {
        zip(plan.files, files).reduce(0) { $0 + $1.1.bytesStored(of: $1.0) }
    }
}

extension EntryRunner {
    private enum Ending {
        case ended(EntryOutcome)
        /// The running steps were cancelled and have ended; these actions come next.
        case again([EntryMachine.Action])
    }

    /// Performs actions until the entry ends or its running steps were cancelled and are gone: a cancelled group begins no
    /// further step, so what follows gets a new one.
    private func generation(
        _ turn: inout EntryTurn, _ first: [EntryMachine.Action], _ steps: EntrySteps
    ) async -> Result<Ending, JournalFault> {
        await withTaskGroup(of: EntryMachine.Event?.self) { group in
            group.addTask { [stop = context.stop] in await stop.wait() ? .stop : nil }
            var actions = first
            while true {
                do throws(JournalFault) {
                    if group.isCancelled, actions.contains(where: \.isStart) { return .success(.again(actions)) }
                    if let outcome = try await perform(actions, &turn, steps, in: &group) {
                        group.cancelAll()
                        return .success(.ended(outcome))
                    }
                } catch {
                    group.cancelAll()
                    return .failure(error)
                }
                // A nil is a stop listener that was cancelled; when nothing is left, nothing can happen any more.
                var event: EntryMachine.Event?
                while event == nil, let next = await group.next() { event = next }
                guard let event else { return .success(.ended(.pending)) }
                actions = handle(event, &turn)
            }
        }
    }

    /// What the machine says to `event`. The first fault of the account ends the run and its entry with it; entries that meet
    /// it later only stop.
    private func handle(_ event: EntryMachine.Event, _ turn: inout EntryTurn) -> [EntryMachine.Action] {
        var actions: [EntryMachine.Action] = []
        if let fault = event.accountFault, !context.stop.fire(.account(fault)) {
            actions = turn.machine.handle(.stop, now: context.now())
        }
        return actions + turn.machine.handle(event, now: context.now())
    }

    /// Performs `actions` in order; the outcome when one of them is the end.
    private func perform(
        _ actions: [EntryMachine.Action], _ turn: inout EntryTurn, _ steps: EntrySteps,
        in group: inout TaskGroup<EntryMachine.Event?>
    ) async throws(JournalFault) -> EntryOutcome? {
        for action in actions {
            switch action {
            case .record(let change):
                count(change, in: &turn)
                try await context.changes.record(change, of: entry.key)
            case .note(let change):
                count(change, in: &turn)
                context.changes.note(change, of: entry.key)
            case .start(let step):
                let situation = EntrySteps.Situation(
                    file: step.file.map { turn.progress.files[$0] },
                    facts: turn.progress.session ?? entry.progress.session)
                // Before the bookkeeping of others: what fills the line comes first.
                group.addTask(priority: .high) { await steps.perform(step, situation) }
            case .cancelRunning: group.cancelAll()
            case .finish(let outcome): return outcome
            }
        }
        return nil
    }

    /// Keeps the progress and what people are shown of it.
    private func count(_ change: EntryChange, in turn: inout EntryTurn) {
        let files = entry.plan.files
        let difference: Int64 =
            switch change {
            case .fileStored(let file, _, _):
                files[file].mark.size - turn.progress.files[file].bytesStored(of: files[file])
            case .partStored(_, let part, _): part.size
            case .uploadDropped(let file), .uploadAbandoned(let file):
                -turn.progress.files[file].bytesStored(of: files[file])
            case .sessionOpened, .sessionDropped: -turn.progress.bytesStored(entry.plan)
            case .uploadIntended, .uploadOpened, .completeIntended, .commitIntended, .commitRefused, .orphanSuspected,
                .sent, .ended:
                0
            }
        turn.progress.apply(change)
        if difference != 0 { context.progress.stored(difference) }
    }
}

extension EntryMachine.Action {
    fileprivate var isStart: Bool { if case .start = self { true } else { false } }
}

extension EntryMachine.Event {
    /// The account's fault that it tells of. Looking for a medium is a right of its own, which an account that uploads may
    /// lack.
    fileprivate var accountFault: ServiceFault? {
        guard case .failed(let step, let fault, _) = self, fault.faultClass == .account else { return nil }
        if case .lookUp = step { return nil }
        return fault
    }
}
