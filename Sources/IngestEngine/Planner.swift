import Crypto
import Diagnostics
import Foundation
import IngestModel
import IngestPolicy
import StreamingManifest

/// What planning needs to know of a job.
public struct PlannerSettings: Sendable {
    /// The job file as the user named it, for places in diagnostics.
    public var jobFile: String
    /// The folder at which relative paths start; absolute.
    public var base: String
    /// How a part size is chosen.
    public var partSize: JobSettings.PartSize
    /// Files of this many bytes and more go up in parts.
    public var multipartFrom: Int64
    /// The choices and bounds of expanding manifests.
    public var expansion: ExpansionOptions

    /// What `settings` say of the job in `jobFile`.
    public init(jobFile: String, settings: RunSettings) {
        self.jobFile = jobFile
        base = settings.base
        partSize = settings.partSize
        multipartFrom = settings.multipartFrom
        expansion = ExpansionOptions()
        expansion.parentReferences = settings.parentReferences
    }
}

/// One entry judged with its files.
public struct PlanOutcome: Sendable {
    /// The entry.
    public var spec: EntrySpec
    /// What it will send; nil when an error stands in the way.
    public var plan: EntryPlan?
    /// Everything found.
    public var diagnostics: [Diagnostic]
    /// SHA-256 of the request and of the files' names, sizes and times, hex; empty without a plan.
    public var fingerprint: String
}

/// Looks at the files of an entry and fixes what it will send.
public struct Planner: Sendable {
    private let settings: PlannerSettings
    private let listings = FolderListings()

    /// A planner for one job.
    public init(settings: PlannerSettings) { self.settings = settings }

    /// Plans `spec`: the medium or the manifest with all it leads to, the cover, the parts of each.
    public func plan(_ spec: EntrySpec) -> PlanOutcome {
        var found = EntryFindings(spec: spec, jobFile: settings.jobFile)
        var planned: [PlannedFile] = []
        let kind = EntryKind(mediaType: spec.request.mediaType)
        let path = absolute(spec.request.mediaFilePath)
        if let mark = plainMark(path, named: "MediaFilePath", spec.request.mediaFilePath, &found) {
            add(PathText.lastPart(of: path), path, kind == .file ? .media : .manifest, mark, &planned, &found)
        }
        if let cover = spec.request.coverFilePath {
            let coverPath = absolute(cover)
            if let mark = plainMark(coverPath, named: "CoverFilePath", cover, &found) {
                add(PathText.lastPart(of: coverPath), coverPath, .cover, mark, &planned, &found)
            }
        }
        if let manifest = ManifestKind(kind), planned.first?.role == .manifest {
            expand(path, manifest, &planned, &found)
        }
        guard !found.hasError else {
            return PlanOutcome(spec: spec, plan: nil, diagnostics: found.diagnostics, fingerprint: "")
        }
        let plan = EntryPlan(spec: spec, kind: kind, files: planned)
        return PlanOutcome(
            spec: spec, plan: plan, diagnostics: found.diagnostics, fingerprint: Self.fingerprint(of: plan))
    }

    /// The absolute form of a path in the job file.
    public func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : settings.base + (settings.base.hasSuffix("/") ? "" : "/") + path
    }

    private func plainMark(
        _ path: String, named field: String, _ written: String, _ found: inout EntryFindings
    ) -> FileMark? {
        let facts = LocalFiles.plainFile(at: path)
        let (code, words, hint): (DiagnosticCode, String, String?)
        switch facts.presence {
        case .regular(let mark) where mark.size > 0: return mark
        case .regular: (code, words, hint) = (.planEmptyFile, "has no bytes", nil)
        case .missing:
            (code, words) = (.fileMissing, "does not exist")
            hint = written.hasPrefix("/") ? nil : "relative paths start at `\(settings.base)`"
        case .danglingLink: (code, words, hint) = (.fileDanglingLink, "is a link to a file that does not exist", nil)
        case .linkCycle: (code, words, hint) = (.fileDanglingLink, "leads into a cycle of links, not to a file", nil)
        case .outside(let target): (code, words, hint) = (.fileOutside, "leads to `\(target)`", nil)
        case .special(let special):
            (code, words, hint) = (.fileNotRegular, "is a \(special.rawValue); a regular file is expected", nil)
        case .unreadable(let reason): (code, words, hint) = (.fileUnreadable, "cannot be read: \(reason)", nil)
        }
        let place = field == "CoverFilePath" ? found.spec.coverPlace : found.spec.mediaPlace
        found.add(code, .error, "the \(field) `\(written)` \(words)", hint: hint, at: place)
        return nil
    }

    private func add(
        _ path: String, _ localPath: String, _ role: FileRole, _ mark: FileMark, _ planned: inout [PlannedFile],
        _ found: inout EntryFindings
    ) {
        do throws(PartPlanner.Refusal) {
            let parts = try PartPlanner.layout(
                size: mark.size, setting: settings.partSize, multipartFrom: settings.multipartFrom)
            if let parts, PartPlanner.isGrown(parts, beyond: settings.partSize) {
                found.add(
                    .planPartGrown, .note,
                    "`\(path)` goes up in parts of \(parts.partSize) bytes, so that 10,000 parts suffice")
            }
            planned.append(PlannedFile(path: path, localPath: localPath, role: role, mark: mark, parts: parts))
        } catch {
            found.add(.planPartLayout, .error, "`\(path)`: \(error)")
        }
    }

    /// SHA-256 over what decides whether a committed entry is still the same.
    private static func fingerprint(of plan: EntryPlan) -> String {
        // In one piece: hashing text by text takes several times as long.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        func feed(_ text: String) {
            bytes += text.utf8
            bytes.append(0)
        }
        let request = plan.spec.request
        for field in [
            plan.spec.region, request.mediaFilePath, request.mediaType, request.mediaName, request.coverFilePath,
            request.coverType, request.procedure, request.expireTime, request.classId.map { String($0) },
            request.sourceContext, request.sessionContext, request.subAppId.map { String($0) }, request.storageRegion,
            request.mediaStoragePath, request.extInfo,
        ] {
            feed(field.map { "=" + $0 } ?? "-")
        }
        for file in plan.files {
            feed(file.path)
            feed("\(file.mark.size) \(file.mark.modified)")
        }
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(2 * SHA256.byteCount)
        for byte in SHA256.hash(data: bytes) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}

