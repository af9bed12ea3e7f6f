import Foundation
import IngestJournal
import IngestModel
import ServiceEmulator
import TencentClient
import Testing

@testable import IngestEngine

@Suite struct EngineTests {
    private func mixed(_ fixture: EngineFixture) throws -> [EntrySpec] {
        try fixture.write("small.mp4", EngineFixture.bytes(5_000, seed: 1))
        try fixture.write("large.mp4", EngineFixture.bytes(3_500_000, seed: 2))
        try fixture.write("covered.mp4", EngineFixture.bytes(70_000, seed: 3))
        try fixture.write("cover.png", EngineFixture.bytes(900, seed: 4))
        return [
            EngineFixture.spec(0, "small.mp4"), EngineFixture.spec(1, "large.mp4"),
            EngineFixture.spec(2, "covered.mp4") {
                $0.coverFilePath = "cover.png"
                $0.coverType = "png"
            }, EngineFixture.spec(3, try fixture.writeHLS("show", segments: 12)),
        ]
    }

    @Test("A mixed job is stored byte for byte, committed once each, and reported with what was sent")
    func mixedJob() async throws {
        try await EngineFixture.with { fixture in
            let specs = try mixed(fixture)
            let result = try await fixture.run(specs)
            #expect(result.end == .finished)
            #expect(result.records.map(\.status) == [.succeeded, .succeeded, .succeeded, .succeeded])
            try fixture.expectObjects(of: specs)
            let media = fixture.emulator.snapshot().media
            for record in result.records {
                let medium = try #require(media.first { $0.name == record.spec.request.mediaName })
                #expect(record.fileId == medium.fileId)
                #expect(record.mediaUrl != nil)
                #expect(record.requestId != nil)
                #expect(record.bytesSent == record.bytes)
                #expect(record.attempts == 1)
                #expect(record.uploads.allSatisfy { $0.crc64 != nil })
            }
            #expect(result.records.map(\.files) == [1, 1, 2, 14])
            #expect(result.records.map { $0.uploads[0].parts } == [1, 4, 1, 1])
            #expect(result.records[2].coverUrl != nil)
        }
    }

    @Test("A second run sends nothing and gives the same FileIds as skipped")
    func secondRun() async throws {
        try await EngineFixture.with { fixture in
            let specs = try mixed(fixture)
            let first = try await fixture.run(specs)
            let seen = fixture.emulator.snapshot()
            let second = try await fixture.run(specs)
            #expect(second.end == .finished)
            #expect(second.states == [.done, .done, .done, .done])
            #expect(second.records.map(\.status) == [.skipped, .skipped, .skipped, .skipped])
            #expect(second.records.map(\.fileId) == first.records.map(\.fileId))
            #expect(fixture.emulator.snapshot().requests == seen.requests)
        }
    }

    @Test("A changed file is skipped with a word, and sent again with update")
    func update() async throws {
        try await EngineFixture.with { fixture in
            try fixture.write("a.mp4", EngineFixture.bytes(100, seed: 1))
            let specs = [EngineFixture.spec(0, "a.mp4")]
            let first = try await fixture.run(specs)
            try fixture.write("a.mp4", EngineFixture.bytes(200, seed: 2))
            let second = try await fixture.run(specs)
            #expect(second.states == [.changed])
            #expect(second.records.map(\.fileId) == first.records.map(\.fileId))
            let third = try await fixture.run(specs, update: true)
            #expect(third.records.map(\.status) == [.succeeded])
            #expect(third.records[0].fileId != first.records[0].fileId)
        }
    }

    @Test("Peaks equal the limits when there is work enough, and never exceed them")
    func limits() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.putObject, turn: .first(6), effect: .hold(untilInFlight: 6))])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.global = 6
            fixture.settings.entries = 3
            let specs = try (0..<5).map { EngineFixture.spec($0, try fixture.writeHLS("s\($0)", segments: 8)) }
            let named = specs.map { spec in
                var spec = spec
                spec.request.mediaName = spec.id.rawValue
                return spec
            }
            let result = try await fixture.run(named)
            #expect(result.summary.count(.succeeded) == 5)
            let snapshot = fixture.emulator.snapshot()
            #expect(snapshot.peakUploads == 6)
            #expect(snapshot.peakOpenSessions <= 3)
            #expect(fixture.emulator.unfired() == [])
        }
    }

    @Test("Open entries reach their limit and no more")
    func openEntries() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.putObject, turn: .first(3), effect: .hold(untilInFlight: 3))])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.entries = 3
            let specs = try (0..<9).map { index in
                EngineFixture.spec(index, try fixture.write("\(index).mp4", [UInt8](repeating: 1, count: index + 1)))
            }
            let result = try await fixture.run(specs)
            #expect(result.summary.count(.succeeded) == 9)
            #expect(fixture.emulator.snapshot().peakOpenSessions == 3)
            #expect(fixture.emulator.unfired() == [])
        }
    }

    @Test("Parts of one file in flight reach its own limit and no more", arguments: [nil, 2])
    func perFile(_ wish: Int?) async throws {
        let expected = wish ?? 3
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.uploadPart, turn: .first(expected), effect: .hold(untilInFlight: expected))
        ])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.perFile = 3
            try fixture.write("large.mp4", EngineFixture.bytes(8 << 20, seed: 9))
            let specs = [EngineFixture.spec(0, "large.mp4") { $0.concurrentUploadNumber = wish }]
            let result = try await fixture.run(specs)
            #expect(result.summary.count(.succeeded) == 1)
            let snapshot = fixture.emulator.snapshot()
            #expect(snapshot.peakUploadsByKey.values.max() == expected)
            #expect(snapshot.peakUploads == expected)
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("One failing entry does not stop the others, and its fault reaches the report")
    func oneFails() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(
                .applyUpload, turn: .nth(2),
                effect: .reply(status: 200, code: "InvalidParameterValue.MediaType", message: "invalid media type"))
        ])
        try await EngineFixture.with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.entries = 1
            let specs = try (0..<3).map { index in
                EngineFixture.spec(
                    index, try fixture.write("\(index).mp4", EngineFixture.bytes(10, seed: UInt64(index))))
            }
            let result = try await fixture.run(specs)
            #expect(result.end == .finished)
            #expect(result.records.map(\.status) == [.succeeded, .failed, .succeeded])
            let fault = try #require(result.records[1].fault)
            #expect(fault.code == "InvalidParameterValue.MediaType")
            #expect(fault.faultClass == .rejected)
            #expect(fault.message.contains("invalid media type"))
            #expect(result.records[1].requestId != nil)
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.skipped, .succeeded, .skipped], "a failed entry gets a new turn")
        }
    }

    @Test("A refused account stops the run; the rest is pending and goes on later")
    func accountRefused() async throws {
        try await EngineFixture.with { fixture in
            var fixture = fixture
            fixture.settings.entries = 1
            let specs = try (0..<3).map { index in
                EngineFixture.spec(
                    index, try fixture.write("\(index).mp4", EngineFixture.bytes(10, seed: UInt64(index))))
            }
            let wrong = AccountCredential(secretId: EngineFixture.credential.secretId, secretKey: Secret("not-the-key"))
            let result = try await fixture.run(specs, credential: wrong)
            guard case .stopped(.account(let fault)) = result.end else {
                Issue.record("ended as \(result.end)")
                return
            }
            #expect(fault.code == "AuthFailure.SignatureFailure")
            #expect(result.records.map(\.status) == [.failed, .pending, .pending])
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.succeeded, .succeeded, .succeeded])
        }
    }
}
