import Testing

@testable import ServiceEmulator

/// The files that a DASH manifest names, as ParseStreamingManifest lists them.
@Suite struct PresentationFilesTests {
    private func names(
        _ periods: String, duration: String = #" mediaPresentationDuration="PT10S""#
    ) throws -> [String] {
        try PresentationFiles.names(
            in: #"<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011""# + duration
                + ">" + periods + "</MPD>")
    }

    private func representation(_ content: String, id: String = "v") throws -> [String] {
        try names(
            "<Period><AdaptationSet><Representation id=\"\(id)\" bandwidth=\"900\">\(content)</Representation>"
                + "</AdaptationSet></Period>")
    }

    @Test("a timeline's segments are listed by number and by time, with its repeats")
    func timeline() throws {
        let timeline = #"<SegmentTimeline><S t="5" d="10" r="1"/><S d="7"/><S t="100" d="1"/></SegmentTimeline>"#
        let numbered =
            #"<SegmentTemplate initialization="$RepresentationID$/i.mp4" media="$Number%03d$.m4s" startNumber="9">"#
        #expect(
            try representation(numbered + timeline + "</SegmentTemplate>")
                == ["v/i.mp4", "009.m4s", "010.m4s", "011.m4s", "012.m4s"])
        let timed = #"<SegmentTemplate media="t$Time$-$Bandwidth$-$$.m4s">"#
        #expect(
            try representation(timed + timeline + "</SegmentTemplate>")
                == ["t5-900-$.m4s", "t15-900-$.m4s", "t25-900-$.m4s", "t100-900-$.m4s"])
    }

    @Test("a run without a number of repeats goes on to the next one, or to the end")
    func openRepeats() throws {
        let runs = #"<SegmentTimeline><S t="0" d="40" r="-1"/><S t="90" d="5" r="-1"/></SegmentTimeline>"#
        #expect(
            try representation(#"<SegmentTemplate timescale="10" media="$Time$">"# + runs + "</SegmentTemplate>")
                == ["0", "40", "80", "90", "95"])
    }

    @Test("a template with a duration is listed to the end of its period")
    func duration() throws {
        let template = #"<SegmentTemplate timescale="1000" duration="4000" media="$Number$.m4s"/>"#
        #expect(try representation(template) == ["1.m4s", "2.m4s", "3.m4s"])
        let exact = #"<SegmentTemplate duration="5" startNumber="0" media="$Number$.m4s"/>"#
        #expect(try representation(exact) == ["0.m4s", "1.m4s"])
    }

    @Test("bases and segment information come down from the levels above; the nearer ones win")
    func inheritance() throws {
        let found = try names(
            """
            <BaseURL>all/</BaseURL><Period duration="PT4S"><BaseURL> p/ </BaseURL>\
            <SegmentTemplate timescale="1" duration="2" media="$RepresentationID$-$Number$.m4s" initialization="i.mp4"/>\
            <AdaptationSet><SegmentTemplate initialization="$RepresentationID$.mp4"/>\
            <Representation id="a"/><Representation id="b"><BaseURL>b/</BaseURL></Representation></AdaptationSet>\
            </Period>
            """)
        #expect(
            found == [
                "all/p/a.mp4", "all/p/a-1.m4s", "all/p/a-2.m4s", "all/p/b/b.mp4", "all/p/b/b-1.m4s", "all/p/b/b-2.m4s",
            ])
    }

    @Test("lists name their files, or ranges of the one file, which is listed once")
    func lists() throws {
        let files =
            #"<SegmentList><Initialization sourceURL="i.mp4"/><SegmentURL media="1.m4s"/><SegmentURL media="2.m4s"/></SegmentList>"#
        #expect(try representation(files) == ["i.mp4", "1.m4s", "2.m4s"])
        let ranges =
            #"<BaseURL>v.mp4</BaseURL><SegmentList><Initialization range="0-9"/><SegmentURL mediaRange="10-19"/><SegmentURL mediaRange="20-29"/></SegmentList>"#
        #expect(try representation(ranges) == ["v.mp4"])
        #expect(try representation("<BaseURL>v.mp4</BaseURL><SegmentBase indexRange=\"0-9\"/>") == ["v.mp4"])
    }

    @Test("addresses and absolute paths stay what they are, for the service to refuse")
    func addresses() throws {
        #expect(
            try names(
                "<BaseURL>http://cdn.example/</BaseURL><Period><AdaptationSet><Representation id=\"a\">"
                    + "<BaseURL>v.mp4</BaseURL></Representation></AdaptationSet></Period>") == [
                    "http://cdn.example/v.mp4"
                ])
        #expect(try representation("<BaseURL>/v.mp4</BaseURL>") == ["/v.mp4"])
    }

    static let unreadableTexts: [String] = [
        "", "<MPD>", "<Playlist/>", "#EXTM3U\n",
        template(#"media="$Nothing$" duration="5""#),
        template(#"media="$Number" duration="5""#), template(#"media="x" duration="0""#),
        template(#"media="$Number$" duration="1""#, period: ""),
        template(#"media="$Number$" timescale="1000000000" duration="1""#),
        template(#"media="$Number$""#, timeline: #"<S t="0" d="0"/>"#),
        template(#"media="$Number$""#, timeline: #"<S t="0" d="1" r="9999999999"/>"#),
        template(#"media="$Number$""#, timeline: #"<S t="0" d="9223372036854775807" r="3"/>"#),
    ]

    private static func template(_ attributes: String, period: String = #" duration="PT10S""#, timeline: String = "")
        -> String
    {
        let inner = timeline.isEmpty ? "" : "<SegmentTimeline>\(timeline)</SegmentTimeline>"
        return "<MPD><Period\(period)><AdaptationSet><Representation id=\"a\"><SegmentTemplate \(attributes)>\(inner)"
            + "</SegmentTemplate></Representation></AdaptationSet></Period></MPD>"
    }

    @Test("what cannot be read, or would name files without end, is unreadable", arguments: unreadableTexts)
    func isUnreadable(_ content: String) {
        #expect(throws: PresentationFiles.Unreadable.self) { try PresentationFiles.names(in: content) }
    }

    @Test(
        "durations are read with days, hours, minutes and seconds",
        arguments: [
            ("PT1H2M3.5S", 3_723.5), ("P1DT2H", 93_600), ("PT0S", 0), ("PT10M", 600), ("P2D", 172_800),
        ])
    func seconds(_ text: String, _ expected: Double) {
        #expect(PresentationFiles.seconds(text) == expected)
    }

    @Test("other texts are no durations", arguments: ["", "10", "1H", "PT1S2H", "PTxS", "P1Y", "PT-1S"])
    func noSeconds(_ text: String) {
        #expect(PresentationFiles.seconds(text) == nil)
    }
}
