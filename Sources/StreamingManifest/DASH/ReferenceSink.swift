import Diagnostics
import IngestModel

/// Takes the references of one MPD, resolves them and keeps within the bound of what an asset may name.
struct ReferenceSink: Sendable {
    private let file: String
    private let resolver: ReferenceResolver
    private let exists: @Sendable (String) -> Bool
    /// Files that are there behind the last segment of a template, and the template's place.
    private var surplus: [(path: String, place: Place)] = []
    /// Positions in `reading.alternatives` by the place of their BaseURL.
    private var alternatives: [Place: Int] = [:]
    private(set) var reading = DocumentReading()
    var findings: DASHFindings
    /// References that still fit. One more than that is taken, so that the expansion sees the excess and reports it.
    private(set) var remaining: Int
    /// Bytes of names that still fit.
    private var text: Int
    /// Bytes of templates and entries of timelines that may still be gone through, again for every Representation that
    /// inherits them: a timeline on an AdaptationSet costs each Representation below it a walk, even where it names no file.
    private var effort: Int
    /// True when a bound is reached: nothing further is taken.
    private(set) var isExhausted = false

    /// An empty sink for the manifest of `context`.
    init(_ context: ReadContext, resolver: ReferenceResolver, findings: DASHFindings) {
        file = context.file
        self.resolver = resolver
        exists = context.exists
        self.findings = findings
        remaining = context.options.maximumReferences
        let bound = min(remaining, Int.max / 512)
        text = bound * 512
        effort = bound * 128
    }

    /// Takes `units` of work on behalf of `place`; false, which is reported once, when there is no end to it.
    mutating func spend(_ units: Int, at place: Place) -> Bool {
        guard !isExhausted else { return false }
        effort -= units
        guard effort < 0 else { return true }
        exhaust("the Representations go through more templates and timelines than any asset needs", at: place)
        return false
    }

    private mutating func exhaust(_ message: String, at place: Place) {
        isExhausted = true
        findings.add(.dashTooManySegments, .error, at: place, message)
    }

    /// Takes one reference and what it costs.
    private mutating func take(_ reference: ManifestReference, at place: Place) {
        remaining -= 1
        text -= reference.uri.utf8.count + (reference.path?.utf8.count ?? 0)
        if remaining < 0 { isExhausted = true }
        if text < 0 { exhaust("the names of all files together are too long", at: place) }
        reading.references.append(reference)
    }

    /// A file named by `text`, or by the base itself where `text` is nil. `textPlace` is where a fault of the text is reported.
    mutating func add(
        _ text: String?, base: ResolvedBase, at place: Place, textPlace: Place, role: FileRole, need: ReferenceNeed,
        bytes: Range<UInt64>? = nil
    ) {
        guard !isExhausted else { return }
        var reference = ManifestReference(
            uri: text.map { base.joined($0) } ?? base.text, location: place.location(in: file), role: role,
            need: base.isMain || need != .required ? need : .optional, path: nil, bytes: bytes)
        if let refusal = base.refusal {
            reference.need = .forbidden
            reference.reason = refusal
        } else if let text {
            resolve(text, base: base, at: textPlace, &reference)
        } else if let name = base.file {
            reference.path = (base.folder + [name]).joined(separator: "/")
            for finding in base.fileFindings { take(finding, at: base.place ?? textPlace, &reference) }
        } else {
            refuse(.directory(base.text), at: base.place ?? textPlace, &reference)
        }
        take(reference, at: place)
        if let alternative = base.alternative, need == .required, reference.need == .optional { count(alternative) }
    }

    /// Counts the reference just taken to `alternative`.
    private mutating func count(_ alternative: PlacedText) {
        let position = reading.references.count - 1
        let index = alternatives[alternative.place, default: reading.alternatives.count]
        if index == reading.alternatives.count {
            alternatives[alternative.place] = index
            let location = alternative.place.location(in: file)
            reading.alternatives.append(
                DocumentReading.Alternative(text: alternative.text, location: location, mentions: []))
        }
        if let last = reading.alternatives[index].mentions.last, last.upperBound == position {
            let runs = reading.alternatives[index].mentions.count
            reading.alternatives[index].mentions[runs - 1] = last.lowerBound..<position + 1
        } else {
            reading.alternatives[index].mentions.append(position..<position + 1)
        }
    }

    /// True when there is a file where `text` leads to from `base`.
    func isThere(_ text: String, base: ResolvedBase) -> Bool {
        guard base.refusal == nil, case .file(let path, _) = resolver.resolve(text, from: base.folder) else {
            return false
        }
        return exists(path)
    }

