import Diagnostics
import IngestModel

@testable import StreamingManifest

/// Reads one playlist by itself and puts what it gave into lines.
struct PlaylistProbe {
    /// `line:column: severity: message [code]; hint: …`, in order of place.
    var findings: [String] = []
    /// `role need path bytes`, in order of mention; in place of a path what is written, in angle brackets.
    var references: [String] = []
    var children: [ChildDocument] = []

    init(
        _ text: String, as expectation: ChildDocument.Expectation? = nil, variables: [String: String] = [:],
        options: ExpansionOptions = ExpansionOptions()
    ) {
        self.init(
            Array(text.utf8),
            ReadContext(file: "p.m3u8", expectation: expectation, variables: variables, options: options))
    }

    init(_ bytes: [UInt8], _ context: ReadContext) {
        let reading = HLSPlaylist.read(bytes, context: context)
        var collector = DiagnosticCollector()
        collector.add(reading.diagnostics)
        findings = collector.sorted.map(Self.line)
        references = reading.references.map(Self.line)
        children = reading.children
    }

    private static func line(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { "\($0.start.line):\($0.start.column)" } ?? ""
        return "\(place): \(diagnostic.severity.rawValue): \(diagnostic.message) [\(diagnostic.code.rawValue)]"
            + (diagnostic.hint.map { "; hint: \($0)" } ?? "")
    }

    private static func line(_ reference: ManifestReference) -> String {
        var line = "\(reference.role.rawValue) \(reference.need.rawValue) \(reference.path ?? "<\(reference.uri)>")"
        if let bytes = reference.bytes { line += " \(bytes.lowerBound)..<\(bytes.upperBound)" }
        for (rule, name) in [(ContentRule.key16, "key16"), (.key32, "key32"), (.aesBlocks, "aesBlocks")]
        where reference.content.contains(rule) {
            line += " \(name)"
        }
        return line
    }
}
