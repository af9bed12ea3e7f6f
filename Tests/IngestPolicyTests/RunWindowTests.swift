import IngestModel
import IngestPolicy
import IngestTestSupport
import Testing

@Suite("RunWindow")
struct RunWindowTests {
    private let night = RunWindow(JobSettings.Window(start: 22 * 60, end: 6 * 60))
    private let office = RunWindow(JobSettings.Window(start: 9 * 60, end: 17 * 60))

    @Test("A window over midnight is open on both sides of it")
    func overMidnight() {
        #expect(!night.isOpen(at: 22 * 60 - 1))
        #expect(night.isOpen(at: 22 * 60))
        #expect(night.isOpen(at: 0))
        #expect(night.isOpen(at: 6 * 60 - 1))
        #expect(!night.isOpen(at: 6 * 60))
        #expect(night.opensIn(at: 6 * 60) == 16 * 60)
        #expect(night.closesIn(at: 23 * 60) == 7 * 60)
    }

    @Test("A window within a day is open within it")
    func withinDay() {
        #expect(office.isOpen(at: 12 * 60))
        #expect(office.opensIn(at: 18 * 60) == 15 * 60)
        #expect(office.opensIn(at: 12 * 60) == 0)
        #expect(office.closesIn(at: 16 * 60 + 59) == 1)
        #expect(office.closesIn(at: 8 * 60) == 0)
    }

    @Test("From one minute to the same minute is the whole day and never closes")
    func wholeDay() {
        let always = RunWindow(JobSettings.Window(start: 300, end: 300))
        #expect((0..<RunWindow.day).allSatisfy { always.isOpen(at: $0) && always.closesIn(at: $0) == nil })
    }

    @Test("For any window: it opens when it says so, closes when it says so, and is open as long as it is long")
    func law() {
        var random = SplitMix64(seed: TestSeed.current)
        for _ in 0..<60 {
            let window = JobSettings.Window(
                start: Int.random(in: 0..<1_440, using: &random), end: Int.random(in: 0..<1_440, using: &random))
            let run = RunWindow(window)
            #expect((0..<1_440).count(where: run.isOpen(at:)) == run.length, "\(TestSeed.note), \(window)")
            for minute in -1_440..<2_880 {
                let opens = run.opensIn(at: minute)
                #expect(run.isOpen(at: minute + opens), "\(TestSeed.note), \(window), \(minute)")
                if opens > 0 { #expect(!run.isOpen(at: minute + opens - 1), "\(TestSeed.note), \(window), \(minute)") }
                guard let closes = run.closesIn(at: minute), closes > 0 else { continue }
                #expect(!run.isOpen(at: minute + closes), "\(TestSeed.note), \(window), \(minute)")
                #expect(run.isOpen(at: minute + closes - 1), "\(TestSeed.note), \(window), \(minute)")
            }
        }
    }
}
