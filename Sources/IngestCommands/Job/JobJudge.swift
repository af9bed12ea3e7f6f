import Diagnostics
import IngestEngine
import IngestModel
import JobFile

/// Reads a job file once and judges it with everything it names.
struct JobJudge {
    /// What judging found.
    struct Verdict {
        /// Every finding.
        var findings = DiagnosticCollector()
        /// Entries of the job file that could be read.
        var entries = 0
        /// True when nothing may be sent.
        var isRefused = false
    }

    /// The job file.
    let document: JobDocument
    /// The flags that set what a job file can set, by name without dashes.
    let flags: [String: String]
    /// The machine.
    let composition: Composition
    /// False judges the job file alone.
    let looksAtFiles: Bool
    /// True when a warning counts as an error.
    let strict: Bool

    /// Judges everything. `begin` is given the settings before the first entry; `seen` each entry without an error of its
    /// own, with the fields that it has from `defaults`; `entry` the same with its plan where files are looked at.
    func judge(
        begin: (Settings) throws -> Void = { _ in }, seen: (EntrySpec, RequestFieldSet) -> Void = { _, _ in },
        entry: (EntrySpec, PlanOutcome?) throws -> Void = { _, _ in }
    ) throws -> Verdict {
        let options = JobFileOptions(now: composition.now(), isTimeZone: TimeZones.contains)
        return try document.read(options: options) { reader in
            let settings = try settings(reader.readSettings())
            try begin(settings)
            let planner = Planner(settings: PlannerSettings(jobFile: document.path, settings: settings.run))
            var verdict = Verdict()
            var batch: [EntrySpec] = []
            while let spec = reader.nextEntry() {
                verdict.entries += 1
                seen(spec, reader.inheritedFields)
                verdict.findings.add(reader.takeDiagnostics())
                if !looksAtFiles {
                    try entry(spec, nil)
                    continue
                }
                batch.append(spec)
                if batch.count == Planner.batchSize { try plan(&batch, planner, &verdict, entry) }
            }
            try plan(&batch, planner, &verdict, entry)
            verdict.findings.add(reader.takeDiagnostics())
            verdict.isRefused = verdict.findings.refuses(strict: strict)
            return verdict
        }
    }

    /// Looks at the files of `batch` and empties it.
    private func plan(
        _ batch: inout [EntrySpec], _ planner: Planner, _ verdict: inout Verdict,
        _ entry: (EntrySpec, PlanOutcome?) throws -> Void
    ) throws {
        for outcome in planner.plan(batch) {
            verdict.findings.add(outcome.diagnostics)
            try entry(outcome.spec, outcome)
        }
        batch.removeAll(keepingCapacity: true)
    }

    private func settings(_ job: JobSettings) throws(CommandEnd) -> Settings {
        var standard = RunSettings(name: document.name, base: document.folder)
        standard.strict = strict
        do throws(SettingFault) {
            return try Settings(
                flags: flags, environment: composition.environment, job: job, standard: standard,
                workingFolder: composition.workingFolder)
        } catch {
            throw error.end
        }
    }
}
