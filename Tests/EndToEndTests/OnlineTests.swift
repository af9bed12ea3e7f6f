import Foundation
import Logging
import ServiceEmulator
import Testing

/// What asks the account, with the real binary against an emulator in the test's process.
@Suite struct OnlineTests {
    private static let account = EmulatorConfiguration.Account.example
    private static let environment = [
        "TENCENTCLOUD_SECRET_ID": account.secretId, "TENCENTCLOUD_SECRET_KEY": account.secretKey,
    ]

    private static let job = """
        version: 1
        defaults: { SubAppId: 7, Procedure: LongVideoPreset }
        media:
          - a.mp4
          - { MediaFilePath: b.mp4, ClassId: 3, StorageRegion: ap-seoul }
          - { MediaFilePath: c.mp4, ClassId: 3 }

        """

    private static func configured() -> EmulatorConfiguration {
        var configuration = EmulatorConfiguration()
        var application = EmulatedApplication(id: 7, storageRegions: ["ap-chongqing", "ap-seoul"])
        application.categories = [.init(id: 3, name: "film")]
        configuration.applications = [application]
        return configuration
    }

    private func with(
        _ configuration: EmulatorConfiguration = configured(), job: String = job,
        _ body: (Emulator, TestFolder) async throws -> Void
    ) async throws {
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await Emulator.withRunning(configuration, logger: quiet) { emulator in
            try await TestFolder.with { folder in
                try folder.write(job, to: "job.yaml")
                for name in ["a", "b", "c"] { try folder.write(TestFolder.bytes(100, seed: 1), to: "\(name).mp4") }
                try await body(emulator, folder)
            }
        }
    }

    private func run(
        _ arguments: [String], _ emulator: Emulator, _ folder: TestFolder, environment: [String: String] = environment
    ) async throws -> ProgramRun {
        try await RunningProgram.run(
            "vod-ingest", arguments + ["--api", emulator.apiAddress], in: folder.url, environment: environment)
    }

    // MARK: validate --online

