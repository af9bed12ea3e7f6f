import ArgumentParser
import Diagnostics
import IngestEngine
import IngestModel
import Logging
import StreamingManifest

/// `vod-ingest inspect`: every reference of one manifest.
struct Inspect: AsyncParsableCommand, CommonCommand {
    /// `--format`.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text, json
    }

    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Shows every reference of an HLS or DASH manifest and whether it may be uploaded.",
        discussion: """
            Exits with 0 when the manifest could be uploaded as it is, else with 2. With --ask-service the service's own \
            parser is asked about each playlist, and what it names is compared: exit 1 where it names something else. \
            Uploading does not depend on it.

            EXAMPLES
              vod-ingest inspect streams/show/master.m3u8
              vod-ingest inspect streams/event/manifest.mpd --format json
              vod-ingest inspect master.m3u8 --no-files               before its segments are here
              vod-ingest inspect master.m3u8 --ask-service --profile nightly
            """)

    @Argument(
        help: ArgumentHelp("An .m3u8 or .mpd file.", valueName: "manifest"),
        completion: .file(extensions: ["m3u8", "mpd"]))
    var manifest: String
    @Flag(help: "Read manifests alone; the files they name may be absent.")
    var noFiles = false
    @Option(help: "Form of the output: text or json.")
    var format = Format.text
    @Option(help: ArgumentHelp("References with `..`: refuse or allow.", valueName: "choice"))
    var parentReferences = ParentReferencesChoice.refuse
    @Flag(help: "Compare with what the service's parser finds in each playlist.")
    var askService = false
    @OptionGroup(title: "With --ask-service") var account: AccountFlags
    @OptionGroup var common: CommonFlags

    func run() async throws {
        let console = common.console()
        let composition = Composition.ofThisProcess()
        guard let kind = Self.kind(of: manifest) else {
            throw CommandEnd(
                .usage, "the ending of `\(manifest)` is no manifest's", hint: "name an `.m3u8` or `.mpd` file")
        }
        var options = ExpansionOptions()
        options.parentReferences = parentReferences.value
        let path = manifest.hasPrefix("/") ? manifest : composition.workingFolder + "/" + manifest
        guard let survey = ManifestSurvey(path: path, kind: kind, options: options, looksAtFiles: !noFiles) else {
            throw CommandEnd(.invalid, "the folder of `\(manifest)` does not exist")
        }
        var findings = DiagnosticCollector()
        findings.add(survey.diagnostics.map { Self.shown($0, below: PathText.folder(of: manifest)) })
        let rows = askService ? try await compared(survey, path, kind, composition, console) : nil
        switch format {
        case .json: try InspectionDocument(survey, service: rows).write(to: console.write)
        case .text: InspectionText.write(survey, to: console.write)
        }
        if !findings.sorted.isEmpty {
            let text = DiagnosticFormat.text.text(
                findings.sorted, base: composition.workingFolder, color: console.errorColor, width: console.width)
            console.say("\n" + text)
        }
        for line in (rows ?? []).flatMap(\.lines) { console.say(TextTable.visible(line)) }
        for line in InspectionText.unreferenced(survey) { console.say(line) }
        console.say("\(manifest): \(Amount.count(survey.files.count, "file", "files")), \(FindingCount.text(findings))")
        if findings.refuses(strict: false) { throw CommandEnd(.invalid) }
        if rows?.contains(where: { !$0.agrees }) == true {
            throw CommandEnd(.entriesFailed, "the service's parser finds something else in `\(manifest)`")
        }
    }

    private func compared(
        _ survey: ManifestSurvey, _ path: String, _ kind: ManifestKind, _ composition: Composition, _ console: Console
    ) async throws -> [ManifestComparison.Row] {
        let logger = Logger(label: "vod-ingest") { _ in
            ConsoleLogHandler(console: console, format: .text, level: .warning, now: composition.now)
        }
        let comparison = ManifestComparison(survey, folder: PathText.folder(of: path), kind: kind)
        let session = AccountSession(
            settings: try account.settings(composition), composition: composition, logger: logger)
        return try await session.with { account async throws(CommandEnd) in try await comparison.run(account) }
    }

    private static func kind(of path: String) -> ManifestKind? {
        switch PathText.lowercasedExtension(of: path) {
        case "m3u8": .hls
        case "mpd": .dash
        default: nil
        }
    }

    /// Places are relative to the manifest's folder; a person stands elsewhere.
    private static func shown(_ diagnostic: Diagnostic, below folder: String) -> Diagnostic {
        guard !folder.isEmpty else { return diagnostic }
        func moved(_ location: SourceLocation?) -> SourceLocation? {
            location.map { SourceLocation(file: folder + "/" + $0.file, start: $0.start, end: $0.end) }
        }
        var result = diagnostic
        result.location = moved(diagnostic.location)
        result.notes = diagnostic.notes.map { DiagnosticNote($0.message, at: moved($0.location)) }
        return result
    }
}

/// `--parent-references` where there is no job file.
enum ParentReferencesChoice: String, ExpressibleByArgument, CaseIterable {
    case refuse, allow

    /// As a setting.
    var value: JobSettings.ParentReferences { self == .allow ? .allow : .refuse }
}
