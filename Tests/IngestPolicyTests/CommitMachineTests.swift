import IngestModel
import Testing

@testable import IngestPolicy

/// What the machine makes of a commit that may have been done, whatever the service makes of a second one.
@Suite struct CommitMachineTests {
    private static let plan = EntryMachineTests.plans[1]
    private static let policy = EntryMachineTests.policy
    private static let lost = ServiceFault(
        code: "NetworkError", faultClass: .transient, message: "the answer was lost", ambiguous: true)
    private static let first = EntryOutcome.succeeded(CommittedMedia(fileId: "1000"))

    private func world(_ repeats: CommitRepeats, blindLooks: Int = 0) -> MachineWorld {
        var world = MachineWorld(plan: Self.plan, policy: Self.policy)
        world.repeats = repeats
        world.blindLooks = blindLooks
        return world
    }

    /// Runs one turn in which the first `losses` answers to the commit are lost; gives its steps about the commit.
    private func drive(_ world: inout MachineWorld, losses: Int = 0, end: inout MachineWorld.End) -> [EntryMachine.Step]
    {
        var random = SeededChoice(seed: 1)
        var steps: [EntryMachine.Step] = []
        var left = losses
        end = world.drive(random: &random) { step, _ in
            switch step {
            case .commit:
                steps.append(step)
                left -= 1
                return left >= 0 ? .lost : .done
            case .lookUp:
                steps.append(step)
                return .done
            default: return .done
            }
        }
        return steps
    }

    @Test("A commit whose answer is lost is looked for, found and not sent again", arguments: CommitRepeats.allCases)
    func foundAtOnce(_ repeats: CommitRepeats) {
        var world = world(repeats)
        var end = MachineWorld.End.crashed
        #expect(drive(&world, losses: 1, end: &end) == [.commit, .lookUp(1)])
        #expect(end == .outcome(Self.first))
        #expect(world.media == ["1000"])
        #expect(world.laws == [])
    }

    @Test("What a look does not see yet is committed again with the same key, and a refusal is looked after once more")
    func seenLater() {
        var same = world(.sameMedium, blindLooks: 1)
        var end = MachineWorld.End.crashed
        #expect(drive(&same, losses: 1, end: &end) == [.commit, .lookUp(1), .commit])
        #expect(end == .outcome(Self.first))
        var refused = world(.refused, blindLooks: 1)
        #expect(drive(&refused, losses: 1, end: &end) == [.commit, .lookUp(1), .commit, .lookUp(2)])
        #expect(end == .outcome(Self.first))
        #expect(refused.media == ["1000"])
        #expect(same.laws + refused.laws == [])
    }

