import Diagnostics

/// A stretch of the MPD; the file is known from the context.
struct Place: Hashable, Sendable {
    var start: SourceMark
    var end: SourceMark

    /// The name of `element` with its `<`.
    init(_ element: XMLElement) {
        start = element.start
        end = element.end
    }

    /// `attribute` with its value.
    init(_ attribute: XMLAttribute) {
        start = attribute.start
        end = attribute.end
    }

    /// The stretch in `file`.
    func location(in file: String) -> SourceLocation { SourceLocation(file: file, start: start, end: end) }
}

/// A text and where it stands.
struct PlacedText: Hashable, Sendable {
    var text: String
    var place: Place
}

/// What an MPD says about files. Timelines stay as runs: nothing here grows with the number of segments but what the text
/// itself lists.
struct MPDDocument: Sendable {
    var level: PresentationLevel
    var isDynamic = false
    /// MPD@mediaPresentationDuration.
    var duration: Rational?
    /// True when that could not be read.
    var isFaulty = false
    var periods: [Period] = []

    struct Period: Sendable {
        var level: PresentationLevel
        /// Period@start.
        var start: Rational?
        /// Period@duration.
        var duration: Rational?
        /// True when one of them could not be read.
        var isFaulty = false
        var sets: [AdaptationSet] = []
    }

    struct AdaptationSet: Sendable {
        var level: PresentationLevel
        var id: String?
        var contentTypes: [String] = []
        var mimeType: String?
        var codecs: String?
        var representations: [Representation] = []
    }

    struct Representation: Sendable {
        var level: PresentationLevel
        var id: String?
        /// Representation@bandwidth, digits alone.
        var bandwidth: String?
        var mimeType: String?
        var codecs: String?
        var dependencies: PlacedText?
    }
}

/// What MPD, Period, AdaptationSet and Representation have in common.
struct PresentationLevel: Sendable {
    var place: Place
    /// The BaseURL elements that say something; more than one are alternatives (manifests 17).
    var bases: [PlacedText] = []
    var segments: [SegmentInformation] = []
    var mentions: [Mention] = []
    /// True when its segments are pictures of thumbnails.
    var hasTiles = false
    /// Those of them that are keys.
    var keys: [Mention] { mentions.filter { $0.kind == .key } }
    /// True when its content is elsewhere, which has been reported.
    var isRemote: Bool

    /// An empty level.
    init(_ element: XMLElement) {
        place = Place(element)
        isRemote = element.attribute("href", in: MPDReader.xlinkNamespace) != nil
    }
}

/// A reference outside of segment information: a key, a font, a chained MPD (manifests 16).
struct Mention: Hashable, Sendable {
    var text: String
    var place: Place
    var kind: Kind

    enum Kind: Hashable, Sendable {
        /// InitializationSet@initialization and the like.
        case initialization
        /// Key and IV templates of ISO/IEC 23009-4.
        case key
        /// A downloadable subtitle font.
        case font
        /// A chained, alternative or inserted MPD.
        case manifest
    }
}

/// SegmentBase, SegmentList or SegmentTemplate of one level, or several levels merged (manifests 18).
struct SegmentInformation: Sendable {
    enum Kind: String, Sendable {
        case base = "SegmentBase"
        case list = "SegmentList"
        case template = "SegmentTemplate"
    }

    var kind: Kind
    var place: Place
    /// False when an attribute could not be read: counting on would be guesswork.
    var isUsable = true
    var timescale: Int?
    var duration: Int?
    var startNumber: Int?
    var endNumber: Int?
    var presentationTimeOffset: Int?
    var eptDelta: Int?
    /// Files of each segment sequence.
    var sequenceLength: Int?
    var media: PlacedText?
    var initializationTemplate: PlacedText?
    var index: PlacedText?
    var bitstreamSwitchingTemplate: PlacedText?
    var indexRange: PlacedRange?
    var initialization: PlacedSource?
    var representationIndex: PlacedSource?
    var bitstreamSwitching: PlacedSource?
    var timeline: SegmentTimeline?
    var urls: [SegmentURL]?

    /// Bytes and the attribute that gives them.
    struct PlacedRange: Hashable, Sendable {
        var bytes: Range<UInt64>
        var place: Place
    }

    /// Initialization, RepresentationIndex, BitstreamSwitching: a file, or the base itself, and its bytes.
    struct PlacedSource: Hashable, Sendable {
        var url: PlacedText?
        var bytes: Range<UInt64>?
        var place: Place
    }

    /// One SegmentURL.
    struct SegmentURL: Hashable, Sendable {
        var media: PlacedText?
        var mediaRange: Range<UInt64>?
        var index: PlacedText?
        var indexRange: Range<UInt64>?
        var place: Place
    }

    /// The empty information of `kind`.
    init(_ kind: Kind, _ element: XMLElement) {
        self.kind = kind
        place = Place(element)
    }

    /// This one with what it does not say taken from `upper`, attribute by attribute; children replace whole.
    func inheriting(_ upper: SegmentInformation) -> SegmentInformation {
        var merged = self
        merged.isUsable = isUsable && upper.isUsable
        merged.timescale = timescale ?? upper.timescale
        merged.duration = duration ?? upper.duration
        merged.startNumber = startNumber ?? upper.startNumber
        merged.endNumber = endNumber ?? upper.endNumber
        merged.presentationTimeOffset = presentationTimeOffset ?? upper.presentationTimeOffset
        merged.eptDelta = eptDelta ?? upper.eptDelta
        merged.sequenceLength = sequenceLength ?? upper.sequenceLength
        merged.media = media ?? upper.media
        merged.initializationTemplate = initializationTemplate ?? upper.initializationTemplate
        merged.index = index ?? upper.index
        merged.bitstreamSwitchingTemplate = bitstreamSwitchingTemplate ?? upper.bitstreamSwitchingTemplate
        merged.indexRange = indexRange ?? upper.indexRange
        merged.initialization = initialization ?? upper.initialization
        merged.representationIndex = representationIndex ?? upper.representationIndex
        merged.bitstreamSwitching = bitstreamSwitching ?? upper.bitstreamSwitching
        merged.timeline = timeline ?? upper.timeline
        merged.urls = urls ?? upper.urls
        return merged
    }
}

/// A SegmentTimeline as it is written.
struct SegmentTimeline: Sendable {
    var place: Place
    var entries: [Entry] = []
    /// Pattern elements by their id (6th edition).
    var patterns: [Int: Pattern] = [:]

    /// The durations of one cycle, by its P elements.
    struct Pattern: Hashable, Sendable {
        var runs: [Run] = []

        /// One P: a duration and how often it comes in a row.
        struct Run: Hashable, Sendable {
            var duration: Int
            var count: Int
        }

        /// The run that holds entry `index` and what is left of it from there on; nil beyond the last entry.
        func position(of index: Int) -> (run: Int, left: Int)? {
            var skipped = index
            for (number, run) in runs.enumerated() {
                if skipped < run.count { return (number, run.count - skipped) }
                skipped -= run.count
            }
            return nil
        }
    }

    /// One S.
    struct Entry: Hashable, Sendable {
        /// S@t.
        var time: Int?
        /// S@d; nil when absent.
        var duration: Int?
        /// S@r.
        var repeats = 0
        /// S@n.
        var number: Int?
        /// S@k.
        var sequenceLength: Int?
        /// S@p.
        var pattern: Int?
        /// S@pE.
        var patternEntry = 0
        var place: Place
    }
}
