import IngestModel

/// What a machine may do for its entry at once, and when it gives up.
public struct EntryPolicy: Hashable, Sendable {
    /// Upload steps that one entry may have begun or waiting; the run's `global` limit.
    public var width: Int
    /// Parts in flight for one file where the entry says nothing.
    public var perFile: Int
    /// Sessions that one run may open for an entry.
    public var maximumSessions: Int
    /// Times that one file may begin anew within a session.
    public var maximumFileRestarts: Int
    /// Seconds of a session's life below which no further file begins.
    public var sessionMargin: Double

    /// The limits for one entry.
    public init(
        width: Int, perFile: Int, maximumSessions: Int = 4, maximumFileRestarts: Int = 2, sessionMargin: Double = 60
    ) {
        self.width = width
        self.perFile = perFile
        self.maximumSessions = maximumSessions
        self.maximumFileRestarts = maximumFileRestarts
        self.sessionMargin = sessionMargin
    }
}

/// One entry from ApplyUpload to its outcome, as a value that decides and never acts.
///
/// The shell performs the actions of each answer in order: it waits until a `.record` is durable before it goes on, queues a
/// `.note`, begins a `.start` and reports its end as an event. Starting and resuming are the same: `start` looks at the
/// progress that the journal's records add up to.
///
/// Laws: a session is recorded before anything is stored under it; `commitIntended` is recorded before the only commit of
/// a session; no commit before every file is stored; after `.finish` there are no actions. A commit whose answer was lost
/// is repeated with the same session key, never with another one (vod-api 14).
public struct EntryMachine: Sendable {
    /// Something the shell does for the entry; each ends in exactly one event.
    public enum Step: Hashable, Sendable {
        /// ApplyUpload.
        case apply
        /// One PUT of a whole file.
        case put(Int)
        /// Initiate Multipart Upload.
        case initiate(Int)
        /// Upload Part.
        case part(Int, PartNumber)
        /// Complete Multipart Upload.
        case complete(Int)
        /// Abort Multipart Upload.
        case abort(Int)
        /// CommitUpload.
        case commit
    }

    /// What the shell reports.
    public enum Event: Hashable, Sendable {
        /// `.apply` gave a session.
        case applied(SessionFacts)
        /// `.put` or `.complete` stored a file; `sent` counts bytes on the wire.
        case stored(Step, crc64: UInt64?, sent: Int64)
        /// `.initiate` gave an upload id.
        case initiated(file: Int, uploadId: String)
        /// `.part` stored a part.
        case partStored(file: Int, StoredPart, sent: Int64)
        /// `.abort` is over, whatever came of it.
        case aborted(file: Int)
        /// `.commit` gave a medium.
        case committed(CommittedMedia)
        /// A step ended in a fault after all its retries; `sent` counts bytes on the wire.
        case failed(Step, ServiceFault, sent: Int64)
        /// The run ends: nothing new begins, what runs may end.
        case stop
    }

    /// What the shell must do, in order.
    public enum Action: Hashable, Sendable {
        /// Write and wait until it is durable.
        case record(EntryChange)
        /// Write behind everything recorded so far.
        case note(EntryChange)
        /// Begin a step.
        case start(Step)
        /// Cancel the steps that run; each still reports its end.
        case cancelRunning
        /// The turn is over.
        case finish(EntryOutcome)
    }

    enum Phase: Hashable, Sendable {
        case idle, applying, uploading, renewing, committing, finished
        case ending(EntryOutcome)
    }