    @Test("A commit that nothing can be learnt of is unknown after its bounded repeats, with the fault it met")
    func unknown() {
        var silent = world(.sameMedium, blindLooks: .max)
        var end = MachineWorld.End.crashed
        #expect(
            drive(&silent, losses: .max, end: &end)
                == [.commit, .lookUp(1), .commit, .lookUp(2), .commit, .lookUp(3)])
        #expect(end == .outcome(.unknown(Self.lost)))
        #expect(silent.outcome == .unknown(Self.lost))
        var refused = world(.refused, blindLooks: .max)
        #expect(drive(&refused, losses: 1, end: &end) == [.commit, .lookUp(1), .commit, .lookUp(2)])
        #expect(end == .outcome(.unknown(MachineWorld.sessionGone)))
        #expect(refused.media == ["1000"])
    }

    @Test("A look that gets no answer is no evidence: it is repeated, and without an answer nothing is committed again")
    func lookWithoutAnswer() {
        let down = ServiceFault(code: "HTTP503", faultClass: .transient, message: "down")
        for answered in [false, true] {
            var world = world(.secondMedium)
            var random = SeededChoice(seed: 1)
            var steps: [EntryMachine.Step] = []
            let end = world.drive(random: &random) { step, _ in
                switch step {
                case .commit:
                    steps.append(step)
                    return .lost
                case .lookUp(let number):
                    steps.append(step)
                    return answered && number == 3 ? .done : .refused(down)
                default: return .done
                }
            }
            #expect(steps == [.commit, .lookUp(1), .lookUp(2), .lookUp(3)])
            #expect(end == .outcome(answered ? Self.first : .unknown(Self.lost)))
            #expect(world.media == ["1000"])
            #expect(world.laws == [])
        }
    }

    @Test(
        "An entry that an outage left unknown is committed by the next run, whatever a second commit does",
        arguments: CommitRepeats.allCases)
    func outage(_ repeats: CommitRepeats) {
        let down = ServiceFault(code: "InternalError", faultClass: .transient, message: "down", requestId: "r")
        for isDone in [false, true] {
            var world = world(repeats)
            var random = SeededChoice(seed: 1)
            let dark = world.drive(random: &random) { step, _ in
                switch step {
                case .commit: isDone ? .lost : .refused(down)
                case .lookUp: .refused(down)
                default: .done
                }
            }
            #expect(dark == .outcome(.unknown(isDone ? Self.lost : down)))
            var steps: [EntryMachine.Step] = []
            let end = world.drive(random: &random) { step, _ in
                steps.append(step)
                return .done
            }
            #expect(steps == (isDone ? [.lookUp(1)] : [.lookUp(1), .commit]))
            #expect(end == .outcome(Self.first))
            #expect(world.media == ["1000"])
            #expect(world.laws == [])
        }
    }

    @Test("An unknown entry is committed once by a run and not where looking is refused or its session was")
    func unknownAgain() throws {
        var progress = EntryProgress(fileCount: Self.plan.files.count)
        progress.apply(.sessionOpened(try MachineWorld.session()))
        progress.commitIntended = true
        progress.unknown = Self.lost
        var denied = EntryMachine(plan: Self.plan, progress: progress, policy: Self.policy)
        _ = denied.start(now: 0)
        #expect(denied.handle(.lookDenied, now: 0) == [.finish(.unknown(Self.lost))])
        let again = ServiceFault(code: "NetworkError", faultClass: .transient, message: "lost again", ambiguous: true)
        var once = EntryMachine(plan: Self.plan, progress: progress, policy: Self.policy)
        _ = once.start(now: 0)
        #expect(once.handle(.lookedUp(nil), now: 0) == [.start(.commit)])
        #expect(once.handle(.failed(.commit, again, sent: 0), now: 0) == [.start(.lookUp(2))])
        #expect(
            once.handle(.lookedUp(nil), now: 0) == [.record(.ended(.unknown(again))), .finish(.unknown(again))])
        progress.unknown = MachineWorld.sessionGone
        var refused = EntryMachine(plan: Self.plan, progress: progress, policy: Self.policy)
        _ = refused.start(now: 0)
        #expect(refused.handle(.lookedUp(nil), now: 0) == [.finish(.unknown(MachineWorld.sessionGone))])
    }

    @Test("An unknown entry stays what it is where the run is stopped or the account refused before anything is learnt")
    func unknownStopped() throws {
        var progress = EntryProgress(fileCount: Self.plan.files.count)
        progress.apply(.sessionOpened(try MachineWorld.session()))
        progress.commitIntended = true
        progress.unknown = Self.lost
        let refused = ServiceFault(code: "AuthFailure", faultClass: .account, message: "no", requestId: "r")
        var machine = EntryMachine(plan: Self.plan, progress: progress, policy: Self.policy)
        _ = machine.start(now: 0)
        _ = machine.handle(.lookedUp(nil), now: 0)
        #expect(machine.handle(.failed(.commit, refused, sent: 0), now: 0) == [.finish(.unknown(Self.lost))])
    }

    @Test("An entry that an earlier run left unknown is never committed again where its session cannot be opened")
    func unknownBefore() throws {
        var progress = EntryProgress(fileCount: Self.plan.files.count)
        progress.commitIntended = true
        progress.unknown = Self.lost
        let found = CommittedMedia(fileId: "77")
        var lucky = EntryMachine(plan: Self.plan, progress: progress, policy: Self.policy)
        #expect(lucky.start(now: 0) == [.start(.lookUp(1))])
        #expect(
            lucky.handle(.lookedUp(found), now: 0) == [.record(.ended(.succeeded(found))), .finish(.succeeded(found))])
        var unlucky = EntryMachine(plan: Self.plan, progress: progress, policy: Self.policy)
        _ = unlucky.start(now: 0)
        #expect(unlucky.handle(.lookedUp(nil), now: 0) == [.finish(.unknown(Self.lost))])
    }

    @Test("A commit of an earlier run whose session cannot be opened is looked for, and else unknown")
    func lostSession() {
        var progress = EntryProgress(fileCount: Self.plan.files.count)
        progress.commitIntended = true
        var machine = EntryMachine(plan: Self.plan, progress: progress, policy: Self.policy)
        #expect(machine.start(now: 0) == [.start(.lookUp(1))])
        let fault = ServiceFault(
            code: "SessionLost", faultClass: .uncertain,
            message: "a commit was sent by an earlier run whose session can no longer be opened", ambiguous: true)
        #expect(
            machine.handle(.lookedUp(nil), now: 0) == [.record(.ended(.unknown(fault))), .finish(.unknown(fault))])
    }

    @Test("A commit that is refused for certain is taken back, so that the next turn may do it for the first time")
    func refusedForCertain() {
        let busy = ServiceFault(
            code: "RequestLimitExceeded", faultClass: .throttled, message: "slow down", requestId: "r")
        var world = world(.secondMedium)
        var random = SeededChoice(seed: 1)
        let end = world.drive(random: &random) { step, _ in step == .commit ? .refused(busy) : .done }
        #expect(end == .outcome(.failed(busy)))
        #expect(!world.progress.commitIntended)
        #expect(world.media == [])
        let down = ServiceFault(
            code: "InternalError", faultClass: .transient, message: "internal error", requestId: "r")
        var unsure = self.world(.sameMedium)
        let second = unsure.drive(random: &random) { step, _ in step == .commit ? .refused(down) : .done }
        #expect(second == .outcome(.unknown(down)), "an internal error may have come after the work")
        #expect(unsure.progress.commitIntended)
    }

    @Test("A refused session key begins a new session where the commit was never sent before")
    func staleKey() {
        var world = world(.sameMedium)
        var random = SeededChoice(seed: 1)
        var refusals = 1
        let end = world.drive(random: &random) { step, _ in
            guard step == .commit, refusals > 0 else { return .done }
            refusals -= 1
            return .refused(MachineWorld.sessionGone)
        }
        #expect(end == .outcome(Self.first))
        #expect(world.progress.sessions == 2)
    }

    @Test(
        "Crash law of the commit: killed anywhere with any answer lost, one medium at most, whatever a second commit does",
        arguments: CommitRepeats.allCases)
    func crashLaw(_ repeats: CommitRepeats) {
        var succeeded = 0
        for seed in 0..<400 as Range<UInt64> {
            var random = SeededChoice(seed: seed)
            var world = world(repeats)
            for _ in 0..<5 where world.outcome == nil {
                _ = world.drive(crashAfter: Int(random.next() % 14) + 1, random: &random) { step, choice in
                    step == .commit && choice.next() % 2 == 0 ? .lost : .done
                }
            }
            if world.outcome == nil { _ = world.drive(random: &random) { _, _ in .done } }
            if case .succeeded = world.outcome { succeeded += 1 }
            #expect(world.media.count == 1, "seed \(seed)")
            #expect(world.laws == [], "seed \(seed)")
        }
        #expect(succeeded == 400)
    }
}
