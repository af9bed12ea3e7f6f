/// Findings as a log of SARIF 2.1.0, which code hosts and editors import.
public struct SARIFRenderer: Sendable {
    private let version: String

    /// A renderer for the program's `version`.
    public init(version: String) { self.version = version }

    /// The whole log, with a line break at its end. Rules are those of the codes found, from the catalogue.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        let codes = Set(diagnostics.map(\.code)).sorted()
        let indexes = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($0.element, $0.offset) })
        var driver = JSONObject()
        driver.add("name", "vod-ingest")
        driver.add("version", version)
        driver.add("rules", raw: Self.array(codes.map(Self.rule)))
        var tool = JSONObject()
        tool.add("driver", raw: driver.text)
        var run = JSONObject()
        run.add("tool", raw: tool.text)
        run.add("columnKind", "unicodeCodePoints")
        run.add("results", raw: Self.array(diagnostics.map { Self.result($0, indexes[$0.code] ?? 0) }))
        var log = JSONObject()
        log.add("$schema", "https://json.schemastore.org/sarif-2.1.0.json")
        log.add("version", "2.1.0")
        log.add("runs", raw: Self.array([run.text]))
        return log.text + "\n"
    }

    private static func array(_ items: [String]) -> String { "[\(items.joined(separator: ","))]" }

    private static func message(_ text: String) -> String {
        var message = JSONObject()
        message.add("text", text)
        return message.text
    }

    private static func level(_ severity: Severity) -> String { severity.rawValue }

    private static func rule(_ code: DiagnosticCode) -> String {
        var rule = JSONObject()
        rule.add("id", code.rawValue)
        guard let page = DiagnosticCatalogue.page(for: code) else { return rule.text }
        rule.add("shortDescription", raw: message(page.title))
        rule.add("fullDescription", raw: message(page.explanation))
        rule.add(
            "help", raw: message("\(page.explanation)\n\nInstead of:\n\n\(page.example)\n\nwrite:\n\n\(page.mend)"))
        var configuration = JSONObject()
        configuration.add("level", level(page.severity))
        rule.add("defaultConfiguration", raw: configuration.text)
        return rule.text
    }

    private static func result(_ diagnostic: Diagnostic, _ index: Int) -> String {
        var result = JSONObject()
        result.add("ruleId", diagnostic.code.rawValue)
        result.add("ruleIndex", index)
        result.add("level", level(diagnostic.severity))
        result.add("message", raw: message(diagnostic.message + (diagnostic.hint.map { "; hint: \($0)" } ?? "")))
        result.add("locations", raw: array(diagnostic.location.map { [location($0, nil)] } ?? []))
        // The format wants each of them once.
        var seen: Set<DiagnosticNote> = []
        let related = diagnostic.notes.filter { seen.insert($0).inserted }
            .compactMap { note in note.location.map { location($0, note.message) } }
        if !related.isEmpty { result.add("relatedLocations", raw: array(related)) }
        if let entry = diagnostic.entry {
            var properties = JSONObject()
            properties.add("entry", entry)
            result.add("properties", raw: properties.text)
        }
        return result.text
    }

    private static func location(_ location: SourceLocation, _ text: String?) -> String {
        var artifact = JSONObject()
        artifact.add("uri", uri(location.file))
        if location.file == SourceLocation.standardInput {
            artifact.add("description", raw: message("standard input"))
        }
        var region = JSONObject()
        region.add("startLine", location.start.line)
        region.add("startColumn", location.start.column)
        region.add("endLine", location.end.line)
        region.add("endColumn", location.end.column)
        var physical = JSONObject()
        physical.add("artifactLocation", raw: artifact.text)
        physical.add("region", raw: region.text)
        var object = JSONObject()
        object.add("physicalLocation", raw: physical.text)
        if let text { object.add("message", raw: message(text)) }
        return object.text
    }

    /// A path as a URI reference: percent-encoded but for what a path may hold (RFC 3986), `file://` before an absolute one.
    /// Standard input is named as its device, because `-` would be a file of that name.
    private static func uri(_ file: String) -> String {
        let path = file == SourceLocation.standardInput ? "/dev/stdin" : file
        var output = path.utf8.first == UInt8(ascii: "/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: output.unicodeScalars.append(Unicode.Scalar(byte))
            case _ where "-._~/!$&'()*+,;=@".utf8.contains(byte): output.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                output += digits.count == 1 ? "%0\(digits)" : "%\(digits)"
            }
        }
        return output
    }
}
