import Foundation
import IngestTestSupport
import Logging
import Synchronization
import Testing

@testable import ServiceEmulator

/// No secret, token or signature stands in anything that the program writes (contract, section 9): generated secrets are
/// looked for in every byte of it.
@Suite struct SecretTests {
    /// What must not be found, and what it is.
    private struct Sought {
        var name: String
        var bytes: [UInt8]
    }

    private static func secret(_ random: inout SplitMix64, _ length: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        return String((0..<length).map { _ in letters[Int(random.next() % UInt64(letters.count))] })
    }

    /// An emulator with generated secrets, and what of them must not be seen.
    private func with(
        _ change: (inout EmulatorConfiguration) -> Void = { _ in },
        _ body: (Emulator, TestFolder, [String: String]) async throws -> Void
    ) async throws {
        var random = SplitMix64(seed: TestSeed.current)
        var configuration = EmulatorConfiguration()
        let account = EmulatorConfiguration.Account(
            secretId: "AKID" + Self.secret(&random, 32), secretKey: Self.secret(&random, 32),
            token: Self.secret(&random, 64))
        configuration.accounts = [account]
        configuration.seed = random.next()
        change(&configuration)
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        try await Emulator.withRunning(configuration, logger: quiet) { emulator in
            try await TestFolder.with { folder in
                for (name, size) in [("a", 3_000), ("b", 2_200_000), ("c", 500)] {
                    try folder.write(TestFolder.bytes(size, seed: 3), to: "\(name).mp4")
                }
                try folder.write("version: 1\nmedia: [a.mp4, b.mp4, c.mp4]\n", to: "job.yaml")
                try await body(
                    emulator, folder,
                    [
                        "TENCENTCLOUD_SECRET_ID": account.secretId, "TENCENTCLOUD_SECRET_KEY": account.secretKey,
                        "TENCENTCLOUD_TOKEN": account.token ?? "", "VOD_INGEST_STS": emulator.apiAddress,
                    ])
            }
        }
    }

    /// All secrets that the emulator knows by now.
    private func sought(_ emulator: Emulator) -> [Sought] {
        let core = emulator.core
        var texts = core.configuration.accounts.flatMap { account in
            [("secret key", account.secretKey), ("token", account.token ?? "")]
        }
        core.state.withLock { state in
            for session in state.model.sessions.values {
                texts.append(("session key", session.key))
                texts.append(("session's secret key", session.credential?.secretKey ?? ""))
                texts.append(("session's token", session.credential?.token ?? ""))
            }
            for key in state.model.roleKeys.values {
                texts.append(("role's secret key", key.account.secretKey))
                texts.append(("role's token", key.account.token ?? ""))
            }
        }
        let signs = ["q-signature=", "Signature=", "TC3-HMAC-SHA256 Credential", "Proxy-Authorization: "]
        return texts.filter { !$0.1.isEmpty }.map { Sought(name: $0.0, bytes: Array($0.1.utf8)) }
            + signs.map { Sought(name: $0, bytes: Array($0.utf8)) }
    }

