import Diagnostics
import IngestModel
import IngestTestSupport
import JobFile
import Testing

/// 2026-07-01T00:00:00Z: the present of these tests.
let july2026: Double = 1_782_864_000

/// What came out of one reading.
struct Reading {
    var settings: JobSettings
    var entries: [EntrySpec] = []
    var inherited: [[RequestField]] = []
    var diagnostics: [Diagnostic]

    init(_ bytes: [UInt8], chunk: Int = .max, options: JobFileOptions = JobFileOptions(now: july2026)) {
        var rest = bytes[...]
        var reader = JobFileReader(file: "job.yaml", options: options) { buffer in
            let count = min(chunk, buffer.count, rest.count)
            buffer.copyBytes(from: rest.prefix(count))
            rest = rest.dropFirst(count)
            return count
        }
        settings = reader.readSettings()
        diagnostics = reader.takeDiagnostics()
        while let entry = reader.nextEntry() {
            entries.append(entry)
            inherited.append(reader.inheritedFields.fields)
            diagnostics += reader.takeDiagnostics()
        }
        diagnostics += reader.takeDiagnostics()
    }

    init(_ text: String, chunk: Int = .max, options: JobFileOptions = JobFileOptions(now: july2026)) {
        self.init(Array(text.utf8), chunk: chunk, options: options)
    }
}

/// A finding at a marker of a fixture.
struct FindingSpec: Sendable {
    var marker: Character
    var code: String
    var severity = Severity.error
    var message: String
    var hint: String?
    var entry: String?
    var notes: [(marker: Character, message: String)] = []

    init(
        _ marker: Character, _ code: String, _ severity: Severity = .error, message: String, hint: String? = nil,
        entry: String? = nil, notes: [(marker: Character, message: String)] = []
    ) {
        self.marker = marker
        self.code = code
        self.severity = severity
        self.message = message
        self.hint = hint
        self.entry = entry
        self.notes = notes
    }

    func diagnostic(in fixture: MarkedText) -> Diagnostic? {
        guard let location = Self.location(marker, fixture) else { return nil }
        return Diagnostic(
            DiagnosticCode(rawValue: code), severity, at: location, message, hint: hint, entry: entry,
            notes: notes.map { DiagnosticNote($0.message, at: Self.location($0.marker, fixture)) })
    }

    private static func location(_ marker: Character, _ fixture: MarkedText) -> Diagnostics.SourceLocation? {
        fixture.start(marker).map { Diagnostics.SourceLocation(file: "job.yaml", start: $0, end: fixture.end(marker)) }
    }
}

/// Reads `marked` and expects exactly `specs`.
@discardableResult
func expectFindings(
    _ marked: String, _ specs: FindingSpec..., options: JobFileOptions = JobFileOptions(now: july2026),
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> Reading {
    let fixture = MarkedText(marked)
    let reading = Reading(fixture.text, options: options)
    let expected = specs.compactMap { $0.diagnostic(in: fixture) }
    #expect(expected.count == specs.count, "a marker is missing", sourceLocation: sourceLocation)
    var rest = reading.diagnostics
    for diagnostic in expected {
        guard let index = rest.firstIndex(of: diagnostic) else {
            Issue.record("not found: \(diagnostic)\namong \(rest)", sourceLocation: sourceLocation)
            continue
        }
        rest.remove(at: index)
    }
    #expect(rest == [], "not expected", sourceLocation: sourceLocation)
    return reading
}

/// A job whose only entry is `entry`, indented as one.
func job(entry: String, settings: String = "") -> String {
    "version: 1\n\(settings)media:\n  - \(entry.split(separator: "\n").joined(separator: "\n    "))\n"
}
