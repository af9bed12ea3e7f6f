import IngestModel

@testable import IngestPolicy

/// A service, a journal and a shell for one entry, all as values: the machine is driven through them step by step, with
/// every order of answers that a generator picks, and may be killed at any point.
struct MachineWorld {
    /// What ends a drive.
    enum End: Equatable {
        case outcome(EntryOutcome)
        case crashed
    }

    let plan: EntryPlan
    let policy: EntryPolicy
    /// What a crash leaves: durable records, in order.
    private(set) var durable: [EntryChange] = []
    /// Noted, not yet durable.
    private var queued: [EntryChange] = []
    /// Media that the service has made.
    private(set) var media: [String] = []
    /// Which media each session became.
    private var committed: [Int: String] = [:]
    /// Files that a session holds.
    private var stored: [Int: Set<Int>] = [:]
    private var uploads: [String: (session: Int, file: Int, parts: Set<Int>)] = [:]
    private var sessionCount = 0
    private var openedCount = 0
    /// What a second commit of a session does.
    var repeats = CommitRepeats.sameMedium
    /// Looks that see nothing yet, counted down: a medium may take its time to be found.
    var blindLooks = 0
    /// True while the session's commit may have been done and was not looked for since.
    private var isUnclear = false
    /// Files of sessions whose uploads were given up, as the journal keeps them.
    private var abandoned: Set<SessionFile> = []
    private(set) var laws: [String] = []
    private(set) var peak = 0
    private(set) var peakPerFile = 0

    init(plan: EntryPlan, policy: EntryPolicy) {
        self.plan = plan
        self.policy = policy
    }

    /// The progress that the durable records add up to.
    var progress: EntryProgress {
        var progress = durable.reduce(into: EntryProgress(fileCount: plan.files.count)) { $0.apply($1) }
        if case .unknown(let fault) = outcome { progress.unknown = fault }
        return progress
    }

    /// The last one: an unknown one may become another.
    var outcome: EntryOutcome? {
        for case .ended(let outcome) in durable.reversed() { return outcome }
        return nil
    }

    /// Runs one turn. `crash` counts journal writes and step ends down to 0; `faults` decides what each step meets.
    mutating func drive(
        crashAfter crash: Int = .max, stopAfter: Int = .max, random: inout some RandomNumberGenerator,
        fault: (EntryMachine.Step, inout SeededChoice) -> StepFate
    ) -> End {
        // What was only queued when the last turn was killed is lost.
        queued = []
        isUnclear = progress.commitIntended
        var machine = EntryMachine(plan: plan, progress: progress, policy: policy)
        var choice = SeededChoice(seed: random.next())
        var running: [EntryMachine.Step] = []
        var budget = crash
        var untilStop = stopAfter
        var actions = machine.start(now: 0)
        while true {
            for action in actions {
                switch action {
                case .record(let change):
                    guard budget > 0 else { return .crashed }
                    budget -= 1
                    write(queued + [change])
                    queued = []
                case .note(let change): queued.append(change)
                case .start(let step):
                    check(step)
                    running.append(step)
                    watch(running)
                case .cancelRunning: break
                case .finish(let outcome):
                    if !running.isEmpty { laws.append("finished while \(running.count) steps ran") }
                    write(queued)
                    queued = []
                    return .outcome(outcome)
                }
            }
            if untilStop == 0 {
                untilStop = .max
                actions = machine.handle(.stop, now: 0)
                continue
            }
            guard !running.isEmpty else {
                laws.append("nothing runs and nothing is finished")
                return .crashed
            }
            guard budget > 0 else { return .crashed }
            budget -= 1
            untilStop = untilStop == .max ? .max : untilStop - 1
            let step = running.remove(at: Int(choice.next() % UInt64(running.count)))
            actions = machine.handle(answer(step, fault(step, &choice)), now: 0)
        }
    }

    /// Laws that hold whenever a step begins.
    private mutating func check(_ step: EntryMachine.Step) {
        let known = progress
        switch step {
        case .apply: break
        case .put, .initiate:
            if known.session == nil { laws.append("\(step) without a durable session") }
            if case .initiate(let file) = step, !known.files[file].uploadIntended {
                laws.append("\(step) without its intent")
            }
        case .abort(let file):
            if !told.files[file].uploadIntended { laws.append("\(step) of what was never begun") }
        case .lookUp: isUnclear = false
        case .part(let file, _), .complete(let file):
            if known.files[file].uploadId == nil { laws.append("\(step) without a durable upload id") }
            if case .complete = step, !known.files[file].completeIntended { laws.append("\(step) without its intent") }
        case .commit:
            if !known.commitIntended { laws.append("commit without its intent") }
            if isUnclear { laws.append("a commit that may have been done was sent again blindly") }
            isUnclear = true
            if known.files.contains(where: { !$0.isStored }) { laws.append("commit of an incomplete entry") }
        }
        if case .put(0) = step, plan.kind != .file, known.files.dropFirst().contains(where: { !$0.isStored }) {
            // Notes may still be queued: what the machine was told counts.
            let told = (durable + queued).reduce(into: EntryProgress(fileCount: plan.files.count)) { $0.apply($1) }
            if told.files.dropFirst().contains(where: { !$0.isStored }) { laws.append("manifest before its files") }
        }
    }

    /// Makes `changes` durable; what is open when a session is cleared is abandoned.
    private mutating func write(_ changes: [EntryChange]) {
        for change in changes {
            let before = progress
            let session = before.session?.number ?? 0
            let open = before.files.indices.filter { before.files[$0].uploadIntended && !before.files[$0].isStored }
            switch change {
            case .sessionOpened, .sessionDropped: abandoned.formUnion(open.map { SessionFile(session, $0) })
            case .ended(.failed(let fault)) where !fault.faultClass.mayPass:
                abandoned.formUnion(open.map { SessionFile(session, $0) })
            case .uploadAbandoned(let file), .orphanSuspected(let file): abandoned.insert(SessionFile(session, file))
            default: break
            }
            durable.append(change)
        }
    }

