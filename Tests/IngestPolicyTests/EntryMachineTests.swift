import IngestModel
import Testing

@testable import IngestPolicy

@Suite struct EntryMachineTests {
    static let mark = FileMark(size: 30, modified: 1, device: 1, inode: 1)

    static func file(_ path: String, _ role: FileRole, parts: Int? = nil) -> PlannedFile {
        PlannedFile(
            path: path, localPath: "/m/" + path, role: role, mark: mark,
            parts: parts.map { PartLayout(partSize: 10, count: $0) })
    }

    static func plan(_ kind: EntryKind, _ files: [PlannedFile], perFile: Int? = nil) -> EntryPlan {
        var request = UploadRequest(mediaFilePath: files[0].path, mediaType: "mp4", mediaName: "m")
        request.concurrentUploadNumber = perFile
        return EntryPlan(
            spec: EntrySpec(id: EntryID(rawValue: "e"), ordinal: 0, line: 1, column: 1, request: request), kind: kind,
            files: files)
    }

    static let plans: [EntryPlan] = [
        plan(.file, [file("a.mp4", .media)]),
        plan(.file, [file("a.mp4", .media), file("a.png", .cover)]),
        plan(.file, [file("a.mp4", .media, parts: 3)]),
        plan(.file, [file("a.mp4", .media, parts: 7), file("a.png", .cover)], perFile: 2),
        plan(.hls, [file("m.m3u8", .manifest), file("v/p.m3u8", .playlist), file("v/1.ts", .segment)]),
        plan(
            .dash,
            [file("m.mpd", .manifest), file("i.mp4", .`init`)] + (1...9).map { file("\($0).m4s", .segment) }
                + [file("big.mp4", .segment, parts: 4)]),
    ]

    static let policy = EntryPolicy(width: 4, perFile: 3)

    @Test("Without faults every plan is committed once, whatever the order of answers", arguments: plans.indices)
    func faultless(_ index: Int) {
        for seed in 0..<40 as Range<UInt64> {
            var random = SeededChoice(seed: seed)
            var world = MachineWorld(plan: Self.plans[index], policy: Self.policy)
            let end = world.drive(random: &random) { _, _ in .done }
            #expect(end == .outcome(.succeeded(CommittedMedia(fileId: "1000"))), "seed \(seed)")
            #expect(world.media == ["1000"])
            #expect(world.laws == [], "seed \(seed)")
        }
    }

    @Test("Crash law: killed at any journal write or answer, the next turns reach one medium", arguments: plans.indices)
    func crashLaw(_ index: Int) {
        var points = 0
        for seed in 0..<4 as Range<UInt64> {
            for crash in 0... {
                var random = SeededChoice(seed: seed)
                var world = MachineWorld(plan: Self.plans[index], policy: Self.policy)
                let first = world.drive(crashAfter: crash, random: &random) { _, _ in .done }
                points += 1
                if first != .crashed { break }
                // Killed a second time on the way, then left alone.
                _ = world.drive(crashAfter: crash / 2 + 1, random: &random) { _, _ in .done }
                if world.outcome == nil { _ = world.drive(random: &random) { _, _ in .done } }
                #expect(world.outcome == .succeeded(CommittedMedia(fileId: "1000")), "seed \(seed), crash \(crash)")
                #expect(world.media.count == 1, "seed \(seed), crash \(crash): \(world.media)")
                #expect(world.laws == [], "seed \(seed), crash \(crash)")
                #expect(world.unknownUploads == [], "seed \(seed), crash \(crash)")
            }
        }
        #expect(points > 8)
    }

    @Test("With random faults a turn ends, keeps the laws and never makes a second medium", arguments: plans.indices)
    func randomFaults(_ index: Int) {
        var succeeded = 0
        var failed = 0
        for seed in 0..<300 as Range<UInt64> {
            var random = SeededChoice(seed: seed)
            var world = MachineWorld(plan: Self.plans[index], policy: Self.policy)
            for _ in 0..<6 where world.outcome == nil {
                _ = world.drive(crashAfter: Int(random.next() % 60) + 1, random: &random) { step, choice in
                    Self.fate(step, &choice)
                }
            }
            if case .succeeded = world.outcome { succeeded += 1 }
            if case .failed = world.outcome { failed += 1 }
            #expect(world.media.count <= 1, "seed \(seed)")
            #expect(world.laws == [], "seed \(seed)")
            #expect(world.unknownUploads == [], "seed \(seed)")
            #expect(world.peak <= Self.policy.width, "seed \(seed)")
        }
        #expect(succeeded > 20 && failed > 3)
    }