    let plan: EntryPlan
    let policy: EntryPolicy
    var progress: EntryProgress
    var phase = Phase.idle
    var running: Set<Step> = []
    var stopping = false
    /// Sessions opened in this turn.
    var sessionsOpened = 0
    /// True when this session's commit may already have been sent by an earlier turn or attempt.
    var commitRepeated = false
    /// Files that wait for their first step, in order; a restarted one joins at the end.
    var queue: [Int] = []
    var queueHead = 0
    /// Files with an open multipart upload that have parts left to begin.
    var partFiles: [Int] = []
    /// The next part to look at, by file.
    var nextPart: [Int: Int] = [:]
    /// Parts in flight, by file.
    var partsInFlight: [Int: Int] = [:]
    var restarts: [Int: Int] = [:]
    /// Files whose multipart upload is gone while parts of it still run: what these report no longer counts.
    var restarting: Set<Int> = []
    var filesLeft = 0
    var topEnqueued = false

    /// A machine for `plan`, as far as `progress` says.
    ///
    /// `progress.session` must be nil when its sealed part could not be opened.
    public init(plan: EntryPlan, progress: EntryProgress, policy: EntryPolicy) {
        self.plan = plan
        self.policy = policy
        self.progress = progress
    }

    /// Begins or resumes at `now` (Unix seconds).
    public mutating func start(now: Double) -> [Action] {
        precondition(phase == .idle, "a machine starts once")
        if progress.commitIntended {
            guard progress.session != nil else { return end(.unknown(Self.lostSession)) }
            commitRepeated = true
            phase = .committing
            return [begin(.commit)]
        }
        guard let session = progress.session else { return apply() }
        guard lives(session, now: now) else { return [.note(drop())] + apply() }
        return enterUploading(now: now)
    }

    /// The answer to `event` at `now` (Unix seconds).
    public mutating func handle(_ event: Event, now: Double) -> [Action] {
        guard phase != .finished else { return [] }
        switch event {
        case .applied(let facts):
            running.remove(.apply)
            guard phase == .applying else { return drain(now: now) }
            sessionsOpened += 1
            progress.apply(.sessionOpened(facts))
            return [.record(.sessionOpened(facts))] + enterUploading(now: now)
        case .stored(let step, let crc64, let sent): return stored(step, crc64: crc64, sent: sent, now: now)
        case .initiated(let file, let uploadId):
            running.remove(.initiate(file))
            progress.apply(.uploadOpened(file: file, uploadId: uploadId))
            openParts(of: file)
            return [.record(.uploadOpened(file: file, uploadId: uploadId))] + go(now: now)
        case .partStored(let file, let part, let sent):
            running.remove(.part(file, part.number))
            partsInFlight[file, default: 1] -= 1
            if restarting.contains(file) { return [.note(.sent(sent))] + requeue(file) + go(now: now) }
            progress.apply(.partStored(file: file, part, sent: sent))
            return [.note(.partStored(file: file, part, sent: sent))] + completeIfWhole(file) + go(now: now)
        case .aborted(let file):
            running.remove(.abort(file))
            progress.apply(.uploadDropped(file: file))
            return [.note(.uploadDropped(file: file))] + go(now: now)
        case .committed(let media):
            running.remove(.commit)
            return end(.succeeded(media))
        case .failed(let step, let fault, let sent):
            running.remove(step)
            if case .part(let file, _) = step { partsInFlight[file, default: 1] -= 1 }
            let note: [Action] = sent > 0 ? [.note(.sent(sent))] : []
            return note + failed(step, fault, now: now)
        case .stop:
            stopping = true
            return go(now: now)
        }
    }

    /// True while steps run.
    public var isBusy: Bool { !running.isEmpty }

    static let lostSession = ServiceFault(
        code: "SessionLost", faultClass: .uncertain,
        message: "a commit was sent by an earlier run whose session can no longer be opened", ambiguous: true)
}

// MARK: Sessions

extension EntryMachine {
    private func lives(_ session: SessionFacts, now: Double) -> Bool {
        session.expiresAt.map { $0 - now > policy.sessionMargin } ?? true
    }

    private mutating func drop() -> EntryChange {
        progress.apply(.sessionDropped)
        return .sessionDropped
    }

    private mutating func begin(_ step: Step) -> Action {
        running.insert(step)
        return .start(step)
    }

    private mutating func apply() -> [Action] {
        if stopping { return finish(.pending) }
        phase = .applying
        return [begin(.apply)]
    }

