import Foundation
import Logging
import ServiceEmulator
import SwiftCSV
import Testing

/// The real binary against an emulator in the test's process, through the flags and variables that a user has.
@Suite struct ServiceRunTests {
    private static let account = EmulatorConfiguration.Account.example

    private func with<R>(
        _ configuration: EmulatorConfiguration = EmulatorConfiguration(),
        _ body: (Emulator, TestFolder, [String], [String: String]) async throws -> R
    ) async throws -> R {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        return try await Emulator.withRunning(configuration, logger: quiet) { emulator in
            try await TestFolder.with { folder in
                try await body(
                    emulator, folder,
                    [
                        "run", "job.yaml", "--api", emulator.apiAddress, "--storage", emulator.apiAddress, "--report",
                        "r.csv", "--progress", "none",
                    ],
                    [
                        "TENCENTCLOUD_SECRET_ID": Self.account.secretId,
                        "TENCENTCLOUD_SECRET_KEY": Self.account.secretKey,
                    ])
            }
        }
    }

    @Test("All request fields of an entry reach the service as given, defaults merged, and the report gives its answer")
    func allFields() async throws {
        try await with { emulator, folder, arguments, environment in
            try folder.write(TestFolder.bytes(3000, seed: 1), to: "a.film")
            try folder.write(TestFolder.bytes(300, seed: 2), to: "a.cover")
            try folder.write(
                """
                version: 1
                defaults:
                  SubAppId: 1500012345
                  Procedure: LongVideoPreset
                  ClassId: 3
                media:
                  - id: all
                    region: ap-singapore
                    MediaFilePath: a.film
                    MediaType: MP4
                    MediaName: 007
                    CoverFilePath: a.cover
                    CoverType: png
                    ExpireTime: 2999-01-01T08:00:00+08:00
                    ClassId: 7
                    SourceContext: "batch-7/2"
                    SessionContext: ses
                    StorageRegion: ap-guangzhou
                    ConcurrentUploadNumber: 8
                    ExtInfo: "{}"

                """, to: "job.yaml")
            let run = try await RunningProgram.run("vod-ingest", arguments, in: folder.url, environment: environment)
            #expect(run.exitCode == 0, "\(run.errors)")
            let medium = try #require(emulator.snapshot().media.first)
            #expect(
                medium.request == [
                    "MediaType": "mp4", "MediaName": "007", "CoverType": "png", "ExpireTime": "2999-01-01T00:00:00Z",
                    "ClassId": "7", "SourceContext": "batch-7/2", "SessionContext": "ses", "SubAppId": "1500012345",
                    "StorageRegion": "ap-guangzhou", "ExtInfo": "{}", "Procedure": "LongVideoPreset",
                ])
            let row = try #require(try CSV<Named>(string: folder.text("r.csv")).rows.first)
            #expect(row["FileId"] == medium.fileId)
            #expect(row["RequestId"]?.isEmpty == false)
            #expect(row["MediaUrl"]?.isEmpty == false && row["CoverUrl"]?.isEmpty == false)
            #expect(
                try emulator.objectBytes(bucket: medium.bucket, key: medium.mediaKey) == TestFolder.bytes(3000, seed: 1)
            )
        }
    }

    @Test("The media path chosen by the caller reaches an application in FileID+Path mode")
    func storagePath() async throws {
        var configuration = EmulatorConfiguration()
        configuration.applications = [
            EmulatedApplication(id: 1_500_012_345, mode: .fileIdAndPath, storageRegions: ["ap-guangzhou"])
        ]
        try await with(configuration) { emulator, folder, arguments, environment in
            try folder.write([1, 2, 3], to: "a.mp4")
            try folder.write(
                """
                version: 1
                media:
                  - MediaFilePath: a.mp4
                    SubAppId: 1500012345
                    MediaStoragePath: /films/a.mp4

                """, to: "job.yaml")
            let run = try await RunningProgram.run("vod-ingest", arguments, in: folder.url, environment: environment)
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(emulator.snapshot().media.map(\.mediaKey) == ["films/a.mp4"])
        }
    }

    @Test(
        "Each error code of the upload API reaches the report with its request; the other entry succeeds; exit 1",
        arguments: [
            ("ApplyUpload", "InvalidParameter.ExpireTime"), ("ApplyUpload", "InvalidParameterValue.CoverType"),
            ("ApplyUpload", "InvalidParameterValue.MediaType"), ("CommitUpload", "ResourceNotFound"),
            ("CommitUpload", "InvalidParameterValue.VodSessionKey"),
        ])
    func errorCodes(_ action: String, _ code: String) async throws {
        var configuration = EmulatorConfiguration()
        let acted = try #require(EmulatedAction(rawValue: action))
        // One entry at a time: the first meets the fault on every attempt, the second does not.
        configuration.faults = FaultPlan([
            FaultRule(acted, turn: .first(Self.attempts(code)), effect: .reply(status: 200, code: code))
        ])
        try await with(configuration) { emulator, folder, arguments, environment in
            try folder.write([1], to: "a.mp4")
            try folder.write([2], to: "b.mp4")
            try folder.write("version: 1\nmedia:\n  - a.mp4\n  - b.mp4\n", to: "job.yaml")
            let run = try await RunningProgram.run(
                "vod-ingest", arguments + ["--entries", "1", "--retry-attempts", "2"], in: folder.url,
                environment: environment)
            #expect(run.exitCode == 1, "\(run.errors)")
            let rows = try CSV<Named>(string: folder.text("r.csv")).rows
            #expect(rows.map { $0["Status"] } == ["failed", "succeeded"])
            #expect(rows[0]["ErrorCode"] == code)
            #expect(rows[0]["RequestId"]?.isEmpty == false)
            #expect(rows[0]["ErrorMessage"]?.isEmpty == false)
            #expect(emulator.unfired() == [])
        }
    }

    /// How often the client sends a request that meets `code`: a stale session key leads to new sessions, four in all.
    private static func attempts(_ code: String) -> Int {
        code == "InvalidParameterValue.VodSessionKey" ? 4 : 1
    }

    @Test("A wrong application or key stops the run with exit 3; the rest is pending")
    func accountRefused() async throws {
        try await with { _, folder, arguments, environment in
            try folder.write([1], to: "a.mp4")
            try folder.write([2], to: "b.mp4")
            try folder.write("version: 1\nmedia:\n  - a.mp4\n  - b.mp4\n", to: "job.yaml")
            var wrong = environment
            wrong["TENCENTCLOUD_SECRET_KEY"] = "not-the-key-of-this-account"
            let run = try await RunningProgram.run(
                "vod-ingest", arguments + ["--entries", "1"], in: folder.url, environment: wrong)
            #expect(run.exitCode == 3, "\(run.errors)")
            #expect(run.errors.contains("AuthFailure.SignatureFailure"))
            #expect(!run.errors.contains("not-the-key-of-this-account"))
            let rows = try CSV<Named>(string: folder.text("r.csv")).rows
            #expect(rows.map { $0["Status"] } == ["failed", "pending"])
            let none = try await RunningProgram.run("vod-ingest", arguments, in: folder.url)
            #expect(none.exitCode == 3, "\(none.errors)")
            let right = try await RunningProgram.run("vod-ingest", arguments, in: folder.url, environment: environment)
            #expect(right.exitCode == 0, "\(right.errors)")
        }
    }

    @Test("An application that is not the account's stops the run with exit 3")
    func wrongApplication() async throws {
        try await with { _, folder, arguments, environment in
            try folder.write([1], to: "a.mp4")
            try folder.write("version: 1\ndefaults: { SubAppId: 99 }\nmedia:\n  - a.mp4\n", to: "job.yaml")
            let run = try await RunningProgram.run("vod-ingest", arguments, in: folder.url, environment: environment)
            #expect(run.exitCode == 3, "\(run.errors)")
            let row = try #require(try CSV<Named>(string: folder.text("r.csv")).rows.first)
            #expect(row["ErrorCode"] == "InvalidParameterValue.SubAppId")
            #expect(row["ErrorClass"] == "account")
            #expect(row["RequestId"]?.isEmpty == false)
        }
    }

    @Test(
        "What cannot be used on the way to the service ends a run with exit 2, before anything is sent",
        arguments: [
            (
                ["--ca-file", "ca.pem"],
                "error: the file of certificate authorities `ca.pem` holds no certificate that can be read\n"
            ),
            (
                ["--ca-file", "none.pem"], "error: the file of certificate authorities `none.pem` cannot be read\n"
            ),
            (
                ["--proxy", "proxy.example:3128"],
                "error: `API` is plain HTTP, which is not sent through a proxy; use an address of `https`, or name its "
                    + "host in NO_PROXY\n"
            ),
        ])
    func unusableWay(flags: [String], words: String) async throws {
        try await with { emulator, folder, arguments, environment in
            try folder.write([1], to: "a.mp4")
            try folder.write(Array("no certificate".utf8), to: "ca.pem")
            try folder.write("version: 1\nmedia:\n  - a.mp4\n", to: "job.yaml")
            let run = try await RunningProgram.run(
                "vod-ingest", arguments + flags, in: folder.url, environment: environment)
            #expect(run.exitCode == 2)
            #expect(run.errors == words.replacing("API", with: emulator.apiAddress))
            #expect(emulator.snapshot().requests == [:])
        }
    }

    @Test("Temporary credentials of the account work from the environment")
    func temporaryCredentials() async throws {
        var configuration = EmulatorConfiguration()
        configuration.accounts = [
            .init(secretId: Self.account.secretId, secretKey: Self.account.secretKey, token: "the-token")
        ]
        try await with(configuration) { _, folder, arguments, environment in
            try folder.write([1], to: "a.mp4")
            try folder.write("version: 1\nmedia:\n  - a.mp4\n", to: "job.yaml")
            let without = try await RunningProgram.run(
                "vod-ingest", arguments, in: folder.url, environment: environment)
            #expect(without.exitCode == 3, "\(without.errors)")
            var with = environment
            with["TENCENTCLOUD_TOKEN"] = "the-token"
            let run = try await RunningProgram.run("vod-ingest", arguments, in: folder.url, environment: with)
            #expect(run.exitCode == 0, "\(run.errors)")
        }
    }
}
