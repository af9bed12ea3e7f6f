import Foundation
import IngestJournal
import IngestModel
import ServiceEmulator
import TencentClient
import Testing

@testable import IngestEngine

@Suite struct RecoveryTests {
    @Test("Transient faults of every step are retried and leave no trace in the outcome")
    func transients() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.applyUpload, turn: .nth(1), effect: .reply(status: 200, code: "InternalError")),
            FaultRule(.applyUpload, turn: .nth(2), effect: .replyHTML(status: 502)),
            FaultRule(.putObject, turn: .nth(1), effect: .throttle),
            FaultRule(.putObject, turn: .nth(2), effect: .closeInBody(afterBytes: 100)),
            FaultRule(.initiateMultipartUpload, turn: .nth(1), effect: .closeBefore),
            FaultRule(.uploadPart, turn: .nth(1), effect: .wrongCRC),
            FaultRule(.uploadPart, turn: .nth(2), effect: .loseReply),
            FaultRule(.completeMultipartUpload, turn: .nth(1), effect: .errorInside200(code: "InternalError")),
            FaultRule(.commitUpload, turn: .nth(1), effect: .throttle),
        ])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.retryAttempts = 6
            try fixture.write("a.mp4", EngineFixture.bytes(20_000, seed: 1))
            try fixture.write("b.mp4", EngineFixture.bytes(3 << 20, seed: 2))
            let specs = [EngineFixture.spec(0, "a.mp4"), EngineFixture.spec(1, "b.mp4")]
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded, .succeeded], "\(result.records.map(\.fault))")
            #expect(fixture.emulator.unfired() == [])
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("A Complete whose answer was lost is told from one that failed by looking at the object")
    func lostComplete() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.completeMultipartUpload, turn: .nth(1), effect: .loseReply)])
        try await EngineFixture.with(configuration) { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("a.mp4", EngineFixture.bytes(3 << 20, seed: 1)))]
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded], "\(result.records.map(\.fault))")
            #expect(result.records[0].bytesSent == result.records[0].bytes)
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("Credentials that run out in the middle lead to a new session, and the entry to one medium")
    func expired() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.putObject, keySuffix: "3.ts", turn: .nth(1), effect: .expiredToken)
        ])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.global = 2
            let path = try fixture.writeHLS("show", segments: 6)
            let result = try await fixture.run([EngineFixture.spec(0, path)])
            #expect(result.records.map(\.status) == [.succeeded], "\(result.records.map(\.fault))")
            #expect(result.records[0].attempts == 2)
            #expect(fixture.emulator.snapshot().media.count == 1)
        }
    }

    @Test("A run that is stopped ends what is in flight and goes on later without sending it again")
    func stopped() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.putObject, turn: .first(4), effect: .hold(untilInFlight: 4)),
            FaultRule(.putObject, turn: .first(4), effect: .gate("later")),
        ])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.global = 4
            let specs = [EngineFixture.spec(0, try fixture.writeHLS("show", segments: 20))]
            let stop = StopSignal()
            async let first = fixture.run(specs, stop: stop)
            try await fixture.emulator.requestsWait(4)
            stop.fire(.signal(2))
            fixture.emulator.open(gate: "later")
            let result = try await first
            #expect(result.end == .stopped(.signal(2)))
            #expect(result.records.map(\.status) == [.pending])
            #expect(fixture.emulator.snapshot().requests["PutObject"] == 4)
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.succeeded])
            #expect(again.records[0].bytesSent == again.records[0].bytes, "nothing was sent twice")
            #expect(again.records[0].attempts == 1, "the session went on")
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("A run that is cancelled in the middle is finished by the next one: one medium, equal objects")
    func cancelled() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.uploadPart, turn: .from(4), effect: .gate("never"))])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.perFile = 2
            let specs = [EngineFixture.spec(0, try fixture.write("a.mp4", EngineFixture.bytes(9 << 20, seed: 1)))]
            let running = Task { [fixture] in try await fixture.run(specs) }
            try await fixture.emulator.requestsWait(2)
            running.cancel()
            let result = try await running.value
            #expect(result.records.map(\.status) == [.pending])
            fixture.emulator.install(FaultPlan())
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.succeeded], "\(again.records.map(\.fault))")
            #expect(fixture.emulator.snapshot().requests["InitiateMultipartUpload"] == 1, "the upload went on")
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("A file that changed after it was planned fails as such and is never mixed")
    func sourceChanged() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.applyUpload, turn: .nth(1), effect: .gate("changed"))])
        try await EngineFixture.with(configuration) { fixture in
            try fixture.write("a.mp4", EngineFixture.bytes(100, seed: 1))
            let specs = [EngineFixture.spec(0, "a.mp4")]
            async let running = fixture.run(specs)
            try await fixture.emulator.requestsWait()
            try fixture.write("a.mp4", EngineFixture.bytes(101, seed: 2))
            fixture.emulator.open(gate: "changed")
            let result = try await running
            #expect(result.records.map(\.status) == [.failed])
            #expect(result.records[0].fault?.faultClass == .source)
            #expect(result.records[0].fault?.code == "SourceChanged")
            #expect(fixture.emulator.snapshot().media.isEmpty)
        }
    }
}
