import IngestPolicy
import IngestTestSupport
import Testing

@Suite("RateBucket")
struct RateBucketTests {
    @Test("The first request goes at once, the next ones are spaced")
    func spacing() {
        var bucket = RateBucket.requests(perSecond: 51)
        #expect(bucket.reserve(1, at: .seconds(5)) == .zero)
        #expect(bucket.reserve(1, at: .seconds(5)) == .milliseconds(20))
        #expect(bucket.reserve(1, at: .seconds(5)) == .milliseconds(40))
        #expect(bucket.reserve(1, at: .milliseconds(5_030)) == .milliseconds(30))
        #expect(bucket.reserve(1, at: .seconds(6)) == .zero)
    }

    @Test(
        "Requests whose waits all ended late catch up at half their distance, and none waits for a clock that steps back"
    )
    func late() {
        var bucket = RateBucket.requests(perSecond: 51)
        for _ in 1...3 { _ = bucket.reserve(1, at: .zero) }
        #expect(bucket.begin(at: .seconds(1)) == .zero)
        #expect(bucket.begin(at: .seconds(1)) == .milliseconds(10))
        #expect(bucket.begin(at: .milliseconds(1_005)) == .milliseconds(5))
        #expect(bucket.begin(at: .milliseconds(1_010)) == .zero)
        #expect(bucket.begin(at: .milliseconds(1_021)) == .zero)
        #expect(bucket.begin(at: .zero) == .zero)
        #expect(bucket.begin(at: .zero) == .milliseconds(10))
    }

