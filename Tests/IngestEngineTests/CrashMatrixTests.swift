import Foundation
import HTTPTransport
import IngestJournal
import IngestModel
import ServiceEmulator
import TencentClient
import Testing

@testable import IngestEngine

/// The engine against the emulator, killed at every journal write and at every request, one after the other, until a run needs
/// no kill: what is found on disk then goes on in a new process.
@Suite struct CrashMatrixTests {
    enum Kind: String, CaseIterable {
        case plain, cover, multipart, hls, dash
    }

    static let cases = Kind.allCases.flatMap { kind in CrashSwitch.Notes.allCases.map { (kind, $0) } }

    @Test(
        "Killed at any journal write or request, the next run reaches one medium equal to its source", arguments: cases)
    func matrix(_ kind: Kind, _ notes: CrashSwitch.Notes) async throws {
        var points = 0
        for moment in CrashSwitch.Moment.allCases {
            for number in 1... {
                guard try await crash(kind, .write(number, moment), notes) else { break }
                points += 1
            }
            for number in 1... {
                guard try await crash(kind, .request(number, moment), notes) else { break }
                points += 1
            }
        }
        #expect(points >= Self.least(kind))
        print("crash matrix: \(kind.rawValue), unrecorded notes \(notes.rawValue): \(points) kills, each gone on from")
    }

    /// Requests and records, each with two moments, that an entry of `kind` cannot do without.
    private static func least(_ kind: Kind) -> Int {
        switch kind {
        case .plain: 2 * (3 + 3)
        case .cover: 2 * (4 + 3)
        case .multipart: 2 * (7 + 6)
        case .hls: 2 * (7 + 3)
        case .dash: 2 * (9 + 6)
        }
    }

    @Test(
        "Killed around the commit, one medium comes of it whatever the service makes of a second commit",
        arguments: EmulatorConfiguration.CommitRepeat.allCases)
    func commits(_ repeats: EmulatorConfiguration.CommitRepeat) async throws {
        var configuration = EmulatorConfiguration()
        configuration.commitRepeat = repeats
        for moment in CrashSwitch.Moment.allCases {
            for number in 1...4 {
                _ = try await crash(.plain, .write(number, moment), .kept, configuration)
                _ = try await crash(.plain, .request(number, moment), .lost, configuration)
            }
        }
    }

    private func specs(_ kind: Kind, _ fixture: EngineFixture) throws -> [EntrySpec] {
        switch kind {
        case .plain: return [EngineFixture.spec(0, try fixture.write("a.mp4", EngineFixture.bytes(1_000, seed: 1)))]
        case .multipart:
            return [EngineFixture.spec(0, try fixture.write("m.mp4", EngineFixture.bytes(2_100_000, seed: 2)))]
        case .cover:
            try fixture.write("c.png", EngineFixture.bytes(90, seed: 3))
            return [
                EngineFixture.spec(0, try fixture.write("c.mp4", EngineFixture.bytes(1_000, seed: 4))) {
                    $0.coverFilePath = "c.png"
                    $0.coverType = "png"
                }
            ]
        case .hls: return [EngineFixture.spec(0, try fixture.writeHLS("show", segments: 3))]
        case .dash: return [EngineFixture.spec(0, try fixture.writeDASH("event", segments: 3))]
        }
    }

    /// Kills a run at `point` and goes on; false when the run ended before it came to that point.
    private func crash(
        _ kind: Kind, _ point: CrashSwitch.Point, _ notes: CrashSwitch.Notes,
        _ configuration: EmulatorConfiguration = EmulatorConfiguration()
    ) async throws -> Bool {
        try await EngineFixture.with(configuration) { fixture in
            let specs = try specs(kind, fixture)
            guard try await fixture.runToDeath(specs, at: point, notes) else { return false }
            try fixture.expectKnownUploads("\(kind), killed \(point)")
            let result = try await fixture.run(specs)
            #expect(result.end == .finished, "\(kind), killed \(point)")
            // Where the very last record lived, there is nothing left to do.
            #expect(
                [.succeeded, .skipped].contains(result.records[0].status),
                "\(kind), killed \(point): \(result.records[0].fault as Any)")
            try fixture.expectObjects(of: specs)
            #expect(try fixture.abandoned() == [], "\(kind), killed \(point)")
            return true
        }
    }
}

extension EngineFixture {
    /// Runs `specs` in a process that dies at `point`, and leaves its disk as the state file of this fixture. False when the
    /// run ended alive.
    func runToDeath(_ specs: [EntrySpec], at point: CrashSwitch.Point, _ notes: CrashSwitch.Notes) async throws -> Bool
    {
        let path = folder.appending(path: "process.sqlite").path
        let journal = try Journal(path: path, mode: .run)
        let (run, _) = try plan(specs, in: journal)
        let crash = CrashSwitch(at: point)
        let client = AsyncHTTPClientTransport(settings: ClientSettings())
        let services = try ServiceStack(
            configuration: serviceConfiguration, credentials: StaticProvider(Self.credential), clock: ImpatientClock(),
            wallClock: { Date().timeIntervalSince1970 }, random: SystemRandomNumberGenerator(), logger: Self.quiet,
            client: CrashingTransport(inner: client, crash: crash))
        let engine = IngestEngine(
            configuration: EngineConfiguration(settings: settings, run: run, now: { Date().timeIntervalSince1970 }),
            services: services, journal: journal, logger: Self.quiet, progress: ProgressFeed(), stop: StopSignal())
        let writer = JournalWriter(journal: journal, run: run) { Date().timeIntervalSince1970 }
        do throws(JournalFault) {
            _ = try await engine.run(
                changes: CrashingSink(writer, crash: crash, notes: notes),
                writing: { () async throws(JournalFault) in try await writer.run() }, close: { writer.close() })
        } catch {
            #expect(error == CrashingSink.dead)
        }
        try await client.shutdown()
        // What a kill leaves: the main file and its log as they are, never closed.
        for ending in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + ending, toPath: statePath + ending)
        }
        try journal.close()
        return crash.isDead
    }

    /// Every multipart upload that the store holds is one that the state file tells of.
    func expectKnownUploads(_ place: String) throws {
        let journal = try Journal(path: statePath, mode: .run)
        var known: Set<String> = []
        for upload in try journal.abandonedUploads(limit: 100) { known.insert(upload.key.text) }
        for entry in try journal.openEntries(after: -1, limit: 10) {
            guard let session = entry.progress.session else { continue }
            for (file, progress) in zip(entry.plan.files, entry.progress.files) where progress.uploadIntended {
                let key =
                    switch file.role {
                    case .media, .manifest: session.mediaKey
                    case .cover: try #require(session.coverKey)
                    default: try session.mediaKey.sibling(file.path)
                    }
                known.insert(progress.uploadId ?? key.text)
            }
        }
        try journal.close()
        for upload in emulator.snapshot().unfinishedUploads {
            #expect(
                known.contains(upload.uploadId) || known.contains(upload.key), "\(place): \(upload.key) is not known")
        }
    }

    /// How many uploads the state file lists as given up.
    func abandonedCount() throws -> Int {
        let journal = try Journal(path: statePath, mode: .read)
        defer { do { try journal.close() } catch { Issue.record("\(error)") } }
        return try journal.abandonedCount()
    }

    /// Uploads that the state file lists as given up.
    func abandoned() throws -> [String] {
        let journal = try Journal(path: statePath, mode: .read)
        defer { do { try journal.close() } catch { Issue.record("\(error)") } }
        return try journal.abandonedUploads(limit: 100).map(\.path)
    }
}
