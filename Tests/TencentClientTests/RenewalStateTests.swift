import IngestModel
import IngestTestSupport
import Testing

@testable import TencentClient

@Suite("RenewalState")
struct RenewalStateTests {
    private static func issued(_ id: String, renewAt: Double?, expiresAt: Double?) -> IssuedKey {
        IssuedKey(
            key: AccountCredential(secretId: id, secretKey: Secret("k"), token: Secret("t"), expiresAt: expiresAt),
            renewAt: renewAt)
    }

    private static let fault = ServiceFault(code: "NetworkError", faultClass: .transient, message: "m")
    private static let cancelled = ServiceFault(code: "Cancelled", faultClass: .cancelled, message: "m")

    /// A state that holds `key` since `now`.
    private func holding(_ key: IssuedKey, at now: Double = 0) -> RenewalState {
        var state = RenewalState()
        #expect(state.ask(now: now) == .renew)
        #expect(state.ended(.success(key), now: now) == .use(key.key))
        return state
    }

    @Test("The first asks the source, the others wait for it")
    func first() {
        var state = RenewalState()
        #expect(state.ask(now: 0) == .renew)
        #expect(state.ask(now: 0) == .wait)
        let key = Self.issued("a", renewAt: 50, expiresAt: 100)
        #expect(state.ended(.success(key), now: 1) == .use(key.key))
        #expect(state.ask(now: 1) == .use(key.key))
    }

    @Test("A key that does not run out is never asked for again")
    func lasting() {
        let key = Self.issued("a", renewAt: nil, expiresAt: nil)
        var state = holding(key)
        #expect(state.ask(now: 1e12) == .use(key.key))
        let isReplaced = state.refused(now: 1e12)
        #expect(!isReplaced)
    }

    @Test("When it is time one renews, the others go on with the old key")
    func early() {
        let old = Self.issued("a", renewAt: 50, expiresAt: 100)
        let new = Self.issued("b", renewAt: 150, expiresAt: 200)
        var state = holding(old)
        #expect(state.ask(now: 49) == .use(old.key))
        #expect(state.ask(now: 50) == .renew)
        #expect(state.ask(now: 51) == .use(old.key))
        #expect(state.ended(.success(new), now: 52) == .use(new.key))
        #expect(state.ask(now: 53) == .use(new.key))
    }

    @Test("A failed early renewal is no fault; the next attempt is half a minute later")
    func failedEarly() {
        let old = Self.issued("a", renewAt: 50, expiresAt: 200)
        var state = holding(old)
        #expect(state.ask(now: 50) == .renew)
        #expect(state.ended(.failure(Self.fault), now: 55) == .use(old.key))
        #expect(state.ask(now: 84) == .use(old.key))
        #expect(state.ask(now: 85) == .renew)
    }

    @Test("Once the old key is dead, all wait for the new one, and a failure is everybody's")
    func dead() {
        let old = Self.issued("a", renewAt: 50, expiresAt: 100)
        var state = holding(old)
        #expect(state.ask(now: 100) == .renew)
        #expect(state.ask(now: 100) == .wait)
        #expect(state.ended(.failure(Self.fault), now: 101) == .fail(Self.fault))
        // Whoever asks again is not kept from trying: without a key nothing goes on.
        #expect(state.ask(now: 101) == .renew)
    }

    @Test("A renewal that begins early and ends after the old key's death is a fault")
    func diesMeanwhile() {
        var state = holding(Self.issued("a", renewAt: 50, expiresAt: 100))
        #expect(state.ask(now: 99) == .renew)
        #expect(state.ask(now: 100) == .wait)
        #expect(state.ended(.failure(Self.fault), now: 101) == .fail(Self.fault))
    }

    @Test("A cancelled renewal is left to another")
    func cancelledRenewal() {
        var state = RenewalState()
        #expect(state.ask(now: 0) == .renew)
        #expect(state.ask(now: 0) == .wait)
        #expect(state.ended(.failure(Self.cancelled), now: 1) == .again)
        #expect(state.ask(now: 1) == .renew)
        let old = Self.issued("a", renewAt: 50, expiresAt: 100)
        state = holding(old)
        #expect(state.ask(now: 60) == .renew)
        #expect(state.ended(.failure(Self.cancelled), now: 60) == .use(old.key))
        #expect(state.ask(now: 60) == .renew)
    }

    @Test("A source that gives a key which is due at once is not asked at each request")
    func dueAtOnce() {
        let short = Self.issued("a", renewAt: -10, expiresAt: 100)
        var state = holding(short)
        #expect(state.ask(now: 29) == .use(short.key))
        #expect(state.ask(now: 30) == .renew)
    }

    @Test("A key that the service refuses before its time is replaced, unless it is quite new")
    func refusedKey() {
        let key = Self.issued("a", renewAt: 5_000, expiresAt: 7_200)
        var state = holding(key)
        let isNew = state.refused(now: 10)
        #expect(!isNew)
        #expect(state.ask(now: 10) == .use(key.key))
        let isReplaced = state.refused(now: 40)
        #expect(isReplaced)
        #expect(state.ask(now: 40) == .renew)
    }

    @Test("Over any schedule of asking, success, failure and time, one renews at most and no dead key is given")
    func anySchedule() {
        var random = SplitMix64(seed: TestSeed.current)
        for _ in 0..<2_000 {
            var state = RenewalState()
            var (now, renewing) = (0.0, false)
            for step in 0..<60 {
                now += Double(random.next() % 40)
                if renewing, random.next() % 3 == 0 {
                    renewing = false
                    let expires = now + Double(1 + random.next() % 200)
                    let fails = random.next() % 3 == 0
                    let key = Self.issued("\(step)", renewAt: expires - 30, expiresAt: expires)
                    _ = state.ended(fails ? .failure(Self.fault) : .success(key), now: now)
                } else {
                    switch state.ask(now: now) {
                    case .use(let key): #expect((key.expiresAt ?? 0) > now, "\(TestSeed.note)")
                    case .renew:
                        #expect(!renewing, "\(TestSeed.note)")
                        renewing = true
                    case .wait: #expect(renewing, "\(TestSeed.note)")
                    }
                }
            }
        }
    }
}