    private mutating func resolve(
        _ text: String, base: ResolvedBase, at place: Place, _ reference: inout ManifestReference
    ) {
        if let file = base.file, let first = text.utf8.first, first == UInt8(ascii: "?") || first == UInt8(ascii: "#") {
            // A reference that is only a query or a fragment means the base itself (RFC 3986, 5.2.2).
            let path = (base.folder + [file]).joined(separator: "/")
            reference.path = path
            for finding in PathFinding.findings(ofQuery: text, path: path) { take(finding, at: place, &reference) }
            return
        }
        let resolution = resolver.resolve(text, from: base.folder)
        guard case .file(let path, let found) = resolution else {
            if let finding = resolution.refusal(of: text) { refuse(finding, at: place, &reference) }
            if Self.replacesBase(resolution) { reference.uri = text }
            return
        }
        reference.path = path
        for finding in found { take(finding, at: place, &reference) }
    }

    /// Reports what was found about a reference, which an error forbids.
    private mutating func take(_ finding: PathFinding, at place: Place, _ reference: inout ManifestReference) {
        if finding.severity == .error { return refuse(finding, at: place, &reference) }
        findings.add(finding, at: place)
    }

    private mutating func refuse(_ finding: PathFinding, at place: Place, _ reference: inout ManifestReference) {
        findings.add(finding, at: place)
        reference.need = .forbidden
        reference.reason = finding.code
    }

    /// True for what is absolute in itself, so that joining a base to it would show what is not written.
    private static func replacesBase(_ resolution: ReferenceResolution) -> Bool {
        switch resolution {
        case .url, .networkPath, .inline: true
        case .refused(let finding): finding.code == .pathAbsolute || finding.code == .pathDrive
        case .file: false
        }
    }

    /// Something that may be remote: keys, fonts, further manifests.
    mutating func add(_ mention: Mention, base: ResolvedBase) {
        let isRemote: Bool
        switch resolver.resolve(mention.text, from: base.folder) {
        case .url, .networkPath, .inline: isRemote = true
        case .file, .refused: isRemote = base.refusal != nil
        }
        guard isRemote, mention.kind != .initialization else {
            add(
                mention.text, base: base, at: mention.place, textPlace: mention.place, role: mention.kind.role,
                need: .required)
            followManifest(mention)
            return
        }
        guard !isExhausted else { return }
        findings.add(
            .dashRemote, .note, at: mention.place,
            "\(QuotedText.quote(mention.text)) is not a file of this asset; players fetch it from where it is")
        take(
            ManifestReference(
                uri: mention.text, location: mention.place.location(in: file), role: mention.kind.role, need: .external,
                path: nil, reason: .dashRemote), at: mention.place)
    }

    /// Asks for the manifest that the reference just added names.
    private mutating func followManifest(_ mention: Mention) {
        guard mention.kind == .manifest, let reference = reading.references.last, let path = reference.path,
            reference.need != .forbidden
        else { return }
        reading.children.append(
            ChildDocument(path: path, kind: .dash, expectation: .any, variables: [:], location: reference.location))
    }

    /// Notes a file that would come next, behind the last segment of a template at `place`.
    mutating func addSurplus(_ text: String, base: ResolvedBase, at place: Place) {
        guard base.isMain, base.refusal == nil, case .file(let path, _) = resolver.resolve(text, from: base.folder),
            exists(path)
        else { return }
        surplus.append((path, place))
    }

    /// Says which files stand behind the last segment and belong to nothing, such as the next period.
    private mutating func reportSurplus() {
        guard !surplus.isEmpty else { return }
        let named = Set(reading.references.lazy.compactMap(\.path))
        for (path, place) in surplus where !named.contains(path) {
            findings.add(
                .dashSurplusSegment, .note, at: place,
                "behind the last segment there is \(QuotedText.quote(path)), which nothing refers to: the duration in the MPD "
                    + "may be too short")
        }
    }

    /// True when `count` more references fit; reports it otherwise, before anything is expanded.
    mutating func fits(_ count: Int?, at place: Place) -> Bool {
        if isExhausted { return false }
        if let count, count <= remaining {
            // What is many beside what there is gets its room at once.
            if count > reading.references.count {
                reading.references.reserveCapacity(reading.references.count + count)
            }
            return true
        }
        let asked = count.map { "\($0)" } ?? "countless"
        findings.add(
            .dashTooManySegments, .error, at: place,
            "the segments would be \(asked) files; \(remaining) more references are allowed",
            hint: "check the durations, the timescale and the repeat counts")
        return false
    }

    /// What was found, with everything said about it.
    consuming func finished() -> DocumentReading {
        reportSurplus()
        var reading = reading
        reading.diagnostics = findings.diagnostics
        return reading
    }
}

extension Mention.Kind {
    var role: FileRole {
        switch self {
        case .initialization: .`init`
        case .key: .key
        case .font: .other
        case .manifest: .manifest
        }
    }
}
