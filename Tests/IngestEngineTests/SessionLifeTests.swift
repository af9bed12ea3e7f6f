import Foundation
import HTTPTransport
import IngestJournal
import IngestModel
import ServiceEmulator
import Synchronization
import TencentClient
import Testing

@testable import IngestEngine

/// Sessions that end, and the multipart uploads in them: gone on with, ended, or listed.
@Suite struct SessionLifeTests {
    private static let bytes = EngineFixture.bytes(5 << 20, seed: 1)

    /// Stops a run after two parts of `m.mp4` and gives what it planned.
    private func stopped(_ fixture: EngineFixture) async throws -> [EntrySpec] {
        let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.bytes))]
        fixture.emulator.install(FaultPlan([FaultRule(.uploadPart, turn: .from(2), effect: .gate("later"))]))
        let stop = StopSignal()
        async let first = fixture.run(specs, stop: stop)
        try await fixture.emulator.requestsWait()
        stop.fire(.signal(15))
        fixture.emulator.open(gate: "later")
        #expect(try await first.records.map(\.status) == [.pending])
        fixture.emulator.install(FaultPlan())
        #expect(fixture.emulator.snapshot().unfinishedUploads.map(\.parts) == [[1, 2]])
        return specs
    }

    private func with(
        _ configuration: EmulatorConfiguration = EmulatorConfiguration(), _ body: (EngineFixture) async throws -> Void
    ) async throws {
        try await EngineFixture.with(configuration) { try await body($0.partByPart) }
    }

    @Test("While the session lives its upload goes on: stored parts are not sent again")
    func alive() async throws {
        try await with { fixture in
            let specs = try await stopped(fixture)
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded])
            #expect(result.records[0].bytesSent == result.records[0].bytes)
            #expect(result.records[0].attempts == 1)
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("With too little life left the upload is ended in the old session, and the entry begins anew in time")
    func dying() async throws {
        try await with { fixture in
            let specs = try await stopped(fixture)
            let result = try await fixture.ahead(by: 7_200 - 30).run(specs)
            // The engine's clock says that the second session has no more life than the first.
            #expect(result.records.map(\.status) == [.failed])
            #expect(result.records[0].fault?.code == "SessionExpired")
            #expect(fixture.emulator.snapshot().abortedUploads.map(\.parts) == [[1, 2]])
            #expect(try fixture.abandoned() == [])
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.succeeded])
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("An upload whose session is over is ended with the account's own key at the end of the run")
    func over() async throws {
        try await with { fixture in
            let specs = try await stopped(fixture)
            _ = try await fixture.ahead(by: 7_200 + 10).run(specs)
            #expect(fixture.emulator.snapshot().abortedUploads.map(\.parts) == [[1, 2]])
            #expect(try fixture.abandoned() == [])
        }
    }

    @Test("An upload that may not be ended is listed, and taken off the list once it is gone")
    func listed() async throws {
        var configuration = EmulatorConfiguration()
        configuration.deniedToTemporaryCredentials.insert(.abortMultipartUpload)
        let refused = FaultRule(
            .uploadPart, turn: .every, effect: .reply(status: 403, code: "AccessDenied", message: "no"))
        let denied = FaultRule(
            .abortMultipartUpload, turn: .every, effect: .reply(status: 403, code: "AccessDenied", message: "no"))
        try await with(configuration) { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.bytes))]
            fixture.emulator.install(FaultPlan([refused, denied]))
            let result = try await fixture.run(specs)
            #expect(result.records[0].fault?.code == "AccessDenied")
            #expect(try fixture.abandoned() == ["m.mp4"])
            fixture.emulator.install(FaultPlan())
            let again = try await fixture.run(specs)
            #expect(again.records.map(\.status) == [.succeeded])
            #expect(try fixture.abandoned() == [], "the account may do what the session's key may not")
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("An initiation whose answer is lost leaves no second upload behind")
    func lostInitiation() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.initiateMultipartUpload, turn: .nth(1), effect: .loseReply)])
        try await with(configuration) { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.bytes))]
            let result = try await fixture.run(specs)
            #expect(result.records.map(\.status) == [.succeeded])
            #expect(fixture.emulator.snapshot().requests["InitiateMultipartUpload"] == 2)
            #expect(fixture.emulator.snapshot().requests["ListMultipartUploads"] == 1)
            try fixture.expectObjects(of: specs)
        }
    }

    @Test("An initiation that is done only when the next one is in use is found at the end of the run, and ended")
    func lateInitiation() async throws {
        try await with { fixture in
            let specs = [EngineFixture.spec(0, try fixture.write("m.mp4", Self.bytes))]
            let client = AsyncHTTPClientTransport(settings: ClientSettings())
            let result = try await fixture.run(specs, client: LateTransport(client))
            try await client.shutdown()
            #expect(result.records.map(\.status) == [.succeeded])
            let seen = fixture.emulator.snapshot()
            #expect(seen.requests["InitiateMultipartUpload"] == 2)
            #expect(seen.abortedUploads.map(\.parts) == [[]])
            #expect(seen.unfinishedUploads.isEmpty)
            #expect(try fixture.abandoned() == [])
            try fixture.expectObjects(of: specs)
        }
    }

    @Test(
        "What can be ended is, however many there are; a hundred that cannot be end the look", arguments: [false, true])
    func many(isDenied: Bool) async throws {
        try await with { fixture in
            let specs = [EngineFixture.spec(0, try fixture.writeHLS("show", segments: 150))]
            let services = try fixture.services(EngineFixture.credential, progress: ProgressFeed())
            let session = try await services.vod.applyUpload(specs[0].request, region: "ap-guangzhou")
            await services.close()
            let journal = try Journal(path: fixture.statePath, mode: .run)
            let (run, _) = try fixture.plan(specs, in: journal)
            let writer = JournalWriter(journal: journal, run: run) { 0 }
            writer.note(
                .sessionOpened(
                    SessionFacts(
                        number: 1, bucket: session.bucket, storageRegion: session.storageRegion,
                        mediaKey: session.mediaKey,
                        coverKey: nil, expiresAt: nil, openedAt: 0, sealed: [])), of: 1)
            for file in 1...150 { writer.note(.orphanSuspected(file: file), of: 1) }
            writer.close()
            try await writer.run()
            try journal.close()
            #expect(try fixture.abandonedCount() == 150)
            if isDenied {
                fixture.emulator.install(
                    FaultPlan([
                        FaultRule(
                            .listMultipartUploads, turn: .every,
                            effect: .reply(status: 403, code: "AccessDenied", message: "no"))
                    ]))
            }
            #expect(try await fixture.run(specs).records.map(\.status) == [.succeeded])
            #expect(fixture.emulator.snapshot().requests["ListMultipartUploads"] == (isDenied ? 100 : 150))
            #expect(try fixture.abandonedCount() == (isDenied ? 150 : 0))
        }
    }

    @Test(
        "On a path of the job's choice its own lost upload is ended, and somebody else's older one is let be",
        arguments: [-200.0, 0, 200])
    func lostInitiationOnOnePath(_ offset: Double) async throws {
        var configuration = EmulatorConfiguration()
        configuration.applications = [
            EmulatedApplication(id: 1_500_012_345, mode: .fileIdAndPath, storageRegions: ["ap-guangzhou"])
        ]
        configuration.clockOffset = offset
        try await with(configuration) { fixture in
            var fixture = fixture
            fixture.settings.entries = 1
            // The store's clock is learnt by the small file, so that the first initiation is the one that is lost.
            var specs = [EngineFixture.spec(0, try fixture.write("s.mp4", EngineFixture.bytes(9, seed: 3)))]
            let spec = EngineFixture.spec(1, try fixture.write("m.mp4", Self.bytes)) {
                $0.subAppId = 1_500_012_345
                $0.mediaStoragePath = "/films/m.mp4"
            }
            specs.append(spec)
            let services = try fixture.services(EngineFixture.credential, progress: ProgressFeed())
            let theirs = try await services.vod.applyUpload(spec.request, region: "ap-guangzhou")
            let older = try await services.store.initiate(
                key: theirs.mediaKey, contentType: "video/mp4", session: theirs)
            await services.close()
            fixture.emulator.advanceClock(by: 1)
            fixture.emulator.install(
                FaultPlan([FaultRule(.initiateMultipartUpload, turn: .nth(1), effect: .loseReply)]))
            #expect(try await fixture.run(specs).records.map(\.status) == [.succeeded, .succeeded])
            let seen = fixture.emulator.snapshot()
            #expect(seen.abortedUploads.count == 1)
            #expect(seen.unfinishedUploads.map(\.uploadId) == [older.uploadId])
            #expect(fixture.emulator.unfired() == [])
        }
    }

    @Test("The account's fault fails one entry, with the evidence; all others wait and lose nothing")
    func account() async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([
            FaultRule(.putObject, turn: .every, effect: .gate("later")),
            FaultRule(
                .putObject, turn: .every, effect: .reply(status: 403, code: "PaymentRequired", message: "arrears")),
            FaultRule(.uploadPart, turn: .from(2), effect: .gate("later")),
        ])
        try await with(configuration) { fixture in
            try fixture.write("m.mp4", Self.bytes)
            let specs =
                [EngineFixture.spec(0, "m.mp4")]
                + (try (1..<4).map { index in
                    EngineFixture.spec(
                        index, try fixture.write("\(index).mp4", EngineFixture.bytes(9, seed: UInt64(index))))
                })
            async let running = fixture.run(specs)
            try await fixture.emulator.requestsWait(4)
            fixture.emulator.open(gate: "later")
            let result = try await running
            guard case .stopped(.account(let fault)) = result.end else {
                Issue.record("ended as \(result.end)")
                return
            }
            #expect(fault.code == "PaymentRequired")
            #expect(result.summary.count(.failed) == 1)
            #expect(result.summary.count(.pending) == 3)
            fixture.emulator.install(FaultPlan())
            let again = try await fixture.run(specs)
            #expect(again.summary.count(.succeeded) == 4)
            #expect(again.records.map(\.attempts) == [1, 1, 1, 1], "their sessions went on")
            #expect(again.records[0].bytesSent == again.records[0].bytes)
            try fixture.expectObjects(of: specs)
        }
    }
}

/// Keeps the first initiation to itself, as a network may, and delivers it when the first part goes out.
private final class LateTransport: HTTPTransport {
    private enum Act {
        case keep
        case deliver(OutgoingRequest)
        case pass
    }

    private let inner: any HTTPTransport
    private let held = Mutex<(initiation: OutgoingRequest?, isDelivered: Bool)>((nil, false))

    init(_ inner: any HTTPTransport) { self.inner = inner }

    func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        switch act(on: request) {
        case .keep: throw TransportFault(kind: .reset, message: "no answer", sentAny: true)
        case .deliver(let initiation): _ = try await inner.send(initiation)
        case .pass: break
        }
        return try await inner.send(request)
    }

    private func act(on request: OutgoingRequest) -> Act {
        held.withLock { held in
            switch (held.initiation, request.operation) {
            case (nil, "Initiate Multipart Upload"):
                held.initiation = request
                return .keep
            case (let initiation?, "Upload Part") where !held.isDelivered:
                held.isDelivered = true
                return .deliver(initiation)
            default: return .pass
            }
        }
    }
}
