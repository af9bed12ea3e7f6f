extension DiagnosticCatalogue {
    /// Segment information, templates and timelines.
    static let dashSegmentPages: [CodePage] = [
        CodePage(
            .dashDurationAndTimeline, .warning, title: "fixed duration beside a timeline",
            explanation:
                "The two exclude each other. The timeline counts here and in nearly all players.",
            example: "<SegmentTemplate duration=\"2\"><SegmentTimeline>…",
            mend: "<SegmentTemplate><SegmentTimeline>…"),
        CodePage(
            .dashEndNumber, .warning, title: "endNumber that does not fit the durations",
            explanation:
                "Some players stop at `endNumber`, some count by the durations. The smaller count is required.",
            example: "<SegmentTemplate duration=\"2\" endNumber=\"9\"/> in a Period of 10 s",
            mend: "<SegmentTemplate duration=\"2\" endNumber=\"5\"/>"),
        CodePage(
            .dashListShort, .warning, title: "fewer SegmentURLs than the timing gives",
            explanation:
                "The list ends before the Period does: the end would be missing.",
            example: "<SegmentList duration=\"1\"> with 2 SegmentURLs in a Period of 3 s",
            mend: "3 SegmentURLs, or a Period of 2 s"),
        CodePage(
            .dashListSurplus, .warning, title: "more SegmentURLs than the timing gives",
            explanation:
                "Some players cut the list at the end of the Period, some play all of it. The surplus is uploaded "
                + "when it exists.",
            example: "<SegmentList duration=\"1\"> with 4 SegmentURLs in a Period of 3 s",
            mend: "3 SegmentURLs, or a Period of 4 s"),
        CodePage(
            .dashMixedSegmentKinds, .warning, title: "different kinds of segment information on different levels",
            explanation:
                "The innermost one counts and inherits nothing from the others, although it may look as if it "
                + "did.",
            example: "<AdaptationSet><SegmentTemplate timescale=\"90000\"/><Representation><SegmentList>…",
            mend: "<AdaptationSet><Representation><SegmentList timescale=\"90000\">…"),
        CodePage(
            .dashNoMedia, .error, title: "Representation without media",
            explanation:
                "Media are named by segment information or by a BaseURL with the name of a file. With neither "
                + "there is nothing to upload or to play.",
            example: "<Representation id=\"1\"/>",
            mend: "<Representation id=\"1\"><BaseURL>video.mp4</BaseURL></Representation>"),
        CodePage(
            .dashNumberAndTime, .error, title: "number and time in one template",
            explanation:
                "Segments are named by their number or by their time. Players refuse a template with both.",
            example: "media=\"$Number$-$Time$.m4s\"",
            mend: "media=\"$Number$.m4s\""),
        CodePage(
            .dashRounding, .warning, title: "count that floating point rounds up",
            explanation:
                "The durations divide exactly, but in binary floating point the quotient is slightly larger and "
                + "is rounded up. Players that calculate so ask for one file more. It is uploaded when it exists.",
            example: "mediaPresentationDuration=\"PT117.12S\" with segments of 96/50 s",
            mend: "a SegmentTimeline"),
        CodePage(
            .dashSegmentKinds, .error, title: "several kinds of segment information on one level",
            explanation:
                "A level has one of SegmentBase, SegmentList and SegmentTemplate, once. Which of several counts "
                + "differs from player to player.",
            example: "<SegmentBase/><SegmentTemplate media=\"$Number$.m4s\"/>",
            mend: "<SegmentTemplate media=\"$Number$.m4s\"/>"),
        CodePage(
            .dashSliver, .warning, title: "last segment that shows next to nothing",
            explanation:
                "The period reaches less than a hundredth of a segment, or less than a millisecond, into the last "
                + "one. Usually a duration was rounded up when it was written. The file is uploaded when it exists, "
                + "and not missed otherwise.",
            example: "mediaPresentationDuration=\"PT10.001S\" with segments of 2 s",
            mend: "mediaPresentationDuration=\"PT10S\""),
        CodePage(
            .dashSubNumberBase, .note, title: "SubNumber counted from 1",
            explanation:
                "The files of a segment sequence are counted from 0 by most packagers and players, from 1 by some. Where the "
                + "first sequence has no file 0 but one more at its end, they are taken to be counted from 1; a player that "
                + "counts from 0 asks for a file that is not there.",
            example: "s-$Number$-$SubNumber$.m4s with k=\"2\" and the files s-1-1.m4s, s-1-2.m4s",
            mend: "the files s-1-0.m4s, s-1-1.m4s"),
        CodePage(
            .dashTemplateIdentifier, .error, title: "identifier that is not allowed in a template",
            explanation:
                "There is one initialisation section for a Representation, so its name cannot depend on a number "
                + "or a time.",
            example: "initialization=\"init-$Number$.mp4\"",
            mend: "initialization=\"init-$RepresentationID$.mp4\""),
        CodePage(
            .dashTemplateOneName, .error, title: "several segments under one name",
            explanation:
                "The template has nothing in it that differs from segment to segment, so every request would give "
                + "the same file.",
            example: "media=\"segment.m4s\"",
            mend: "media=\"segment-$Number$.m4s\""),
        CodePage(
            .dashTemplateSyntax, .error, title: "malformed template",
            explanation:
                "Dollar signs come in pairs around a known identifier, and `$$` is a dollar sign. A "
                + "Representation with another template is to be ignored by players.",
            example: "media=\"$Bandwidth%/s.m4s\"",
            mend: "media=\"$Bandwidth$/s.m4s\""),
        CodePage(
            .dashTemplateValue, .error, title: "template without its value",
            explanation:
                "The template asks for the id or the bandwidth of the Representation, which has none that can be "
                + "used.",
            example: "<Representation><SegmentTemplate media=\"$RepresentationID$-$Number$.m4s\"/>",
            mend: "<Representation id=\"v1\"><SegmentTemplate media=\"$RepresentationID$-$Number$.m4s\"/>"),
        CodePage(
            .dashTemplateWidth, .error, title: "malformed width in a template",
            explanation:
                "A width is written `%0`, digits and `d`. Players leave other formats in the name as they stand. "
                + "`$RepresentationID$` has no width.",
            example: "media=\"$Time%014llu$.m4s\"",
            mend: "media=\"$Time%014d$.m4s\""),
        CodePage(
            .dashTimeWithoutTimeline, .error, title: "time in a template without a timeline",
            explanation:
                "The times come from a SegmentTimeline. Without one they cannot be known exactly.",
            example: "<SegmentTemplate media=\"$Time$.m4s\" duration=\"2\"/>",
            mend: "<SegmentTemplate media=\"$Number$.m4s\" duration=\"2\"/>"),
        CodePage(
            .dashTimelineDuration, .error, title: "S without a duration",
            explanation:
                "Every S has a duration above 0, in units of the timescale.",
            example: "<S t=\"0\"/>",
            mend: "<S t=\"0\" d=\"180000\"/>"),
        CodePage(
            .dashTimelineEmptyRepeat, .warning, title: "repeat that ends before it begins",
            explanation:
                "A negative `r` has nothing to repeat, because the S starts at or behind the end of its repeats. "
                + "Often a timescale or a presentationTimeOffset is wrong.",
            example: "<S t=\"20\" d=\"2\" r=\"-1\"/> in a Period of 20 units",
            mend: "<S t=\"0\" d=\"2\" r=\"-1\"/>"),
        CodePage(
            .dashTimelineNumber, .error, title: "segment number that goes back",
            explanation:
                "S@n sets the number of the next segment. It can leave numbers out, but not use one again.",
            example: "<S d=\"2\" r=\"4\"/><S n=\"3\" d=\"2\"/>",
            mend: "<S d=\"2\" r=\"4\"/><S n=\"6\" d=\"2\"/>"),
        CodePage(
            .dashTimelineOverlap, .warning, title: "segments that overlap",
            explanation:
                "An S starts before the segments above it have ended. With `$Time$` in the template a wrong `t` "
                + "also makes wrong file names.",
            example: "<S t=\"0\" d=\"4\"/><S t=\"3\" d=\"4\"/>",
            mend: "<S t=\"0\" d=\"4\"/><S t=\"4\" d=\"4\"/>"),
        CodePage(
            .dashTimelinePattern, .error, title: "pattern that cannot be used",
            explanation:
                "An S takes its durations from a Pattern of the same timeline, by its id, beginning at an entry "
                + "that exists, and repeats it a known number of times.",
            example: "<S p=\"2\" pE=\"0\"/>",
            mend: "<Pattern id=\"2\"><P d=\"4\"/></Pattern><S p=\"2\" pE=\"0\"/>"),
        CodePage(
            .dashTimelineRepeat, .error, title: "repeat without an end",
            explanation:
                "A negative `r` repeats up to the time of the next S, or up to the end of the Period. Neither is "
                + "known.",
            example: "<S d=\"2\" r=\"-1\"/><S d=\"3\"/>",
            mend: "<S d=\"2\" r=\"-1\"/><S t=\"20\" d=\"3\"/>"),
        CodePage(
            .dashTimelineShort, .warning, title: "timeline that ends early",
            explanation:
                "The timeline ends more than one segment before the Period does: the end would be missing.",
            example: "<S t=\"0\" d=\"2\" r=\"4\"/> in a Period of 20 units",
            mend: "<S t=\"0\" d=\"2\" r=\"9\"/>"),
        CodePage(
            .dashTooManySegments, .error, title: "more segments than an asset may have",
            explanation:
                "A few characters can ask for a thousand million files. The count is checked before any name is "
                + "made.",
            example: "<SegmentTemplate timescale=\"1000000000\" duration=\"1\"/>",
            mend: "<SegmentTemplate timescale=\"1000\" duration=\"4000\"/>"),
        CodePage(
            .dashTwoInitializations, .warning, title: "two initialisation sections",
            explanation:
                "A template has both an attribute and an element for the initialisation section. Players take "
                + "either one, so both are uploaded.",
            example: "<SegmentTemplate initialization=\"i.mp4\"><Initialization "
                + "sourceURL=\"j.mp4\"/></SegmentTemplate>",
            mend: "<SegmentTemplate initialization=\"i.mp4\"/>"),
    ]
}
