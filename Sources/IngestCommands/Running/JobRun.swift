import Foundation
import IngestEngine
import IngestJournal
import IngestModel
import Logging
import ServiceEmulator
import TencentClient
import UnixSignals

/// One run of a job, from its job file to its exit code.
struct JobRun {
    /// What the command line says about the run beside its settings.
    struct Options {
        /// The reports to write.
        var reports: ReportFiles
        /// Their paths.
        var reportPaths: [String]
        /// Upload to the emulator inside this process.
        var usesEmulator: Bool
        /// How progress is shown.
        var progress: ProgressMode
        /// Upload changed entries again.
        var update: Bool
        /// Warnings count as errors.
        var strict: Bool
        /// A saved plan that the job must still agree with.
        var plan: String?
        /// Seconds in which what is in flight may end after a signal.
        var grace = 60
    }

    /// What planning left for the run.
    struct Planned {
        var settings: Settings
        var run: Int64
        var record: RunRecord
        var account: EmulatedAccount
    }

    let document: JobDocument
    let flags: [String: String]
    let statePath: String
    let options: Options
    let composition: Composition
    let console: Console
    let logger: Logger

    /// Runs the job and gives the exit code.
    func run() async throws -> ExitCode {
        try options.reports.prepare(besides: [document.path, statePath] + (options.plan.map { [$0] } ?? []))
        do {
            let isNew = !FileManager.default.fileExists(atPath: statePath)
            let journal = try Journal(path: statePath, mode: .run)
            do {
                try refuseOtherTarget(journal)
                let planned = try plan(journal)
                let code = try await work(planned, journal)
                try journal.close()
                return code
            } catch {
                // A job that was refused leaves no state file behind that was not there before.
                try journal.close(removing: isNew && (error as? CommandEnd)?.code == .invalid)
                throw error
            }
        } catch let fault as JournalFault {
            throw CommandEnd(fault)
        }
    }

    private var target: RunRecord.Target { options.usesEmulator ? .emulator : .service }

    /// What was uploaded to the emulator is not with the provider.
    private func refuseOtherTarget(_ journal: Journal) throws {
        guard let earlier = try journal.latestRun()?.record.target, earlier != target else { return }
        throw CommandEnd(
            .stateOrReport,
            "the state file `\(statePath)` is about uploads to the \(earlier.rawValue), not to the \(target.rawValue)",
            hint: "choose another with `--state`")
    }
}

extension JobRun {
    /// Judges the job and puts its plan into the journal, all of it or nothing.
    private func plan(_ journal: Journal) throws -> Planned {
        var settings: Settings?
        var record: RunRecord?
        var writer: PlanWriter?
        var account = EmulatedAccount()
        var states: [PlannedState: Int] = [:]
        var check = try options.plan.map { path throws(CommandEnd) in try PlanCheck(path: path) }
        let judge = JobJudge(
            document: document, flags: flags, composition: composition, looksAtFiles: true, strict: options.strict)
        do {
            let verdict = try judge.judge(
                begin: {
                    let run = RunRecord(
                        id: composition.newID(), job: $0.run.name, jobDigest: document.digest, target: target,
                        startedAt: composition.now(), settings: $0.flattened)
                    (settings, record) = ($0, run)
                    check?.begin(document, $0, update: options.update)
                    writer = try journal.beginPlan(run, update: options.update)
                },
                entry: { spec, outcome in
                    account.add(spec)
                    guard let outcome, let plan = outcome.plan else { return }
                    try check?.add(plan)
                    if let state = try writer?.add(plan, fingerprint: outcome.fingerprint) {
                        states[state, default: 0] += 1
                    }
                })
            let refusal = try check?.end(isComplete: !verdict.isRefused, console: console)
            try FindingPrinter(console: console, base: composition.workingFolder).say(
                verdict, of: document, refusal: "nothing was sent")
            if let refusal { throw refusal }
        } catch {
            try writer?.discard()
            throw error
        }
        guard let settings, let record, let number = try writer?.commit() else {
            throw CommandEnd(.invalid, "`\(document.path)` has no settings that could be read")
        }
        warn(states)
        return Planned(settings: settings, run: number, record: record, account: account)
    }

