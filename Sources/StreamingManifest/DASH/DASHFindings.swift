import Diagnostics

/// Takes the findings about one MPD, each once: what stands on a Period concerns every Representation below it.
struct DASHFindings: Sendable {
    let file: String
    private(set) var diagnostics: [Diagnostic] = []
    private var seen: Set<Diagnostic> = []
    private var reported: Set<PlaceAndCode> = []

    private struct PlaceAndCode: Hashable {
        var place: Place
        var code: DiagnosticCode
    }

    /// None yet, about `file`.
    init(file: String) { self.file = file }

    /// Takes a finding at `place`.
    mutating func add(
        _ code: DiagnosticCode, _ severity: Severity, at place: Place, _ message: String, hint: String? = nil
    ) {
        let diagnostic = Diagnostic(code, severity, at: place.location(in: file), message, hint: hint)
        if seen.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }

    /// Takes what the resolver found about a text at `place`: once for each place and code, as one template names thousands
    /// of files with the same fault.
    mutating func add(_ finding: PathFinding, at place: Place) {
        guard reported.insert(PlaceAndCode(place: place, code: finding.code)).inserted else { return }
        add(finding.code, finding.severity, at: place, finding.message, hint: finding.hint)
    }

    /// Takes the fault that ended the reading.
    mutating func add(_ fault: XMLFault) {
        diagnostics.append(
            Diagnostic(
                fault.code, .error, at: SourceLocation(file: file, start: fault.mark), fault.message, hint: fault.hint))
    }
}
