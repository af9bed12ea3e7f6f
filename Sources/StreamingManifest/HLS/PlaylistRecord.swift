import Diagnostics
import IngestModel

/// What one playlist has given so far: its references, children and findings. Both readers write into one of these.
struct PlaylistRecord {
    let text: PlaylistText
    let context: ReadContext
    var variables: PlaylistVariables
    var versions = VersionNeed()
    private(set) var reading = DocumentReading()

    private let folder: [String]
    private let resolver: ReferenceResolver
    private var counts: [DiagnosticCode: Int] = [:]
    private var last: [DiagnosticCode: Diagnostic] = [:]

    /// Findings of one kind that are given in full: a script's slip is on every line of a playlist.
    static let fullWarnings = 20
    static let fullErrors = 10_000

    init(_ text: PlaylistText, _ context: ReadContext) {
        self.text = text
        self.context = context
        variables = PlaylistVariables(room: context.options.maximumDocumentBytes)
        folder = ReferenceResolver.folder(of: context.file)
        resolver = ReferenceResolver(parentReferences: context.options.parentReferences)
    }

    /// True when reading on would give more than an asset may have.
    var isFull: Bool { variables.isExhausted || reading.references.count > context.options.maximumReferences }

    /// Takes a finding; only counts it when there were very many of its kind.
    mutating func report(
        _ code: DiagnosticCode, _ severity: Severity, at location: SourceLocation, _ message: String,
        hint: String? = nil
    ) {
        let diagnostic = Diagnostic(code, severity, at: location, message, hint: hint)
        let count = counts[code, default: 0] + 1
        counts[code] = count
        if count <= Self.full(severity) {
            reading.diagnostics.append(diagnostic)
        } else {
            last[code] = diagnostic
        }
    }

    private static func full(_ severity: Severity) -> Int { severity == .error ? fullErrors : fullWarnings }

    /// True while a finding of the kind `code` is given in full.
    func isSeen(_ code: DiagnosticCode, _ severity: Severity) -> Bool { counts[code, default: 0] < Self.full(severity) }

    /// Counts findings of the kind `code` that nobody is to see.
    mutating func countUnseen(_ count: Int, _ code: DiagnosticCode) { counts[code, default: 0] += count }

    mutating func error(
        _ code: DiagnosticCode, at location: SourceLocation, _ message: String, hint: String? = nil
    ) {
        report(code, .error, at: location, message, hint: hint)
    }

    mutating func warn(
        _ code: DiagnosticCode, at location: SourceLocation, _ message: String, hint: String? = nil
    ) {
        report(code, .warning, at: location, message, hint: hint)
    }

    /// Takes findings about the whole text.
    mutating func add(_ diagnostics: [Diagnostic]) { reading.diagnostics += diagnostics }

    /// Makes room for `count` references: a playlist knows early how many lines it has.
    mutating func expect(_ count: Int) {
        reading.references.reserveCapacity(min(count, context.options.maximumReferences + 1))
    }

    /// Takes a manifest to be read next.
    mutating func follow(_ path: String, as expectation: ChildDocument.Expectation, at location: SourceLocation) {
        reading.children.append(
            ChildDocument(path: path, kind: .hls, expectation: expectation, variables: [:], location: location))
    }

    /// Everything, with one line more for each kind of finding that was cut short.
    consuming func finish() -> DocumentReading {
        // A child imports from the whole playlist, not only from what stands before the mention. Interstitials are
        // presentations of their own.
        for index in reading.children.indices where reading.children[index].expectation.canImport {
            reading.children[index].variables = variables.values
        }
        for (code, diagnostic) in last.sorted(by: { $0.key < $1.key }) {
            let shown = Self.full(diagnostic.severity)
            var summary = diagnostic
            summary.message =
                "\((counts[code] ?? 0) - shown) more findings of the kind `\(code.rawValue)`, the last one here"
            summary.hint = nil
            reading.diagnostics.append(summary)
        }
        return reading
    }
}

/// One mention on its way into the record.
struct PlaylistMention {
    var uri: String
    var location: SourceLocation
    var role: FileRole
    var need: ReferenceNeed = .required
    var bytes: Range<UInt64>?
    var content = ContentRule()
}

extension PlaylistRecord {
    /// What `uri` means here.
    func resolve(_ uri: String) -> ReferenceResolution { resolver.resolve(uri, from: folder) }

    /// Takes the mention of a file of the asset; whatever is no file below the root is an error. Gives back its path.
    mutating func mention(_ mention: PlaylistMention) -> String? {
        let resolution = resolve(mention.uri)
        if case .file(let path, let findings) = resolution {
            take(mention, path: path, findings)
            return path
        }
        if let refusal = resolution.refusal(of: mention.uri) { refuse(mention, refusal) }
        return nil
    }

    /// Takes the mention of something that may as well be remote or inline. Nil with an error given when it is neither that
    /// nor a file.
    mutating func mentionAnywhere(_ mention: PlaylistMention) -> Place? {
        switch resolve(mention.uri) {
        case .file(let path, let findings):
            take(mention, path: path, findings)
            return .file(path)
        case .url(let scheme): return .remote(scheme: scheme)
        case .networkPath: return .remote(scheme: "https")
        case .inline: return .inline
        case .refused(let finding):
            refuse(mention, finding)
            return nil
        }
    }

    /// Where something lies that need not be a file.
    enum Place {
        case file(String)
        case remote(scheme: String)
        case inline
    }

    /// Takes a mention that is no file of the asset, for `reason`.
    mutating func mentionOutside(_ mention: PlaylistMention, need: ReferenceNeed, reason: DiagnosticCode?) {
        var path: String?
        if need == .none, case .file(let found, _) = resolve(mention.uri) { path = found }
        append(mention, need: need, path: path, reason: reason)
    }

    /// Takes a mention that breaks the rule `finding`.
    mutating func refuse(_ mention: PlaylistMention, _ finding: PathFinding) {
        report(finding.code, finding.severity, at: mention.location, finding.message, hint: finding.hint)
        append(mention, need: .forbidden, path: nil, reason: finding.code)
    }

    private mutating func take(_ mention: PlaylistMention, path: String, _ findings: [PathFinding]) {
        for finding in findings {
            report(finding.code, finding.severity, at: mention.location, finding.message, hint: finding.hint)
        }
        append(mention, need: mention.need, path: path, reason: nil)
    }

    private mutating func append(
        _ mention: PlaylistMention, need: ReferenceNeed, path: String?, reason: DiagnosticCode?
    ) {
        guard !isFull else { return }
        var reference = ManifestReference(
            uri: mention.uri, location: mention.location, role: mention.role, need: need, path: path,
            bytes: mention.bytes, reason: reason)
        reference.content = mention.content
        reading.references.append(reference)
    }
}

extension ChildDocument.Expectation {
    /// True for the media playlists of a multivariant one.
    fileprivate var canImport: Bool {
        switch self {
        case .mediaPlaylist, .subtitlePlaylist, .iFramePlaylist, .pictureFramePlaylist, .imagePlaylist: true
        case .any, .assetList, .json: false
        }
    }
}
