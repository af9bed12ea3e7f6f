import Diagnostics
import IngestModel
import JobFile
import YAMLEvents

/// A job file: however it is cut into pieces, it gives the same entries and findings, and each finding has a place in it.
enum JobFileEntry {
    private struct Reading: Hashable {
        var settings: JobSettings
        var entries: [EntrySpec] = []
        var diagnostics: [Diagnostic] = []
    }

    static func violations(of bytes: [UInt8]) -> [String] {
        let whole = read(bytes, piece: max(1, bytes.count))
        let pieces = read(bytes, piece: bytes.count % 13 + 1)
        var found = whole == pieces ? [] : ["the file reads otherwise in pieces of \(bytes.count % 13 + 1) bytes"]
        let bounds = ["job.yaml": TextBounds(bytes)]
        found += whole.diagnostics.flatMap { FindingForm.violations($0, bounds) }
        let hasError = whole.diagnostics.contains { $0.severity == .error }
        if whole.entries.isEmpty, !hasError { found.append("a job without entries has no error") }
        if !hasError, Set(whole.entries.map(\.id)).count < whole.entries.count {
            found.append("two entries have one id and there is no error")
        }
        if whole.entries.contains(where: { $0.request.mediaFilePath.isEmpty }) { found.append("an entry has no path") }
        let ordinals = whole.entries.map(\.ordinal)
        if zip(ordinals, ordinals.dropFirst()).contains(where: { $0 >= $1 }) { found.append("ordinals do not rise") }
        return found
    }

    private static func read(_ bytes: [UInt8], piece: Int) -> Reading {
        var rest = bytes[...]
        // 2026-07-01; the limits are small enough for a fuzzer to reach them.
        let options = JobFileOptions(
            now: 1_782_864_000, limits: YAMLLimits(depth: 20, scalarBytes: 4096, commentBytes: 4096), aliasNodes: 50,
            settingsNodes: 200)
        var reader = JobFileReader(file: "job.yaml", options: options) { buffer in
            let count = min(piece, buffer.count, rest.count)
            buffer.copyBytes(from: rest.prefix(count))
            rest = rest.dropFirst(count)
            return count
        }
        var reading = Reading(settings: reader.readSettings())
        while let entry = reader.nextEntry() { reading.entries.append(entry) }
        reading.diagnostics = reader.takeDiagnostics()
        return reading
    }
}
