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
    /// Times that one turn may send the commit of a session.
    public var maximumCommits: Int
    /// Seconds of a session's life below which no further file begins.
    public var sessionMargin: Double
    /// True where a later run goes on with what a failed entry has stored.
    public var goesOnLater: Bool

    /// The limits for one entry.
    public init(
        width: Int, perFile: Int, maximumSessions: Int = 4, maximumFileRestarts: Int = 2, maximumCommits: Int = 3,
        sessionMargin: Double = 60, goesOnLater: Bool = true
    ) {
        self.width = width
        self.perFile = perFile
        self.maximumSessions = maximumSessions
        self.maximumFileRestarts = maximumFileRestarts
        self.maximumCommits = maximumCommits
        self.sessionMargin = sessionMargin
        self.goesOnLater = goesOnLater
    }
}

/// One entry from ApplyUpload to its outcome, as a value that decides and never acts.
///
/// The shell performs the actions of each answer in order: it waits until a `.record` is durable before it goes on, queues a
/// `.note`, begins a `.start` and reports its end as an event. Starting and resuming are the same: `start` looks at the
/// progress that the journal's records add up to.
///
/// Laws: a session is recorded before anything is stored under it; `commitIntended` is recorded before the first commit of
/// a session; no commit before every file is stored; after `.finish` there are no actions. A commit that may have been
/// done is never sent again before the medium was looked for, and then with the same session key only (vod-api 14).
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
        /// Looks for the medium of a commit that may have been done; the number counts the looks of a turn from 1.
        case lookUp(Int)
    }

    /// What the shell reports.
    public enum Event: Hashable, Sendable {
        /// `.apply` gave a session.
        case applied(SessionFacts)
        /// `.put` or `.complete` stored a file; `sent` counts bytes on the wire.
        case stored(Step, crc64: UInt64?, sent: Int64)
        /// `.initiate` gave an upload id, for the file as it was at `stamp`. `orphan` is true where another upload of the
        /// file may have been opened unseen and could not be ended.
        case initiated(file: Int, uploadId: String, stamp: Int64? = nil, orphan: Bool = false)
        /// `.part` stored a part.
        case partStored(file: Int, StoredPart, sent: Int64)
        /// `.abort` is over; `isGone` is false where the store may still hold the parts.
        case aborted(file: Int, isGone: Bool = true)
        /// `.commit` gave a medium.
        case committed(CommittedMedia)
        /// `.lookUp` was answered: the medium, or nothing that could be it.
        case lookedUp(CommittedMedia?)
        /// `.lookUp` was refused, or had nothing to look by: it tells nothing.
        case lookDenied
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
    /// What is known of the session's commit.
    var commit = CommitState()
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
    /// Files that begin anew while parts of them still run: what these report no longer counts.
    var restarting: [Int: Restart] = [:]
    var filesLeft = 0
    var topEnqueued = false

    /// What becomes of a restarted file's multipart upload.
    enum Restart: Hashable, Sendable {
        /// The store does not know it any more.
        case gone
        /// It is to be ended.
        case open
    }

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
        if progress.commitIntended || progress.unknown != nil {
            phase = .committing
            return resumeCommit()
        }
        guard let session = progress.session else { return apply() }
        guard lives(session, now: now) else {
            guard let end = session.expiresAt, end > now, !openUploads.isEmpty else {
                return [.note(drop())] + apply()
            }
            // What little life is left is enough to end what is open.
            phase = .renewing
            return drain(now: now)
        }
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
        case .initiated(let file, let uploadId, let stamp, let orphan):
            running.remove(.initiate(file))
            let change = EntryChange.uploadOpened(file: file, uploadId: uploadId, stamp: stamp)
            progress.apply(change)
            openParts(of: file)
            return [.record(change)] + (orphan ? [.note(.orphanSuspected(file: file))] : []) + go(now: now)
        case .partStored(let file, let part, let sent): return partStored(file, part, sent: sent, now: now)
        case .aborted(let file, let isGone): return aborted(file, isGone: isGone, now: now)
        case .committed(let media):
            running.remove(.commit)
            return end(.succeeded(media))
        case .lookedUp(let media): return lookedUp(media)
        case .lookDenied: return lookDenied()
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

    /// Files whose multipart upload is open, or may be.
    var openUploads: [Int] {
        progress.files.indices.filter {
            !progress.files[$0].isStored && (progress.files[$0].uploadIntended || progress.files[$0].uploadId != nil)
        }
    }

    mutating func begin(_ step: Step) -> Action {
        running.insert(step)
        return .start(step)
    }

    mutating func end(_ outcome: EntryOutcome) -> [Action] {
        [.record(.ended(outcome))] + finish(outcome)
    }

    mutating func finish(_ outcome: EntryOutcome) -> [Action] {
        phase = .finished
        return [.finish(outcome)]
    }
}

// MARK: Sessions

extension EntryMachine {
    func lives(_ session: SessionFacts, now: Double) -> Bool {
        session.expiresAt.map { $0 - now > policy.sessionMargin } ?? true
    }

    mutating func drop() -> EntryChange {
        progress.apply(.sessionDropped)
        return .sessionDropped
    }

    mutating func apply() -> [Action] {
        if stopping { return finish(.pending) }
        phase = .applying
        return [begin(.apply)]
    }

    mutating func enterUploading(now: Double) -> [Action] {
        phase = .uploading
        commit = CommitState()
        queue = []
        queueHead = 0
        partFiles = []
        nextPart = [:]
        partsInFlight = [:]
        restarts = [:]
        restarting = [:]
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
    mutating func renew(because fault: ServiceFault, now: Double) -> [Action] {
        guard sessionsOpened < policy.maximumSessions else { return fail(fault, now: now) }
        phase = .renewing
        return (running.isEmpty ? [] : [.cancelRunning]) + drain(now: now)
    }

    static let expired = ServiceFault(
        code: "SessionExpired", faultClass: .expired,
        message: "the entry's temporary credentials ran out before it could be finished")
}
