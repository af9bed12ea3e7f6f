import Diagnostics
import Foundation
import IngestModel
import Logging
import Testing

@testable import IngestCommands

/// The job files of examples/, where they lie.
@Suite struct ExamplesTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("examples").path

    static let jobs =
        FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        .filter { $0.hasSuffix(".yaml") && !$0.contains("/") && $0 != "faulty.yaml" }.sorted() ?? []

    private func judge(_ name: String, looksAtFiles: Bool) throws -> JobJudge.Verdict {
        let machine = Composition.ofThisProcess()
        let composition = Composition(
            environment: EnvironmentVariables(values: [:]), workingFolder: Self.folder, now: machine.now,
            newID: machine.newID,
            clock: machine.clock, random: machine.random)
        let document = try JobDocument(path: Self.folder + "/" + name, workingFolder: Self.folder)
        return try JobJudge(
            document: document, flags: [:], composition: composition, looksAtFiles: looksAtFiles, strict: false
        ).judge()
    }

    /// The large file is written by make and not kept; a job that names it needs it.
    private static func isComplete(_ job: String) throws -> Bool {
        try !String(contentsOfFile: folder + "/" + job, encoding: .utf8).contains("large.mp4")
            || FileManager.default.fileExists(atPath: folder + "/media/large.mp4")
    }

    @Test("There are examples") func present() { #expect(Self.jobs.contains("nightly.yaml") && Self.jobs.count >= 10) }

    @Test("Every example but the faulty one has no errors, with all that it names", arguments: jobs)
    func valid(job: String) throws {
        let verdict = try judge(job, looksAtFiles: try Self.isComplete(job))
        #expect(verdict.findings.sorted.filter { $0.severity == .error } == [])
        #expect(verdict.entries > 0)
    }

    @Test("The faulty example has ten faults of ten kinds")
    func faulty() throws {
        let findings = try judge("faulty.yaml", looksAtFiles: true).findings.sorted
        #expect(
            Set(findings.filter { $0.severity == .error }.map(\.code.rawValue)) == [
                "job.unknown-key", "job.part-size", "job.duplicate-key", "job.path-is-url", "job.wrong-type",
                "job.duplicate-entry", "job.expire-time-zone", "file.missing", "job.media-type", "path.outside",
            ])
        #expect(findings.filter { $0.severity == .error }.count == 10)
    }

    @Test("Every example that is complete uploads to the emulator", arguments: jobs)
    func uploads(job: String) async throws {
        guard try Self.isComplete(job) else {
            return print("\(job): not run, as media/large.mp4 is not there; make writes it")
        }
        try await JobFolder.with { folder in
            let document = try JobDocument(path: Self.folder + "/" + job, workingFolder: Self.folder)
            let reports = [folder.path("r.json")]
            let run = JobRun(
                document: document, flags: ["window": "always"], statePath: folder.path("state.sqlite"),
                options: JobRun.Options(
                    reports: try ReportFiles(paths: reports), reportPaths: reports, usesEmulator: true, progress: .none,
                    update: false, strict: false),
                composition: folder.composition, console: folder.console,
                logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
            #expect(try await run.run() == .success)
            #expect(try Set(folder.statuses("r.json").values) == [.succeeded])
        }
    }
}
