import IngestModel

// Faults and ends: what a fault means for the entry, and what is still done before its turn is over.
extension EntryMachine {
    /// The code of a fault of a file that may have changed while it was read.
    static let touched = "SourceTouched"

    mutating func failed(_ step: Step, _ fault: ServiceFault, now: Double) -> [Action] {
        if case .abort(let file) = step { return aborted(file, isGone: false, now: now) }
        switch phase {
        case .idle, .finished: return []
        case .ending, .renewing: return drain(now: now)
        case .applying, .uploading, .committing: break
        }
        if fault.faultClass == .cancelled {
            stopping = true
            return drain(now: now)
        }
        // Another entry met the account's fault first and tells it: this one waits for the next run.
        if fault.faultClass == .account, stopping, step != .commit { return drain(now: now) }
        switch step {
        case .commit: return commitFailed(fault, now: now)
        case .lookUp: return lookFailed(fault)
        case .part(let file, _) where restarting[file] != nil:
            return requeue(file) + go(now: now)
        // The file is what was planned by size and time; whether its bytes are, only reading it from the start can tell.
        case .part(let file, _) where fault.code == Self.touched:
            return restart(file, .open, because: fault, now: now)
        case .put(let file) where fault.code == Self.touched:
            return restart(file, .gone, because: fault, now: now)
        case .part(let file, _) where fault.code == "NoSuchUpload",
            .complete(let file) where fault.code == "NoSuchUpload" || fault.code == "InvalidPart":
            return restart(file, .gone, because: fault, now: now)
        // The whole is not what its parts were: read and sent again.
        case .complete(let file) where fault.faultClass == .integrity:
            return restart(file, .gone, because: fault, now: now)
        case .apply, .put, .initiate, .part, .complete, .abort: break
        }
        // An expired answer to ApplyUpload is about the account's own credential.
        if fault.faultClass == .expired, step != .apply { return renew(because: fault, now: now) }
        return fail(fault, now: now)
    }

    mutating func fail(_ fault: ServiceFault, now: Double) -> [Action] {
        phase = .ending(.failed(fault))
        let cancel: [Action] = running.isEmpty ? [] : [.cancelRunning]
        return cancel + drain(now: now)
    }

    /// Waits until nothing runs, then does what the phase asks for.
    mutating func drain(now: Double) -> [Action] {
        guard running.isEmpty else { return [] }
        switch phase {
        case .ending(let outcome):
            // With the service, the network or the account in order again the uploads go on.
            if case .failed(let fault) = outcome, fault.faultClass.mayPass,
                policy.goesOnLater || fault.faultClass == .account
            {
                return end(outcome)
            }
            let open = stopping ? [] : openUploads
            return open.isEmpty ? end(outcome) : open.map { begin(.abort($0)) }
        case .renewing:
            let open = stopping ? [] : openUploads
            return open.isEmpty ? [.record(drop())] + apply() : open.map { begin(.abort($0)) }
        case .committing, .idle, .applying, .uploading: return stopping ? finish(.pending) : []
        case .finished: return []
        }
    }
}
