import Diagnostics
import Foundation
import IngestEngine
import IngestJournal
import IngestModel
import IngestPolicy

/// Judges a job and prints its plan.
struct PlanReport {
    /// Entries that are listed in the text; a longer plan is for machines.
    private static let listedEntries = 200
    /// The largest entries that are named.
    private static let largestEntries = 5

    let job: String
    let flags: [String: String]
    let state: StateFlags
    /// True for a run that would go to the emulator, which has a state file of its own.
    var isEmulated = false
    let planning: PlanFlags
    let composition: Composition
    let console: Console

    /// Prints the plan; ends with code 2 when nothing could be sent.
    func run() throws {
        let document = try JobDocument(path: job, workingFolder: composition.workingFolder)
        let journal = try openJournal(state.path(for: document, isEmulated: isEmulated))
        defer { close(journal) }
        let saved = try planning.output.map { path throws(CommandEnd) in
            try PlanFileWriter(path: path, document: document, update: state.update, composition: composition)
        }
        defer { saved?.discard() }
        var output = PlanOutput(format: planning.format, console: console, listed: Self.listedEntries)
        var settings: Settings?
        var estimator = EntryEstimate(settings: nil)
        var totals = PlanTotals(largest: Self.largestEntries)
        let judge = JobJudge(
            document: document, flags: flags, composition: composition, looksAtFiles: true, strict: state.strict)
        let verdict = try judge.judge(
            begin: {
                settings = $0
                estimator = EntryEstimate(settings: $0.run)
                try saved?.begin($0)
                try output.begin(name: $0.run.name, rows: planning.showsSettings ? $0.rows : [])
            },
            entry: { _, outcome in
                guard let outcome, let plan = outcome.plan else { return }
                let row = PlanRow(
                    plan, state: try Self.state(of: outcome, in: journal), seconds: estimator.seconds(of: plan))
                totals.add(row, update: state.update)
                try saved?.add(plan)
                try output.add(row)
            })
        if let settings {
            let estimate = PlanEstimate(
                .init(requests: totals.requestsLeft, bytes: totals.bytesLeft, largestFile: totals.largestFileLeft),
                limits: .init(
                    global: settings.run.global, perFile: settings.run.perFile, bandwidth: settings.run.bandwidth,
                    requestRate: settings.run.requests))
            try output.end(totals, estimate)
        }
        try FindingPrinter(console: console, base: composition.workingFolder).say(
            verdict, of: document, refusal: "nothing would be sent")
        if let saved { console.say("plan saved: \(try saved.commit())") }
    }

    private func openJournal(_ path: String) throws -> Journal? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        do throws(JournalFault) { return try Journal(path: path, mode: .read) } catch { throw CommandEnd(error) }
    }

    private func close(_ journal: Journal?) {
        do throws(JournalFault) { try journal?.close() } catch { console.warn(error.message) }
    }

    private static func state(of outcome: PlanOutcome, in journal: Journal?) throws -> PlanState {
        guard let journal else { return .new }
        do throws(JournalFault) {
            switch try journal.knownState(of: outcome.spec.id, fingerprint: outcome.fingerprint) {
            case .new: return .new
            case .pending: return .pending
            case .failed: return .failed
            case .done: return .done
            case .changed: return .changed
            case .unknown: return .unknown
            }
        } catch {
            throw CommandEnd(error)
        }
    }
}

/// Prints findings to standard error and ends the command when they refuse the job.
struct FindingPrinter {
    let console: Console
    /// The folder in which the user stands.
    let base: String

    /// Says all findings of `verdict`; throws the end with code 2 when nothing may be sent.
    func say(_ verdict: JobJudge.Verdict, of document: JobDocument, refusal: String) throws(CommandEnd) {
        let findings = verdict.findings.sorted
        if !findings.isEmpty {
            var lines = SourceLines(base: base)
            lines.add(for: findings, in: document)
            var text = DiagnosticFormat.text.text(findings, lines, color: console.errorColor, width: console.width)
            if text.hasSuffix("\n") { text.removeLast() }
            console.say(text + "\n")
        }
        guard verdict.isRefused else { return }
        throw CommandEnd(.invalid, "`\(document.path)` has \(FindingCount.text(verdict.findings)); \(refusal)")
    }
}
