import Diagnostics
import IngestModel
import StreamingManifest

/// A manifest with the files it leads to, all in one input: the top manifest, then for each further file a line `=== PATH` and
/// its content. A file that is not there is missing, one whose content is `unreadable` cannot be read.
///
/// Whatever is in them, the expansion ends, no path leaves the root, and each finding has a place in one of them.
struct ManifestEntry {
    let kind: ManifestKind
    /// Name of the top manifest.
    let top: String

    func violations(of bytes: [UInt8]) -> [String] {
        let files = Self.files(in: bytes, top: top)
        var options = ExpansionOptions()
        options.parentReferences = bytes.count.isMultiple(of: 2) ? .refuse : .allow
        options.maximumReferences = 5_000
        options.maximumDocuments = 40
        options.maximumDepth = 4
        var expansion = Expansion(top: top, kind: kind, options: options)
        var found: [String] = []
        while let path = expansion.nextRequest() {
            if !FindingForm.isBelowRoot(path) { found.append("asks for \(path.debugDescription)") }
            switch files[path] {
            case nil: expansion.supply(.missing)
            case Array("unreadable".utf8): expansion.supply(.unreadable("permission denied"))
            case let content?: expansion.supply(.bytes(content))
            }
        }
        let result = expansion.finish()
        let bounds = files.mapValues { TextBounds($0) }
        found += result.diagnostics.flatMap { FindingForm.violations($0, bounds) }
        found += result.references.flatMap { Self.violations($0, bounds) }
        found += result.files.filter { !FindingForm.isBelowRoot($0.path) }.map { "needs \($0.path.debugDescription)" }
        if Set(result.files.map(\.path)).count < result.files.count { found.append("a file is needed twice") }
        if result.references.count > options.maximumReferences { found.append("more references than allowed") }
        if result.documents > options.maximumDocuments { found.append("more manifests than allowed") }
        let hasError = result.diagnostics.contains { $0.severity == .error }
        if !hasError, result.references.contains(where: { $0.need == .forbidden }) {
            found.append("a reference is forbidden and there is no error")
        }
        return found
    }

    private static func violations(_ reference: ManifestReference, _ bounds: [String: TextBounds]) -> [String] {
        var found: [String] = []
        if let path = reference.path, !FindingForm.isBelowRoot(path) { found.append("names \(path.debugDescription)") }
        if reference.path == nil, reference.need == .required || reference.need == .optional {
            found.append("needs \(reference.uri.debugDescription) without a path")
        }
        if let bytes = reference.bytes, bytes.isEmpty { found.append("an empty range of \(reference.uri)") }
        let location = reference.location
        if bounds[location.file]?.contains(location.start) != true {
            found.append("a reference stands outside its text: \(location)")
        }
        return found
    }

    /// The texts of an input by path.
    private static func files(in bytes: [UInt8], top: String) -> [String: [UInt8]] {
        let marker = Array("\n=== ".utf8)
        var files: [String: [UInt8]] = [:]
        var name = top
        var start = 0
        var position = 0
        while position < bytes.count {
            guard bytes[position] == marker[0], bytes[position...].starts(with: marker) else {
                position += 1
                continue
            }
            files[name] = Array(bytes[start..<max(start, position + 1)])
            let nameStart = position + marker.count
            let nameEnd = bytes[nameStart...].firstIndex(of: marker[0]) ?? bytes.count
            name = String(decoding: bytes[nameStart..<nameEnd], as: UTF8.self)
            start = min(nameEnd + 1, bytes.count)
            position = nameEnd
        }
        if files[name] == nil { files[name] = Array(bytes[start...]) }
        return files
    }
}