// MARK: Manifests

extension Planner {
    private func expand(
        _ path: String, _ kind: ManifestKind, _ planned: inout [PlannedFile], _ found: inout EntryFindings
    ) {
        let shownFolder = PathText.folder(of: found.spec.request.mediaFilePath)
        let folder = PathText.folder(of: path)
        guard let files = LocalFiles(root: folder.isEmpty ? "/" : folder, listings: listings) else {
            found.add(
                .fileMissing, .error, "the folder of `\(found.spec.request.mediaFilePath)` does not exist any more")
            return
        }
        let result = files.expand(PathText.lastPart(of: path), kind: kind, options: settings.expansion)
        for diagnostic in result.diagnostics { found.add(diagnostic, below: shownFolder) }
        var review = AssetReview(result, kind: kind)
        files.look(at: result.files) { requirement, facts in
            for diagnostic in review.take(requirement, facts).found { found.add(diagnostic, below: shownFolder) }
            guard let mark = facts.mark else { return }
            checkKey(requirement.path, &found)
            add(requirement.path, files.localPath(requirement.path), requirement.role, mark, &planned, &found)
        }
        for diagnostic in review.finish() { found.add(diagnostic, below: shownFolder) }
    }

    /// The key is known before ApplyUpload only where the job chose the storage path.
    private func checkKey(_ path: String, _ found: inout EntryFindings) {
        guard let storagePath = found.spec.request.mediaStoragePath else { return }
        do {
            _ = try ObjectKey(servicePath: storagePath).sibling(path)
        } catch ObjectKey.Refusal.tooLong(let length) {
            found.add(
                .planKeyTooLong, .error,
                "the object key of `\(path)` would have \(length) bytes; at most \(ObjectKey.longest) are possible",
                hint: "shorten MediaStoragePath or the folders below the manifest")
        } catch {
            // Other faults of MediaStoragePath are the job file's own, and the path was judged when it was resolved.
        }
    }
}

extension EntryKind {
    /// The kind that a media type stands for.
    public init(mediaType: String) {
        switch mediaType {
        case "m3u8": self = .hls
        case "mpd": self = .dash
        default: self = .file
        }
    }
}

extension ManifestKind {
    /// The format of an entry's manifest; nil for a plain file.
    init?(_ kind: EntryKind) {
        switch kind {
        case .file: return nil
        case .hls: self = .hls
        case .dash: self = .dash
        }
    }
}

/// Findings about one entry, each with its place and the way to it.
private struct EntryFindings {
    let spec: EntrySpec
    let place: SourceLocation
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var hasError = false

    init(spec: EntrySpec, jobFile: String) {
        self.spec = spec
        place = SourceLocation(file: jobFile, start: SourceMark(line: spec.line, column: spec.column))
    }

    /// A finding at a value of the entry, or at the entry itself.
    mutating func add(
        _ code: DiagnosticCode, _ severity: Severity, _ message: String, hint: String? = nil,
        at value: ValuePlace? = nil
    ) {
        var location = place
        if let value {
            location.start = SourceMark(line: value.line, column: value.column)
            location.end = SourceMark(line: value.endLine, column: value.endColumn)
        }
        append(Diagnostic(code, severity, at: location, message, hint: hint, entry: spec.id.rawValue))
    }

    /// A finding inside a manifest: paths are shown from the job's base, and the way begins at the entry.
    mutating func add(_ inside: Diagnostic, below folder: String) {
        var diagnostic = inside
        diagnostic.entry = spec.id.rawValue
        diagnostic.location = inside.location.map { Self.below(folder, $0) }
        diagnostic.notes =
            [DiagnosticNote("entry `\(spec.id)`", at: place)]
            + inside.notes.map { note in DiagnosticNote(note.message, at: note.location.map { Self.below(folder, $0) })
            }
        append(diagnostic)
    }

    private mutating func append(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
        if diagnostic.severity == .error { hasError = true }
    }

    private static func below(_ folder: String, _ location: SourceLocation) -> SourceLocation {
        guard !folder.isEmpty else { return location }
        return SourceLocation(file: folder + "/" + location.file, start: location.start, end: location.end)
    }
}
