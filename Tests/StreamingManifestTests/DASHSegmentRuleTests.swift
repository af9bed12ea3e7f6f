import Testing

@testable import StreamingManifest

@Suite("What is reported about segment information, templates and timelines")
struct DASHSegmentRuleTests {
    @Test("Each rule has its message", arguments: rules)
    func message(of rule: MPDRule) {
        #expect(readMPD(rule.text, present: rule.present).findings == rule.findings)
    }

    static let rules: [MPDRule] = [
        MPDRule(
            "two kinds on one level",
            mpd(
                """
                <BaseURL>v.mp4</BaseURL><SegmentBase/>
                <SegmentTemplate media="$Number$.m4s" duration="2"/>
                """),
            [
                "3:1 error dash.segment-kinds: `SegmentTemplate` stands beside the `SegmentBase` of line 2; a level has one of SegmentBase, SegmentList and SegmentTemplate"
            ]),
        MPDRule(
            "two kinds on two levels",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period><SegmentTemplate media="$Number$.m4s" duration="2"/><AdaptationSet><Representation id="v"><BaseURL>v.mp4</BaseURL>
            <SegmentBase/></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "3:1 warning dash.mixed-segment-kinds: `SegmentBase` takes the place of the `SegmentTemplate` of line 2, from which it inherits nothing"
            ]),
        MPDRule(
            "no media",
            mpd(
                ""),
            [
                "1:101 error dash.no-media: the Representation names no media: it has neither segment information nor a BaseURL"
            ]),
        MPDRule(
            "SegmentBase without a file",
            mpd(
                "<SegmentBase/>"),
            [
                "1:101 error dash.no-media: the Representation names no media: SegmentBase needs a BaseURL that names a file"
            ]),
        MPDRule(
            "a template without media",
            mpd(
                "<SegmentTemplate/>"),
            [
                "2:1 error dash.no-media: the SegmentTemplate has no `media`, and no BaseURL names a file"
            ]),
        MPDRule(
            "a list without segments",
            mpd(
                "<SegmentList/>"),
            [
                "2:1 error dash.no-media: the SegmentList has no SegmentURL"
            ]),
        MPDRule(
            "a list without media",
            mpd(
                """
                <SegmentList><SegmentURL mediaRange="0-9"/></SegmentList>
                """),
            [
                "2:14 error dash.no-media: the SegmentURL has no `media`, and no BaseURL names a file"
            ]),
        MPDRule(
            "a folder as media",
            mpd(
                """
                <BaseURL>audio/</BaseURL>
                <SegmentBase indexRange="0-9"><Initialization range="0-3"/></SegmentBase>
                """),
            [
                "2:1 error path.directory: `audio/` names a folder; a file is expected"
            ]),
        MPDRule(
            "two initialisation sections",
            mpd(
                """
                <SegmentTemplate initialization="i.mp4" media="$Number$.m4s" duration="10">
                <Initialization sourceURL="j.mp4"/></SegmentTemplate>
                """),
            [
                "3:1 warning dash.two-initializations: the template has both an `initialization` and an Initialization element; players take either"
            ]),
        MPDRule(
            "a duration beside a timeline",
            mpd(
                """
                <SegmentTemplate timescale="1" duration="2" media="$Time$.m4s"><SegmentTimeline>
                <S d="5" r="1"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "2:1 warning dash.duration-and-timeline: both `duration` and a SegmentTimeline are given; the timeline counts"
            ]),
        MPDRule(
            "an unpaired dollar sign",
            mpd(
                """
                <SegmentTemplate initialization="$Bandwidth%/i.mp4" media="$Number$.m4s" duration="10"/>
                """),
            [
                "2:18 error dash.template-syntax: `$Bandwidth%/i.mp4` has a `$` without its partner | write `$$` for a dollar sign"
            ]),
        MPDRule(
            "an unknown identifier",
            mpd(
                """
                <SegmentTemplate media="$number$.m4s" duration="10"/>
                """),
            [
                "2:18 error dash.template-syntax: `$number$.m4s` has the unknown identifier `$number$` | known are `RepresentationID`, `Bandwidth`, `Number`, `Time` and `SubNumber`, in this spelling"
            ]),
        MPDRule(
            "a width of another form",
            mpd(
                """
                <SegmentTemplate media="$Number%014llu$.m4s" duration="10"/>
                """),
            [
                "2:18 error dash.template-width: `$Number%014llu$` has a width that players do not understand | write it as `$Number%05d$`: a zero, digits and `d`"
            ]),
        MPDRule(
            "a width on an id",
            mpd(
                """
                <SegmentTemplate media="$RepresentationID%05d$.m4s" duration="10"/>
                """),
            [
                "2:18 error dash.template-width: `$RepresentationID%05d$` has a width that players do not understand | write `$RepresentationID$`: it takes no width"
            ]),
        MPDRule(
            "a number in the name of the init section",
            mpd(
                """
                <SegmentTemplate initialization="$Number$.mp4" bitstreamSwitching="$Time$.mp4" media="$Number$.m4s" duration="10"/>
                """),
            [
                "2:18 error dash.template-identifier: `initialization` has `$Number$`; only `$RepresentationID$` and `$Bandwidth$` are allowed in it",
                "2:48 error dash.template-identifier: `bitstreamSwitching` has `$Time$`; only `$RepresentationID$` and `$Bandwidth$` are allowed in it",
            ]),
        MPDRule(
            "no value for an identifier",
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT10S">
            <Period><AdaptationSet><Representation>
            <SegmentTemplate media="$RepresentationID$.m4s" initialization="$Bandwidth$.mp4"/></Representation></AdaptationSet></Period>
            </MPD>
            """,
            [
                "2:24 error dash.template-value: a template asks for `$Bandwidth$`, but the Representation has no usable `bandwidth`",
                "2:24 error dash.template-value: a template asks for `$RepresentationID$`, but the Representation has no usable `id`",
            ]),
        MPDRule(
            "one name for all",
            mpd(
                """
                <SegmentTemplate media="v.m4s" duration="2"/>
                """),
            [
                "2:18 error dash.template-one-name: `v.m4s` gives 5 segments the same name | add `$Number$` or `$Time$`"
            ]),
        MPDRule(
            "a sequence without SubNumber",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="10" k="2"/>
                """),
            [
                "2:18 error dash.template-one-name: `$Number$.m4s` gives 2 segments the same name | add `$SubNumber$`"
            ]),
        MPDRule(
            "a sequence counted from 1",
            mpd(
                """
                <SegmentTemplate media="$Number$-$SubNumber$.m4s" duration="10" k="2"/>
                """), present: ["1-1.m4s", "1-2.m4s"],
            [
                "2:18 note dash.sub-number-base: `$SubNumber$` is counted from 1, not from 0: there is no `1-0.m4s`, but `1-2.m4s`"
            ]),
        MPDRule(
            "number and time",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Number$-$Time$.m4s"><SegmentTimeline>
                <S d="5" r="1"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "2:32 error dash.number-and-time: `$Number$-$Time$.m4s` has both `$Number$` and `$Time$`; one of them is allowed"
            ]),
        MPDRule(
            "time without a timeline",
            mpd(
                """
                <SegmentTemplate media="$Time$.m4s" duration="2"/>
                """),
            [
                "2:18 error dash.time-without-timeline: `$Time$.m4s` has `$Time$`, but there is no SegmentTimeline to take the times from | use `$Number$`, or write a SegmentTimeline"
            ]),
        MPDRule(
            "an endNumber that is too small",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="2" endNumber="3"/>
                """),
            [
                "2:1 warning dash.end-number: `endNumber` gives 3 segments, the durations give 5; the smaller number counts"
            ]),
        MPDRule(
            "an endNumber that is too large",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="2" endNumber="9"/>
                """),
            [
                "2:1 warning dash.end-number: `endNumber` gives 9 segments, the durations give 5; the smaller number counts"
            ]),
        MPDRule(
            "an endNumber before the first",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="2" startNumber="5" endNumber="3"/>
                """),
            [
                "2:1 warning dash.end-number: `endNumber` gives 0 segments, the durations give 5; the smaller number counts"
            ]),
        MPDRule(
            "a count that doubles round up",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" timescale="50" duration="96"/>
                """, duration: "PT117.12S"),
            [
                "2:1 warning dash.rounding: the durations give exactly 61 segments, but players that calculate in floating point ask for one more | the file with the next number is uploaded when it exists and is not missed otherwise"
            ]),
        MPDRule(
            "a sliver of half a millisecond",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" duration="2"/>
                """, duration: "PT10.0005S"),
            [
                "2:1 warning dash.sliver: segment 6, the last one, would show 0.5 ms: the duration was probably rounded when it was written | the file is uploaded when it exists and is not missed otherwise"
            ]),
        MPDRule(
            "far too many segments",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" timescale="1000000000" duration="1"/>
                """),
            [
                "2:1 error dash.too-many-segments: the segments would be 10000000000 files; 2000000 more references are allowed | check the durations, the timescale and the repeat counts"
            ]),
        MPDRule(
            "far too many repeats",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S d="5" r="2000000000"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "2:1 error dash.too-many-segments: the segments would be 2000000001 files; 2000000 more references are allowed | check the durations, the timescale and the repeat counts"
            ]),
        MPDRule(
            "countless repeats",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S d="1" r="9223372036854775806"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "3:1 error dash.number-range: the times of the timeline are too large to be counted"
            ]),
        MPDRule(
            "times beyond 64 bits",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S t="9223372036854775807" d="5"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "3:1 error dash.number-range: the times of the timeline are too large to be counted"
            ]),
        MPDRule(
            "a product beyond 128 bits",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s" timescale="9223372036854775807" duration="7"/>
                """, duration: "PT999999999999999999.999999999999999999S"),
            [
                "2:1 error dash.number-range: the durations of the segments and the period are too large to be calculated with"
            ]),
        MPDRule(
            "a number that goes back",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S d="1" r="4"/>
                <S n="3" d="1" r="4"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "4:1 error dash.timeline-number: `n` is 3, but the segments before it already go up to 5"
            ]),
        MPDRule(
            "no duration of a segment",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S t="0"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "3:1 error dash.timeline-duration: the S has no `d`"
            ]),
        MPDRule(
            "a duration of 0",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S t="0" d="0"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "3:1 error dash.timeline-duration: `d` is 0; a duration above 0 is expected"
            ]),
        MPDRule(
            "an endless repeat before an S without a time",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S d="1" r="-1"/>
                <S d="1"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "3:1 error dash.timeline-repeat: `r` is -1, which repeats up to the next S, but that has no `t` | give the next S a `t`, or write how often this one repeats"
            ]),
        MPDRule(
            "an endless repeat in a period without an end",
            mpd(
                """
                <SegmentTemplate media="$Number$.m4s"><SegmentTimeline>
                <S d="1" r="-1"/></SegmentTimeline></SegmentTemplate>
                """, duration: nil),
            [
                "3:1 error dash.timeline-repeat: `r` is -1, which repeats up to the end of the period, but nothing gives the period's duration | add `mediaPresentationDuration` to the MPD or `duration` to the Period"
            ]),
        MPDRule(
            "repeats that end before they begin",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S t="0" d="10"/>
                <S t="12" d="1" r="-1"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "4:1 warning dash.timeline-empty-repeat: `r` is -1, but the S starts at 12, and its repeats end at 10: it has no segments"
            ]),
        MPDRule(
            "overlaps",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S t="0" d="4"/>
                <S t="3" d="4"/>
                <S t="6" d="4"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "4:1 warning dash.timeline-overlap: the S starts before the one above it has ended; 2 of the timeline do so"
            ]),
        MPDRule(
            "a short timeline",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S t="0" d="2" r="2"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "2:51 warning dash.timeline-short: the timeline ends at 6, more than one segment before the period, which ends at 10"
            ]),
        MPDRule(
            "a pattern that is not there",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <S p="1" pE="0"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "3:1 error dash.timeline-pattern: the S uses entry 0 of the pattern 1, which the timeline does not have, or repeats it without end"
            ]),
        MPDRule(
            "an entry that a pattern does not have",
            mpd(
                """
                <SegmentTemplate timescale="1" media="$Time$.m4s"><SegmentTimeline>
                <Pattern id="1"><P d="1" r="2"/><P d="2"/></Pattern><S p="1" pE="4"/>
                </SegmentTimeline></SegmentTemplate>
                """),
            [
                "3:53 error dash.timeline-pattern: the S uses entry 4 of the pattern 1, which the timeline does not have, or repeats it without end"
            ]),
        MPDRule(
            "a list that is too long",
            mpd(
                """
                <SegmentList duration="5"><SegmentURL media="a"/><SegmentURL media="b"/><SegmentURL media="c"/></SegmentList>
                """),
            [
                "2:1 warning dash.list-surplus: the list has 3 segments, the timing gives 2; the surplus is uploaded when it exists"
            ]),
        MPDRule(
            "a list that is too short",
            mpd(
                """
                <SegmentList duration="5"><SegmentURL media="a"/></SegmentList>
                """),
            [
                "2:1 warning dash.list-short: the list has 1 segment, the timing gives 2: the end of the period is not covered"
            ]),
    ]
}
