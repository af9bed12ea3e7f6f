import Diagnostics
import IngestModel

/// Turns the model of an MPD into references: period by period, set by set, Representation by Representation.
struct PresentationExpander {
    var sink: ReferenceSink
    private let root: BaseURLChain
    /// The base of the MPD itself, on which links to further manifests stand (manifests 16).
    private var top: ResolvedBase?

    /// An expander for the manifest of `context`; `findings` are those of the reading.
    init(context: ReadContext, findings: DASHFindings) {
        let resolver = ReferenceResolver(parentReferences: context.options.parentReferences)
        sink = ReferenceSink(context, resolver: resolver, findings: findings)
        root = BaseURLChain(folder: ReferenceResolver.folder(of: context.file), resolver: resolver)
    }

    mutating func expand(_ document: MPDDocument) {
        let chain = descend(root, document.level, isTop: true)
        guard !document.periods.isEmpty else {
            sink.findings.add(.dashNoPeriod, .error, at: document.level.place, "the MPD has no Period")
            return
        }
        // A stream that still runs has no end to count to; what is wrong has been said.
        if document.isDynamic, document.duration == nil { return }
        let timings = PeriodTiming.timings(of: document, findings: &sink.findings)
        for (period, timing) in zip(document.periods, timings) {
            expand(period, timing: timing, chain: descend(chain, period.level), keys: document.level.keys)
        }
    }

    /// The bases of a level, and the references that stand on it by themselves; keys stand on each Representation.
    private mutating func descend(
        _ chain: BaseURLChain, _ level: PresentationLevel, isTop: Bool = false
    ) -> BaseURLChain {
        let chain = chain.descending(level.bases, findings: &sink.findings)
        if isTop { top = chain.main }
        for mention in level.mentions where mention.kind != .key {
            expand(mention, base: mention.kind == .manifest ? top ?? chain.main : chain.main)
        }
        return chain
    }

    private mutating func expand(_ mention: Mention, base: ResolvedBase) {
        if mention.kind == .key, mention.text.utf8.contains(UInt8(ascii: "$")) {
            sink.findings.add(
                .dashKeyTemplate, .error, at: mention.place,
                "\(QuotedText.quote(mention.text)) is a template; the keys it names cannot be listed",
                hint: "write the URI of the key itself")
            return
        }
        sink.add(mention, base: base)
    }

    private mutating func expand(
        _ period: MPDDocument.Period, timing: PeriodTiming, chain: BaseURLChain, keys: [Mention]
    ) {
        if period.sets.isEmpty, !period.level.isRemote {
            sink.findings.add(.dashNoAdaptationSet, .warning, at: period.level.place, "the Period has no AdaptationSet")
        }
        for set in period.sets {
            if set.representations.isEmpty, !set.level.isRemote {
                sink.findings.add(
                    .dashNoRepresentation, .warning, at: set.level.place, "the AdaptationSet has no Representation")
            }
            let setChain = descend(chain, set.level)
            for representation in set.representations {
                if sink.isExhausted { return }
                let content = ContentKind(set: set, representation: representation)
                if content.isTTML {
                    sink.findings.add(
                        .dashTTML, .note, at: set.level.place,
                        "TTML subtitles may refer to pictures and fonts, which are not looked for")
                }
                let bases = descend(setChain, representation.level).bases
                for key in keys + period.level.keys + set.level.keys + representation.level.keys {
                    for base in bases { expand(key, base: base) }
                }
                guard let information = effective([representation.level, set.level, period.level]) else {
                    expandWhole(representation, bases: bases, role: content.role)
                    continue
                }
                guard information.isUsable else { continue }
                RepresentationExpander(
                    information: information, representation: representation, timing: timing, role: content.role
                ).expand(bases: bases, into: &sink)
            }
        }
    }

    /// The segment information that counts, `levels` innermost first (manifests 18); nil for none.
    private mutating func effective(_ levels: [PresentationLevel]) -> SegmentInformation? {
        guard let lowest = levels.lazy.compactMap(\.segments.first).first else { return nil }
        var merged = lowest
        for upper in levels.lazy.compactMap(\.segments.first).dropFirst() {
            if upper.kind == lowest.kind {
                merged = merged.inheriting(upper)
            } else {
                sink.findings.add(
                    .dashMixedSegmentKinds, .warning, at: lowest.place,
                    "`\(lowest.kind.rawValue)` takes the place of the `\(upper.kind.rawValue)` of line "
                        + "\(upper.place.start.line), from which it inherits nothing")
            }
        }
        return merged
    }

    /// A Representation without segment information is the file that its BaseURL names.
    private mutating func expandWhole(
        _ representation: MPDDocument.Representation, bases: [ResolvedBase], role: FileRole
    ) {
        for base in bases {
            guard let place = base.place else {
                sink.findings.add(
                    .dashNoMedia, .error, at: representation.level.place,
                    "the Representation names no media: it has neither segment information nor a BaseURL")
                continue
            }
            sink.add(nil, base: base, at: place, textPlace: place, role: role, need: .required)
        }
    }
}

/// What the files of a Representation are.
struct ContentKind: Hashable {
    /// segment, subtitle or image (manifests 24).
    var role: FileRole
    /// True for subtitles that may refer to further files.
    var isTTML: Bool

    /// By contentType, mimeType and codecs of a set and one of its Representations.
    init(set: MPDDocument.AdaptationSet, representation: MPDDocument.Representation) {
        let mimeType = (representation.mimeType ?? set.mimeType ?? "").lowercased()
        let codecs = (representation.codecs ?? set.codecs ?? "").lowercased()
        isTTML = mimeType == "application/ttml+xml" || codecs.hasPrefix("stpp")
        let hasTiles = set.level.hasTiles || representation.level.hasTiles
        let isText = !set.contentTypes.isEmpty && set.contentTypes.allSatisfy { $0 == "text" }
        if mimeType.hasPrefix("image/") || set.contentTypes.contains("image") || hasTiles {
            role = .image
        } else if isTTML || mimeType.hasPrefix("text/") || codecs.hasPrefix("wvtt") || isText {
            role = .subtitle
        } else {
            role = .segment
        }
    }
}
