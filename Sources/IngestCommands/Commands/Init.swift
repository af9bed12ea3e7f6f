import ArgumentParser
import Foundation
import IngestModel
import IngestReport
import JobFile

/// `vod-ingest init`: writes a job file.
struct Init: ParsableCommand, CommonCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a job file from folders, files, a CSV, or the failures of an earlier run.",
        discussion: """
            A folder gives its media and top manifests; what a manifest leads to is no entry of its own. A CSV has request \
            fields as its header. A state file or a report gives its failed and pending entries; a state file knows all their \
            fields, a report only those that are its columns.

            EXAMPLES
              vod-ingest init archive/ > nightly.yaml
              vod-ingest init films.csv --output films.yaml
              vod-ingest init nightly.state.sqlite --status failed > again.yaml
            """)

    @Argument(
        help: ArgumentHelp("Folders, media, CSV files, reports or state files.", valueName: "path"), completion: .file()
    )
    var paths: [String]
    @Option(
        help: ArgumentHelp("Write to this file, which must not be there yet.", valueName: "file"), completion: .file())
    var output: String?
    @Option(help: ArgumentHelp("The job's name.", valueName: "text"))
    var name: String?
    @Option(
        help: ArgumentHelp(
            "Entries of a report or state file to take, such as unknown. May be repeated. (default: failed, pending)",
            valueName: "status"))
    var status: [EntryStatus] = []
    @OptionGroup var common: CommonFlags

    func run() throws {
        let console = common.console()
        let composition = Composition.ofThisProcess()
        var draft = JobDraft(name: name, base: nil, entries: [])
        // One folder is its own base; what several paths name starts where the user stands.
        if paths.count == 1, let path = paths.first, Self.isFolder(path) {
            draft.base = Self.absolute(path, composition)
            draft.entries = try Self.entries(inFolder: path, prefix: "", composition)
        } else {
            draft.base = composition.workingFolder
            for path in paths { draft.entries += try entries(path, composition, console, &draft) }
        }
        guard !draft.entries.isEmpty else { throw CommandEnd(.invalid, "nothing was found that could be an entry") }
        if let output {
            guard !FileManager.default.fileExists(atPath: output) else {
                throw CommandEnd(.usage, "`\(output)` is there already", hint: "remove it or choose another name")
            }
            do throws(AtomicFile.Fault) {
                let file = try AtomicFile(path: output)
                defer { file.discard() }
                try file.write(Array(draft.text.utf8))
                try file.commit()
            } catch {
                throw CommandEnd(.stateOrReport, error.description)
            }
        } else {
            console.write(draft.text)
        }
        console.say("\(Amount.count(draft.entries.count, "entry", "entries")) written")
    }

    private func entries(
        _ path: String, _ composition: Composition, _ console: Console, _ draft: inout JobDraft
    ) throws(CommandEnd) -> [JobDraft.Entry] {
        if Self.isFolder(path) {
            return try Self.entries(inFolder: path, prefix: path.hasSuffix("/") ? path : path + "/", composition)
        }
        switch PathText.lowercasedExtension(of: path) {
        case "csv":
            let text = try Self.text(path)
            guard text.hasPrefix("Line,Id,Status,") else {
                return try JobDraft.Entry.read(csv: text, name: "`\(path)`")
            }
            return try ended(path, console, &draft)
        case "json", "ndjson", "jsonl", "sqlite": return try ended(path, console, &draft)
        case let type? where SupportedMedia.types.contains(type): return [JobDraft.Entry([("MediaFilePath", path)])]
        default:
            throw CommandEnd(
                .usage, "`\(path)` is no folder, medium, CSV, report or state file", hint: "its ending says what it is")
        }
    }

    /// Entries of a report or a state file. Their paths start at the base of that run.
    private func ended(
        _ path: String, _ console: Console, _ draft: inout JobDraft
    ) throws(CommandEnd) -> [JobDraft.Entry] {
        let input = try ReportInput(path: path)
        if let base = input.run?.settings["base"] { draft.base = base }
        if PathText.lowercasedExtension(of: path) != "sqlite" {
            console.warn(
                "a report does not hold every request field of its entries",
                hint: "the run's state file does: name it instead")
        }
        let wanted = status.isEmpty ? [.failed, .pending] : Set(status)
        return input.records.filter { wanted.contains($0.status) }.map { JobDraft.Entry($0.spec) }
    }

    private static func entries(
        inFolder path: String, prefix: String, _ composition: Composition
    ) throws(CommandEnd) -> [JobDraft.Entry] {
        try ArchiveSurvey(root: absolute(path, composition)).media().map {
            JobDraft.Entry([("MediaFilePath", prefix + $0)])
        }
    }

    private static func absolute(_ path: String, _ composition: Composition) -> String {
        let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        return trimmed.hasPrefix("/") ? trimmed : composition.workingFolder + "/" + trimmed
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func text(_ path: String) throws(CommandEnd) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CommandEnd(.invalid, "cannot read `\(path)` as UTF-8 text")
        }
    }
}

extension EntryStatus: ExpressibleByArgument {}