    private mutating func enterUploading(now: Double) -> [Action] {
        phase = .uploading
        commitRepeated = false
        queue = []
        queueHead = 0
        partFiles = []
        nextPart = [:]
        partsInFlight = [:]
        restarts = [:]
        restarting = []
        filesLeft = progress.files.lazy.filter { !$0.isStored }.count
        topEnqueued = plan.kind == .file
        var actions: [Action] = []
        for index in plan.files.indices where !progress.files[index].isStored {
            if index == 0, !topEnqueued { continue }
            if progress.files[index].uploadId != nil {
                openParts(of: index)
                actions += completeIfWhole(index)
            } else {
                queue.append(index)
            }
        }
        return actions + go(now: now)
    }

    /// Starts over with a new session once nothing runs any more.
    private mutating func renew(because fault: ServiceFault, now: Double) -> [Action] {
        guard sessionsOpened < policy.maximumSessions else { return fail(fault) }
        phase = .renewing
        return (running.isEmpty ? [] : [.cancelRunning]) + drain(now: now)
    }
}

// MARK: Uploading

extension EntryMachine {
    /// Goes on in whatever phase the machine is.
    private mutating func go(now: Double) -> [Action] {
        guard phase == .uploading, !stopping else { return drain(now: now) }
        if filesLeft == 0 {
            phase = .committing
            progress.apply(.commitIntended)
            return [.record(.commitIntended), begin(.commit)]
        }
        if let session = progress.session, !lives(session, now: now) {
            return renew(because: Self.expired, now: now)
        }
        if !topEnqueued, filesLeft == 1, !progress.files[0].isStored {
            topEnqueued = true
            queue.append(0)
        }
        var actions: [Action] = []
        while running.count < policy.width, let next = nextUploadSteps() { actions += next }
        return actions
    }

    private mutating func nextUploadSteps() -> [Action]? {
        let limit = plan.spec.request.concurrentUploadNumber ?? policy.perFile
        for slot in partFiles.indices {
            let file = partFiles[slot]
            guard partsInFlight[file, default: 0] < limit else { continue }
            if let number = takePart(of: file) {
                partsInFlight[file, default: 0] += 1
                return [begin(.part(file, number))]
            }
            partFiles.remove(at: slot)
            return []
        }
        guard queueHead < queue.count else { return nil }
        let file = queue[queueHead]
        queueHead += 1
        guard plan.files[file].parts != nil else { return [begin(.put(file))] }
        return [.record(.uploadIntended(file: file)), begin(.initiate(file))]
    }

    private mutating func openParts(of file: Int) {
        nextPart[file] = 1
        partFiles.append(file)
    }

    /// The next part of `file` that is not stored and was not begun; nil when none is left.
    private mutating func takePart(of file: Int) -> PartNumber? {
        guard let layout = plan.files[file].parts else { return nil }
        var candidate = nextPart[file, default: 1]
        while candidate <= layout.count, let number = PartNumber(rawValue: candidate) {
            candidate += 1
            if progress.files[file].parts[number] == nil {
                nextPart[file] = candidate
                return number
            }
        }
        nextPart[file] = candidate
        return nil
    }

    private mutating func completeIfWhole(_ file: Int) -> [Action] {
        guard phase == .uploading, !stopping, let layout = plan.files[file].parts, !running.contains(.complete(file)),
            progress.files[file].parts.count == layout.count
        else { return [] }
        progress.apply(.completeIntended(file: file))
        return [.record(.completeIntended(file: file)), begin(.complete(file))]
    }

    private mutating func stored(_ step: Step, crc64: UInt64?, sent: Int64, now: Double) -> [Action] {
        running.remove(step)
        let file: Int
        switch step {
        case .put(let index), .complete(let index): file = index
        case .apply, .initiate, .part, .abort, .commit: return go(now: now)
        }
        partFiles.removeAll { $0 == file }
        if !progress.files[file].isStored { filesLeft -= 1 }
        let change = EntryChange.fileStored(file: file, crc64: crc64, sent: sent)
        progress.apply(change)
        return [.note(change)] + go(now: now)
    }
}