    @Test("An account that has what the job names is asked in seven calls, and nothing comes of them")
    func allWell() async throws {
        try await with { emulator, folder in
            let run = try await run(["validate", "job.yaml", "--online"], emulator, folder)
            #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
            #expect(run.errors == "job.yaml: 3 entries, no errors\n")
            let seen = emulator.snapshot()
            #expect(
                seen.requests == [
                    "DescribeSubAppIds": 1, "ApplyUpload": 1, "CommitUpload": 1, "DescribeStorageRegions": 1,
                    "DescribeAllClass": 1, "DescribeProcedureTemplates": 1,
                ])
            #expect(seen.media == [])
            #expect(seen.openSessions == 0)
        }
    }

    @Test("Without --online nothing is sent")
    func offline() async throws {
        try await with { emulator, folder in
            let run = try await run(["validate", "job.yaml"], emulator, folder)
            #expect(run.exitCode == 0)
            #expect(emulator.snapshot().requests == [:])
        }
    }

    @Test("What the account has not is told at the lines that use it, each value once")
    func findings() async throws {
        let job = """
            version: 1
            defaults: { SubAppId: 7, Procedure: LongVideo }
            media:
              - a.mp4
              - { MediaFilePath: b.mp4, ClassId: 99, StorageRegion: ap-tokyo, MediaStoragePath: /b.mp4 }
              - { MediaFilePath: c.mp4, ClassId: 99, SubAppId: 8 }

            """
        try await with(job: job) { emulator, folder in
            let run = try await run(["validate", "job.yaml", "--online", "--format", "github"], emulator, folder)
            #expect(run.exitCode == 2, "\(run.output)\(run.errors)")
            let lines = run.output.split(separator: "\n").map(String.init)
            #expect(
                lines.map { $0.replacing(/%0A.*/, with: "") } == [
                    "::error file=job.yaml,line=4,col=5,endColumn=5,title=account.procedure::`Procedure` is `LongVideo`, which is no task "
                        + "flow of application 7",
                    "::error file=job.yaml,line=5,col=5,endColumn=5,title=account.class-id::`ClassId` is 99, which is no category of "
                        + "application 7",
                    "::error file=job.yaml,line=5,col=5,endColumn=5,title=account.storage-path::`MediaStoragePath` is given, but "
                        + "application 7 is of the mode `fileid`, which takes none",
                    "::error file=job.yaml,line=5,col=5,endColumn=5,title=account.storage-region::`StorageRegion` is `ap-tokyo`, which is "
                        + "not enabled for application 7",
                    "::error file=job.yaml,line=6,col=5,endColumn=5,title=account.sub-app-id::`SubAppId` is 8, which is no application of "
                        + "this account",
                ])
            let text = try await self.run(["validate", "job.yaml", "--online"], emulator, folder).output
            #expect(text.contains("note: the entry has its `Procedure` from `defaults`"))
            #expect(
                text.contains("hint: enabled are `ap-chongqing`, `ap-seoul`; others are switched on in the console"))
            #expect(text.contains("hint: the account has `7`, `1250000000`"))
        }
    }

    @Test("An application that is switched off is a warning, one that is destroyed an error", arguments: [true, false])
    func statuses(isOff: Bool) async throws {
        var configuration = Self.configured()
        configuration.applications[0].status = isOff ? .off : .destroyed
        try await with(configuration, job: Self.job) { emulator, folder in
            let run = try await run(["validate", "job.yaml", "--online", "--format", "github"], emulator, folder)
            #expect(run.exitCode == (isOff ? 0 : 2), "\(run.output)\(run.errors)")
            let place = "file=job.yaml,line=4,col=5,endColumn=5,title=account."
            let said =
                isOff
                ? "::warning \(place)application-off::`SubAppId` is 7, an application that is switched off: its media cannot be played"
                : "::error \(place)sub-app-id::`SubAppId` is 7, an application that the account has destroyed"
            #expect(run.output.split(separator: "\n").map { String($0).replacing(/%0A.*/, with: "") }.contains(said))
        }
    }

    @Test("Refused credentials, a dead network and missing rights each have their own exit code and words")
    func refused() async throws {
        try await with { emulator, folder in
            var wrong = Self.environment
            wrong["TENCENTCLOUD_SECRET_KEY"] = "not-the-key-of-this-account"
            let refused = try await run(
                ["validate", "job.yaml", "--online"], emulator, folder, environment: wrong)
            #expect(refused.exitCode == 3)
            #expect(
                refused.errors.contains(
                    "error: credentials or account refused: vod.AuthFailure.SignatureFailure (account): ")
            )
            #expect(refused.errors.contains("hint: `vod-ingest explain AuthFailure.SignatureFailure` says what to do"))
            let none = try await run(
                ["validate", "job.yaml", "--online"], emulator, folder,
                environment: ["VOD_INGEST_METADATA": emulator.apiAddress])
            #expect(none.exitCode == 3)
            #expect(none.errors.contains("credentials or account refused: NoCredentials (account): "))
            let dead = try await RunningProgram.run(
                "vod-ingest", ["validate", "job.yaml", "--online", "--api", "http://127.0.0.1:1"], in: folder.url,
                environment: Self.environment.merging(["VOD_INGEST_RETRY_ATTEMPTS": "1"]) { $1 })
            #expect(dead.exitCode == 1)
            #expect(
                dead.errors.contains("no connection to `127.0.0.1:1`: "))
        }
        var configuration = Self.configured()
        configuration.deniedToAccounts = [.commitUpload, .describeAllClass]
        try await with(configuration) { emulator, folder in
            let run = try await run(["validate", "job.yaml", "--online", "--format", "github"], emulator, folder)
            #expect(run.exitCode == 3, "\(run.errors)")
            #expect(
                run.output.contains(
                    "title=account.no-right::the credentials have no right to `name/vod:CommitUpload` on application 7: "
                        + "AuthFailure.UnauthorizedOperation"))
            #expect(
                run.output.contains(
                    "title=account.not-checked::`ClassId` could not be checked: the credentials have no right to "
                        + "`name/vod:DescribeAllClass`"))
        }
    }

    @Test("A job of very many entries is asked about in the same few calls")
    func manyEntries() async throws {
        let lines = (0..<20_000).map { "  - { id: e\($0), MediaFilePath: a.mp4, ClassId: \($0 % 200) }\n" }
        let job = "version: 1\ndefaults: { SubAppId: 7 }\nmedia:\n" + lines.joined()
        try await with(job: job) { emulator, folder in
            let run = try await run(
                ["validate", "job.yaml", "--online", "--no-files", "--format", "github"], emulator, folder)
            #expect(run.exitCode == 2)
            let found = run.output.split(separator: "\n").filter { $0.contains("account.class-id") }
            // All but the built-in one and the one that is there.
            #expect(found.count == 198)
            #expect(found.allSatisfy { $0.contains("100 entries in all") })
            #expect(emulator.snapshot().requests.values.reduce(0, +) == 4)
        }
    }

    // MARK: report verify --online

    private func uploaded(_ emulator: Emulator, _ folder: TestFolder, report: String) async throws {
        let run = try await run(
            ["run", "job.yaml", "--storage", emulator.apiAddress, "--report", report, "--progress", "none"], emulator,
            folder)
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test("A report whose media are all there is right, whatever its form", arguments: ["r.csv", "r.json", "r.ndjson"])
    func verified(report: String) async throws {
        try await with { emulator, folder in
            try await uploaded(emulator, folder, report: report)
            let run = try await run(["report", "verify", report, "--online"], emulator, folder)
            #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
            #expect(run.output == "")
            #expect(
                run.errors
                    == "\(report): 3 entries, all accounted for\n3 media asked for; the service has all of them\n")
            #expect(emulator.snapshot().requests["DescribeMediaInfos"] == 1)
        }
    }

    @Test(
        "A cover that the service gave no path is in no report, and the report is right all the same",
        arguments: ["r.csv", "r.json", "r.ndjson"])
    func coverLeftOut(report: String) async throws {
        var configuration = Self.configured()
        configuration.allotsCoverPaths = false
        let job = "version: 1\nmedia: [{ MediaFilePath: a.mp4, CoverFilePath: c.png, SubAppId: 7 }, b.mp4]\n"
        try await with(configuration, job: job) { emulator, folder in
            try folder.write(TestFolder.bytes(40, seed: 2), to: "c.png")
            try await uploaded(emulator, folder, report: report)
            #expect(emulator.snapshot().objects.count == 2)
            let text = try folder.text(report)
            #expect(!text.contains("c.png"))
            let bytes = report == "r.csv" ? /,1,100,/ : /"bytes" ?: ?100\b/
            #expect(text.matches(of: bytes).count == 2, "\(text)")
            let run = try await run(["report", "verify", report, "--online"], emulator, folder)
            #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
            #expect(run.output == "")
            let again = try await self.run(
                ["run", "job.yaml", "--storage", emulator.apiAddress, "--report", report, "--progress", "none"],
                emulator,
                folder)
            #expect(again.exitCode == 0, "\(again.errors)")
            #expect(try !folder.text(report).contains("c.png"))
        }
    }

    @Test("What is missing, or of another size or type, is listed; exit 1")
    func differs() async throws {
        try await with { emulator, folder in
            try await uploaded(emulator, folder, report: "r.json")
            let ids = emulator.snapshot().media.sorted { $0.name < $1.name }.map(\.fileId)
            let wrong = try folder.text("r.json").replacing(ids[0], with: "42")
                .replacing("\"mediaType\":\"mp4\"", with: "\"mediaType\":\"mov\"", maxReplacements: 2)
                .replacing("\"mediaType\": \"mp4\"", with: "\"mediaType\": \"mov\"", maxReplacements: 2)
            try folder.write(wrong, to: "wrong.json")
            let run = try await run(["report", "verify", "wrong.json", "--online"], emulator, folder)
            #expect(run.exitCode == 1, "\(run.output)\(run.errors)")
            #expect(
                run.output == """
                    line 4, `a.mp4`: FileId 42 is not in the media library
                    line 5, `b.mp4`: FileId \(ids[1]) is of type `mp4`, in the report `mov`

                    """)
            #expect(run.errors.hasSuffix("error: 2 differences from what the service has\n"))
        }
    }

    @Test("A size that differs is told with both")
    func size() async throws {
        try await with { emulator, folder in
            try await uploaded(emulator, folder, report: "r.csv")
            let id = try #require(emulator.snapshot().media.first { $0.name == "b" }?.fileId)
            let wrong = try folder.text("r.csv").replacing(",1,100,", with: ",1,99,")
            try folder.write(wrong, to: "wrong.csv")
            let run = try await run(["report", "verify", "wrong.csv", "--online"], emulator, folder)
            #expect(run.exitCode == 1, "\(run.output)\(run.errors)")
            #expect(run.output.contains("line 5, `b.mp4`: FileId \(id) has 100 bytes, the report 99\n"))
        }
    }

    // MARK: inspect --ask-service

    private static let playlist = """
        #EXTM3U
        #EXT-X-VERSION:3
        #EXT-X-TARGETDURATION:4
        #EXT-X-KEY:METHOD=AES-128,URI="ADDRESS"
        #EXTINF:4.0,
        seg%20ment.ts
        #EXT-X-ENDLIST

        """

    private func writeShow(_ folder: TestFolder, key: String) throws {
        try folder.write("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1000\nv/p.m3u8\n", to: "show/master.m3u8")
        try folder.write(Self.playlist.replacing("ADDRESS", with: key), to: "show/v/p.m3u8")
        try folder.write(TestFolder.bytes(160, seed: 1), to: "show/v/seg ment.ts")
        try folder.write(TestFolder.bytes(16, seed: 2), to: "show/v/k.key")
    }

    @Test("The service's parser is asked about each playlist, and what it finds compared")
    func compared() async throws {
        try await with { emulator, folder in
            try writeShow(folder, key: "k.key")
            let run = try await run(["inspect", "show/master.m3u8", "--ask-service"], emulator, folder)
            #expect(run.exitCode == 0, "\(run.output)\(run.errors)")
            #expect(run.errors.contains("master.m3u8: the service names the same 1 file\n"))
            #expect(run.errors.contains("v/p.m3u8: the service names the same 2 files\n"))
            #expect(emulator.snapshot().requests == ["ParseStreamingManifest": 2])
            let json = try await self.run(
                ["inspect", "show/master.m3u8", "--ask-service", "--format", "json"], emulator, folder)
            #expect(json.output.contains(#""service""#))
        }
    }

    @Test("A playlist that the service's parser refuses is told with its words; exit 1")
    func refusedManifest() async throws {
        try await with { emulator, folder in
            try writeShow(folder, key: "https://keys.example/k")
            let run = try await run(["inspect", "show/master.m3u8", "--ask-service"], emulator, folder)
            #expect(run.exitCode == 1, "\(run.output)\(run.errors)")
            #expect(
                run.errors.contains(
                    "v/p.m3u8: the service gave no names: vod.InvalidParameterValue.MediaManifestContent (rejected): "))
            #expect(
                run.errors.contains("the reference `https://keys.example/k` does not stay in the manifest's folder\n"))
            #expect(
                run.errors.hasSuffix("error: the service's parser finds something else in `show/master.m3u8`\n"))
        }
    }
}
