import IngestModel
import IngestPolicy
import ServiceEmulator
import Testing

@testable import IngestEngine

/// A clock on which a span of an hour and more is over when it is told so; shorter ones pass at once.
private final class WindowClock: Clock, Sendable {
    typealias Instant = ContinuousClock.Instant

    private let (closings, closing) = AsyncStream.makeStream(of: Void.self)
    private let impatient = ImpatientClock()

    var now: Instant { impatient.now }
    var minimumResolution: Duration { .nanoseconds(1) }

    func close() { closing.finish() }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        guard deadline - now > .seconds(3_600) else {
            return try await impatient.sleep(until: deadline, tolerance: tolerance)
        }
        for await _ in closings {}
        try Task.checkCancellation()
    }
}

/// Runs that end by themselves before their work does.
@Suite struct EarlyEndTests {
    private static let refused = FaultEffect.reply(
        status: 200, code: "InvalidParameterValue.MediaType", message: "invalid media type")

    private func with(_ turn: FaultRule.Turn, _ body: (EngineFixture) async throws -> Void) async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.applyUpload, turn: turn, effect: Self.refused)])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.entries = 1
            try await body(fixture)
        }
    }

    private func specs(_ count: Int, _ fixture: EngineFixture) throws -> [EntrySpec] {
        try (0..<count).map { index in
            EngineFixture.spec(index, try fixture.write("\(index).mp4", EngineFixture.bytes(9, seed: UInt64(index))))
        }
    }

    @Test("As many failed entries as `stop.failures` allows end the run; the rest is pending and goes on later")
    func failures() async throws {
        try await with(.every) { fixture in
            var fixture = fixture
            fixture.settings.stopFailures = 2
            let specs = try specs(5, fixture)
            let result = try await fixture.run(specs)
            #expect(result.end == .stopped(.rule(.failures(2))))
            #expect(result.records.map(\.status) == [.failed, .failed, .pending, .pending, .pending])
            #expect(fixture.emulator.snapshot().requests["ApplyUpload"] == 2)
            fixture.emulator.install(FaultPlan())
            #expect(try await fixture.run(specs).summary.count(.succeeded) == 5)
        }
    }

    @Test("A share of failed entries ends the run, from the twentieth finished one on")
    func failureRate() async throws {
        try await with(.from(12)) { fixture in
            var fixture = fixture
            fixture.settings.stopFailureRate = 0.5
            let result = try await fixture.run(try specs(24, fixture))
            #expect(result.end == .stopped(.rule(.failureRate(failed: 11, finished: 22))))
            #expect(result.summary.count(.succeeded) == 11)
            #expect(result.summary.count(.failed) == 11)
            #expect(result.summary.count(.pending) == 2)
        }
    }

    @Test("When the window closes what is in flight ends, nothing new begins, and the next run sends nothing twice")
    func window() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.putObject, turn: .first(1), effect: .gate("closed"))])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.entries = 1
            let specs = try specs(3, fixture)
            let clock = WindowClock()
            let stop = StopSignal()
            async let running = fixture.run(specs, stop: stop, clock: clock, closesIn: 7_200)
            try await fixture.emulator.requestsWait(1)
            clock.close()
            #expect(await stop.wait())
            fixture.emulator.open(gate: "closed")
            let result = try await running
            #expect(result.end == .stopped(.window))
            #expect(result.records.map(\.status) == [.pending, .pending, .pending])
            #expect(fixture.emulator.snapshot().requests["PutObject"] == 1)
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.succeeded, .succeeded, .succeeded])
            #expect(fixture.emulator.snapshot().requests["PutObject"] == 3)
        }
    }

    @Test("An entry that fails by the service's fault keeps its parts, and the next run goes on with them")
    func keptParts() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.uploadPart, turn: .from(4), effect: .reply(status: 500, code: "InternalError"))
        ])
        try await EngineFixture.with(configuration) { fixture in
            let fixture = fixture.partByPart
            let specs = [EngineFixture.spec(0, try fixture.write("a.mp4", EngineFixture.bytes(6 << 20, seed: 1)))]
            let result = try await fixture.run(specs, clock: OutageClock { _ in })
            #expect(result.end == .finished)
            #expect(result.records.map(\.status) == [.failed])
            #expect(result.records[0].fault?.code == "InternalError")
            let seen = fixture.emulator.snapshot()
            #expect(seen.abortedUploads == [])
            fixture.emulator.install(FaultPlan())
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.succeeded])
            let after = fixture.emulator.snapshot()
            #expect(after.requests["InitiateMultipartUpload"] == 1)
            #expect(after.requests["UploadPart"].map { $0 - (seen.requests["UploadPart"] ?? 0) } == 3)
            try fixture.expectObjects(of: specs)
        }
    }

    @Test(
        "Where an upload brings no checksum the object is asked for it; where that has none either the report has none")
    func missingChecksum() async throws {
        for isHidden in [false, true] {
            var configuration = EmulatorConfiguration()
            configuration.faults = FaultPlan(
                [
                    FaultRule(.putObject, turn: .every, effect: .missingCRC),
                    FaultRule(.completeMultipartUpload, turn: .every, effect: .missingCRC),
                ] + (isHidden ? [FaultRule(.headObject, turn: .every, effect: .missingCRC)] : []))
            try await EngineFixture.with(configuration) { fixture in
                try fixture.write("a.mp4", EngineFixture.bytes(100, seed: 1))
                try fixture.write("b.mp4", EngineFixture.bytes(3 << 20, seed: 2))
                let specs = [EngineFixture.spec(0, "a.mp4"), EngineFixture.spec(1, "b.mp4")]
                let result = try await fixture.run(specs)
                #expect(result.records.map(\.status) == [.succeeded, .succeeded])
                #expect(result.records.allSatisfy { ($0.uploads[0].crc64 == nil) == isHidden })
                #expect(fixture.emulator.snapshot().requests["HeadObject"] == 2)
                try fixture.expectObjects(of: specs)
            }
        }
    }
}
