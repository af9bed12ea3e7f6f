import HTTPTransport
import IngestModel
import IngestPolicy
import Logging
import TencentClient

/// Does single steps of one entry; decides nothing but what to say of a fault.
struct EntrySteps: Sendable {
    let key: Int64
    let plan: EntryPlan
    let context: EntryContext
    let box: SessionBox
    /// What earlier turns left; without a session where theirs could not be opened.
    let earlier: EntryProgress

    /// What a step is told when it begins.
    struct Situation: Sendable {
        /// The file it is about, as far as it is.
        var file: FileProgress?
        /// The session in use, or the one of a commit that is unclear.
        var facts: SessionFacts?
        /// True when this very step has met a silent service before.
        var isRepeated = false
    }

    /// Does `step`; every way it can end is an event. A service that is down is waited for.
    func perform(_ step: EntryMachine.Step, _ situation: Situation) async -> EntryMachine.Event {
        var situation = situation
        // Bytes that went out before a silent service was waited for.
        var spent: Int64 = 0
        defer { if situation.isRepeated { context.outage.left(step.side) } }
        for round in 1... {
            let began = context.outage.now()
            do throws(ServiceFault) {
                let event = try await attempt(step, situation)
                context.outage.answered(step.side)
                return event.adding(sent: spent)
            } catch {
                if error.requestId != nil, !OutageRule.isOutage(error) { context.outage.answered(step.side) }
                spent += step.carriesBytes ? error.bytesSent : 0
                // A commit that may have been done is not sent again before its medium was looked for.
                let isUnclear = step == .commit && EntryMachine.mayHaveCommitted(error)
                let next =
                    isUnclear
                    ? .faultStands : await context.outage.next(error, on: step.side, began: began, round: round)
                switch next {
                case .faultStands: return .failed(step, error, sent: spent)
                case .runEnds: return .failed(step, Self.stopped, sent: spent)
                case .again: situation.isRepeated = true
                }
            }
        }
        return .failed(step, Self.outOfOrder, sent: spent)
    }

    private func attempt(
        _ step: EntryMachine.Step, _ situation: Situation
    ) async throws(ServiceFault) -> EntryMachine.Event {
        switch step {
        case .apply: return .applied(try await apply())
        case .put(let file): return try await put(file)
        case .initiate(let file): return try await initiate(file, situation)
        case .part(let file, let number): return try await part(file, number, situation.file)
        case .complete(let file): return try await complete(file, situation.file)
        case .abort(let file): return .aborted(file: file, isGone: await abort(file, situation))
        case .commit: return .committed(try await commit())
        case .lookUp(let look):
            switch try await lookUp(look, situation.facts) {
            case .found(let media): return .lookedUp(media)
            case .notThere: return .lookedUp(nil)
            case .denied: return .lookDenied
            }
        }
    }

    private func apply() async throws(ServiceFault) -> SessionFacts {
        // Credentials run from ApplyUpload on, so it waits like an upload until there is room for one (contract, section 5).
        try await waitForRoom()
        let request = plan.spec.request
        let session = try await context.services.vod.applyUpload(request, region: region)
        let number = (box.number ?? earlier.sessions) + 1
        let sealed: [UInt8]
        do {
            sealed = try context.seal.seal(session.sealedPayload(), entry: plan.spec.id, session: number)
        } catch {
            throw ServiceFault(
                code: "SessionNotSealed", faultClass: .defect, message: "the session could not be encrypted: \(error)")
        }
        box.open(session, number: number)
        return SessionFacts(
            number: number, bucket: session.bucket, storageRegion: session.storageRegion, mediaKey: session.mediaKey,
            coverKey: session.coverKey, expiresAt: session.credential?.expiresAt,
            openedAt: session.openedAt ?? context.now() - Self.signingSlack, sealed: sealed)
    }

    /// Media and uploads are dated by the service's clock, so the session is too: by the `Date` of its answer. Without one there
    /// is only this machine's clock, which the service takes when it is off by no more than these seconds (vod-api 4); a clock
    /// that is further off could have been corrected by a `Date` alone.
    private static let signingSlack: Double = 300

    private func waitForRoom() async throws(ServiceFault) {
        do throws(CancellationError) {
            try await context.services.limiter.waitForRoom()
        } catch {
            throw Self.stopped
        }
    }

    private func commit() async throws(ServiceFault) -> CommittedMedia {
        let session = try session()
        return try await context.services.vod.commitUpload(
            sessionKey: session.vodSessionKey, subAppId: plan.spec.request.subAppId, region: region)
    }

    /// The access region of the entry.
    var region: String { plan.spec.region ?? context.region }

    func session() throws(ServiceFault) -> UploadSession {
        guard let session = box.session else { throw Self.outOfOrder }
        return session
    }

    static let stopped = ServiceFault(
        code: "Cancelled", faultClass: .cancelled, message: "the run stopped before this step began")
    static let outOfOrder = ServiceFault(
        code: "StepOutOfOrder", faultClass: .defect, message: "a step began before what it needs was there")
}

extension EntryMachine.Step {
    /// The file it is about.
    var file: Int? {
        switch self {
        case .apply, .commit, .lookUp: nil
        case .put(let file), .initiate(let file), .part(let file, _), .complete(let file), .abort(let file): file
        }
    }

    /// The service it asks.
    fileprivate var side: OutageWatch.Side {
        switch self {
        case .apply, .commit, .lookUp: .api
        case .put, .initiate, .part, .complete, .abort: .store
        }
    }

    /// True for the two that carry a file's bytes.
    fileprivate var carriesBytes: Bool {
        switch self {
        case .put, .part: true
        case .apply, .initiate, .complete, .abort, .commit, .lookUp: false
        }
    }
}

extension EntryMachine.Event {
    /// The event with `bytes` more on the wire.
    fileprivate func adding(sent bytes: Int64) -> EntryMachine.Event {
        switch self {
        case .stored(let step, let crc64, let sent): .stored(step, crc64: crc64, sent: sent + bytes)
        case .partStored(let file, let part, let sent): .partStored(file: file, part, sent: sent + bytes)
        case .applied, .initiated, .aborted, .committed, .lookedUp, .lookDenied, .failed, .stop: self
        }
    }
}
