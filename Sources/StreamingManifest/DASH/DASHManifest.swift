import Diagnostics

/// DASH MPDs (ISO/IEC 23009-1): from the text to every file it names.
enum DASHManifest {
    /// The most bytes of an MPD (manifests 15); a job may allow less.
    static let largest = 64 << 20

    /// Reads the MPD `bytes`. Pure and total: whatever the bytes are, the answer is references and findings.
    static func read(_ bytes: [UInt8], context: ReadContext) -> DocumentReading {
        var findings = DASHFindings(file: context.file)
        var limits = XMLLimits()
        limits.bytes = min(largest, context.options.maximumDocumentBytes)
        let document: MPDDocument?
        do throws(XMLFault) {
            var reader = try MPDReader(bytes, limits: limits, findings: findings)
            defer { findings = reader.findings }
            document = try reader.readDocument()
        } catch {
            findings.add(error)
            document = nil
        }
        var expander = PresentationExpander(context: context, findings: findings)
        if let document { expander.expand(document) }
        return expander.sink.finished()
    }
}
