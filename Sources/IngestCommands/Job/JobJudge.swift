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
        /// Entries of the job file, those with errors too.
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
    /// own, with the fields that it has from `defaults`; `entry` the same with its plan; nothing where files are not looked
    /// at. The files of an entry that has an error are looked at too, so that all that is wrong with it is said at once.
    func judge(
        begin: (Settings) throws -> Void = { _ in }, seen: ((EntrySpec, RequestFieldSet) -> Void)? = nil,
        entry: (EntrySpec, PlanOutcome?) throws -> Void = { _, _ in }
    ) throws -> Verdict {
        let options = JobFileOptions(now: composition.now(), isTimeZone: TimeZones.contains)
        return try document.read(options: options) { reader in
            let settings = try settings(reader.readSettings())
            try begin(settings)
            let planner = Planner(settings: PlannerSettings(jobFile: document.path, settings: settings.run))
            let place = FilePlace(job: document.path, base: settings.run.base, workingFolder: composition.workingFolder)
            var verdict = Verdict()
            var batch: [EntrySpec] = []
            var refused: [EntrySpec] = []
            let planning = BatchPlanning(planner)
            defer { planning.wait() }
            while !looksAtFiles, seen == nil, reader.passEntry() {
                if reader.hasDiagnostics { verdict.findings.add(reader.takeDiagnostics()) }
            }
            while let (spec, isRefused) = reader.nextEntryForFiles() {
                verdict.findings.add(reader.takeDiagnostics())
                if !isRefused { seen?(spec, reader.inheritedFields) }
                guard looksAtFiles else { continue }
                if isRefused { refused.append(spec) } else { batch.append(spec) }
                if batch.count == Planner.batchSize { try take(planning.next(&batch), place, &verdict, entry) }
                if refused.count == Planner.batchSize {
                    try take(planning.next(&refused, areRefused: true), place, &verdict, entry)
                }
            }
            try take(planning.next(&refused, areRefused: true), place, &verdict, entry)
            try take(planning.next(&batch), place, &verdict, entry)
            try take(planning.finish(), place, &verdict, entry)
            verdict.findings.add(reader.takeDiagnostics())
            verdict.entries = reader.entriesRead
            verdict.isRefused = verdict.findings.refuses(strict: strict)
            return verdict
        }
    }

    /// Takes what was found about the files of a batch.
    private func take(
        _ planned: BatchPlanning.Planned, _ place: FilePlace, _ verdict: inout Verdict,
        _ entry: (EntrySpec, PlanOutcome?) throws -> Void
    ) throws {
        for outcome in planned.outcomes {
            verdict.findings.add(outcome.diagnostics.map(place.shown))
            if !planned.areRefused { try entry(outcome.spec, outcome) }
        }
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

/// Names the files of findings as the user would: from the folder in which they stand, so that editors and code hosts find
/// them. Manifests come named from the job's base.
struct FilePlace {
    private let job: String
    private let prefix: String

    /// Names for the findings of the job file `job`; `base` and `workingFolder` are absolute.
    init(job: String, base: String, workingFolder: String) {
        self.job = job
        let folder = workingFolder.hasSuffix("/") ? workingFolder : workingFolder + "/"
        let start = base.hasSuffix("/") ? base : base + "/"
        prefix = start.hasPrefix(folder) ? String(start.dropFirst(folder.count)) : start
    }

    /// `diagnostic` with all its places named so.
    func shown(_ diagnostic: Diagnostic) -> Diagnostic {
        var shown = diagnostic
        shown.location = diagnostic.location.map(named)
        shown.notes = diagnostic.notes.map { DiagnosticNote($0.message, at: $0.location.map(named)) }
        return shown
    }

    private func named(_ location: SourceLocation) -> SourceLocation {
        guard location.file != job, !location.file.hasPrefix("/") else { return location }
        return SourceLocation(file: prefix + location.file, start: location.start, end: location.end)
    }
}
