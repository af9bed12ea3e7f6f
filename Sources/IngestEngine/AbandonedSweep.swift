import IngestJournal
import IngestModel
import IngestPolicy
import Logging
import TencentClient

/// Tries once more, at the end of a run, to end the multipart uploads that were given up: with the account's own key, since
/// their sessions are over. Whether the account may is its own affair; what cannot be ended stays on the list.
struct AbandonedSweep {
    /// Uploads that one run tries in vain: each is a request or two, and those that are refused are refused every night. They go
    /// behind the others, so that each has its turn. A run that was told to end looks at no more than these.
    static let mostInVain = 100
    /// Uploads that one run looks at.
    static let most = 10_000

    /// What became of an upload.
    private enum Outcome {
        case ended
        /// The store has none.
        case nothing
        case left
    }

    let services: ServiceStack
    let journal: Journal
    let stop: StopSignal
    let logger: Logger

    /// Ends what can be ended and says what is left. Does nothing in a run that was asked to end at once.
    func run() async throws(JournalFault) {
        if isWelcome { try await look() }
        let left = try journal.abandonedCount()
        if left > 0 {
            logger.warning(
                "the store may hold parts of abandoned multipart uploads; `vod-ingest state uploads` lists them",
                metadata: ["count": "\(left)"])
        }
    }

    private func look() async throws(JournalFault) {
        let uploads = try journal.abandonedUploads(limit: stop.reason == nil ? Self.most : Self.mostInVain)
        if uploads.count > Self.mostInVain {
            logger.notice(
                "the store is asked about abandoned multipart uploads", metadata: ["count": "\(uploads.count)"])
        }
        var (ended, inVain) = (0, 0)
        for upload in uploads where isWelcome && inVain < Self.mostInVain {
            switch await end(upload, nobodyUsesKey: try journal.isOver(upload)) {
            case .left:
                try journal.postponeAbandoned(upload.number)
                inVain += 1
                continue
            case .ended: ended += 1
            case .nothing: break
            }
            try journal.forgetAbandoned(upload.number)
        }
        if ended > 0 { logger.notice("abandoned multipart uploads were ended", metadata: ["count": "\(ended)"]) }
    }

    private var isWelcome: Bool {
        guard !Task.isCancelled else { return false }
        switch stop.reason {
        case nil, .window: return true
        case .rule(let reason): return reason != .account
        case .signal, .account, .silence, .journal: return false
        }
    }

    private func end(_ upload: AbandonedUpload, nobodyUsesKey: Bool) async -> Outcome {
        let session = UploadSession.ofAccount(
            bucket: upload.bucket, storageRegion: upload.storageRegion, key: upload.key)
        do throws(ServiceFault) {
            let store = services.store
            if let uploadId = upload.uploadId {
                let end = try await store.abort(uploadId: uploadId, key: upload.key, session: session)
                return end == .gone ? .ended : .left
            }
            // Its id never came: it is gone when the key has no upload. Which of several it would be cannot be told, and need not
            // where nobody has a use for any of them.
            let open = try await store.openUploads(of: upload.key, session: session)
            if open.isEmpty { return .nothing }
            guard nobodyUsesKey else { return .left }
            var outcome = Outcome.ended
            for twin in open {
                let end = try await store.abort(uploadId: twin.uploadId, key: upload.key, session: session)
                if end != .gone { outcome = .left }
            }
            return outcome
        } catch {
            logger.info(
                "an abandoned multipart upload could not be ended",
                metadata: ["entry": "\(upload.entry)", "file": "\(upload.path)", "fault": "\(error)"])
            return .left
        }
    }
}
