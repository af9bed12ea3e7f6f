import Diagnostics

/// Where the references of one level start (manifests 17).
struct ResolvedBase: Hashable, Sendable {
    /// The BaseURL texts joined, for people: `media/en/`.
    var text = ""
    /// Names below the root.
    var folder: [String]
    /// The medium itself, when the text does not end in a slash.
    var file: String?
    /// Why nothing below it can be a file of the asset.
    var refusal: DiagnosticCode?
    /// The outermost BaseURL that is not the first of its level: the files of an alternative are uploaded when they are there.
    var alternative: PlacedText?
    /// False for an alternative.
    var isMain: Bool { alternative == nil }
    /// The nearest BaseURL; nil when there is none.
    var place: Place?

    /// `reference` behind the last slash of the base.
    func joined(_ reference: String) -> String {
        let end = text.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? text.endIndex
        guard let slash = text[..<end].utf8.lastIndex(of: UInt8(ascii: "/")) else { return reference }
        return text[...slash] + reference
    }
}

/// Every combination of the BaseURL alternatives down to one level, the main one first.
struct BaseURLChain: Sendable {
    private(set) var bases: [ResolvedBase]
    private let resolver: ReferenceResolver

    /// Combinations that are followed: alternatives multiply from level to level, and real MPDs have a handful.
    static let longest = 64

    /// The base of the MPD: the folder that holds it.
    init(folder: [String], resolver: ReferenceResolver) {
        bases = [ResolvedBase(folder: folder)]
        self.resolver = resolver
    }

    /// The main combination.
    var main: ResolvedBase { bases[0] }

    /// The chain one level further down.
    func descending(_ elements: [PlacedText], findings: inout DASHFindings) -> BaseURLChain {
        guard let first = elements.first else { return self }
        var chain = self
        chain.bases = []
        // Main first: the first alternative of the first base.
        for base in bases {
            for (index, element) in elements.enumerated() {
                guard chain.bases.count < Self.longest else {
                    findings.add(
                        .dashTooManyBases, .error, at: first.place,
                        "the BaseURL alternatives of all levels make more than \(Self.longest) combinations")
                    return chain
                }
                var next = step(element, from: base, findings: &findings)
                next.alternative = base.alternative ?? (index > 0 ? element : nil)
                if index > 0, next.refusal == nil {
                    findings.add(
                        .dashAlternativeBase, .note, at: element.place,
                        "the BaseURL \(QuotedText.quote(element.text)) is an alternative to the one of line "
                            + "\(first.place.start.line): its files are uploaded when they exist and not missed otherwise"
                    )
                }
                chain.bases.append(next)
            }
        }
        return chain
    }

    private func step(_ element: PlacedText, from base: ResolvedBase, findings: inout DASHFindings) -> ResolvedBase {
        var next = base
        next.place = element.place
        // A reference that is only a query or a fragment means the base itself (RFC 3986, 5.2.2).
        if let first = element.text.utf8.first, first == UInt8(ascii: "?") || first == UInt8(ascii: "#") { return next }
        switch resolver.resolveBase(element.text, from: base.folder) {
        case .local(let folder, let file, let found):
            // Below a refused base nothing is a file, however plain it looks: that was reported where it began.
            if base.refusal == nil {
                for finding in found {
                    findings.add(finding, at: element.place)
                    if finding.severity == .error { next.refusal = finding.code }
                }
            }
            next.text = base.joined(element.text)
            // Every reference below repeats it: of a text that is longer than any path, the path it comes to is taken.
            if next.text.utf8.count > SegmentTemplate.longest {
                next.text = (folder + [file ?? ""]).joined(separator: "/")
            }
            next.folder = folder
            next.file = file
            return next
        case .url(let scheme): return refused(.url(element.text, scheme: scheme), element, next, &findings)
        case .networkPath: return refused(.networkPath(element.text), element, next, &findings)
        case .inline: return refused(.inline(), element, next, &findings)
        case .refused(let finding):
            if base.refusal != nil { return next }
            return refused(finding, element, next, &findings)
        }
    }

    private func refused(
        _ finding: PathFinding, _ element: PlacedText, _ base: ResolvedBase, _ findings: inout DASHFindings
    ) -> ResolvedBase {
        findings.add(finding, at: element.place)
        var next = base
        next.text = element.text.utf8.count > SegmentTemplate.longest ? "" : element.text
        next.file = nil
        next.refusal = finding.code
        return next
    }
}
