import Testing

@testable import StreamingManifest

@Suite("Segment information and its inheritance")
struct DASHSegmentInformationTests {
    private func read(period: String = "", set: String = "", representation: String = "") -> MPDOutcome {
        readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT4S">
            <Period>\(period)<AdaptationSet>\(set)<Representation id="v" bandwidth="9">\(representation)
            </Representation></AdaptationSet></Period></MPD>
            """)
    }

    @Test("Attributes are inherited one by one, and the nearest wins")
    func attributes() {
        let outcome = read(
            period: #"<SegmentTemplate timescale="10" duration="20" media="p-$Number$" initialization="p-init"/>"#,
            set: #"<SegmentTemplate startNumber="5" media="s-$Number$"/>"#,
            representation: #"<SegmentTemplate initialization="r-init"/>"#)
        #expect(outcome.references == ["init r-init", "segment s-5", "segment s-6"])
        #expect(outcome.findings == [])
    }

    @Test("A nearer timescale also changes an inherited duration")
    func timescale() {
        let outcome = read(
            set: #"<SegmentTemplate timescale="1" duration="4" media="$Number$"/>"#,
            representation: #"<SegmentTemplate timescale="4"/>"#)
        #expect(outcome.media == ["1", "2", "3", "4"])
    }

    @Test("A child replaces the inherited one whole")
    func children() {
        let outcome = read(
            set:
                #"<SegmentList duration="2"><Initialization sourceURL="i" range="0-9"/><SegmentURL media="a"/></SegmentList>"#,
            representation:
                #"<SegmentList><Initialization sourceURL="j"/><SegmentURL media="b"/><SegmentURL media="c"/></SegmentList>"#
        )
        #expect(outcome.references == ["init j", "segment b", "segment c"])
    }

    @Test("A timeline is inherited, and replaced whole")
    func timelines() {
        let inherited = read(
            set:
                #"<SegmentTemplate media="$Time$"><SegmentTimeline><S d="2" r="1"/></SegmentTimeline></SegmentTemplate>"#,
            representation: #"<SegmentTemplate media="x-$Time$"/>"#)
        #expect(inherited.media == ["x-0", "x-2"])
        let replaced = read(
            set:
                #"<SegmentTemplate media="$Time$"><SegmentTimeline><S d="2" r="1"/></SegmentTimeline></SegmentTemplate>"#,
            representation: #"<SegmentTemplate><SegmentTimeline><S d="4"/></SegmentTimeline></SegmentTemplate>"#)
        #expect(replaced.media == ["0"])
    }

    @Test("Without a duration and a timeline there is one segment with the first number")
    func single() {
        #expect(read(representation: #"<SegmentTemplate media="$Number$" startNumber="0"/>"#).media == ["0"])
        #expect(read(representation: #"<SegmentTemplate media="v.vtt"/>"#).media == ["v.vtt"])
    }

    @Test("SegmentBase names one file, with its init section and its index")
    func segmentBase() {
        let outcome = read(
            representation:
                #"<BaseURL>v.mp4</BaseURL><SegmentBase indexRange="836-999"><Initialization range="0-835"/></SegmentBase>"#
        )
        #expect(outcome.references == ["segment v.mp4", "init v.mp4 0..<836", "index v.mp4 836..<1000"])
        let apart = read(
            representation: """
                <BaseURL>v.mp4</BaseURL><SegmentBase><Initialization sourceURL="i.mp4"/>\
                <RepresentationIndex sourceURL="v.sidx"/><BitstreamSwitching sourceURL="b.mp4"/></SegmentBase>
                """)
        #expect(apart.references == ["segment v.mp4", "init i.mp4", "index v.sidx", "other b.mp4"])
    }

    @Test("An open byte range asks that its first byte is there")
    func openRange() {
        let outcome = read(
            representation: #"<BaseURL>v.mp4</BaseURL><SegmentBase><Initialization range="100-"/></SegmentBase>"#)
        #expect(outcome.references == ["segment v.mp4", "init v.mp4 100..<101"])
    }

    @Test("A list of ranges mentions its one file with every range")
    func ranges() {
        let outcome = read(
            representation: """
                <BaseURL>v.mp4</BaseURL><SegmentList duration="2"><Initialization range="0-9"/>\
                <SegmentURL mediaRange="10-19" indexRange="10-12"/><SegmentURL mediaRange="20-29" index="i.sidx"/></SegmentList>
                """)
        #expect(
            outcome.references == [
                "init v.mp4 0..<10", "segment v.mp4 10..<20", "index v.mp4 10..<13", "segment v.mp4 20..<30",
                "index i.sidx",
            ])
    }

    @Test("endNumber within what rounding leaves open needs no warning")
    func endNumberSettles() {
        let outcome = readMPD(
            mpd(#"<SegmentTemplate media="$Number$" duration="2" endNumber="5"/>"#, duration: "PT10.0005S"))
        #expect(outcome.media == ["1", "2", "3", "4", "5"])
        #expect(outcome.findings == [])
    }

    @Test("eptDelta moves the begin of the media and so the count")
    func eptDelta() {
        #expect(
            readMPD(mpd(#"<SegmentTemplate media="$Number$" duration="5" eptDelta="-1"/>"#)).media == ["1", "2", "3"])
        #expect(readMPD(mpd(#"<SegmentTemplate media="$Number$" duration="5" eptDelta="5"/>"#)).media == ["1"])
    }

    @Test("presentationTimeOffset changes neither count nor numbers")
    func offset() {
        let outcome = readMPD(mpd(#"<SegmentTemplate media="$Number$" duration="5" presentationTimeOffset="99999"/>"#))
        #expect(outcome.media == ["1", "2"])
    }

    @Test("k files of a sequence are counted from 0, and from 1 where file 0 is missing and file k is there")
    func sequences() {
        let text = mpd(#"<SegmentTemplate media="$Number$-$SubNumber$" duration="5" k="2"/>"#)
        let fromZero = ["1-0", "1-1", "2-0", "2-1"]
        #expect(readMPD(text).media == fromZero)
        #expect(readMPD(text, present: ["1-0", "1-1", "1-2"]).media == fromZero)
        #expect(readMPD(text, present: ["1-1"]).media == fromZero)
        #expect(readMPD(text, present: ["1-1", "1-2"]).media == ["1-1", "1-2", "2-1", "2-2"])
    }
}
