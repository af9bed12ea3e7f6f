import Diagnostics
import IngestModel

/// What the shell found when it read a manifest.
public enum ManifestContents: Sendable {
    /// All of it.
    case bytes([UInt8])
    /// There is no such file.
    case missing
    /// It is there but cannot be read; the text says why, such as `permission denied`.
    case unreadable(String)
    /// It has this many bytes, more than `ExpansionOptions.maximumDocumentBytes`, and was not read.
    case tooLarge(Int64)
}

/// What tells two files apart whatever their names: links make one manifest appear under several.
public struct FileIdentity: Hashable, Sendable {
    /// Device number.
    public var device: UInt64
    /// Inode number.
    public var inode: UInt64

    /// The file `inode` of `device`.
    public init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// Finds everything that a manifest leads to, without touching a disk: it asks for a manifest, is given its bytes, and asks
/// for the next one.
///
///     var expansion = Expansion(top: "master.m3u8", kind: .hls, options: ExpansionOptions())
///     while let path = expansion.nextRequest() { expansion.supply(read(path)) }
///     let result = expansion.finish()
///
/// Manifests are read breadth first, each once for every set of variables it is reached with. It ends for every input:
/// depth, documents and references are bounded, and no manifest is followed into itself.
public struct Expansion: Sendable {
    /// One manifest that was or will be read.
    private struct Document {
        var child: ChildDocument
        /// The manifest that leads to it; nil for the top one.
        var parent: Int?
        /// The mentions that lead to it, outermost first.
        var way: [SourceLocation]
        var identity: FileIdentity?
    }

    /// What makes reading a manifest again worth it.
    private struct Visit: Hashable {
        var path: String
        var kind: ManifestKind
        var variables: [String: String]
    }

    private let options: ExpansionOptions
    private let exists: @Sendable (String) -> Bool
    private var documents: [Document]
    private var visits: Set<Visit>
    private var position = 0
    private var totalBytes = 0
    private var isStopped = false
    private var references: [ManifestReference] = []
    private var diagnostics: [Diagnostic] = []
    private var ledger: FileLedger
    private var alternatives: [AlternativeFiles] = []

    /// An expansion of the manifest called `top`, a file name without folders. `exists` tells whether there is a file at a path
    /// relative to its folder; it is asked only where the files tell which of two readings of a manifest is meant.
    public init(
        top: String, kind: ManifestKind, options: ExpansionOptions,
        exists: @escaping @Sendable (String) -> Bool = { _ in false }
    ) {
        let start = SourceLocation(file: top, start: SourceMark(line: 1, column: 1))
        let child = ChildDocument(path: top, kind: kind, expectation: .any, variables: [:], location: start)
        self.options = options
        self.exists = exists
        documents = [Document(child: child, way: [])]
        visits = [Visit(path: top, kind: kind, variables: [:])]
        ledger = FileLedger(top: top)
    }

    /// The path, relative to the top manifest's folder, of the manifest to read next; nil when there is none left.
    ///
    /// The same path may be asked for again with other variables in force.
    public func nextRequest() -> String? {
        !isStopped && position < documents.count ? documents[position].child.path : nil
    }

    /// Takes what was found at the path that `nextRequest` named. Without such a path it does nothing.
    ///
    /// `identity` finds cycles through links; without it they end at the greatest depth.
    public mutating func supply(_ contents: ManifestContents, identity: FileIdentity? = nil) {
        guard !isStopped, position < documents.count else { return }
        let index = position
        position += 1
        documents[index].identity = identity
        if let identity, let ancestor = ancestor(of: index, where: { $0.identity == identity }) {
            reportCycle(documents[index].child, from: documents[index].parent ?? 0, to: ancestor)
            return
        }
        switch contents {
        case .bytes(let bytes): read(bytes, of: index)
        case .missing: reportMissing(index)
        case .unreadable(let reason):
            report(index, .manifestUnreadable, "cannot be read: \(reason)")
        case .tooLarge(let size):
            report(
                index, .manifestTooLarge,
                "has \(size) bytes; a manifest of at most \(options.maximumDocumentBytes) bytes is expected")
        }
    }

    /// What was found. Manifests that were asked for and not supplied count as not there.
    public consuming func finish() -> ExpansionResult {
        ExpansionResult(
            references: references, files: ledger.files, alternatives: alternatives, diagnostics: diagnostics,
            documents: position)
    }

    /// The way to a place, as notes of a diagnostic.
    static func notes(_ way: [SourceLocation]) -> [DiagnosticNote] {
        way.map { DiagnosticNote("reached from here", at: $0) }
    }
}

extension Expansion {
    private mutating func read(_ bytes: [UInt8], of index: Int) {
        let document = documents[index]
        if bytes.count > options.maximumDocumentBytes {
            report(
                index, .manifestTooLarge,
                "has \(bytes.count) bytes; a manifest of at most \(options.maximumDocumentBytes) bytes is expected")
            return
        }
        totalBytes += bytes.count
        if totalBytes > options.maximumTotalBytes {
            isStopped = true
            report(
                index, .manifestTooLarge,
                "and the manifests before it have more than \(options.maximumTotalBytes) bytes together")
            return
        }
        warnAboutSize(bytes.count, index)
        let context = ReadContext(
            file: document.child.path, expectation: index == 0 ? nil : document.child.expectation,
            variables: document.child.variables, options: options, exists: exists)
        let reading =
            switch document.child.kind {
            case .hls: HLSPlaylist.read(bytes, context: context)
            case .dash: DASHManifest.read(bytes, context: context)
            }
        let notes = Self.notes(document.way)
        for var diagnostic in reading.diagnostics {
            diagnostic.notes += notes
            diagnostics.append(diagnostic)
        }
        take(reading.references, of: document)
        take(reading.alternatives, of: reading.references, way: document.way)
        for child in reading.children where !isStopped {
            queue(child, parent: index)
        }
    }

