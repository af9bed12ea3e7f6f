extension DiagnosticCode {
    /// `dash.alternative-base`: alternative BaseURL.
    public static let dashAlternativeBase = DiagnosticCode(rawValue: "dash.alternative-base")
    /// `dash.base-byte-range`: BaseURL with a byteRange.
    public static let dashBaseByteRange = DiagnosticCode(rawValue: "dash.base-byte-range")
    /// `dash.byte-range`: malformed byte range.
    public static let dashByteRange = DiagnosticCode(rawValue: "dash.byte-range")
    /// `dash.duplicate-representation`: Representation id given twice in one Period.
    public static let dashDuplicateRepresentation = DiagnosticCode(rawValue: "dash.duplicate-representation")
    /// `dash.duration`: malformed duration.
    public static let dashDuration = DiagnosticCode(rawValue: "dash.duration")
    /// `dash.duration-and-timeline`: fixed duration beside a timeline.
    public static let dashDurationAndTimeline = DiagnosticCode(rawValue: "dash.duration-and-timeline")
    /// `dash.duration-calendar`: duration with years, months or weeks.
    public static let dashDurationCalendar = DiagnosticCode(rawValue: "dash.duration-calendar")
    /// `dash.dynamic`: live MPD.
    public static let dashDynamic = DiagnosticCode(rawValue: "dash.dynamic")
    /// `dash.end-number`: endNumber that does not fit the durations.
    public static let dashEndNumber = DiagnosticCode(rawValue: "dash.end-number")
    /// `dash.imported-mpd`: imported MPD.
    public static let dashImportedMPD = DiagnosticCode(rawValue: "dash.imported-mpd")
    /// `dash.integer`: malformed integer.
    public static let dashInteger = DiagnosticCode(rawValue: "dash.integer")
    /// `dash.integer-form`: integer in another form.
    public static let dashIntegerForm = DiagnosticCode(rawValue: "dash.integer-form")
    /// `dash.key-template`: template for key URIs.
    public static let dashKeyTemplate = DiagnosticCode(rawValue: "dash.key-template")
    /// `dash.list-short`: fewer SegmentURLs than the timing gives.
    public static let dashListShort = DiagnosticCode(rawValue: "dash.list-short")
    /// `dash.list-surplus`: more SegmentURLs than the timing gives.
    public static let dashListSurplus = DiagnosticCode(rawValue: "dash.list-surplus")
    /// `dash.live-attribute`: attribute of live streams in a static MPD.
    public static let dashLiveAttribute = DiagnosticCode(rawValue: "dash.live-attribute")
    /// `dash.location`: Location in a static MPD.
    public static let dashLocation = DiagnosticCode(rawValue: "dash.location")
    /// `dash.mixed-segment-kinds`: different kinds of segment information on different levels.
    public static let dashMixedSegmentKinds = DiagnosticCode(rawValue: "dash.mixed-segment-kinds")
    /// `dash.namespace`: MPD in another namespace.
    public static let dashNamespace = DiagnosticCode(rawValue: "dash.namespace")
    /// `dash.no-adaptation-set`: Period without an AdaptationSet.
    public static let dashNoAdaptationSet = DiagnosticCode(rawValue: "dash.no-adaptation-set")
    /// `dash.no-duration`: segments that cannot be counted.
    public static let dashNoDuration = DiagnosticCode(rawValue: "dash.no-duration")
    /// `dash.no-media`: Representation without media.
    public static let dashNoMedia = DiagnosticCode(rawValue: "dash.no-media")
    /// `dash.no-period`: MPD without a Period.
    public static let dashNoPeriod = DiagnosticCode(rawValue: "dash.no-period")
    /// `dash.no-representation`: AdaptationSet without a Representation.
    public static let dashNoRepresentation = DiagnosticCode(rawValue: "dash.no-representation")
    /// `dash.number-and-time`: number and time in one template.
    public static let dashNumberAndTime = DiagnosticCode(rawValue: "dash.number-and-time")
    /// `dash.number-range`: number too large to calculate with.
    public static let dashNumberRange = DiagnosticCode(rawValue: "dash.number-range")
    /// `dash.period-duration`: two different durations of a Period.
    public static let dashPeriodDuration = DiagnosticCode(rawValue: "dash.period-duration")
    /// `dash.period-empty`: presentation without duration.
    public static let dashPeriodEmpty = DiagnosticCode(rawValue: "dash.period-empty")
    /// `dash.period-order`: Periods out of order.
    public static let dashPeriodOrder = DiagnosticCode(rawValue: "dash.period-order")
    /// `dash.period-start`: Period without a known start.
    public static let dashPeriodStart = DiagnosticCode(rawValue: "dash.period-start")
    /// `dash.remote`: reference that stays remote.
    public static let dashRemote = DiagnosticCode(rawValue: "dash.remote")
    /// `dash.root`: document that is not an MPD.
    public static let dashRoot = DiagnosticCode(rawValue: "dash.root")
    /// `dash.rounding`: count that floating point rounds up.
    public static let dashRounding = DiagnosticCode(rawValue: "dash.rounding")
    /// `dash.segment-kinds`: several kinds of segment information on one level.
    public static let dashSegmentKinds = DiagnosticCode(rawValue: "dash.segment-kinds")
    /// `dash.sliver`: last segment that shows next to nothing.
    public static let dashSliver = DiagnosticCode(rawValue: "dash.sliver")
    /// `dash.sub-number-base`: `$SubNumber$` counted from 1.
    public static let dashSubNumberBase = DiagnosticCode(rawValue: "dash.sub-number-base")
    /// `dash.template-identifier`: identifier that is not allowed in a template.
    public static let dashTemplateIdentifier = DiagnosticCode(rawValue: "dash.template-identifier")
    /// `dash.template-one-name`: several segments under one name.
    public static let dashTemplateOneName = DiagnosticCode(rawValue: "dash.template-one-name")
    /// `dash.template-syntax`: malformed template.
    public static let dashTemplateSyntax = DiagnosticCode(rawValue: "dash.template-syntax")
    /// `dash.template-value`: template without its value.
    public static let dashTemplateValue = DiagnosticCode(rawValue: "dash.template-value")
    /// `dash.template-width`: malformed width in a template.
    public static let dashTemplateWidth = DiagnosticCode(rawValue: "dash.template-width")
    /// `dash.time-without-timeline`: time in a template without a timeline.
    public static let dashTimeWithoutTimeline = DiagnosticCode(rawValue: "dash.time-without-timeline")
    /// `dash.timeline-duration`: S without a duration.
    public static let dashTimelineDuration = DiagnosticCode(rawValue: "dash.timeline-duration")
    /// `dash.timeline-empty-repeat`: repeat that ends before it begins.
    public static let dashTimelineEmptyRepeat = DiagnosticCode(rawValue: "dash.timeline-empty-repeat")
    /// `dash.timeline-number`: segment number that goes back.
    public static let dashTimelineNumber = DiagnosticCode(rawValue: "dash.timeline-number")
    /// `dash.timeline-overlap`: segments that overlap.
    public static let dashTimelineOverlap = DiagnosticCode(rawValue: "dash.timeline-overlap")
    /// `dash.timeline-pattern`: pattern that cannot be used.
    public static let dashTimelinePattern = DiagnosticCode(rawValue: "dash.timeline-pattern")
    /// `dash.timeline-repeat`: repeat without an end.
    public static let dashTimelineRepeat = DiagnosticCode(rawValue: "dash.timeline-repeat")
    /// `dash.timeline-short`: timeline that ends early.
    public static let dashTimelineShort = DiagnosticCode(rawValue: "dash.timeline-short")
    /// `dash.too-many-bases`: too many BaseURL alternatives.
    public static let dashTooManyBases = DiagnosticCode(rawValue: "dash.too-many-bases")
    /// `dash.too-many-segments`: more segments than an asset may have.
    public static let dashTooManySegments = DiagnosticCode(rawValue: "dash.too-many-segments")
    /// `dash.ttml`: TTML subtitles.
    public static let dashTTML = DiagnosticCode(rawValue: "dash.ttml")
    /// `dash.two-initializations`: two initialisation sections.
    public static let dashTwoInitializations = DiagnosticCode(rawValue: "dash.two-initializations")
    /// `dash.type`: unsupported type of MPD.
    public static let dashType = DiagnosticCode(rawValue: "dash.type")
    /// `dash.unknown-id`: id that the Period does not have.
    public static let dashUnknownID = DiagnosticCode(rawValue: "dash.unknown-id")
    /// `dash.url-query`: query added to requests.
    public static let dashURLQuery = DiagnosticCode(rawValue: "dash.url-query")
    /// `dash.xlink`: remote element.
    public static let dashXLink = DiagnosticCode(rawValue: "dash.xlink")
    /// `dash.xml-doctype`: MPD with a DOCTYPE.
    public static let dashXMLDoctype = DiagnosticCode(rawValue: "dash.xml-doctype")
    /// `dash.xml-encoding`: MPD in an encoding other than UTF-8 or UTF-16.
    public static let dashXMLEncoding = DiagnosticCode(rawValue: "dash.xml-encoding")
    /// `dash.xml-limit`: MPD beyond a bound.
    public static let dashXMLLimit = DiagnosticCode(rawValue: "dash.xml-limit")
    /// `dash.xml-syntax`: MPD that is not well-formed XML.
    public static let dashXMLSyntax = DiagnosticCode(rawValue: "dash.xml-syntax")
}

extension DiagnosticCatalogue {
    /// The codes of the domain `dash`: MPDs.
    static let dashPages: [CodePage] = dashDocumentPages + dashSegmentPages
}