    /// Looks for all of them in the program's output and in every file of the folder.
    private func expectNothing(
        _ emulator: Emulator, _ folder: TestFolder, _ runs: [ProgramRun], password: String? = nil
    ) throws {
        var texts: [(String, Data)] = []
        for run in runs {
            texts.append(("standard output", Data(run.output.utf8)))
            texts.append(("standard error", Data(run.errors.utf8)))
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        for name in names where !name.hasSuffix(".mp4") {
            var isFolder: ObjCBool = false
            let path = folder.url.appending(path: name).path
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            texts.append((name, try Data(contentsOf: URL(filePath: path))))
        }
        #expect(names.contains { $0.hasSuffix(".state.sqlite") })
        var sought = sought(emulator)
        if let password {
            sought.append(Sought(name: "proxy's password", bytes: Array(password.utf8)))
            let basic = Data("me:\(password)".utf8).base64EncodedString()
            sought.append(Sought(name: "proxy's authorization", bytes: Array(basic.utf8)))
        }
        #expect(sought.count > 8)
        for (name, data) in texts {
            for secret in sought {
                #expect(data.range(of: Data(secret.bytes)) == nil, "\(secret.name) stands in \(name); \(TestSeed.note)")
            }
        }
    }

    private static let reports = ["r.csv", "r.json", "r.ndjson", "r.html"]

    private func arguments(_ emulator: Emulator, _ more: [String] = []) -> [String] {
        ["run", "job.yaml", "--api", emulator.apiAddress, "--storage", emulator.apiAddress, "--part-size", "1MiB"]
            + ["--multipart-from", "1MiB", "--log-level", "trace"] + Self.reports.flatMap { ["--report", $0] } + more
    }

    @Test(
        "A run with failures of every kind shows no secret: log, progress, reports, state file",
        arguments: [["--progress", "plain"], ["--progress", "json", "--log-format", "json"]])
    func run(flags: [String]) async throws {
        let faults = [
            FaultRule(.applyUpload, turn: .nth(1), effect: .reply(status: 200, code: "InternalError")),
            FaultRule(.applyUpload, turn: .nth(2), effect: .reply(status: 200, code: "FailedOperation")),
            FaultRule(.uploadPart, turn: .nth(1), effect: .reply(status: 403, code: "SignatureDoesNotMatch")),
            FaultRule(.putObject, turn: .nth(1), effect: .closeBefore),
            FaultRule(.commitUpload, turn: .nth(1), effect: .loseReply),
        ]
        try await with({ $0.faults = FaultPlan(faults) }) { emulator, folder, environment in
            let first = try await RunningProgram.run(
                "vod-ingest", arguments(emulator, flags), in: folder.url, environment: environment)
            #expect(emulator.unfired() == [])
            let second = try await RunningProgram.run(
                "vod-ingest", arguments(emulator, flags), in: folder.url, environment: environment)
            #expect(first.errors.contains("ApplyUpload"))
            let plan = try await RunningProgram.run(
                "vod-ingest", ["plan", "job.yaml", "--settings"], in: folder.url, environment: environment)
            try expectNothing(emulator, folder, [first, second, plan])
        }
    }

    @Test("A role's keys, a refused key and questions to the account show no secret")
    func role() async throws {
        try await with { emulator, folder, environment in
            let role = environment.merging(["TENCENTCLOUD_ROLE_ARN": EmulatedRole.example.arn]) { $1 }
            let run = try await RunningProgram.run(
                "vod-ingest", arguments(emulator), in: folder.url, environment: role)
            #expect(run.exitCode == 0, "\(run.errors)")
            #expect(!emulator.core.state.withLock { $0.model.roleKeys.isEmpty })
            let check = ["validate", "job.yaml", "--online", "--api", emulator.apiAddress]
            let asked = try await RunningProgram.run("vod-ingest", check, in: folder.url, environment: role)
            let wrong = environment.merging(["TENCENTCLOUD_TOKEN": "of-another-key"]) { $1 }
            let refused = try await RunningProgram.run(
                "vod-ingest", arguments(emulator), in: folder.url, environment: wrong)
            let verify = [
                "report", "verify", "r.json", "--online", "--log-level", "trace", "--api", emulator.apiAddress,
            ]
            let verified = try await RunningProgram.run("vod-ingest", verify, in: folder.url, environment: role)
            try expectNothing(emulator, folder, [run, asked, refused, verified])
        }
    }

    @Test("A proxy's password shows nowhere: not where it is right, wrong, or no part of an address")
    func proxyPassword() async throws {
        var random = SplitMix64(seed: TestSeed.current &+ 1)
        let password = Self.secret(&random, 32)
        func configure(_ configuration: inout EmulatorConfiguration) {
            configuration.proxy = .init()
            configuration.proxy?.user = "me:\(password)"
        }
        try await with(configure) { emulator, folder, environment in
            let proxy = try #require(emulator.proxy)
            let command = ["run", "job.yaml", "--log-level", "trace", "--progress", "plain", "--retry-attempts", "2"]
            func run(_ address: String, _ arguments: [String] = []) async throws -> ProgramRun {
                let more = ["HTTPS_PROXY": address, "VOD_INGEST_STS": "https://sts.tencentcloudapi.com"]
                return try await RunningProgram.run(
                    "vod-ingest", command + arguments + Self.reports.flatMap { ["--report", $0] }, in: folder.url,
                    environment: environment.merging(more) { $1 })
            }
            let trusting = ["--ca-file", proxy.certificateFile]
            let right = try await run("http://me:\(password)@127.0.0.1:\(proxy.port)", trusting)
            #expect(right.exitCode == 0, "\(right.errors)")
            let other = trusting + ["--state", "other.state.sqlite"]
            let wrong = try await run("you:\(password)@127.0.0.1:\(proxy.port)", other)
            #expect(wrong.exitCode == 3, "\(wrong.errors)")
            let plain = try await run(
                "http://me:\(password)@127.0.0.1:\(proxy.port)", other + ["--api", emulator.apiAddress])
            #expect(plain.exitCode == 2, "\(plain.errors)")
            let secure = try await run("https://me:\(password)@127.0.0.1:\(proxy.port)", other)
            #expect(secure.exitCode == 64, "\(secure.errors)")
            let slashed = try await run("http://me:/\(password)@127.0.0.1:\(proxy.port)", other)
            #expect(slashed.exitCode != 0, "\(slashed.errors)")
            let plan = try await RunningProgram.run(
                "vod-ingest", ["plan", "job.yaml", "--settings"], in: folder.url,
                environment: ["HTTPS_PROXY": "me:\(password)@127.0.0.1:\(proxy.port)"])
            #expect(plan.exitCode == 0, "\(plan.errors)")
            try expectNothing(emulator, folder, [right, wrong, plain, secure, slashed, plan], password: password)
        }
    }

    @Test(
        "A crash in the midst of uploads shows no secret, nor does the state file that it leaves",
        .disabled(if: RunningProgram.isSanitized, "a sanitizer has words of its own for a crash")
    )
    func crash() async throws {
        let held = FaultRule(.putObject, turn: .every, effect: .gate("never"))
        try await with({ $0.faults = FaultPlan([held]) }) { emulator, folder, environment in
            let backtrace = environment.merging(["SWIFT_BACKTRACE": "enable=yes,interactive=no,color=no"]) { $1 }
            let program = try RunningProgram(
                "vod-ingest", arguments(emulator), in: folder.url, environment: backtrace)
            try await emulator.requestsWait()
            program.signal(SIGILL)
            // A signal from outside is no instruction that fails again: after the backtrace the program would go on.
            try await program.says("Backtrace took")
            program.signal(SIGILL)
            let run = await program.end()
            #expect(run.exitCode == 128 + SIGILL)
            try expectNothing(emulator, folder, [run])
        }
    }
}
