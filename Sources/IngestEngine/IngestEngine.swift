import HTTPTransport
import IngestJournal
import IngestModel
import IngestPolicy
import Logging
import TencentClient

/// How a run ended.
public enum EngineEnd: Hashable, Sendable {
    /// Every entry of the job has an outcome.
    case finished
    /// Something ended it first; run again to go on.
    case stopped(RunStop)
}

/// What a run has to know besides its services and its journal.
public struct EngineConfiguration: Sendable {
    /// The values in force.
    public var settings: RunSettings
    /// The number of the run in the journal.
    public var run: Int64
    /// Unix seconds.
    public var now: @Sendable () -> Double
    /// Seconds until the schedule's window closes; nil for never. Asked once, when the run begins.
    public var closesIn: Double?

    /// A run numbered `run`.
    public init(
        settings: RunSettings, run: Int64, now: @escaping @Sendable () -> Double, closesIn: Double? = nil
    ) {
        self.settings = settings
        self.run = run
        self.now = now
        self.closesIn = closesIn
    }
}

/// Uploads every unfinished entry of a journal within the limits and records what became of each.
public struct IngestEngine: Sendable {
    private let configuration: EngineConfiguration
    private let services: ServiceStack
    private let journal: Journal
    private let logger: Logger
    private let progress: ProgressFeed
    private let stop: StopSignal

    /// An engine that ends early once `stop` fires.
    public init(
        configuration: EngineConfiguration, services: ServiceStack, journal: Journal, logger: Logger,
        progress: ProgressFeed, stop: StopSignal
    ) {
        self.configuration = configuration
        self.services = services
        self.journal = journal
        self.logger = logger
        self.progress = progress
        self.stop = stop
    }

    /// Runs until nothing is left to do, or until it is stopped. What is in flight at a stop ends; nothing new begins.
    ///
    /// Cancelling the task drops what is in flight; the journal holds what was done. Throws when the journal cannot be used.
    public func run() async throws(JournalFault) -> EngineEnd {
        let writer = JournalWriter(
            journal: journal, run: configuration.run, now: configuration.now,
            linger: {
                // A cancelled sleep means that a batch is wanted now.
                do { try await Task.sleep(for: .milliseconds(50)) } catch { return }
            })
        return try await run(changes: writer, writing: { () async throws(JournalFault) in try await writer.run() }) {
            writer.close()
        }
    }

    /// The same with any sink; `writing` runs beside the work until `close` lets it end.
    func run(
        changes: any EntryChangeSink, writing: @escaping @Sendable () async throws(JournalFault) -> Void,
        close: @escaping @Sendable () -> Void
    ) async throws(JournalFault) -> EngineEnd {
        progress.begin(try journal.summary(run: configuration.run), done: try journal.endedBytes())
        async let written = Self.outcome(of: writing)
        let fault = await work(changes: changes)
        close()
        let writeFault = await written
        if let fault = writeFault ?? fault { throw fault }
        try await AbandonedSweep(services: services, journal: journal, stop: stop, logger: logger).run()
        return stop.reason.map(EngineEnd.stopped) ?? .finished
    }

    private static func outcome(
        of work: @escaping @Sendable () async throws(JournalFault) -> Void
    ) async -> JournalFault? {
        do {
            try await work()
            return nil
        } catch {
            return error
        }
    }

    /// Everything between the plan and the report; the fault when the journal gave up.
    private func work(changes: any EntryChangeSink) async -> JournalFault? {
        let secret: Secret
        do throws(ServiceFault) {
            secret = try await services.credentials.stableSecret()
        } catch {
            stop.fire(.account(error))
            return nil
        }
        let settings = configuration.settings
        let context = EntryContext(
            services: services, changes: changes, seal: SessionSeal(accountKey: secret),
            policy: EntryPolicy(width: settings.global, perFile: settings.perFile), region: settings.region,
            progress: progress, stop: stop,
            outage: OutageWatch(
                patience: .seconds(settings.retryElapsed), timeline: services.timeline, stop: stop, logger: logger),
            isTaken: { [journal] fileId, entry in
                // Where the state file cannot tell, no medium is taken for the entry's.
                do { return try journal.holds(fileId: fileId, besides: entry) } catch { return true }
            },
            now: configuration.now, logger: logger)
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Whatever waits for a permit when the run is stopped must not begin any more.
                if await stop.wait() {
                    services.limiter.close()
                    progress.pause(stop.reason.map { .stopping(reason: $0.words) })
                }
            }
            if let closesIn = configuration.closesIn {
                group.addTask {
                    // A cancelled wait means that the run ended first.
                    do throws(CancellationError) { try await services.timeline.wait(.seconds(closesIn)) } catch {
                        return
                    }
                    stop.fire(.window)
                }
            }
            let fault = await Admission(journal: journal, context: context, settings: settings).run()
            group.cancelAll()
            return fault
        }
    }
}
