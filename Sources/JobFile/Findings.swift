import Diagnostics

/// Collects the findings of one file until somebody takes them.
struct Findings: Sendable {
    let file: String
    private(set) var diagnostics: [Diagnostic] = []
    /// Where the findings of the current entry begin in `diagnostics`.
    private var entryStart = 0
    /// True when the current entry has an error.
    private(set) var entryHasError = false

    init(file: String) { self.file = file }

    func location(_ start: SourceMark, _ end: SourceMark? = nil) -> SourceLocation {
        SourceLocation(file: file, start: start, end: end)
    }

    mutating func add(
        _ code: DiagnosticCode, _ severity: Severity = .error, from start: SourceMark, to end: SourceMark? = nil,
        _ message: String, hint: String? = nil, notes: [DiagnosticNote] = []
    ) {
        if severity == .error { entryHasError = true }
        diagnostics.append(
            Diagnostic(code, severity, at: location(start, end), message, hint: hint, notes: notes))
    }

    mutating func add(_ fault: ValueFault, at scalar: Scalar) {
        add(
            fault.code, fault.severity, from: scalar.start, to: fault.hidesValue ? scalar.start : scalar.end,
            fault.message, hint: fault.hint, notes: notes(about: scalar))
    }

    /// Where a value stands that came through an alias.
    func notes(about scalar: Scalar) -> [DiagnosticNote] {
        scalar.origin.map { [DiagnosticNote("the value stands here", at: location($0))] } ?? []
    }

    /// True when there is a finding that nobody took yet.
    var hasAny: Bool { !diagnostics.isEmpty }

    mutating func beginEntry() {
        entryStart = diagnostics.count
        entryHasError = false
    }

    /// Names the entry in the findings since `beginEntry`.
    mutating func endEntry(_ id: String?) {
        for index in entryStart..<diagnostics.count { diagnostics[index].entry = id }
    }

    mutating func take() -> [Diagnostic] {
        defer {
            diagnostics = []
            entryStart = 0
        }
        return diagnostics
    }
}
