import Diagnostics
import Testing

@testable import StreamingManifest

@Suite("Segment timelines")
struct DASHTimelineTests {
    private func read(
        _ entries: String, name: String = "$Time$", attributes: String = "", duration: String? = "PT10S"
    ) -> MPDOutcome {
        readMPD(
            mpd(
                "<SegmentTemplate media=\"\(name)\"\(attributes)><SegmentTimeline>\(entries)</SegmentTimeline></SegmentTemplate>",
                duration: duration))
    }

    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var entries: String
        var name = "$Time$"
        var attributes = ""
        var duration: String? = "PT10S"
        var media: [String]
    }

    static let cases = [
        Case(
            testDescription: "times add up", entries: #"<S t="0" d="3"/><S d="4"/><S d="3"/>"#, media: ["0", "3", "7"]),
        Case(
            testDescription: "a first S without a time starts at 0", entries: #"<S d="5" r="1"/>"#, media: ["0", "5"]),
        Case(
            testDescription: "a repeat up to the next S is rounded up",
            entries: #"<S t="0" d="2" r="-1"/><S t="5" d="5"/>"#, media: ["0", "2", "4", "5"]),
        Case(
            testDescription: "a repeat up to the end is rounded up", entries: #"<S d="4" r="-1"/>"#,
            media: ["0", "4", "8"]),
        Case(testDescription: "any negative number repeats", entries: #"<S d="5" r="-7"/>"#, media: ["0", "5"]),
        Case(
            testDescription: "numbers start at startNumber", entries: #"<S d="5" r="1"/>"#, name: "$Number$",
            attributes: #" startNumber="0""#, media: ["0", "1"]),
        Case(
            testDescription: "n moves the number on", entries: #"<S d="5"/><S n="9" d="5"/>"#, name: "$Number$",
            media: ["1", "9"]),
        Case(
            testDescription: "k makes sequences of files counted from 0", entries: #"<S d="5" k="2"/><S d="5"/>"#,
            name: "$Number$.$SubNumber$", media: ["1.0", "1.1", "2.0"]),
        Case(
            testDescription: "k of the template holds for every S", entries: #"<S d="5" r="1"/>"#,
            name: "$Time$.$SubNumber%02d$", attributes: #" k="2""#, media: ["0.00", "0.01", "5.00", "5.01"]),
        Case(
            testDescription: "endNumber stops", entries: #"<S d="1" r="8"/><S d="1"/>"#, name: "$Number$",
            attributes: #" startNumber="3" endNumber="5""#, media: ["3", "4", "5"]),
        Case(
            testDescription: "what starts at the end or later is optional", entries: #"<S d="5" r="2"/>"#,
            media: ["0", "5", "10?"]),
        Case(
            testDescription: "what ends at the start or before is optional", entries: #"<S t="0" d="5" r="3"/>"#,
            attributes: #" presentationTimeOffset="10""#, media: ["0?", "5?", "10", "15"]),
        Case(
            testDescription: "an offset inside of a segment keeps it", entries: #"<S t="0" d="5" r="3"/>"#,
            attributes: #" presentationTimeOffset="9""#, media: ["0?", "5", "10", "15"]),
        Case(
            testDescription: "patterns are cyclic from their entry on",
            entries: #"<Pattern id="7"><P d="1" r="1"/><P d="2"/></Pattern><S t="0" p="7" pE="1" r="5"/>"#,
            duration: "PT8S",
            media: ["0", "1", "3", "4", "5", "7"]),
        Case(
            testDescription: "without a period duration every listed segment is required",
            entries: #"<S t="0" d="5" r="2"/>"#, duration: nil, media: ["0", "5", "10"]),
        Case(testDescription: "an empty timeline has no segments", entries: "", media: []),
    ]

    @Test("Entries become segments", arguments: cases)
    func segments(_ example: Case) {
        let outcome = read(
            example.entries, name: example.name, attributes: example.attributes, duration: example.duration)
        #expect(outcome.media == example.media)
        #expect(outcome.findings == [])
    }

    @Test("Differing period durations: up to the shorter required, up to the longer optional")
    func differingDurations() {
        let outcome = readMPD(
            mpd(
                #"<SegmentTemplate media="$Time$"><SegmentTimeline><S d="2" r="-1"/></SegmentTimeline></SegmentTemplate>"#,
                period: #" duration="PT6S""#))
        #expect(outcome.media == ["0", "2", "4", "6?", "8?"])
    }

    @Test("A segment knows the S that it comes from")
    func places() {
        let outcome = read("\n<S d=\"5\"/>\n  <S d=\"5\"/>")
        #expect(outcome.reading.references.map(\.location.start.line) == [3, 4])
        #expect(outcome.reading.references.map(\.location.start.column) == [1, 3])
        #expect(outcome.reading.references.map(\.location.end.column) == [3, 5])
        #expect(outcome.reading.references.map(\.location.file) == ["m.mpd", "m.mpd"])
    }

    @Test("Splitting runs by need neither loses nor moves a segment")
    func splitLaw() {
        var random = SplitMix64.fromEnvironment()
        for round in 0..<300 {
            let step = Int.random(in: 1...9, using: &random)
            let count = Int.random(in: 1...30, using: &random)
            let start = Int.random(in: 0...40, using: &random)
            let offset = Int.random(in: 0...60, using: &random)
            let outcome = read(
                "<S t=\"\(start)\" d=\"\(step)\" r=\"\(count - 1)\"/>",
                attributes: " presentationTimeOffset=\"\(offset)\"", duration: "PT40S")
            let expected = (0..<count).map { index in
                let time = start + index * step
                return "\(time)" + (time >= offset + 40 || time + step <= offset ? "?" : "")
            }
            #expect(outcome.media == expected, "seed \(random.seed), round \(round)")
        }
    }
}
