import Foundation
import Logging
import ServiceEmulator
import SwiftCSV
import Testing

/// The real binary, asked to end: by the codes that shells know, with what it leaves for the next run.
@Suite struct SignalTests {
    private static let account = EmulatorConfiguration.Account.example

    /// A job whose third and later parts wait at a gate.
    private func with(
        _ body: (Emulator, TestFolder, (_ flags: [String]) throws -> RunningProgram) async throws -> Void
    ) async throws {
        var configuration = EmulatorConfiguration()
        configuration.faults = FaultPlan([FaultRule(.uploadPart, turn: .from(3), effect: .gate("later"))])
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await Emulator.withRunning(configuration, logger: quiet) { emulator in
            try await TestFolder.with { folder in
                try folder.write(TestFolder.bytes(6 << 20, seed: 1), to: "a.mp4")
                try folder.write(TestFolder.bytes(10, seed: 2), to: "b.mp4")
                try folder.write("version: 1\nmedia:\n  - a.mp4\n  - b.mp4\n", to: "job.yaml")
                try await body(emulator, folder) { flags in
                    try RunningProgram(
                        "vod-ingest",
                        [
                            "run", "job.yaml", "--api", emulator.apiAddress, "--storage", emulator.apiAddress,
                            "--report", "r.csv", "--progress", "none", "--part-size", "1MiB", "--multipart-from",
                            "1MiB",
                            "--per-file", "1", "--entries", "1",
                        ] + flags, in: folder.url,
                        environment: [
                            "TENCENTCLOUD_SECRET_ID": Self.account.secretId,
                            "TENCENTCLOUD_SECRET_KEY": Self.account.secretKey,
                        ])
                }
            }
        }
    }

    private func rows(_ folder: TestFolder) throws -> [[String: String]] {
        try CSV<Named>(string: folder.text("r.csv")).rows
    }

    /// Runs again with everything open and expects the end.
    private func goOn(
        _ emulator: Emulator, _ folder: TestFolder, resent: Int, _ start: ([String]) throws -> RunningProgram
    ) async throws {
        emulator.install(FaultPlan())
        let again = try await start([]).end()
        #expect(again.exitCode == 0, "\(again.errors)")
        let rows = try rows(folder)
        #expect(rows.map { $0["Status"] } == ["succeeded", "succeeded"])
        let snapshot = emulator.snapshot()
        #expect(snapshot.media.map(\.fileId) == rows.compactMap { $0["FileId"] })
        #expect(snapshot.requests["InitiateMultipartUpload"] == 1, "the upload went on")
        #expect(snapshot.requests["UploadPart"] == 6 + resent)
        #expect(snapshot.unfinishedUploads.isEmpty)
        let medium = try #require(snapshot.media.first)
        #expect(
            try emulator.objectBytes(bucket: medium.bucket, key: medium.mediaKey) == TestFolder.bytes(6 << 20, seed: 1))
    }

    @Test(
        "The first signal lets the part in flight end: exit 130 or 143, report written, nothing sent twice later",
        arguments: [(SIGINT, Int32(130), "SIGINT"), (SIGTERM, Int32(143), "SIGTERM")])
    func first(_ signal: Int32, _ code: Int32, _ name: String) async throws {
        try await with { emulator, folder, start in
            let program = try start([])
            try await emulator.requestsWait()
            program.signal(signal)
            try await program.says("what is in flight has 60 s to end, nothing new begins; once more drops it")
            emulator.open(gate: "later")
            let run = await program.end()
            #expect(run.exitCode == code, "\(run.errors)")
            let rows = try rows(folder)
            #expect(rows.map { $0["Status"] } == ["pending", "pending"])
            #expect(rows[0]["BytesSent"] == String(3 << 20))
            #expect(emulator.snapshot().requests["UploadPart"] == 3)
            try await goOn(emulator, folder, resent: 0, start)
        }
    }

    @Test("A second signal drops what is in flight, and the next run goes on all the same")
    func second() async throws {
        try await with { emulator, folder, start in
            let program = try start([])
            try await emulator.requestsWait()
            program.signal(SIGINT)
            try await program.says("what is in flight has 60 s to end, nothing new begins; once more drops it")
            program.signal(SIGINT)
            let run = await program.end()
            #expect(run.exitCode == 130, "\(run.errors)")
            #expect(try rows(folder).map { $0["Status"] } == ["pending", "pending"])
            try await goOn(emulator, folder, resent: 1, start)
        }
    }

    @Test("What is in flight when the grace is over is dropped")
    func grace() async throws {
        try await with { emulator, folder, start in
            let program = try start(["--grace", "1"])
            try await emulator.requestsWait()
            program.signal(SIGTERM)
            let run = await program.end()
            #expect(run.exitCode == 143, "\(run.errors)")
            #expect(run.errors.contains("the 1 s are over: what is in flight is dropped"))
            try await goOn(emulator, folder, resent: 1, start)
        }
    }
}