// MARK: Faults and ends

extension EntryMachine {
    private static let expired = ServiceFault(
        code: "SessionExpired", faultClass: .expired,
        message: "the entry's temporary credentials ran out before it could be finished")

    private mutating func failed(_ step: Step, _ fault: ServiceFault, now: Double) -> [Action] {
        switch phase {
        case .idle, .finished: return []
        case .ending, .renewing: return drain(now: now)
        case .applying, .uploading, .committing: break
        }
        if case .abort(let file) = step {
            progress.apply(.uploadDropped(file: file))
            return go(now: now)
        }
        if fault.faultClass == .cancelled {
            stopping = true
            return drain(now: now)
        }
        switch step {
        case .commit: return commitFailed(fault, now: now)
        case .part(let file, _) where restarting.contains(file):
            return requeue(file) + go(now: now)
        case .part(let file, _) where fault.code == "NoSuchUpload",
            .complete(let file) where fault.code == "NoSuchUpload" || fault.code == "InvalidPart":
            return restart(file, fault, now: now)
        case .apply, .put, .initiate, .part, .complete, .abort: break
        }
        // An expired answer to ApplyUpload is about the account's own credential.
        if fault.faultClass == .expired, step != .apply { return renew(because: fault, now: now) }
        return fail(fault)
    }

    private mutating func commitFailed(_ fault: ServiceFault, now: Double) -> [Action] {
        let gone = fault.code == "InvalidParameterValue.VodSessionKey"
        if fault.ambiguous || (commitRepeated && (gone || fault.code == "ResourceNotFound")) {
            return end(.unknown(fault))
        }
        return gone ? renew(because: fault, now: now) : fail(fault)
    }

    /// The store no longer knows the multipart upload: the file begins anew. Its key stays the same, so what an unseen
    /// Complete may have stored is overwritten with the same bytes.
    private mutating func restart(_ file: Int, _ fault: ServiceFault, now: Double) -> [Action] {
        guard restarts[file, default: 0] < policy.maximumFileRestarts else { return fail(fault) }
        restarts[file, default: 0] += 1
        restarting.insert(file)
        partFiles.removeAll { $0 == file }
        progress.apply(.uploadDropped(file: file))
        return [.record(.uploadDropped(file: file))] + requeue(file) + go(now: now)
    }

    /// Puts a restarted file back in line once none of its old parts runs.
    private mutating func requeue(_ file: Int) -> [Action] {
        guard partsInFlight[file, default: 0] == 0, restarting.remove(file) != nil else { return [] }
        queue.append(file)
        return []
    }

    private mutating func fail(_ fault: ServiceFault) -> [Action] {
        phase = .ending(.failed(fault))
        let cancel: [Action] = running.isEmpty ? [] : [.cancelRunning]
        return cancel + drain(now: 0)
    }

    /// Waits until nothing runs, then does what the phase asks for.
    private mutating func drain(now: Double) -> [Action] {
        guard running.isEmpty else { return [] }
        switch phase {
        case .ending(let outcome):
            let open = progress.files.indices.filter { progress.files[$0].uploadId != nil && !progress.files[$0].isStored }
            if open.isEmpty || stopping { return end(outcome) }
            return open.map { begin(.abort($0)) }
        case .renewing:
            return [.record(drop())] + apply()
        case .committing: return stopping ? finish(.pending) : []
        case .idle, .applying, .uploading: return stopping ? finish(.pending) : []
        case .finished: return []
        }
    }

    private mutating func end(_ outcome: EntryOutcome) -> [Action] {
        [.record(.ended(outcome))] + finish(outcome)
    }

    private mutating func finish(_ outcome: EntryOutcome) -> [Action] {
        phase = .finished
        return [.finish(outcome)]
    }
}