    private func warn(_ states: [PlannedState: Int]) {
        if let changed = states[.changed], !options.update {
            let verb = changed == 1 ? "has" : "have"
            console.warn(
                "\(Amount.count(changed, "entry", "entries")) \(verb) changed since the commit; skipped",
                hint: "`--update` uploads them again")
        }
        if let unknown = states[.unknown] {
            console.warn(
                """
                \(Amount.count(unknown, "entry", "entries")) may or may not be committed; looked for, and sent again only where \
                the service has none
                """,
                hint: "what stays `unknown` is for you to look up in the media library; a new `id` makes it a new entry"
            )
        }
    }

    /// Uploads, then writes down how it ended.
    private func work(_ planned: Planned, _ journal: Journal) async throws -> ExitCode {
        let setup = ServiceSetup(settings: planned.settings.run, composition: composition, logger: logger)
        let feed = ProgressFeed()
        let end: EngineEnd
        do {
            end = try await uploaded(planned, journal, setup, feed)
        } catch let fault as JournalFault {
            reportBefore(fault, planned, journal)
            throw fault
        }
        let finished = composition.now()
        try journal.endRun(planned.run, at: finished, interrupted: end != .finished)
        var record = planned.record
        (record.finishedAt, record.interrupted) = (finished, end != .finished)
        return try conclude(planned, record, end, journal, bytesSent: feed.snapshot().bytesSent)
    }

    /// A report of last night must not stand for this one: what the state file still tells is written, if it can be.
    private func reportBefore(_ fault: JournalFault, _ planned: Planned, _ journal: Journal) {
        var record = planned.record
        (record.finishedAt, record.interrupted) = (composition.now(), true)
        do { try options.reports.write(.journal(journal, run: planned.run, record)) } catch {
            console.warn("the reports are not of this run: \(error.message ?? "they cannot be written")")
        }
    }

    private func uploaded(
        _ planned: Planned, _ journal: Journal, _ setup: ServiceSetup, _ feed: ProgressFeed
    ) async throws -> EngineEnd {
        if options.usesEmulator {
            return try await Emulator.withRunning(
                planned.account.configuration,
                logger: Logger(label: "emulator", factory: { _ in SwiftLogNoOpLogHandler() })
            ) { emulator in
                let services = try setup.services(ofEmulatorOn: emulator.port, meter: feed)
                return try await upload(planned, journal, services, feed)
            }
        } else {
            return try await upload(planned, journal, try setup.services(meter: feed), feed)
        }
    }

    private func upload(
        _ planned: Planned, _ journal: Journal, _ services: sending ServiceStack, _ feed: ProgressFeed
    ) async throws -> EngineEnd {
        let attempt = UploadAttempt(
            settings: planned.settings.run, run: planned.run, journal: journal, services: services, feed: feed,
            composition: composition, console: console, mode: options.progress, grace: options.grace, logger: logger)
        do {
            let end = try await attempt.run()
            await services.close()
            return end
        } catch {
            await services.close()
            throw error
        }
    }

    /// Writes the reports and says the summary.
    private func conclude(
        _ planned: Planned, _ record: RunRecord, _ end: EngineEnd, _ journal: Journal, bytesSent: Int64
    ) throws -> ExitCode {
        let summary = try journal.summary(run: planned.run)
        let failures =
            summary.errorsByCode.isEmpty
            ? [] : try journal.failures(run: planned.run, limit: RunSummaryText.namedFailures)
        try options.reports.write(.journal(journal, run: planned.run, record, summary: summary))
        let text = RunSummaryText(
            name: record.job, target: target, end: end, seconds: (record.finishedAt ?? 0) - record.startedAt,
            summary: summary,
            bytesSent: bytesSent, failures: failures, reports: options.reportPaths)
        text.lines.forEach { console.say($0) }
        return ExitCode.of(end, summary)
    }
}
