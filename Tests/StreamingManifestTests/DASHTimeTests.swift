import Testing

@testable import StreamingManifest

@Suite("Exact times")
struct DASHTimeTests {
    @Test(
        "A duration is read exactly",
        arguments: [
            ("PT0S", 0, 1), ("PT4.0S", 4, 1), ("P1DT2H3M4.25S", 375_137, 4), ("PT117.12S", 2_928, 25), ("PT1.5H", 0, 0),
            ("P2W", 1_209_600, 1), ("P1Y", 31_536_000, 1), ("PT0.000000000000000001S", 1, 1_000_000_000_000_000_000),
            ("PT10M", 600, 1), ("P1M", 2_592_000, 1), ("PT007S", 7, 1), ("PT3.840000000000000000000000S", 96, 25),
        ])
    func durations(text: String, numerator: Int, denominator: Int) throws {
        let duration = ISODuration(text)
        if denominator == 0 {
            #expect(duration == nil)
        } else {
            #expect(try duration?.seconds == Rational(Int128(numerator), over: Int128(denominator)))
        }
    }

    @Test(
        "What is no duration is refused",
        arguments: [
            "", "P", "PT", "T5S", "5", "PT5", "-PT5S", "P-1D", "PT.5S", "PT5.S", "PT5S5S", "PT5S1M", "P1D1Y", "PT1.5M",
            "P1T", "PT%(start)dS", "PT 5S", "PT5s", "P1S", "PT1D", "PT5S ", "PTNaNS", "PT1e3S", "PT٣S",
            "PT9999999999999999999S", "PT0.0000000000000000001S",
        ])
    func malformed(text: String) { #expect(ISODuration(text) == nil) }

    @Test("Only years, months and weeks that count for something are remarkable")
    func calendar() {
        #expect(ISODuration("P0Y0M0DT0H0M16S")?.usesCalendar == false)
        #expect(ISODuration("P1W")?.usesCalendar == true)
        #expect(ISODuration("P1D")?.usesCalendar == false)
    }

    @Test("Arithmetic keeps lowest terms and a positive denominator")
    func arithmetic() throws {
        let half = try Rational(2, over: 4)
        let third = try Rational(-1, over: -3)
        #expect(half.numerator == 1 && half.denominator == 2)
        #expect(try half + third == Rational(5, over: 6))
        #expect(try half - third == Rational(1, over: 6))
        #expect(try half * third == Rational(1, over: 6))
        #expect(try half / third == Rational(3, over: 2))
        #expect(try Rational(-3, over: 2).roundedUp == -1)
        #expect(try Rational(3, over: 2).roundedUp == 2)
        #expect(Rational(4).roundedUp == 4)
        #expect(try third.isLess(than: half))
        #expect(try Rational.lesser(half, third) == third)
    }

    @Test("What does not fit is refused, not rounded")
    func overflow() {
        #expect(throws: RationalOverflow()) { try Rational(.max) * Rational(2) }
        #expect(throws: RationalOverflow()) { try Rational(.max) + Rational(1) }
        #expect(throws: RationalOverflow()) { try Rational(.min, over: 1) }
        #expect(throws: RationalOverflow()) { try Rational(1, over: 0) }
        #expect(throws: RationalOverflow()) { try Rational(1) / .zero }
    }

    @Test(
        "A value is shown with at most three decimals",
        arguments: [
            (10, 1, "10"), (1, 2, "0.5"), (-1, 3, "-0.333"), (1, 1_000, "0.001"), (2_999, 3_000, "1"), (61, 50, "1.22"),
        ])
    func shown(numerator: Int, denominator: Int, text: String) throws {
        #expect(try Rational(Int128(numerator), over: Int128(denominator)).shown == text)
    }

    @Test("An integer attribute is plain, lenient or malformed", arguments: integerCases)
    func integers(text: String, value: IntegerValue) { #expect(IntegerValue(text) == value) }

    private static let integerCases: [(String, IntegerValue)] = [
        ("5", IntegerValue.plain(5)), (" 5\n", .plain(5)), ("005", .plain(5)), ("5.0", .lenient(5)),
        ("-5", .lenient(-5)),
        ("-5.000", .lenient(-5)), ("9223372036854775807", .plain(.max)), ("9223372036854775808", .malformed),
        ("", .malformed), ("+5", .malformed), ("5.", .malformed), ("5.5", .malformed), (".0", .malformed),
        ("0x5", .malformed), ("5 5", .malformed), ("NaN", .malformed), ("--5", .malformed), ("5-", .malformed),
    ]

    private func timings(_ periods: String, duration: String?) -> [String] {
        let outcome = readMPD(
            """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011"\(duration.map { " mediaPresentationDuration=\"\($0)\"" } ?? "")>
            \(periods.replacing("/>", with: Self.content))</MPD>
            """)
        return outcome.media
    }

    private static let content = """
        ><AdaptationSet><Representation id="v"><SegmentTemplate media="$Number$" duration="1"/></Representation></AdaptationSet></Period>
        """

    @Test("A period ends where the next one starts, or with the presentation", arguments: periodCases)
    func periods(text: String, duration: String?, media: [String]) {
        #expect(timings(text, duration: duration) == media)
    }

    private static let periodCases: [(String, String?, [String])] = [
        (#"<Period/>"#, "PT2S", ["1", "2"]),
        (#"<Period duration="PT2S"/>"#, nil, ["1", "2"]),
        (#"<Period start="PT1S"/>"#, "PT2S", ["1"]),
        (#"<Period/><Period start="PT1S"/>"#, "PT3S", ["1", "1", "2"]),
        (#"<Period duration="PT1S"/><Period/>"#, "PT3S", ["1", "1", "2"]),
        (#"<Period duration="PT0S"/><Period/>"#, "PT1S", ["1"]),
        (#"<Period duration="PT3S"/>"#, "PT2S", ["1", "2", "3?"]),
        (#"<Period duration="PT2S"/>"#, "PT3S", ["1", "2", "3?"]),
        (#"<Period duration="PT3S"/><Period start="PT1S"/>"#, "PT2S", ["1", "2?", "3?", "1"]),
    ]
}
