import IngestJournal
import IngestModel
import IngestPolicy
import Logging
import TencentClient

/// Tries once more, at the end of a run, to end the multipart uploads that were given up: with the account's own key, since
/// their sessions are over. Whether the account may is its own affair; what cannot be ended stays on the list.
struct AbandonedSweep {
    /// Uploads that one run tries in vain: each is a request or two, and those that are refused are refused every night. They go
    /// behind the others, so that each has its turn.
    static let mostInVain = 100
    /// Uploads that one run looks at: what a bad night leaves is gone after the next.
    static let most = 10_000

    let services: ServiceStack
    let journal: Journal
    let stop: StopSignal
    let logger: Logger

    /// Ends what can be ended and says what is left. Does nothing in a run that was asked to end.
    func run() async throws(JournalFault) {
        var (ended, inVain) = (0, 0)
        if isWelcome {
            for upload in try journal.abandonedUploads(limit: Self.most) where isWelcome && inVain < Self.mostInVain {
                guard await isGone(upload, nobodyUsesKey: try journal.isOver(upload)) else {
                    try journal.postponeAbandoned(upload.number)
                    inVain += 1
                    continue
                }
                try journal.forgetAbandoned(upload.number)
                ended += 1
            }
        }
        if ended > 0 { logger.notice("abandoned multipart uploads were ended", metadata: ["count": "\(ended)"]) }
        let left = try journal.abandonedCount()
        if left > 0 {
            logger.warning(
                "the store may hold parts of abandoned multipart uploads; `vod-ingest state uploads` lists them",
                metadata: ["count": "\(left)"])
        }
    }

    private var isWelcome: Bool {
        guard !Task.isCancelled else { return false }
        switch stop.reason {
        case nil, .window: return true
        case .rule(let reason): return reason != .account
        case .signal, .account, .silence, .journal: return false
        }
    }

    private func isGone(_ upload: AbandonedUpload, nobodyUsesKey: Bool) async -> Bool {
        let session = UploadSession.ofAccount(
            bucket: upload.bucket, storageRegion: upload.storageRegion, key: upload.key)
        do throws(ServiceFault) {
            let store = services.store
            if let uploadId = upload.uploadId {
                return try await store.abort(uploadId: uploadId, key: upload.key, session: session) == .gone
            }
            // Its id never came: it is gone when the key has no upload. Which of several it would be cannot be told, and need not
            // where nobody has a use for any of them.
            let open = try await store.openUploads(of: upload.key, session: session)
            guard nobodyUsesKey else { return open.isEmpty }
            var isGone = true
            for twin in open {
                isGone =
                    try await store.abort(uploadId: twin.uploadId, key: upload.key, session: session) == .gone && isGone
            }
            return isGone
        } catch {
            logger.info(
                "an abandoned multipart upload could not be ended",
                metadata: ["entry": "\(upload.entry)", "file": "\(upload.path)", "fault": "\(error)"])
            return false
        }
    }
}
