/// Takes findings in any order and gives them back sorted by file, place, severity and code, each once.
public struct DiagnosticCollector: Sendable {
    private var found: Set<Diagnostic> = []
    /// How many errors were taken.
    public private(set) var errorCount = 0
    /// How many warnings were taken.
    public private(set) var warningCount = 0

    /// An empty collector.
    public init() {}

    /// Takes one finding; a repeated one counts once.
    public mutating func add(_ diagnostic: Diagnostic) {
        guard found.insert(diagnostic).inserted else { return }
        switch diagnostic.severity {
        case .error: errorCount += 1
        case .warning: warningCount += 1
        case .note: break
        }
    }

    /// Takes several findings.
    public mutating func add(_ diagnostics: some Sequence<Diagnostic>) {
        for diagnostic in diagnostics { add(diagnostic) }
    }

    /// True when nothing may be sent: there is an error, or a warning under `strict`.
    public func refuses(strict: Bool) -> Bool { errorCount > 0 || (strict && warningCount > 0) }

    /// The findings in the order in which they are printed.
    public var sorted: [Diagnostic] {
        found.sorted { left, right in
            switch (left.location, right.location) {
            case (nil, .some): return true
            case (.some, nil): return false
            case (.some(let a), .some(let b)) where a.file != b.file: return a.file < b.file
            case (.some(let a), .some(let b)) where a.start != b.start: return a.start < b.start
            default:
                return (left.severity, left.code, left.message) < (right.severity, right.code, right.message)
            }
        }
    }
}
