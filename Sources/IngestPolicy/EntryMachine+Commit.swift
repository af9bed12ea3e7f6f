import IngestModel

/// What is known of the commit of a session.
struct CommitState: Hashable, Sendable {
    /// Times that this turn sent it.
    var sent = 0
    /// Times that this turn looked for its medium.
    var looks = 0
    /// Looks in a row that got no answer.
    var failedLooks = 0
    /// True when it may have been done: by an earlier turn, or by a call of this one whose answer did not come.
    var mayBeDone = false
    /// True when nothing more is gained by sending it again.
    var isSettled = false
    /// What the last call met.
    var fault: ServiceFault?
}

// The commit: sent once where it can be, looked for where it is unclear whether it was done, repeated with the same session
// key only after that, and called unknown when all this has not told.
//
// What the service makes of a second commit of a session is not documented: the same medium, an error, or a second medium
// (vod-api 14). Looking first costs a call and rules the third out wherever the medium can be found.
extension EntryMachine {
    /// Every file is stored.
    mutating func commitFirst() -> [Action] {
        phase = .committing
        progress.apply(.commitIntended)
        return [.record(.commitIntended), sendCommit()]
    }

    /// An earlier turn may have sent the commit.
    ///
    /// One that an earlier run left unknown is sent once more where a look of this turn is answered and finds no medium,
    /// as within a run. Not where the service has refused the session by then, which no repeat changes.
    /// Nor does such an entry begin anew: how long a session can be committed, and whether every medium can be found by its
    /// path, is not documented (vod-api 14 and 15), and a second medium is worse than a row that says `unknown`.
    mutating func resumeCommit() -> [Action] {
        commit.mayBeDone = true
        if let unknown = progress.unknown {
            commit.fault = unknown
            commit.isSettled = progress.session == nil || Self.isRefusedSession(unknown)
        } else if progress.session == nil {
            commit.fault = Self.lostSession
            commit.isSettled = true
        }
        return [look()]
    }

    mutating func lookedUp(_ media: CommittedMedia?) -> [Action] {
        running = running.filter { if case .lookUp = $0 { false } else { true } }
        commit.failedLooks = 0
        if let media { return end(.succeeded(media)) }
        if stopping { return finish(unfinished) }
        let most = progress.unknown == nil ? policy.maximumCommits : 1
        if !commit.isSettled, commit.sent < most { return [sendCommit()] }
        return stayUnknown()
    }

    /// The account may not look. A commit of this run, or of one that was killed, is repeated with its session key all the same;
    /// one that was repeated before and stayed unknown is not.
    mutating func lookDenied() -> [Action] {
        if progress.unknown != nil { commit.isSettled = true }
        return lookedUp(nil)
    }

    /// What the entry is where the turn ends before anything was learnt.
    private var unfinished: EntryOutcome { progress.unknown.map(EntryOutcome.unknown) ?? .pending }

    /// A look that got no answer tells nothing of the medium: the commit is not sent after it, only looked for again.
    mutating func lookFailed(_ fault: ServiceFault) -> [Action] {
        running = running.filter { if case .lookUp = $0 { false } else { true } }
        // The account's fault is not the entry's: the next run looks again.
        if stopping || fault.faultClass == .account { return finish(unfinished) }
        commit.failedLooks += 1
        guard commit.failedLooks >= policy.maximumCommits else { return [look()] }
        commit.fault = commit.fault ?? fault
        return stayUnknown()
    }

    private mutating func stayUnknown() -> [Action] {
        let fault = commit.fault ?? Self.lostSession
        // One that was unknown before and was only looked for stays what it is, with its own reason and time.
        return progress.unknown == nil || commit.sent > 0 ? end(.unknown(fault)) : finish(.unknown(fault))
    }

    mutating func commitFailed(_ fault: ServiceFault, now: Double) -> [Action] {
        let isGone = fault.code == Self.sessionGone
        if !commit.mayBeDone, !Self.mayHaveCommitted(fault) {
            if isGone { return renew(because: fault, now: now) }
            progress.apply(.commitRefused)
            let note = [Action.note(.commitRefused)]
            return note + (fault.faultClass == .account && stopping ? finish(.pending) : fail(fault, now: now))
        }
        commit.mayBeDone = true
        // The account's fault is not the entry's: the next run looks again.
        if fault.faultClass == .account || stopping { return finish(unfinished) }
        commit.fault = fault
        commit.isSettled = Self.isRefusedSession(fault) || !(fault.ambiguous || fault.faultClass.mayPass)
        return [look()]
    }

    private static let sessionGone = "InvalidParameterValue.VodSessionKey"

    /// True where the service knows the session or its object no more, or never did.
    private static func isRefusedSession(_ fault: ServiceFault) -> Bool {
        fault.code == sessionGone || fault.code == "ResourceNotFound"
    }

    /// True unless `fault` says for certain that nothing was committed: no answer came, or one that blames the service itself.
    public static func mayHaveCommitted(_ fault: ServiceFault) -> Bool {
        if fault.ambiguous { return true }
        return fault.requestId != nil && (fault.faultClass == .transient || fault.faultClass == .uncertain)
    }

    private mutating func sendCommit() -> Action {
        commit.sent += 1
        return begin(.commit)
    }

    private mutating func look() -> Action {
        commit.looks += 1
        return begin(.lookUp(commit.looks))
    }

    static let lostSession = ServiceFault(
        code: "SessionLost", faultClass: .uncertain,
        message: "a commit was sent by an earlier run whose session can no longer be opened", ambiguous: true)
}
