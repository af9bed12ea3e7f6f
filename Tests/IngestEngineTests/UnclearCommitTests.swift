import Foundation
import IngestJournal
import IngestModel
import ServiceEmulator
import Testing

@testable import IngestEngine

/// A commit whose answer is lost, against each of the three answers that a second commit may get.
@Suite struct UnclearCommitTests {
    typealias CommitRepeat = EmulatorConfiguration.CommitRepeat

    private func configuration(_ repeats: CommitRepeat, _ rules: [FaultRule]) -> EmulatorConfiguration {
        var configuration = EmulatorConfiguration()
        configuration.commitRepeat = repeats
        configuration.faults = FaultPlan([FaultRule(.commitUpload, turn: .nth(1), effect: .loseReply)] + rules)
        return configuration
    }

    /// Two entries of one file that choose one path in an application that takes paths.
    private func onePath(_ fixture: EngineFixture) throws -> [EntrySpec] {
        try fixture.write("a.mp4", EngineFixture.bytes(10, seed: 1))
        return ["first", "second"].enumerated().map { ordinal, id in
            var spec = EngineFixture.spec(ordinal, "a.mp4") {
                $0.subAppId = 1_500_012_345
                $0.mediaStoragePath = "/films/a.mp4"
            }
            spec.id = EntryID(rawValue: id)
            return spec
        }
    }

    private static let denied = FaultEffect.reply(status: 200, code: "UnauthorizedOperation", message: "no")

