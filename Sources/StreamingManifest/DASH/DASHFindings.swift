import Diagnostics

/// Takes the findings about one MPD, each once: what stands on a Period concerns every Representation below it.
struct DASHFindings: Sendable {
    let file: String
    private var taken: [Diagnostic] = []
    private var counts: [DiagnosticCode: Int] = [:]
    private var seen: Set<Diagnostic> = []
    private var reported: Set<PlaceAndCode> = []

    private struct PlaceAndCode: Hashable {
        var place: Place
        var code: DiagnosticCode
    }

    /// Findings of one code that are given one by one.
    static let longest = 100

    /// What was found, in order; behind it, for each code that occurred too often, that there is more of it.
    var diagnostics: [Diagnostic] {
        let excess = counts.filter { $0.value > Self.longest }.map(\.key).sorted()
        return taken
            + excess.compactMap { code in
                guard var last = taken.last(where: { $0.code == code }) else { return nil }
                last.message = "further findings like the one here are not listed"
                last.hint = nil
                return last
            }
    }

    /// None yet, about `file`.
    init(file: String) { self.file = file }

    /// Takes a finding at `place`.
    mutating func add(
        _ code: DiagnosticCode, _ severity: Severity, at place: Place, _ message: String, hint: String? = nil
    ) {
        let diagnostic = Diagnostic(code, severity, at: place.location(in: file), message, hint: hint)
        // A million S elements may have the same fault; nobody reads more than a page of them.
        let count = counts[code, default: 0]
        guard count <= Self.longest, !seen.contains(diagnostic) else { return }
        counts[code] = count + 1
        guard count < Self.longest else { return }
        seen.insert(diagnostic)
        taken.append(diagnostic)
    }

    /// Takes what the resolver found about a text at `place`: once for each place and code, as one template names thousands
    /// of files with the same fault.
    mutating func add(_ finding: PathFinding, at place: Place) {
        guard reported.insert(PlaceAndCode(place: place, code: finding.code)).inserted else { return }
        add(finding.code, finding.severity, at: place, finding.message, hint: finding.hint)
    }

    /// Takes the fault that ended the reading.
    mutating func add(_ fault: XMLFault) {
        taken.append(
            Diagnostic(
                fault.code, .error, at: SourceLocation(file: file, start: fault.mark), fault.message, hint: fault.hint))
    }
}

/// `1 segment`, `2 segments`.
func counted(_ number: some BinaryInteger, _ noun: StaticString) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
}
