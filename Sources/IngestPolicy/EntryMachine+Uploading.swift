import IngestModel

// Files and parts: what of them begins next, and what follows when one is stored or begins anew.
extension EntryMachine {
    /// Goes on in whatever phase the machine is.
    mutating func go(now: Double) -> [Action] {
        guard phase == .uploading, !stopping else { return drain(now: now) }
        if filesLeft == 0 { return commitFirst() }
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
        progress.apply(.uploadIntended(file: file))
        return [.record(.uploadIntended(file: file)), begin(.initiate(file))]
    }

    mutating func openParts(of file: Int) {
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

    mutating func completeIfWhole(_ file: Int) -> [Action] {
        guard phase == .uploading, !stopping, let layout = plan.files[file].parts, !running.contains(.complete(file)),
            progress.files[file].parts.count == layout.count
        else { return [] }
        progress.apply(.completeIntended(file: file))
        return [.record(.completeIntended(file: file)), begin(.complete(file))]
    }

    mutating func stored(_ step: Step, crc64: UInt64?, sent: Int64, now: Double) -> [Action] {
        running.remove(step)
        let file: Int
        switch step {
        case .put(let index), .complete(let index): file = index
        case .apply, .initiate, .part, .abort, .commit, .lookUp: return go(now: now)
        }
        partFiles.removeAll { $0 == file }
        if !progress.files[file].isStored { filesLeft -= 1 }
        let change = EntryChange.fileStored(file: file, crc64: crc64, sent: sent)
        progress.apply(change)
        return [.note(change)] + go(now: now)
    }

    mutating func partStored(_ file: Int, _ part: StoredPart, sent: Int64, now: Double) -> [Action] {
        running.remove(.part(file, part.number))
        partsInFlight[file, default: 1] -= 1
        if restarting[file] != nil { return [.note(.sent(sent))] + requeue(file) + go(now: now) }
        let change = EntryChange.partStored(file: file, part, sent: sent)
        progress.apply(change)
        return [.note(change)] + completeIfWhole(file) + go(now: now)
    }
}

// MARK: Beginning anew

extension EntryMachine {
    /// The file begins anew with an upload of its own. Its key stays the same, so what an unseen Complete may have stored is
    /// overwritten.
    mutating func restart(_ file: Int, _ upload: Restart, because fault: ServiceFault, now: Double) -> [Action] {
        guard restarts[file, default: 0] < policy.maximumFileRestarts else {
            var fault = fault
            if fault.code == Self.touched { fault.code = "SourceChanged" }
            return fail(fault, now: now)
        }
        restarts[file, default: 0] += 1
        restarting[file] = upload
        partFiles.removeAll { $0 == file }
        var actions: [Action] = []
        if upload == .gone {
            progress.apply(.uploadDropped(file: file))
            actions.append(.record(.uploadDropped(file: file)))
        }
        return actions + requeue(file) + go(now: now)
    }

    /// Puts a restarted file back in line once none of its old parts runs and its old upload is ended.
    mutating func requeue(_ file: Int) -> [Action] {
        guard partsInFlight[file, default: 0] == 0, let upload = restarting[file] else { return [] }
        guard upload == .gone else {
            guard phase == .uploading, !stopping, !running.contains(.abort(file)) else { return [] }
            return [begin(.abort(file))]
        }
        restarting[file] = nil
        queue.append(file)
        return []
    }

    mutating func aborted(_ file: Int, isGone: Bool, now: Double) -> [Action] {
        running.remove(.abort(file))
        let change: EntryChange = isGone ? .uploadDropped(file: file) : .uploadAbandoned(file: file)
        progress.apply(change)
        if restarting[file] != nil { restarting[file] = .gone }
        return [.note(change)] + requeue(file) + go(now: now)
    }
}
