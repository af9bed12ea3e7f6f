import IngestModel
import Testing

@testable import StreamingManifest

@Suite("Counts and names of whole MPDs, by the numbers")
struct DASHExampleTests {
    @Test("Two periods: three segments of 4 s for 10 s, four of 3.989 s for the 15.5 s that are left")
    func numberAndDuration() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT25.5S">
            <Period duration="PT10S"><AdaptationSet>
            <SegmentTemplate timescale="1000" duration="4000" startNumber="1"
             media="$RepresentationID$/s-$Number%03d$.m4s"/>
            <Representation id="a/1"/></AdaptationSet></Period>
            <Period><AdaptationSet>
            <SegmentTemplate timescale="48000" duration="191488" startNumber="4"
             media="$RepresentationID$/s-$Number%03d$.m4s"/>
            <Representation id="a/1"/></AdaptationSet></Period>
            </MPD>
            """)
        #expect(outcome.findings == [])
        #expect(
            outcome.media == [
                "a/1/s-001.m4s", "a/1/s-002.m4s", "a/1/s-003.m4s", "a/1/s-004.m4s", "a/1/s-005.m4s", "a/1/s-006.m4s",
                "a/1/s-007.m4s",
            ])
    }

    private func timeline(_ duration: String, name: String) -> MPDOutcome {
        readMPD(
            mpd(
                """
                <SegmentTemplate timescale="90000" presentationTimeOffset="900000" media="\(name)"><SegmentTimeline>
                <S t="900000" d="360000" r="1"/><S d="180000"/><S t="1980000" d="90000" r="-1"/>
                </SegmentTimeline></SegmentTemplate>
                """, duration: duration))
    }

    @Test("A timeline whose last repeat begins at the end of the period has none of it")
    func emptyRepeat() {
        let outcome = timeline("PT12S", name: "$Time$")
        #expect(
            outcome.findings == [
                "3:48 warning dash.timeline-empty-repeat: `r` is -1, but the S starts at 1980000, and its repeats end at "
                    + "1980000: it has no segments"
            ])
        #expect(outcome.media == ["900000", "1260000", "1620000"])
    }

    @Test("A last repeat fills the period, and numbers go on over a gap without a hole")
    func filledRepeat() {
        let byTime = timeline("PT14.5S", name: "$Time$")
        #expect(byTime.findings == [])
        #expect(byTime.media == ["900000", "1260000", "1620000", "1980000", "2070000", "2160000"])
        #expect(timeline("PT14.5S", name: "$Number$").media == ["1", "2", "3", "4", "5", "6"])
    }

    @Test("Bases join level by level: one without a slash at its end is replaced by the next")
    func bases() {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" mediaPresentationDuration="PT2S"><BaseURL>media/</BaseURL>
            <Period><AdaptationSet><BaseURL>audio</BaseURL><Representation id="a"><BaseURL>en/</BaseURL>
            <SegmentTemplate media="$Time$.m4s"><SegmentTimeline><S t="0" d="2"/></SegmentTimeline></SegmentTemplate>
            </Representation></AdaptationSet></Period></MPD>
            """)
        #expect(outcome.findings == [])
        #expect(outcome.media == ["media/en/0.m4s"])
        #expect(outcome.reading.references.map(\.uri) == ["media/en/0.m4s"])
    }

    struct Count: CustomTestStringConvertible {
        var period: String
        var duration: Int
        var timescale: Int
        var required: Int
        var optional: Int
        var testDescription: String { "\(period) by \(duration)/\(timescale)" }
    }

    @Test(
        "Counts are exact; what rounding makes doubtful is optional",
        arguments: [
            Count(period: "PT732S", duration: 47_999, timescale: 48_000, required: 733, optional: 0),
            Count(period: "PT10.0005S", duration: 2, timescale: 1, required: 5, optional: 1),
            Count(period: "PT5.0S", duration: 1, timescale: 1, required: 5, optional: 0),
            Count(period: "PT117.12S", duration: 96, timescale: 50, required: 61, optional: 1),
            Count(period: "PT4S", duration: 5, timescale: 1, required: 1, optional: 0),
            Count(period: "PT0.001S", duration: 5, timescale: 1, required: 1, optional: 0),
            Count(period: "PT10.02S", duration: 2, timescale: 1, required: 6, optional: 0),
            Count(period: "PT10.019S", duration: 2, timescale: 1, required: 5, optional: 1),
            Count(period: "PT1H0M0.04S", duration: 1_001, timescale: 30_000, required: 107_894, optional: 0),
        ])
    func counts(_ count: Count) {
        let media = readMPD(
            mpd(
                "<SegmentTemplate media=\"$Number$\" timescale=\"\(count.timescale)\" duration=\"\(count.duration)\"/>",
                duration: count.period)
        ).media
        #expect(media.count { !$0.hasSuffix("?") } == count.required)
        #expect(media.count { $0.hasSuffix("?") } == count.optional)
        #expect(media.last == "\(count.required + count.optional)" + (count.optional > 0 ? "?" : ""))
    }

    @Test("A count by exact rationals is the least that reaches the end of the period")
    func countLaw() throws {
        var random = SplitMix64.fromEnvironment()
        for round in 0..<2_000 {
            let milliseconds = Int.random(in: 1...10_000_000, using: &random)
            let duration = Int.random(in: 1...200_000, using: &random)
            let timescale = [1, 25, 1_000, 48_000, 90_000, 10_000_000].randomElement(using: &random) ?? 1
            let length = try Rational(Int128(milliseconds), over: 1_000)
            let count = try SegmentCount(
                timing: PeriodTiming(start: .zero, duration: length, longest: length), duration: duration,
                timescale: timescale, eptDelta: 0, startNumber: 1, endNumber: nil)
            let exact = (milliseconds * timescale + duration * 1_000 - 1) / (duration * 1_000)
            let seen = Comment(rawValue: "seed \(random.seed), round \(round)")
            #expect(count.required == exact || count.required == exact - 1, seen)
            #expect(count.total == exact || count.total == exact + 1, seen)
            #expect((count.required == exact && count.total == exact) == count.remarks.isEmpty, seen)
        }
    }
}