    @Test("It is found by the FileId that its path carries, and not sent again", arguments: CommitRepeat.allCases)
    func described(_ repeats: CommitRepeat) async throws {
        try await EngineFixture.with(configuration(repeats, [])) { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("a.mp4", EngineFixture.bytes(10, seed: 1)))]
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded])
            let seen = fixture.emulator.snapshot()
            #expect(result.records[0].fileId == seen.media[0].fileId)
            #expect(result.records[0].mediaUrl != nil)
            #expect(seen.requests["CommitUpload"] == 1)
            #expect(seen.requests["SearchMedia"] == nil)
            #expect(fixture.emulator.unfired() == [])
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("It is found by name and time where the path carries no FileId, and an older medium of that path is not it")
    func searched() async throws {
        var configuration = configuration(.newFileId, [])
        configuration.faults = FaultPlan([FaultRule(.commitUpload, turn: .nth(2), effect: .loseReply)])
        configuration.applications = Self.pathMode
        try await EngineFixture.with(configuration) { fixture in
            let specs = try onePath(fixture)
            var fixture = fixture
            fixture.settings.entries = 1
            let first = try await fixture.run([specs[0]])
            fixture.emulator.advanceClock(by: 5)
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.skipped, .succeeded])
            let seen = fixture.emulator.snapshot()
            #expect(seen.media.map(\.fileId) == result.records.map(\.fileId))
            #expect(result.records[1].fileId != first.records[0].fileId)
            #expect(seen.requests["CommitUpload"] == 2)
            #expect(seen.requests["SearchMedia"] == 1)
        }
    }

    @Test("A medium of another entry on the same path, made at the same time, is not taken for this one's")
    func sameSecond() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.commitUpload, turn: .nth(2), effect: .closeInBody(afterBytes: 1))
        ])
        configuration.applications = Self.pathMode
        // A clock that stands, ahead of the client's: no time of creation tells the two apart.
        let second = Date().timeIntervalSince1970 + 100
        configuration.now = { second }
        try await EngineFixture.with(configuration) { fixture in
            let specs = try onePath(fixture)
            var fixture = fixture
            fixture.settings.entries = 1
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded, .succeeded])
            let seen = fixture.emulator.snapshot()
            #expect(seen.media.map(\.fileId) == result.records.map(\.fileId))
            #expect(Set(seen.media.map(\.fileId)).count == 2)
            #expect(fixture.emulator.unfired() == [])
        }
    }

    private static let pathMode = [
        EmulatedApplication(id: 1_500_012_345, mode: .fileIdAndPath, storageRegions: ["ap-guangzhou"])
    ]

    /// Another job on the same service, whose state file this one does not know, which uploads to the path of `spec`.
    private func uploadElsewhere(_ spec: EntrySpec, _ fixture: EngineFixture, size: Int = 10) async throws {
        var other = EngineFixture(
            folder: fixture.folder.appending(path: "elsewhere"), emulator: fixture.emulator, settings: fixture.settings)
        other.settings.base = other.folder.path
        try other.write("a.mp4", EngineFixture.bytes(size, seed: 2))
        #expect(try await other.run([spec]).records.map(\.status) == [.succeeded])
    }

    @Test(
        "The medium on a path of the job's choice is found however far the service's clock is off",
        arguments: [-200.0, 0, 200], [CommitRepeat.invalidSessionKey, .newFileId])
    func clockOff(_ offset: Double, _ repeats: CommitRepeat) async throws {
        var configuration = configuration(repeats, [])
        configuration.applications = Self.pathMode
        configuration.clockOffset = offset
        try await EngineFixture.with(configuration) { fixture in
            let specs = [try onePath(fixture)[0]]
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded])
            let seen = fixture.emulator.snapshot()
            #expect(seen.media.map(\.fileId) == result.records.map(\.fileId))
            #expect(seen.requests["CommitUpload"] == 1)
            #expect(fixture.emulator.unfired() == [])
        }
    }

    @Test(
        "Another job's older medium on the path is not taken however far the service's clock is off",
        arguments: [-200.0, 0, 200])
    func olderMedium(_ offset: Double) async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.commitUpload, turn: .nth(2), effect: .closeInBody(afterBytes: 1))
        ])
        configuration.applications = Self.pathMode
        configuration.clockOffset = offset
        try await EngineFixture.with(configuration) { fixture in
            let specs = [try onePath(fixture)[0]]
            try await uploadElsewhere(specs[0], fixture)
            fixture.emulator.advanceClock(by: 1)
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded])
            let seen = fixture.emulator.snapshot()
            #expect(seen.media.map(\.fileId).last == result.records[0].fileId)
            #expect(seen.media.count == 2)
            #expect(fixture.emulator.unfired() == [])
        }
    }

    @Test("Another job's medium on the path, made in the same second, is told by its SourceContext")
    func otherContext() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.commitUpload, turn: .nth(2), effect: .closeInBody(afterBytes: 1))
        ])
        configuration.applications = Self.pathMode
        let second = Date().timeIntervalSince1970
        configuration.now = { second }
        try await EngineFixture.with(configuration) { fixture in
            var specs = [try onePath(fixture)[0]]
            specs[0].request.sourceContext = "theirs"
            try await uploadElsewhere(specs[0], fixture)
            specs[0].request.sourceContext = "ours"
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded])
            let seen = fixture.emulator.snapshot()
            #expect(seen.media.map { $0.request["SourceContext"] } == ["theirs", "ours"])
            #expect(seen.media.map(\.fileId).last == result.records[0].fileId)
            #expect(fixture.emulator.unfired() == [])
        }
    }

    @Test(
        "Where another job has committed on the path too and nothing tells whose is which, it is unknown and not sent again",
        arguments: [10, 12])
    func untold(_ theirSize: Int) async throws {
        var configuration = configuration(.sameFileId, [])
        configuration.applications = Self.pathMode
        let held = FaultRule(.commitUpload, turn: .nth(1), effect: .gate("theirs"))
        configuration.faults.rules.insert(held, at: 0)
        try await EngineFixture.with(configuration) { fixture in
            let specs = [try onePath(fixture)[0]]
            async let running = fixture.run(specs)
            try await fixture.emulator.requestsWait()
            try await uploadElsewhere(specs[0], fixture, size: theirSize)
            fixture.emulator.open(gate: "theirs")
            let result = try await running
            #expect(result.records.map(\.status) == [.unknown])
            let seen = fixture.emulator.snapshot()
            #expect(seen.media.count == 2)
            #expect(seen.requests["CommitUpload"] == 2)
            #expect(seen.requests["SearchMedia"] == 3)
            #expect(fixture.emulator.unfired() == [])
        }
    }

    @Test("Where looking is not allowed it is repeated with the same session key")
    func repeated() async throws {
        let rules = [
            FaultRule(.describeMediaInfos, turn: .every, effect: Self.denied),
            FaultRule(.searchMedia, turn: .every, effect: Self.denied),
        ]
        try await EngineFixture.with(configuration(.sameFileId, rules)) { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("a.mp4", EngineFixture.bytes(10, seed: 1)))]
            let result = try await fixture.run(specs)
            #expect(result.end == .finished, "a right to look that is not there is no fault of the account")
            #expect(result.records.map(\.status) == [.succeeded])
            #expect(fixture.emulator.snapshot().duplicateCommits == 1)
            #expect(fixture.emulator.unfired() == [])
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("Where neither tells it is unknown; the next run finds it once looking is allowed, and never sends it again")
    func unknown() async throws {
        let rules = [
            FaultRule(.describeMediaInfos, turn: .every, effect: Self.denied),
            FaultRule(.searchMedia, turn: .every, effect: Self.denied),
        ]
        try await EngineFixture.with(configuration(.invalidSessionKey, rules)) { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("a.mp4", EngineFixture.bytes(10, seed: 1)))]
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.unknown])
            #expect(result.records[0].fault?.code == "InvalidParameterValue.VodSessionKey")
            let still = try await fixture.run(specs)
            #expect(still.states == [.unknown])
            #expect(still.records.map(\.status) == [.unknown])
            #expect(still.records[0].fault == result.records[0].fault)
            #expect(still.records[0].finishedAt == result.records[0].finishedAt)
            let commits = fixture.emulator.snapshot().requests["CommitUpload"]
            fixture.emulator.install(FaultPlan())
            let progress = ProgressFeed()
            let found = try await fixture.run(specs, progress: progress)
            #expect(found.records.map(\.status) == [.succeeded])
            #expect(found.records[0].fault == nil)
            #expect(found.records.map(\.fileId) == fixture.emulator.snapshot().media.map(\.fileId))
            #expect(fixture.emulator.snapshot().requests["CommitUpload"] == commits)
            #expect(progress.snapshot().counts[.succeeded] == 1)
            #expect(progress.snapshot().counts[.unknown] == 0)
        }
    }

    @Test(
        "An outage while commits are sent loses nothing: the next run looks, and commits what is not there",
        arguments: [FaultEffect.reply(status: 200, code: "InternalError"), .loseReply], CommitRepeat.allCases)
    func outage(_ effect: FaultEffect, _ repeats: CommitRepeat) async throws {
        var configuration = EmulatorConfiguration()
        configuration.commitRepeat = repeats
        configuration.faults = FaultPlan([
            FaultRule(.commitUpload, turn: .every, effect: effect),
            FaultRule(.describeMediaInfos, turn: .every, effect: .reply(status: 200, code: "InternalError")),
            FaultRule(.searchMedia, turn: .every, effect: .reply(status: 200, code: "InternalError")),
        ])
        try await EngineFixture.with(configuration) { fixture in
            let specs = try (0..<3).map {
                EngineFixture.spec($0, try fixture.write("\($0).mp4", EngineFixture.bytes(10, seed: UInt64($0))))
            }
            let dark = try await fixture.run(specs, clock: OutageClock { _ in })
            #expect(dark.records.allSatisfy { [.unknown, .pending].contains($0.status) })
            fixture.emulator.install(FaultPlan())
            let result = try await fixture.run(specs)
            #expect(result.end == .finished)
            #expect(result.records.map(\.status) == [.succeeded, .succeeded, .succeeded])
            #expect(
                result.records.map(\.fileId).sorted { $0 ?? "" < $1 ?? "" }
                    == fixture.emulator.snapshot().media.map(\.fileId).sorted())
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("The FileId of a path is the number after eight hexadecimal digits of its folder, where there is one")
    func fileId() throws {
        func id(_ key: String) throws -> String? { EntrySteps.fileId(in: try ObjectKey(key)) }
        #expect(try id("6c0f1c00vodgzp251000333/dee2125c24820810452266399/f0.mp4") == "24820810452266399")
        #expect(try id("dee2125c24820810452266399/f0.mp4") == "24820810452266399")
        for other in [
            "f0.mp4", "films/a.mp4", "dee2125c/f0.mp4", "dee2125x24820810452266399/f0.mp4", "dee2125c12a/f.mp4",
        ] {
            #expect(try id(other) == nil)
        }
    }
}
