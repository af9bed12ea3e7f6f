import IngestJournal
import IngestModel
import IngestPolicy
import Logging
import Synchronization
import TencentClient

/// Uploads one planned entry without a state file: what the library offers to programs that keep their own books.
///
/// The same machine, limits and checks as in a run; what is not finished when the process ends is lost.
public struct SingleUpload: Sendable {
    private let services: ServiceStack
    private let settings: RunSettings
    private let logger: Logger
    private let now: @Sendable () -> Double

    /// Uploads through `services`; of `settings` the region and the limits count.
    public init(
        services: ServiceStack, settings: RunSettings, logger: Logger, now: @escaping @Sendable () -> Double
    ) {
        self.services = services
        self.settings = settings
        self.logger = logger
        self.now = now
    }

    /// Uploads `plan` and gives the medium. Cancelling the task ends the upload; the fault is then `Cancelled`. A fault is
    /// `ambiguous` where the medium may exist, and nowhere else: a lost answer to anything but the commit leaves none.
    public func upload(_ plan: EntryPlan, progress: ProgressFeed) async throws(ServiceFault) -> CommittedMedia {
        let secret = try await services.credentials.stableSecret()
        let stop = StopSignal()
        let context = EntryContext(
            services: services, changes: UnkeptChanges(), seal: SessionSeal(accountKey: secret),
            policy: EntryPolicy(width: settings.global, perFile: settings.perFile, goesOnLater: false),
            region: settings.region,
            progress: progress, stop: stop,
            outage: OutageWatch(
                patience: .seconds(settings.retryElapsed), scope: .upload, timeline: services.timeline, stop: stop,
                logger: logger),
            isTaken: { _, _ in false }, now: now, logger: logger)
        let entry = OpenEntry(key: 0, plan: plan, progress: EntryProgress(fileCount: plan.files.count))
        let outcome: EntryOutcome
        do throws(JournalFault) {
            outcome = try await EntryRunner(entry, context: context).run()
        } catch {
            throw ServiceFault(code: "Defect", faultClass: .defect, message: "\(error)")
        }
        switch outcome {
        case .succeeded(let media): return media
        case .failed(var fault):
            fault.ambiguous = false
            throw fault
        case .unknown(var fault):
            fault.ambiguous = true
            throw fault
        case .pending:
            if case .silence(let seconds) = stop.reason {
                throw ServiceFault(
                    code: "NetworkError", faultClass: .transient,
                    message: "a service was down for \(Int(seconds)) seconds")
            }
            throw ServiceFault(code: "Cancelled", faultClass: .cancelled, message: "the upload was cancelled")
        }
    }
}

/// Keeps nothing: there is no later run to tell.
private struct UnkeptChanges: EntryChangeSink {
    func record(_ change: EntryChange, of key: Int64) async throws(JournalFault) {}
    func note(_ change: EntryChange, of key: Int64) {}
}
