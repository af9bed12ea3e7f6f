import Diagnostics
import IngestModel
import IngestTestSupport
import Testing

@testable import StreamingManifest

/// What `DASHManifest.read` says about a text, in lines that a test can spell out.
struct MPDOutcome {
    let reading: DocumentReading

    /// `line:column severity code: message | hint`, in order of finding.
    var findings: [String] { reading.diagnostics.map(Self.line) }

    static func line(_ diagnostic: Diagnostic) -> String {
        let place = diagnostic.location.map { "\($0.start.line):\($0.start.column) " } ?? ""
        let hint = diagnostic.hint.map { " | " + $0 } ?? ""
        return "\(place)\(diagnostic.severity.rawValue) \(diagnostic.code.rawValue): \(diagnostic.message)\(hint)"
    }

    /// `role path`, with `?` behind an optional one and the range where there is one; `role need uri` for what is no file.
    var references: [String] {
        reading.references.map { reference in
            guard let path = reference.path, reference.need == .required || reference.need == .optional else {
                return "\(reference.role.rawValue) \(reference.need.rawValue) \(reference.uri)"
            }
            let bytes = reference.bytes.map { " \($0.lowerBound)..<\($0.upperBound)" } ?? ""
            return "\(reference.role.rawValue) \(path)\(reference.need == .optional ? "?" : "")\(bytes)"
        }
    }

    /// The paths of the media alone, with `?` behind optional ones.
    var media: [String] {
        reading.references.filter { [.segment, .subtitle, .image].contains($0.role) }
            .map { ($0.path ?? "-") + ($0.need == .optional ? "?" : "") }
    }
}

/// Reads `text` as the MPD `file` and checks that every finding has the severity of its page.
func readMPD(
    _ text: String, file: String = "m.mpd", options: ExpansionOptions = ExpansionOptions(), present: Set<String> = [],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> MPDOutcome {
    readMPD(Array(text.utf8), file: file, options: options, present: present, sourceLocation: sourceLocation)
}

/// Reads `bytes` as the MPD `file` and checks that every finding has the severity of its page.
func readMPD(
    _ bytes: [UInt8], file: String = "m.mpd", options: ExpansionOptions = ExpansionOptions(), present: Set<String> = [],
    sourceLocation: Testing.SourceLocation = #_sourceLocation
) -> MPDOutcome {
    let context = ReadContext(file: file, expectation: nil, variables: [:], options: options, exists: present.contains)
    let reading = DASHManifest.read(bytes, context: context)
    for diagnostic in reading.diagnostics {
        let page = DiagnosticCatalogue.page(for: diagnostic.code)
        let isKnown = diagnostic.code == .pathParent || page?.severity == diagnostic.severity
        #expect(
            page != nil && isKnown, "\(diagnostic.code.rawValue) has no fitting page", sourceLocation: sourceLocation)
    }
    return MPDOutcome(reading: reading)
}

/// An MPD of one period with one video Representation `v` of 1,000 bit/s around `content`, without line breaks before it, so
/// that `content` begins on line 2.
func mpd(_ content: String, duration: String? = "PT10S", attributes: String = "", period: String = "") -> String {
    let length = duration.map { " mediaPresentationDuration=\"\($0)\"" } ?? ""
    return """
        <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"\(length)\(attributes)><Period\(period)><AdaptationSet><Representation id="v" bandwidth="1000">
        \(content)
        </Representation></AdaptationSet></Period></MPD>
        """
}

/// An MPD and all that is reported about it.
struct MPDRule: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let text: String
    /// Files that are there when the reader asks.
    let present: Set<String>
    let findings: [String]

    init(_ name: String, _ text: String, present: Set<String> = [], _ findings: [String]) {
        testDescription = name
        self.text = text
        self.present = present
        self.findings = findings
    }
}
