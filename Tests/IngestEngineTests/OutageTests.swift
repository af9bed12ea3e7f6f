import Foundation
import HTTPTransport
import IngestJournal
import IngestModel
import ServiceEmulator
import Synchronization
import Testing

@testable import IngestEngine

/// A clock whose short sleeps pass at once and move it on; long ones, which watch for stalls, never end by themselves.
final class OutageClock: Clock, Sendable {
    typealias Instant = ContinuousClock.Instant

    private let origin = ContinuousClock.now
    private let skipped = Mutex(Duration.zero)
    private let moved: @Sendable (Duration) -> Void

    /// Tells `moved` how far it is after each sleep.
    init(_ moved: @escaping @Sendable (Duration) -> Void) { self.moved = moved }

    var now: Instant { origin.advanced(by: skipped.withLock { $0 }) }
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        guard deadline - now <= .seconds(45) else {
            try await ContinuousClock().sleep(for: .seconds(3_600))
            return
        }
        let reached = skipped.withLock { skipped in
            skipped = max(skipped, origin.duration(to: deadline))
            return skipped
        }
        moved(reached)
        try Task.checkCancellation()
        await Task.yield()
    }
}

@Suite struct OutageTests {
    private static let down = FaultPlan([FaultRule(turn: .every, effect: .closeBefore)])

    private func specs(_ fixture: EngineFixture) throws -> [EntrySpec] {
        try (0..<3).map { index in
            EngineFixture.spec(index, try fixture.write("\(index).mp4", EngineFixture.bytes(9, seed: UInt64(index))))
        }
    }

    /// What a service does that is down.
    private static let outages: [FaultRule] = [
        FaultRule(.applyUpload, turn: .from(2), effect: .closeBefore),
        FaultRule(.applyUpload, turn: .from(2), effect: .reply(status: 200, code: "InternalError")),
        FaultRule(.applyUpload, turn: .from(2), effect: .replyHTML(status: 503)),
        FaultRule(.putObject, turn: .from(2), effect: .reply(status: 503, code: "ServiceUnavailable")),
        FaultRule(turn: .every, effect: .closeBefore),
        FaultRule(turn: .every, effect: .reply(status: 500, code: "InternalError")),
    ]

    @Test(
        "A service that is down for ten minutes, in the middle of a run or at its beginning, is waited for, and nothing fails",
        arguments: outages.indices)
    func tenMinutes(_ index: Int) async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([Self.outages[index]])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.entries = 1
            let specs = try specs(fixture)
            let longest = Mutex(Duration.zero)
            let emulator = fixture.emulator
            let clock = OutageClock { now in
                longest.withLock { $0 = max($0, now) }
                if now > .seconds(600) { emulator.install(FaultPlan()) }
            }
            let result = try await fixture.run(specs, clock: clock)
            #expect(result.end == .finished)
            #expect(result.records.map(\.status) == [.succeeded, .succeeded, .succeeded])
            #expect(longest.withLock { $0 } > .seconds(600))
            #expect(longest.withLock { $0 } < .seconds(700))
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("A service that stays down for longer than `retry.elapsed` ends the run; what is unfinished stays pending")
    func forEver() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.applyUpload, turn: .from(2), effect: .closeBefore)])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.entries = 1
            let specs = try specs(fixture)
            let result = try await fixture.run(specs, clock: OutageClock { _ in })
            guard case .stopped(.silence(let seconds)) = result.end else {
                Issue.record("ended as \(result.end)")
                return
            }
            #expect((900..<1_000).contains(seconds))
            #expect(result.records.map(\.status) == [.succeeded, .pending, .pending])
            #expect(
                RunStop.silence(seconds: 900).words
                    == "stopped because a service was down for 900 seconds (`retry.elapsed`)")
        }
    }

    @Test("A service that refuses is not waited for")
    func notWaitedFor() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.applyUpload, turn: .nth(2), effect: .reply(status: 200, code: "InvalidParameterValue.MediaType"))
        ])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.entries = 1
            let longest = Mutex(Duration.zero)
            let clock = OutageClock { now in longest.withLock { $0 = max($0, now) } }
            let result = try await fixture.run(try specs(fixture), clock: clock)
            #expect(result.records.map(\.status) == [.succeeded, .failed, .succeeded])
            #expect(longest.withLock { $0 } < .seconds(5))
        }
    }

    @Test("A service that never answers in a run ends it after `retry.elapsed`, and nothing fails")
    func neverThere() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = Self.down
        try await EngineFixture.with(configuration) { fixture in
            let result = try await fixture.run(try specs(fixture), clock: OutageClock { _ in })
            guard case .stopped(.silence(let seconds)) = result.end else {
                Issue.record("ended as \(result.end)")
                return
            }
            #expect((900..<1_000).contains(seconds))
            #expect(result.records.map(\.status) == [.pending, .pending, .pending])
        }
    }

    @Test("One entry whose requests the service cannot answer fails after `retry.elapsed`, and alone")
    func poison() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.applyUpload, turn: .from(3), effect: .reply(status: 200, code: "InternalError"))
        ])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.entries = 1
            let result = try await fixture.run(try specs(fixture), clock: OutageClock { _ in })
            #expect(result.end == .finished)
            #expect(result.records.map(\.status) == [.succeeded, .succeeded, .failed])
            #expect(result.records[2].fault?.code == "InternalError")
        }
    }
}