    @Test("As many requests begin in a span as the rate allows, and the next one when the span is over")
    func window() {
        var bucket = RateBucket.requests(perSecond: 2.55)
        for moment in [0, 200, 400] { #expect(bucket.begin(at: .milliseconds(moment)) == .zero) }
        #expect(bucket.begin(at: .milliseconds(600)) == .milliseconds(600))
        #expect(bucket.begin(at: .milliseconds(1_200)) == .zero)
        #expect(bucket.begin(at: .milliseconds(1_400)) == .zero)
        #expect(bucket.begin(at: .milliseconds(1_599)) == .milliseconds(1))
    }

    @Test("Whatever their lateness, no second sees more requests than the rate, and on average it is kept within three per cent")
    func lateness() {
        var random = SplitMix64(seed: TestSeed.current)
        for rate in [7.0, 80, 333.3] {
            var bucket = RateBucket.requests(perSecond: rate)
            // Tasks wait for their turns, wake late, and every five seconds the machine stands still for a third of one.
            let ready = (0..<Int(rate * 40)).map { _ in
                let moment = bucket.reserve(1, at: .zero) + .microseconds(Int.random(in: 0...3_000, using: &random))
                let standstill = moment - .seconds(5 * (moment.components.seconds / 5))
                return standstill < .milliseconds(300) ? moment - standstill + .milliseconds(300) : moment
            }
            var acts: [Duration] = []
            var now = Duration.zero
            for moment in ready.sorted() {
                now = max(now, moment)
                while case let left = bucket.begin(at: now), left > .zero { now += left }
                // What it takes to arrive differs by up to ten milliseconds.
                acts.append(now + .microseconds(Int.random(in: 0...10_000, using: &random)))
            }
            let most = largestSum(acts.map { ($0, 1) }, window: .seconds(1))
            #expect(most <= Int64(rate.rounded(.up)), "\(TestSeed.note), rate \(rate)")
            let kept = acts.filter { $0 >= .seconds(4) && $0 < .seconds(34) }.count
            #expect(Double(kept) >= 30 * rate * 0.97 - 1, "\(TestSeed.note), rate \(rate)")
        }
    }

    @Test("A burst of bytes goes at once, what is beyond it waits for its turn")
    func burst() {
        var bucket = RateBucket.bytes(perSecond: 1_000_000)
        #expect(bucket.reserve(60_000, at: .zero) == .zero)
        #expect(bucket.reserve(60_000, at: .zero) == .milliseconds(20))
        #expect(bucket.reserve(1_000_000, at: .zero) == .milliseconds(1_020))
    }

    @Test("Nothing and less than nothing take nothing")
    func nothing() {
        var bucket = RateBucket.requests(perSecond: 1)
        #expect(bucket.reserve(0, at: .zero) == .zero)
        #expect(bucket.reserve(-5, at: .zero) == .zero)
        #expect(bucket.reserve(1, at: .zero) == .zero)
    }

    @Test("A rate of nothing is one request a day, not a trap")
    func senselessRates() {
        for rate in [0, -1, -Double.infinity, Double.nan] {
            var bucket = RateBucket.requests(perSecond: rate)
            #expect(bucket.reserve(1, at: .zero) == .zero)
            #expect(bucket.reserve(1, at: .zero) == .milliseconds(88_128_000))
        }
        var bytes = RateBucket.bytes(perSecond: 0)
        #expect(bytes.reserve(1, at: .zero) == .milliseconds(900))
    }

    @Test("A clock that steps back costs a wait, never an excess")
    func clockStepsBack() {
        var bucket = RateBucket.requests(perSecond: 102)
        #expect(bucket.reserve(1, at: .seconds(10)) == .zero)
        #expect(bucket.reserve(1, at: .seconds(9)) == .milliseconds(1_010))
    }

    @Test("No one-second window begins more requests than the rate, however they come")
    func windowLaw() throws {
        var random = SplitMix64(seed: TestSeed.current)
        for rate in [0.3, 1, 2.5, 7, 80, 333.3, 3_000] {
            var bucket = RateBucket.requests(perSecond: rate)
            var now = Duration.zero
            var acts: [Duration] = []
            for _ in 0..<Int(max(20, rate * 5)) {
                now += .seconds(Double.random(in: 0...2 / rate, using: &random) * (Bool.random(using: &random) ? 0 : 1))
                acts.append(now + bucket.reserve(1, at: now))
            }
            let most = largestSum(acts.map { ($0, 1) }, window: .seconds(1))
            #expect(most <= Int64(rate.rounded(.up)), "\(TestSeed.note), rate \(rate)")
        }
    }

    @Test("A saturated bucket of requests loses no more than the two per cent it keeps back")
    func requestThroughput() {
        var bucket = RateBucket.requests(perSecond: 80)
        var done = 0
        while bucket.reserve(1, at: .zero) < .seconds(10) { done += 1 }
        #expect((784...800).contains(done))
    }

    @Test("Bandwidth holds within three per cent over ten seconds, from 1 MiB/s to 1 GiB/s, with waits that end late")
    func bandwidth() {
        var random = SplitMix64(seed: TestSeed.current)
        for shift in 20...30 {
            let rate = Int64(1) << Int64(shift)
            var bucket = RateBucket.bytes(perSecond: rate)
            var now = Duration.zero
            var acts: [(at: Duration, amount: Int64)] = []
            while now < .seconds(20) {
                let amount = Int64.random(in: 1...min(rate / 10, 1 << 20), using: &random)
                let wait = bucket.reserve(amount, at: now)
                if wait > .zero { now += wait + .microseconds(Int.random(in: 0...1_500, using: &random)) }
                acts.append((now, amount))
            }
            let most = largestSum(acts, window: .seconds(10))
            let total = acts.filter { $0.at < .seconds(10) }.reduce(0) { $0 + $1.amount }
            #expect(Double(most) <= Double(rate) * 10 * 1.03, "\(TestSeed.note), rate \(rate)")
            #expect(Double(total) >= Double(rate) * 10 * 0.97, "\(TestSeed.note), rate \(rate)")
        }
    }

    /// The most that any window of that length, open at its end, holds.
    private func largestSum(_ acts: [(at: Duration, amount: Int64)], window: Duration) -> Int64 {
        let sorted = acts.sorted { $0.at < $1.at }
        var first = 0
        var sum: Int64 = 0
        var largest: Int64 = 0
        for act in sorted {
            sum += act.amount
            while act.at - sorted[first].at >= window {
                sum -= sorted[first].amount
                first += 1
            }
            largest = max(largest, sum)
        }
        return largest
    }
}
