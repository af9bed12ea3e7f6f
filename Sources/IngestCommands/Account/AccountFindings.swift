import Diagnostics
import IngestModel
import TencentClient
import TencentWire

/// What the account's answers say about a job, as findings at the job file's lines.
struct AccountFindings {
    /// The job file as the user named it.
    let file: String
    private(set) var findings: [Diagnostic] = []
    /// True where an upload would be refused for want of a right.
    private(set) var isRefused = false

    /// Findings about the job file `file`.
    init(file: String) { self.file = file }

    /// Applications that are not the account's, that are out of service, or that take no paths.
    mutating func judge(_ applications: [AccountApplication], _ questions: AccountQuestions) {
        let own = Dictionary(applications.map { ($0.id, $0) }) { first, _ in first }
        for (id, asked) in questions.applications {
            guard let id else { continue }
            guard let application = own[id] else {
                unknown(id, asked.uses, own.keys.sorted())
                continue
            }
            switch application.status {
            case "Destroying", "Destroyed":
                add(
                    .accountSubAppId, .error, asked.uses, .subAppId,
                    "`SubAppId` is \(id), an application that the account has destroyed")
            case "Off":
                add(
                    .accountApplicationOff, .warning, asked.uses, .subAppId,
                    "`SubAppId` is \(id), an application that is switched off: its media cannot be played",
                    hint: "switch it on in the console")
            default: break
            }
            if let paths = asked.paths, application.takesPaths == false {
                add(
                    .accountStoragePath, .error, paths, .mediaStoragePath,
                    "`MediaStoragePath` is given, but application \(id) is of the mode `fileid`, which takes none",
                    hint: "leave it out, or name an application of the mode `fileid+path`")
            }
        }
    }

    /// An application that the service does not take for the account's.
    mutating func unknown(_ id: UInt64, _ uses: AccountQuestions.Uses, _ own: [UInt64]) {
        let shown = own.prefix(5).map { "`\($0)`" }.joined(separator: ", ")
        add(
            .accountSubAppId, .error, uses, .subAppId, "`SubAppId` is \(id), which is no application of this account",
            hint: own.isEmpty ? nil : "the account has \(shown)\(own.count > 5 ? " and others" : "")")
    }

    /// Regions that are not enabled.
    mutating func judge(regions enabled: [String], of id: UInt64?, _ asked: AccountQuestions.Application) {
        for (region, uses) in asked.regions where !enabled.contains(region) {
            add(
                .accountStorageRegion, .error, uses, .storageRegion,
                "`StorageRegion` is `\(region)`, which is not enabled for \(Self.name(id))",
                hint:
                    "enabled are \(enabled.sorted().map { "`\($0)`" }.joined(separator: ", ")); others are switched on "
                    + "in the console")
        }
    }

    /// Categories that are not there.
    mutating func judge(categories known: Set<Int64>, of id: UInt64?, _ asked: AccountQuestions.Application) {
        for (category, uses) in asked.categories where !known.contains(category) {
            add(
                .accountClassId, .error, uses, .classId,
                "`ClassId` is \(category), which is no category of \(Self.name(id))",
                hint: "make the category first, or leave `ClassId` out")
        }
    }

    /// Task flows that are not there.
    mutating func judge(procedures known: Set<String>, of id: UInt64?, _ asked: AccountQuestions.Application) {
        for (procedure, uses) in asked.procedures where !known.contains(procedure) {
            add(
                .accountProcedure, .error, uses, .procedure,
                "`Procedure` is `\(procedure)`, which is no task flow of \(Self.name(id))",
                hint: "make the task flow first; letter case counts")
        }
    }

    /// An action of the upload that would be refused.
    mutating func judge(
        missing: [(action: VODAction, fault: ServiceFault)], of id: UInt64?, _ asked: AccountQuestions.Application
    ) {
        for (action, fault) in missing {
            isRefused = true
            add(
                .accountNoRight, .error, asked.uses, .subAppId,
                "the credentials have no right to `name/vod:\(action.rawValue)` on \(Self.name(id)): \(fault.code)",
                hint: id == nil
                    ? "grant it, or name the application in `SubAppId`: accounts opened since 2023-12-25 must"
                    : "grant it on `qcs::vod::uin/UIN:subAppId/\(id.map(String.init) ?? "*")`")
        }
    }

    /// A question that could not be asked.
    mutating func unasked(_ what: String, _ action: VODAction, _ uses: AccountQuestions.Uses?) {
        add(
            .accountNotChecked, .warning, uses, nil,
            "\(what) could not be checked: the credentials have no right to `name/vod:\(action.rawValue)`",
            hint: "grant it to those who validate jobs; a run does not need it")
    }

    /// Values that were not asked for.
    mutating func passedOver(_ count: Int) {
        guard count > 0 else { return }
        add(
            .accountNotChecked, .warning, nil, nil,
            "the job has more than \(Amount.grouped(AccountQuestions.mostValues)) distinct values to ask the account "
                + "about; \(Amount.grouped(count)) uses of others were not checked")
    }

    private static func name(_ id: UInt64?) -> String { id.map { "application \($0)" } ?? "the primary application" }

    private mutating func add(
        _ code: DiagnosticCode, _ severity: Severity, _ uses: AccountQuestions.Uses?, _ field: RequestFieldName?,
        _ message: String, hint: String? = nil
    ) {
        let first = uses?.places.first
        var notes = (uses?.places.dropFirst() ?? []).map { DiagnosticNote("also here", at: location($0)) }
        if let first, first.isInherited, let field {
            notes.insert(DiagnosticNote("the entry has its `\(field.rawValue)` from `defaults`"), at: 0)
        }
        if let uses, uses.count > uses.places.count {
            notes.append(DiagnosticNote("\(Amount.grouped(uses.count)) entries in all"))
        }
        findings.append(
            Diagnostic(
                code, severity, at: first.map(location), message, hint: hint, entry: first?.entry, notes: notes))
    }

    private func location(_ place: AccountQuestions.Place) -> SourceLocation {
        SourceLocation(file: file, start: SourceMark(line: place.line, column: place.column))
    }

    /// The fields that findings are about, as a job file writes them.
    private enum RequestFieldName: String {
        case subAppId = "SubAppId"
        case storageRegion = "StorageRegion"
        case classId = "ClassId"
        case procedure = "Procedure"
        case mediaStoragePath = "MediaStoragePath"
    }
}
