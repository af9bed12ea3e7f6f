/// How grave a finding is.
public enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
    /// Nothing is sent while one of these stands.
    case error
    /// Shown; counts as an error with `--strict`.
    case warning
    /// Information.
    case note

    private var rank: Int {
        switch self {
        case .error: 0
        case .warning: 1
        case .note: 2
        }
    }

    /// Graver first.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
}

/// A stable name of a kind of finding, such as `job.unknown-key`: a domain, a dot, words joined by hyphens.
///
/// The codes are declared beside their pages in `Catalogue/`; users match on them, so none is ever renamed.
public struct DiagnosticCode: RawRepresentable, Hashable, Sendable, Comparable {
    /// The code as it is printed.
    public let rawValue: String

    /// The code printed as `rawValue`.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Alphabetical.
    public static func < (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.rawValue < right.rawValue }
}

/// A further place or fact that belongs to a finding: one step of the way entry → playlist → segment, for example.
public struct DiagnosticNote: Hashable, Sendable {
    /// Where; nil when the note is about no place.
    public var location: SourceLocation?
    /// One sentence, lower-case start, no final full stop.
    public var message: String

    /// A note about `location`.
    public init(_ message: String, at location: SourceLocation? = nil) {
        self.location = location
        self.message = message
    }
}

/// One finding about a job file, a manifest or a file they name.
public struct Diagnostic: Hashable, Sendable {
    /// The kind of finding.
    public var code: DiagnosticCode
    /// How grave it is.
    public var severity: Severity
    /// Where it is; nil when it concerns no text (a whole folder, the command line).
    public var location: SourceLocation?
    /// What was found and what is expected: one sentence, lower-case start, literals in backticks, no final full stop.
    public var message: String
    /// The mend, where it is known; same form as `message`.
    public var hint: String?
    /// The id of the entry it concerns.
    public var entry: String?
    /// The way to the place, outermost first.
    public var notes: [DiagnosticNote]

    /// A finding of kind `code`.
    public init(
        _ code: DiagnosticCode, _ severity: Severity, at location: SourceLocation?, _ message: String,
        hint: String? = nil, entry: String? = nil, notes: [DiagnosticNote] = []
    ) {
        self.code = code
        self.severity = severity
        self.location = location
        self.message = message
        self.hint = hint
        self.entry = entry
        self.notes = notes
    }
}
