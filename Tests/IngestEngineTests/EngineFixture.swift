import Foundation
import HTTPTransport
import IngestJournal
import IngestModel
import IngestPolicy
import IngestTestSupport
import Logging
import ServiceEmulator
import TencentClient
import Testing

@testable import IngestEngine

/// A folder of media, a state file and an emulator: everything that a run needs, on this machine alone.
struct EngineFixture {
    let folder: URL
    let emulator: Emulator
    var settings: RunSettings
    /// Seconds that the engine's clock is ahead of this machine's.
    var ahead: Double = 0

    /// The same with one part of a file at a time.
    var partByPart: EngineFixture {
        var fixture = self
        fixture.settings.perFile = 1
        return fixture
    }

    /// The same with an engine whose clock is ahead.
    func ahead(by seconds: Double) -> EngineFixture {
        var fixture = self
        fixture.ahead = seconds
        return fixture
    }

    static let credential = AccountCredential(
        secretId: EmulatorConfiguration.Account.example.secretId,
        secretKey: Secret(EmulatorConfiguration.Account.example.secretKey))

    static func with<R>(
        _ configuration: EmulatorConfiguration = EmulatorConfiguration(), _ body: (EngineFixture) async throws -> R
    ) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "engine-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path)") }
        }
        return try await Emulator.withRunning(configuration, logger: Self.quiet) { emulator in
            var settings = RunSettings(name: "test", base: folder.path)
            settings.retryAttempts = 3
            settings.partSize = .bytes(1 << 20)
            settings.multipartFrom = 2 << 20
            return try await body(EngineFixture(folder: folder, emulator: emulator, settings: settings))
        }
    }

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// `count` bytes that no other `seed` gives.
    static func bytes(_ count: Int, seed: UInt64) -> [UInt8] { SeededBytes.make(count, seed: seed) }

    /// Writes a file and gives its path.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let file = folder.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file)
        return name
    }

    /// An HLS tree of `segments` segments in a subfolder.
    func writeHLS(_ name: String, segments: Int) throws -> String {
        try write("\(name)/master.m3u8", Array("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000\nv/p.m3u8\n".utf8))
        var playlist = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n"
        for index in 0..<segments {
            playlist += "#EXTINF:4.0,\n\(index).ts\n"
            // Every packet of a transport stream begins with `G`.
            var packets = Self.bytes(188 * (index + 1), seed: UInt64(index))
            for packet in 0...index { packets[188 * packet] = UInt8(ascii: "G") }
            try write("\(name)/v/\(index).ts", packets)
        }
        try write("\(name)/v/p.m3u8", Array((playlist + "#EXT-X-ENDLIST\n").utf8))
        return "\(name)/master.m3u8"
    }

    static func spec(_ ordinal: Int, _ path: String, _ change: (inout UploadRequest) -> Void = { _ in }) -> EntrySpec {
        var request = UploadRequest(
            mediaFilePath: path, mediaType: PathText.lowercasedExtension(of: path) ?? "mp4",
            mediaName: PathText.stem(of: path))
        change(&request)
        return EntrySpec(
            id: EntryID(rawValue: path), ordinal: ordinal, line: ordinal + 1, column: 3, request: request)
    }

    /// What a run left.
    struct Result {
        var end: EngineEnd
        var records: [EntryRecord]
        var summary: RunSummary
        var states: [PlannedState]
    }

    /// An MPD with `segments` segments in a subfolder, the last one large enough for a multipart upload.
    func writeDASH(_ name: String, segments: Int) throws -> String {
        let list = (1...segments).map { "<SegmentURL media=\"\($0).m4s\"/>" }.joined()
        let mpd = """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" profiles="urn:mpeg:dash:profile:isoff-main:2011" \
            mediaPresentationDuration="PT\(segments * 4)S" minBufferTime="PT2S"><Period>\
            <AdaptationSet mimeType="video/mp4"><Representation id="v" bandwidth="1000">\
            <SegmentList duration="4"><Initialization sourceURL="i.mp4"/>\(list)</SegmentList>\
            </Representation></AdaptationSet></Period></MPD>
            """
        try write("\(name)/manifest.mpd", Array(mpd.utf8))
        for index in 0...segments {
            let size = index == segments ? Int(settings.multipartFrom) + 5 : 300 + index
            // Each begins with a box, as a file of this format does.
            let box: [UInt8] = [0, 0, 0, 16] + Array((index == 0 ? "ftyp" : "styp").utf8)
            let bytes = box + Self.bytes(size - box.count, seed: UInt64(900 + index))
            try write("\(name)/" + (index == 0 ? "i.mp4" : "\(index).m4s"), bytes)
        }
        return "\(name)/manifest.mpd"
    }

    var statePath: String { folder.appending(path: "state.sqlite").path }

    /// Puts `specs` into `journal` as a new run.
    func plan(
        _ specs: [EntrySpec], in journal: Journal, update: Bool = false
    ) throws -> (run: Int64, states: [PlannedState]) {
        let planner = Planner(settings: PlannerSettings(jobFile: "job.yaml", settings: settings))
        let writer = try journal.beginPlan(
            RunRecord(
                id: UUID().uuidString, job: "test", jobDigest: "", target: .emulator,
                startedAt: Date().timeIntervalSince1970), update: update)
        var states: [PlannedState] = []
        for spec in specs {
            let outcome = planner.plan(spec)
            #expect(outcome.diagnostics == [])
            states.append(try writer.add(try #require(outcome.plan), fingerprint: outcome.fingerprint))
        }
        return (try writer.commit(), states)
    }

    /// Plans `specs` and runs them on the state file of this fixture.
    func run(
        _ specs: [EntrySpec], update: Bool = false, credential: AccountCredential = credential,
        stop: StopSignal = StopSignal(), progress: ProgressFeed = ProgressFeed(),
        clock: any Clock<Duration> = ImpatientClock(), closesIn: Double? = nil, client: (any HTTPTransport)? = nil
    ) async throws -> Result {
        let journal = try Journal(path: statePath, mode: .run)
        let (run, states) = try plan(specs, in: journal, update: update)
        let services = try services(credential, progress: progress, clock: clock, client: client)
        let engine = IngestEngine(
            configuration: EngineConfiguration(
                settings: settings, run: run, now: { [ahead] in Date().timeIntervalSince1970 + ahead },
                closesIn: closesIn),
            services: services, journal: journal, logger: Self.quiet, progress: progress, stop: stop)
        let end = try await engine.run()
        await services.close()
        try journal.endRun(run, at: Date().timeIntervalSince1970, interrupted: end != .finished)
        var records: [EntryRecord] = []
        try journal.forEachRecord(run: run, uploads: true) { records.append($0) }
        return Result(end: end, records: records, summary: try journal.summary(run: run), states: states)
    }

    /// What speaks to the emulator, over `client` where one is given.
    func services(
        _ credential: AccountCredential, progress: ProgressFeed, clock: any Clock<Duration> = ImpatientClock(),
        client: (any HTTPTransport)? = nil
    ) throws -> ServiceStack {
        let now: @Sendable () -> Double = { Date().timeIntervalSince1970 }
        guard let client else {
            return try ServiceStack(
                configuration: serviceConfiguration, credentials: StaticProvider(credential), clock: clock,
                wallClock: now, random: SystemRandomNumberGenerator(), logger: Self.quiet, meter: progress)
        }
        return try ServiceStack(
            configuration: serviceConfiguration, credentials: StaticProvider(credential), clock: clock,
            wallClock: now, random: SystemRandomNumberGenerator(), logger: Self.quiet, meter: progress, client: client)
    }

    var serviceConfiguration: ServiceConfiguration {
        var configuration = ServiceConfiguration()
        configuration.api = emulator.apiAddress
        configuration.storage = emulator.apiAddress
        configuration.limits = TransferLimits(
            global: settings.global, entries: settings.entries, bandwidth: settings.bandwidth,
            requests: settings.requests)
        configuration.retry = RetryPolicy(attempts: settings.retryAttempts, elapsed: .seconds(settings.retryElapsed))
        return configuration
    }

    /// Every object of every committed medium is the file it came from, and there is none beside them.
    func expectObjects(of specs: [EntrySpec]) throws {
        let snapshot = emulator.snapshot()
        let planner = Planner(settings: PlannerSettings(jobFile: "job.yaml", settings: settings))
        var expected: Set<String> = []
        for spec in specs {
            let media = snapshot.media.filter { $0.name == spec.request.mediaName }
            #expect(media.count == 1, "\(spec.id) is committed \(media.count) times")
            let medium = try #require(media.first)
            for file in try #require(planner.plan(spec).plan).files {
                let key =
                    switch file.role {
                    case .media, .manifest: medium.mediaKey
                    case .cover: try #require(medium.coverKey)
                    default: try ObjectKey(medium.mediaKey).sibling(file.path).text
                    }
                expected.insert(key)
                let stored = try emulator.objectBytes(bucket: medium.bucket, key: key)
                let source = [UInt8](try Data(contentsOf: URL(filePath: file.localPath)))
                #expect(stored == source, "\(key) differs from \(file.localPath)")
            }
        }
        #expect(Set(snapshot.objects.map(\.key)) == expected)
        #expect(snapshot.unfinishedUploads.isEmpty)
    }
}

/// A clock whose sleeps end at once: retries need no real pause.
struct ImpatientClock: Clock {
    typealias Instant = ContinuousClock.Instant
    var now: Instant { ContinuousClock.now }
    var minimumResolution: Duration { .nanoseconds(1) }
    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        // A stall guard sleeps for a minute and is cancelled when the answer is there; a retry sleeps for seconds.
        if deadline - now > .seconds(45) { try await ContinuousClock().sleep(until: deadline, tolerance: tolerance) }
        try Task.checkCancellation()
        await Task.yield()
    }
}
