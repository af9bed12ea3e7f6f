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
    mutating func resumeCommit() -> [Action] {
        commit.mayBeDone = true
        if let unknown = progress.unknown {
            commit.fault = unknown
            commit.isSettled = true
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
        if stopping { return finish(progress.unknown.map(EntryOutcome.unknown) ?? .pending) }
        if !commit.isSettled, commit.sent < policy.maximumCommits { return [sendCommit()] }
        return stayUnknown()
    }

    /// A look that got no answer tells nothing of the medium: the commit is not sent after it, only looked for again.
    mutating func lookFailed(_ fault: ServiceFault) -> [Action] {
        running = running.filter { if case .lookUp = $0 { false } else { true } }
        // The account's fault is not the entry's: the next run looks again.
        if stopping || fault.faultClass == .account {
            return finish(progress.unknown.map(EntryOutcome.unknown) ?? .pending)
        }
        commit.failedLooks += 1
        guard commit.failedLooks >= policy.maximumCommits else { return [look()] }
        commit.fault = commit.fault ?? fault
        return stayUnknown()
    }

    private mutating func stayUnknown() -> [Action] {
        let fault = commit.fault ?? Self.lostSession
        // One that was unknown before stays what it is, with its own reason and time.
        return progress.unknown == nil ? end(.unknown(fault)) : finish(.unknown(fault))
    }

    mutating func commitFailed(_ fault: ServiceFault, now: Double) -> [Action] {
        let isGone = fault.code == "InvalidParameterValue.VodSessionKey"
        let isMissing = fault.code == "ResourceNotFound"
        if !commit.mayBeDone, !Self.mayHaveCommitted(fault) {
            if isGone { return renew(because: fault, now: now) }
            progress.apply(.commitRefused)
            let note = [Action.note(.commitRefused)]
            return note + (fault.faultClass == .account && stopping ? finish(.pending) : fail(fault, now: now))
        }
        commit.mayBeDone = true
        // The account's fault is not the entry's: the next run looks again.
        if fault.faultClass == .account || stopping { return finish(.pending) }
        commit.fault = fault
        commit.isSettled = isGone || isMissing || !(fault.ambiguous || fault.faultClass.mayPass)
        return [look()]
    }

    /// True unless `fault` says for certain that nothing was committed: no answer came, or one that blames the service itself.
    private static func mayHaveCommitted(_ fault: ServiceFault) -> Bool {
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
