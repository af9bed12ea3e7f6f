import Foundation
import IngestReport
import IngestTestSupport
import Testing

@Suite("Timestamp")
struct TimestampTests {
    @Test(
        "A moment is ISO 8601 in UTC with milliseconds",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (-0.001, "1969-12-31T23:59:59.999Z"),
            (951_782_399.9994, "2000-02-28T23:59:59.999Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (4_107_542_400, "2100-03-01T00:00:00.000Z"), (1_795_471_204.2506, "2026-11-23T22:00:04.251Z"),
        ])
    func text(_ seconds: Double, _ expected: String) {
        #expect(Timestamp.text(seconds) == expected)
    }

    @Test("Years stay within four digits, and what is no number has no text")
    func extremes() {
        #expect(Timestamp.text(.infinity) == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp.text(-.infinity) == "0000-01-01T00:00:00.000Z")
        #expect(Timestamp.text(1e300) == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp.text(.nan) == nil)
    }

    @Test("Any second has the text that Foundation gives it, and any millisecond is read back from its text")
    func law() {
        var random = SplitMix64(seed: TestSeed.current)
        let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for _ in 0..<5_000 {
            // From 1600: before that Foundation's calendar is the Julian one.
            let second = Int64.random(in: -11_676_096_000...253_402_300_799, using: &random)
            let date = Date(timeIntervalSince1970: Double(second))
            #expect(Timestamp.text(Double(second)) == date.formatted(format), "\(TestSeed.note)")
            let moment = Double(second * 1_000 + Int64.random(in: 0...999, using: &random)) / 1_000
            #expect(Timestamp.text(moment).flatMap(Timestamp.seconds) == moment, "\(TestSeed.note)")
        }
    }

    @Test(
        "Any other form is refused",
        arguments: [
            "", "2026-11-23T22:00:04Z", "2026-11-23 22:00:04.000Z", "2026-13-23T22:00:04.000Z",
            "2026-02-29T22:00:04.000Z",
            "2026-11-23T24:00:04.000Z", "2026-11-23T22:00:04.000+", "+026-11-23T22:00:04.000Z",
            "2026-11-00T22:00:04.000Z",
        ])
    func refused(_ text: String) {
        #expect(Timestamp.seconds(text) == nil)
    }
}