    /// Uploads that the store holds and the durable records know nothing of.
    var unknownUploads: [String] {
        let known = progress
        let session = known.session?.number ?? 0
        return uploads.filter { _, upload in
            let isOpen = upload.session == session && known.files[upload.file].uploadIntended
            return !isOpen && !abandoned.contains(SessionFile(upload.session, upload.file))
        }.keys.sorted()
    }

    private mutating func watch(_ running: [EntryMachine.Step]) {
        peak = max(peak, running.count)
        var parts: [Int: Int] = [:]
        for case .part(let file, _) in running { parts[file, default: 0] += 1 }
        peakPerFile = max(peakPerFile, parts.values.max() ?? 0)
    }
}

/// A file within a session.
private struct SessionFile: Hashable {
    var session: Int
    var file: Int

    init(_ session: Int, _ file: Int) {
        self.session = session
        self.file = file
    }
}

/// What the service makes of a second commit of a session: nobody has documented it (vod-api 14).
enum CommitRepeats: CaseIterable {
    case sameMedium, refused, secondMedium
}

/// What a step meets.
enum StepFate {
    /// It is done and its answer arrives.
    case done
    /// It is done and its answer is lost: the client calls that ambiguous.
    case lost
    /// It is not done.
    case refused(ServiceFault)
}

/// A generator that a fate may draw from.
struct SeededChoice: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension MachineWorld {
    private mutating func answer(_ step: EntryMachine.Step, _ fate: StepFate) -> EntryMachine.Event {
        if case .refused(let fault) = fate { return .failed(step, fault, sent: 1) }
        let event = act(step)
        if case .lost = fate {
            return .failed(
                step,
                ServiceFault(
                    code: "NetworkError", faultClass: .transient, message: "the answer was lost", ambiguous: true),
                sent: 1)
        }
        return event
    }

    private mutating func commit(_ step: EntryMachine.Step, in session: Int) -> EntryMachine.Event {
        if stored[session, default: []].count != plan.files.count { laws.append("the service lacks files at commit") }
        if let file = committed[session] {
            switch repeats {
            case .sameMedium: return .committed(CommittedMedia(fileId: file))
            case .refused: return .failed(step, Self.sessionGone, sent: 0)
            case .secondMedium: break
            }
        }
        let file = "\(1_000 + media.count)"
        media.append(file)
        committed[session] = file
        return .committed(CommittedMedia(fileId: file))
    }

    /// What the service does; strict about sessions and uploads.
    private mutating func act(_ step: EntryMachine.Step) -> EntryMachine.Event {
        let session = progress.session?.number ?? 0
        switch step {
        case .apply:
            sessionCount += 1
            guard let key = try? ObjectKey("media/\(sessionCount).mp4") else { preconditionFailure("a valid key") }
            return .applied(
                SessionFacts(
                    number: progress.sessions + 1, bucket: "b-1", storageRegion: "ap-x", mediaKey: key, coverKey: nil,
                    expiresAt: nil, openedAt: 0, sealed: []))
        case .put(let file):
            stored[session, default: []].insert(file)
            return .stored(step, crc64: 1, sent: 1)
        case .initiate(let file):
            // The step ends what an earlier one may have opened unseen.
            for (id, upload) in uploads where upload.session == session && upload.file == file { uploads[id] = nil }
            openedCount += 1
            let id = "u\(openedCount)"
            uploads[id] = (session, file, [])
            return .initiated(file: file, uploadId: id)
        case .part(let file, let number):
            guard let id = told.files[file].uploadId, uploads[id] != nil else { return gone(step) }
            uploads[id]?.parts.insert(number.rawValue)
            return .partStored(file: file, StoredPart(number: number, etag: "e", crc64: 1, size: 1), sent: 1)
        case .complete(let file):
            guard let id = told.files[file].uploadId, let upload = uploads.removeValue(forKey: id) else {
                return gone(step)
            }
            if upload.parts.count != plan.files[file].parts?.count { laws.append("complete without all parts") }
            stored[session, default: []].insert(file)
            return .stored(step, crc64: 1, sent: 0)
        case .abort(let file):
            if let id = told.files[file].uploadId {
                uploads[id] = nil
            } else {
                for (id, upload) in uploads where upload.session == session && upload.file == file { uploads[id] = nil }
            }
            return .aborted(file: file)
        case .lookUp:
            if blindLooks > 0 {
                blindLooks -= 1
                return .lookedUp(nil)
            }
            return .lookedUp(committed[session].map { CommittedMedia(fileId: $0) })
        case .commit: return commit(step, in: session)
        }
    }

    private var told: EntryProgress {
        (durable + queued).reduce(into: EntryProgress(fileCount: plan.files.count)) { $0.apply($1) }
    }

    static func session() throws -> SessionFacts {
        SessionFacts(
            number: 1, bucket: "b-1", storageRegion: "ap-x", mediaKey: try ObjectKey("media/1.mp4"), coverKey: nil,
            expiresAt: nil, openedAt: 0, sealed: [])
    }

    static let sessionGone = ServiceFault(
        code: "InvalidParameterValue.VodSessionKey", faultClass: .expired, message: "no such session", requestId: "r")

    private func gone(_ step: EntryMachine.Step) -> EntryMachine.Event {
        .failed(
            step, ServiceFault(code: "NoSuchUpload", faultClass: .uncertain, message: "the upload is gone"), sent: 0)
    }
}