    /// The service's own parser takes a request of 10 MB (manifests 1).
    private mutating func warnAboutSize(_ size: Int, _ index: Int) {
        guard size > 10_000_000 else { return }
        let document = documents[index]
        diagnostics.append(
            Diagnostic(
                .manifestLarge, .warning, at: document.child.location,
                "\(QuotedText.quote(document.child.path)) has \(size) bytes; the service's own parser takes at most 10 MB",
                notes: Self.notes(document.way.dropLast())))
    }

    private mutating func take(_ found: [ManifestReference], of document: Document) {
        let room = options.maximumReferences - references.count
        let notes = Self.notes(document.way)
        if references.isEmpty, found.count <= room {
            references = found
        } else {
            references.append(contentsOf: found.prefix(room))
        }
        ledger.expect(min(found.count, room))
        for reference in found.prefix(room) {
            diagnostics += ledger.take(reference, way: document.way, notes: notes)
        }
        guard found.count > room else { return }
        isStopped = true
        diagnostics.append(
            Diagnostic(
                .manifestTooManyReferences, .error, at: found[room].location,
                "the asset has more than \(options.maximumReferences) references", notes: notes))
    }

    private mutating func take(
        _ found: [DocumentReading.Alternative], of references: [ManifestReference], way: [SourceLocation]
    ) {
        for alternative in found {
            var places: Set<Int> = []
            for mention in alternative.mentions.joined() {
                guard let path = references[mention].path, let place = ledger.place(of: path) else { continue }
                places.insert(place)
            }
            alternatives.append(
                AlternativeFiles(
                    text: alternative.text, location: alternative.location, chain: way, files: places.sorted()))
        }
    }

    private mutating func queue(_ child: ChildDocument, parent: Int) {
        if let ancestor = ancestor(of: parent, orSelf: true, where: { $0.child.path == child.path }) {
            reportCycle(child, from: parent, to: ancestor)
            return
        }
        guard visits.insert(Visit(path: child.path, kind: child.kind, variables: child.variables)).inserted else {
            return
        }
        let way = documents[parent].way + [child.location]
        if way.count > options.maximumDepth {
            diagnostics.append(
                Diagnostic(
                    .manifestTooDeep, .error, at: child.location,
                    "\(QuotedText.quote(child.path)) lies \(way.count) manifests below the top one; at most "
                        + "\(options.maximumDepth) are followed", notes: Self.notes(documents[parent].way)))
            return
        }
        if documents.count >= options.maximumDocuments {
            isStopped = true
            diagnostics.append(
                Diagnostic(
                    .manifestTooMany, .error, at: child.location,
                    "the asset has more than \(options.maximumDocuments) manifests",
                    notes: Self.notes(documents[parent].way)))
            return
        }
        documents.append(Document(child: child, parent: parent, way: way))
    }

    /// The nearest manifest on the way up from `index` for which `matches` holds.
    private func ancestor(of index: Int, orSelf: Bool = false, where matches: (Document) -> Bool) -> Int? {
        var current = orSelf ? index : documents[index].parent
        while let candidate = current {
            if matches(documents[candidate]) { return candidate }
            current = documents[candidate].parent
        }
        return nil
    }

    private mutating func reportCycle(_ child: ChildDocument, from parent: Int, to ancestor: Int) {
        let way = documents[parent].way + [child.location]
        let path = documents[ancestor].child.path
        let message =
            child.path == path
            ? "\(QuotedText.quote(path)) includes itself"
            : "\(QuotedText.quote(child.path)) is the same file as \(QuotedText.quote(path)), which includes it"
        diagnostics.append(
            Diagnostic(.manifestCycle, .error, at: child.location, message, notes: Self.notes(way.dropLast())))
    }

    /// A missing child is judged as a file; nobody else judges the top manifest.
    private mutating func reportMissing(_ index: Int) {
        guard index == 0 else { return }
        report(index, .manifestMissing, "does not exist")
    }

    private mutating func report(_ index: Int, _ code: DiagnosticCode, _ words: String) {
        let document = documents[index]
        ledger.markReported(document.child.path)
        diagnostics.append(
            Diagnostic(
                code, .error, at: document.child.location, "\(QuotedText.quote(document.child.path)) \(words)",
                notes: Self.notes(document.way.dropLast())))
    }
}

extension Expansion {
    /// The notes of `way` without its last step, which is the place of the diagnostic itself.
    private static func notes(_ way: ArraySlice<SourceLocation>) -> [DiagnosticNote] { notes(Array(way)) }
}