    private static func fate(_ step: EntryMachine.Step, _ choice: inout SeededChoice) -> StepFate {
        switch choice.next() % 40 {
        case 0: .refused(ServiceFault(code: "ExpiredToken", faultClass: .expired, message: "expired"))
        case 1: .refused(ServiceFault(code: "InvalidArgument", faultClass: .rejected, message: "no"))
        case 2: .lost
        default: .done
        }
    }

    @Test(
        "A stop lets running steps end, begins nothing and leaves the entry to the next turn", arguments: plans.indices)
    func stop(_ index: Int) {
        for after in 0..<12 {
            var random = SeededChoice(seed: UInt64(after))
            var world = MachineWorld(plan: Self.plans[index], policy: Self.policy)
            let end = world.drive(stopAfter: after, random: &random) { _, _ in .done }
            if end == .outcome(.pending) {
                let again = world.drive(random: &random) { _, _ in .done }
                #expect(again == .outcome(.succeeded(CommittedMedia(fileId: "1000"))), "after \(after)")
            }
            #expect(world.media == ["1000"], "after \(after)")
            #expect(world.laws == [], "after \(after)")
        }
    }

    @Test("Uploads fill the width, and the parts of a file its own limit")
    func peaks() {
        var random = SeededChoice(seed: 7)
        var wide = MachineWorld(plan: Self.plans[5], policy: Self.policy)
        _ = wide.drive(random: &random) { _, _ in .done }
        #expect(wide.peak == 4)
        #expect(wide.peakPerFile == 3)
        var narrow = MachineWorld(plan: Self.plans[3], policy: EntryPolicy(width: 8, perFile: 5))
        _ = narrow.drive(random: &random) { _, _ in .done }
        #expect(narrow.peakPerFile == 2, "the entry's ConcurrentUploadNumber wins")
    }

    @Test("A session without life left is not used: the entry starts with a new one")
    func expiredSession() throws {
        var progress = EntryProgress(fileCount: 1)
        progress.apply(
            .sessionOpened(
                SessionFacts(
                    number: 3, bucket: "b-1", storageRegion: "r", mediaKey: try ObjectKey("k"), coverKey: nil,
                    expiresAt: 1_000, openedAt: 0, sealed: [])))
        var late = EntryMachine(plan: Self.plans[0], progress: progress, policy: Self.policy)
        #expect(late.start(now: 941) == [.note(.sessionDropped), .start(.apply)])
        var early = EntryMachine(plan: Self.plans[0], progress: progress, policy: Self.policy)
        #expect(early.start(now: 939) == [.start(.put(0))])
    }

    @Test("An entry that fails by the service's fault keeps its multipart uploads, but not where no later run goes on")
    func keptUploads() {
        let down = ServiceFault(code: "InternalError", faultClass: .transient, message: "down", requestId: "r")
        for goesOn in [true, false] {
            var policy = Self.policy
            policy.goesOnLater = goesOn
            var world = MachineWorld(plan: Self.plans[2], policy: policy)
            var random = SeededChoice(seed: 3)
            var aborts = 0
            let end = world.drive(random: &random) { step, _ in
                if case .abort = step { aborts += 1 }
                if case .part = step { return .refused(down) }
                return .done
            }
            #expect(end == .outcome(.failed(down)))
            #expect((aborts == 0) == goesOn)
            #expect(world.unknownUploads == [])
            #expect(world.laws == [])
        }
    }

    @Test("A failing entry cancels what runs, aborts its multipart uploads and only then ends")
    func failingAborts() {
        let plan = Self.plan(.file, [Self.file("a.mp4", .media, parts: 3)])
        var random = SeededChoice(seed: 3)
        var world = MachineWorld(plan: plan, policy: Self.policy)
        let no = ServiceFault(code: "AccessDenied", faultClass: .rejected, message: "no")
        var aborted = 0
        let end = world.drive(random: &random) { step, _ in
            if case .abort = step { aborted += 1 }
            if case .part = step { return .refused(no) }
            return .done
        }
        #expect(end == .outcome(.failed(no)))
        #expect(aborted == 1)
        #expect(world.laws == [])
    }
}
