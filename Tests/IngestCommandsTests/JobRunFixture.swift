import Foundation
import IngestModel
import IngestReport
import Logging
import Testing

@testable import IngestCommands

/// A folder with a job file and small media, and runs of that job on the emulator.
final class JobFolder {
    let root: String
    let output = TextRecorder()
    let error = TextRecorder()

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent("job-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    }

    /// Runs `body` with a folder of its own, which is gone afterwards.
    static func with(_ body: (JobFolder) async throws -> Void) async throws {
        let folder = try JobFolder()
        do {
            try await body(folder)
        } catch {
            try FileManager.default.removeItem(atPath: folder.root)
            throw error
        }
        try FileManager.default.removeItem(atPath: folder.root)
    }

    func path(_ name: String) -> String { root + "/" + name }

    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }

    var console: Console { Console(output: output, error: error) }

    var composition: Composition {
        let machine = Composition.ofThisProcess()
        return Composition(
            environment: EnvironmentVariables(values: [:]), workingFolder: root, now: machine.now, newID: machine.newID,
            clock: machine.clock, random: machine.random)
    }

    /// `vod-ingest run job.yaml --emulator` with these reports and flags.
    func run(
        reports: [String] = [], flags: [String: String] = [:], emulator: Bool = true, update: Bool = false,
        strict: Bool = false
    ) async throws -> ExitCode {
        let paths = reports.map(path)
        let run = JobRun(
            document: try JobDocument(path: path("job.yaml"), workingFolder: root), flags: flags,
            statePath: path("state.sqlite"),
            options: JobRun.Options(
                reports: try ReportFiles(paths: paths), reportPaths: paths, usesEmulator: emulator, progress: .none,
                update: update, strict: strict),
            composition: composition, console: console,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        return try await run.run()
    }

    /// How the run ended when it did not come to its end.
    func endOfRun(flags: [String: String] = [:], emulator: Bool = true, strict: Bool = false) async throws
        -> CommandEnd?
    {
        do {
            _ = try await run(flags: flags, emulator: emulator, strict: strict)
            return nil
        } catch let end as CommandEnd {
            return end
        }
    }

    /// Status by id, as the report `name` says it.
    func statuses(_ name: String) throws -> [String: EntryStatus] {
        let report = try ReportInput(path: path(name))
        return Dictionary(uniqueKeysWithValues: report.records.map { ($0.spec.id.rawValue, $0.status) })
    }
}
