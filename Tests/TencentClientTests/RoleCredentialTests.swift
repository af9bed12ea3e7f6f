import Foundation
import IngestModel
import IngestTestSupport
import ServiceEmulator
import Synchronization
import TencentClient
import Testing

/// Keys that are issued: the machine's role, the pod's identity, assumed roles, each by the emulator's own services.
@Suite("Issued credentials", .timeLimit(.minutes(15)))
struct RoleCredentialTests {
    private static let arn = EmulatedRole.example.arn
    private static let owned = [
        "TENCENTCLOUD_SECRET_ID": EmulatorConfiguration.Account.example.secretId,
        "TENCENTCLOUD_SECRET_KEY": EmulatorConfiguration.Account.example.secretKey,
    ]

    /// An emulator, a home folder, and a chain that finds both.
    private struct World {
        let emulator: Emulator
        let clock: WallClock
        let home: String
        let chain: CredentialChain

        /// The key in force; its fault as text where there is none.
        func key() async -> Result<AccountCredential, ServiceFault> {
            do throws(ServiceFault) { return .success(try await chain.credential()) } catch { return .failure(error) }
        }

        /// True where the service takes the key.
        func works() async throws -> Bool {
            let stack = try EmulatedService.stack(emulator, clock, chain)
            let found = await fault { () async throws(ServiceFault) in
                try await stack.vod.describeMedia(fileIds: ["1"], subAppId: nil, region: "ap-guangzhou")
            }
            // Closes the chain too, which asks again with new connections.
            await stack.close()
            return found == nil
        }
    }

    private func with(
        _ environment: [String: String], profile: String? = nil, files: [String: String] = [:],
        emulator configure: (inout EmulatorConfiguration) -> Void = { _ in },
        chain change: (inout CredentialSettings) -> Void = { _ in }, body: (World) async throws -> Void
    ) async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")
        for (name, text) in files {
            let file = home.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        defer {
            if !files.isEmpty {
                do { try FileManager.default.removeItem(at: home) } catch { print("\(home.path) stays: \(error)") }
            }
        }
        let clock = WallClock()
        var configuration = EmulatorConfiguration()
        configuration.now = { clock.now }
        configure(&configuration)
        try await Emulator.withRunning(configuration, logger: EmulatedService.quiet) { emulator in
            var settings = CredentialSettings(
                environment: environment.mapValues { $0.replacing("HOME", with: home.path) }, home: home.path)
            settings.profile = profile
            settings.sts = emulator.apiAddress
            settings.metadata = emulator.apiAddress
            settings.stallAfter = .seconds(600)
            change(&settings)
            let chain = try CredentialChain(
                settings: settings, clock: SkippingClock(), wallClock: { clock.now }, random: HighestNumbers(),
                logger: EmulatedService.quiet)
            let world = World(emulator: emulator, clock: clock, home: home.path, chain: chain)
            do {
                try await body(world)
                await chain.close()
            } catch {
                await chain.close()
                throw error
            }
        }
    }

    private static let pod = [
        "TKE_ROLE_ARN": arn, "TKE_PROVIDER_ID": "pod", "TKE_REGION": "ap-singapore",
        "TKE_WEB_IDENTITY_TOKEN_FILE": "HOME/token",
    ]

    private static func believing(_ token: String) -> (inout EmulatorConfiguration) -> Void {
        { $0.roles[0].webIdentities = [.init(provider: "pod", token: token)] }
    }

    // MARK: The machine's role

    @Test("The machine's role gives a key that works, renewed when five minutes of it are left")
    func machineRole() async throws {
        try await with([:], emulator: { $0.machineRole = "ingest" }) { world in
            let first = try await world.key().get()
            #expect(first.expiresAt == TestStack.now + 7_200)
            let works = try await world.works()
            #expect(works)
            world.clock.advance(by: 6_899)
            #expect(try await world.key().get() == first)
            world.clock.advance(by: 1)
            let second = try await world.key().get()
            #expect(second != first)
            #expect(second.expiresAt == TestStack.now + 6_900 + 7_200)
        }
    }

    @Test("A metadata service that fails while the old key lives is tolerated, and told of once it is dead")
    func machineFails() async throws {
        try await with([:], emulator: { $0.machineRole = "ingest" }) { world in
            let first = try await world.key().get()
            let failure = FaultRule(.machineCredentials, turn: .every, effect: .replyHTML(status: 502))
            world.emulator.install(FaultPlan([failure]))
            world.clock.advance(by: 7_000)
            #expect(try await world.key().get() == first)
            world.clock.advance(by: 200)
            guard case .failure(let fault) = await world.key() else {
                Issue.record("a dead key was given")
                return
            }
            #expect(fault.code == "HTTP502")
            #expect(fault.faultClass == .transient)
            #expect(fault.message == "the metadata service answered with status 502")
            world.emulator.install(FaultPlan())
            #expect(try await world.key().get() != first)
        }
    }

    @Test("A profile of the CLI that stands for the machine's role uses it, and nothing else where there is none")
    func machineProfile() async throws {
        let files = [".tccli/vm.credential": #"{"type": "cvm-role"}"#]
        try await with(Self.owned, profile: "vm", files: files, emulator: { $0.machineRole = "ingest" }) { world in
            let key = try await world.key().get()
            #expect(key.token != nil)
        }
        try await with(Self.owned, profile: "vm", files: files) { world in
            guard case .failure(let fault) = await world.key() else {
                Issue.record("a key was found")
                return
            }
            #expect(fault.faultClass == .account)
            #expect(
                fault.message == "the metadata service at `\(world.emulator.apiAddress)` says that no role is bound to "
                    + "this machine")
        }
    }

    @Test("A run longer than the life of any key goes on: uploads through a day, on keys of two hours")
    func longRun() async throws {
        try await with([:], emulator: { $0.machineRole = "ingest" }) { world in
            let stack = try EmulatedService.stack(world.emulator, world.clock, world.chain)
            let service = EmulatedService(emulator: world.emulator, clock: world.clock, stack: stack)
            for hour in 0..<24 {
                _ = try await service.upload("film \(hour)")
                world.clock.advance(by: 3_600)
            }
            await stack.close()
            let seen = world.emulator.snapshot()
            #expect(seen.media.count == 24)
            #expect(seen.refusals == [:])
        }
    }

    // MARK: The chain's end

    @Test("Without a key anywhere the fault says where it was looked for, and asks in a moment")
    func nowhere() async throws {
        try await with([:]) { world in
            #expect(
                await world.key()
                    == .failure(
                        ServiceFault(
                            code: "NoCredentials", faultClass: .account,
                            message:
                                "no credentials: `TENCENTCLOUD_SECRET_ID` and `TENCENTCLOUD_SECRET_KEY` are not set, "
                                + "no profile file holds a key, the metadata service at `\(world.emulator.apiAddress)` "
                                + "says that no role is bound to this machine, and `TKE_ROLE_ARN` is not set")))
        }
        try await with([:], chain: { $0.metadata = "http://127.0.0.1:1" }) { world in
            #expect(
                await world.key()
                    == .failure(
                        ServiceFault(
                            code: "NoCredentials", faultClass: .account,
                            message:
                                "no credentials: `TENCENTCLOUD_SECRET_ID` and `TENCENTCLOUD_SECRET_KEY` are not set, "
                                + "no profile file holds a key, the metadata service at `http://127.0.0.1:1` does not "
                                + "answer, and `TKE_ROLE_ARN` is not set")))
        }
    }

    // MARK: The pod's identity

    @Test("A pod's identity gives a key without another; its token is read anew when a tenth of the key's life is left")
    func podIdentity() async throws {
        let files = ["token": "jwt-one\n"]
        try await with(Self.pod, files: files, emulator: Self.believing("jwt-one")) { world in
            let first = try await world.key().get()
            let works = try await world.works()
            #expect(works)
            try Data("jwt-two".utf8).write(to: URL(filePath: world.home + "/token"))
            world.clock.advance(by: 6_479)
            #expect(try await world.key().get() == first)
            world.clock.advance(by: 1)
            // The token that is in the file now is not believed: the old key is used while it lives.
            #expect(try await world.key().get() == first)
            #expect(world.emulator.snapshot().refusals["InvalidParameter.WebIdentityTokenError"] == 1)
            try Data("jwt-one".utf8).write(to: URL(filePath: world.home + "/token"))
            world.clock.advance(by: 30)
            #expect(try await world.key().get() != first)
        }
    }

    static let podFaults: [(missing: String?, file: String?, message: String)] = [
        ("TKE_PROVIDER_ID", "x", "`TKE_ROLE_ARN` is set but `TKE_PROVIDER_ID` is not"),
        ("TKE_REGION", "x", "`TKE_ROLE_ARN` is set but `TKE_REGION` is not"),
        (nil, nil, "the file of the pod's identity token `HOME/token` does not exist"),
        (nil, " \n", "the file of the pod's identity token `HOME/token` is empty"),
        (nil, "other", "no key of the role could be had: the token is not believed"),
    ]

    @Test("What is wrong with a pod's identity is said and ends the run", arguments: podFaults)
    func podFault(_ expected: (missing: String?, file: String?, message: String)) async throws {
        var environment = Self.pod
        if let missing = expected.missing { environment[missing] = nil }
        let files = expected.file.map { ["token": $0] } ?? ["x": ""]
        try await with(environment, files: files, emulator: Self.believing("jwt")) { world in
            guard case .failure(let fault) = await world.key() else {
                Issue.record("a key was found")
                return
            }
            #expect(fault.message == expected.message.replacing("HOME", with: world.home))
            #expect(fault.faultClass == .account)
        }
    }

    // MARK: Assumed roles

    @Test("A role is taken on over the environment's key, and renewed after a tenth of its key's life")
    func assumedRole() async throws {
        let role = ["TENCENTCLOUD_ROLE_ARN": Self.arn, "TENCENTCLOUD_ROLE_SESSION_NAME": "night-1"]
        try await with(Self.owned.merging(role) { $1 }) { world in
            let first = try await world.key().get()
            #expect(first.secretId != EmulatorConfiguration.Account.example.secretId)
            let works = try await world.works()
            #expect(works)
            world.clock.advance(by: 719)
            #expect(try await world.key().get() == first)
            world.clock.advance(by: 1)
            #expect(try await world.key().get() != first)
            #expect(world.emulator.snapshot().requests["AssumeRole"] == 2)
            // What seals the sessions of a run does not change with the role's keys.
            #expect(
                try await world.chain.stableSecret() == Secret(EmulatorConfiguration.Account.example.secretKey))
        }
    }

    @Test("A role is taken on over the machine's role too")
    func roleOverMachine() async throws {
        try await with(["TENCENTCLOUD_ROLE_ARN": Self.arn], emulator: { $0.machineRole = "ingest" }) { world in
            let works = try await world.works()
            #expect(works)
            let requests = world.emulator.snapshot().requests
            #expect(requests["AssumeRole"] == 1)
            #expect(requests["MachineCredentials"] == 3)
        }
    }

    @Test("A profile of the CLI takes on its own role, whatever role the environment names")
    func profileRole() async throws {
        let account = EmulatorConfiguration.Account.example
        let json =
            #"{"secretId": "\#(account.secretId)", "secretKey": "\#(account.secretKey)", "#
            + #""role-arn": "\#(Self.arn)", "role-session-name": "from-cli"}"#
        let environment = ["TENCENTCLOUD_ROLE_ARN": "qcs::cam::uin/1:roleName/other"]
        try await with(environment, profile: "night", files: [".tccli/night.credential": json]) { world in
            let works = try await world.works()
            #expect(works)
        }
    }

    @Test("A role that there is not, or that the key may not take on, ends the run with what the service said")
    func refusedRole() async throws {
        let unknown = Self.owned.merging(["TENCENTCLOUD_ROLE_ARN": "qcs::cam::uin/1:roleName/other"]) { $1 }
        try await with(unknown) { world in
            guard case .failure(let fault) = await world.key() else {
                Issue.record("a key was found")
                return
            }
            #expect(fault.code == "ResourceNotFound.RoleNotFound")
            #expect(fault.message == "no key of the role could be had: the account has no such role")
            #expect(fault.faultClass == .account)
            #expect(fault.requestId?.isEmpty == false)
        }
        let closed = Self.owned.merging(["TENCENTCLOUD_ROLE_ARN": Self.arn]) { $1 }
        try await with(closed, emulator: { $0.roles[0].isOpenToAccounts = false }) { world in
            guard case .failure(let fault) = await world.key() else {
                Issue.record("a key was found")
                return
            }
            #expect(fault.code == "UnauthorizedOperation")
            #expect(fault.faultClass == .account)
        }
    }

    @Test("However many ask at once, one key is issued")
    func single() async throws {
        let role = Self.owned.merging(["TENCENTCLOUD_ROLE_ARN": Self.arn]) { $1 }
        try await with(role) { world in
            let keys = await withTaskGroup(of: AccountCredential?.self) { group in
                for _ in 0..<50 { group.addTask { try? await world.key().get() } }
                return await group.reduce(into: Set<AccountCredential?>()) { $0.insert($1) }
            }
            #expect(keys.count == 1)
            #expect(!keys.contains(nil))
            #expect(world.emulator.snapshot().requests["AssumeRole"] == 1)
        }
    }

    @Test("Trouble on the way to a role's key is tried again, and told of as what it is")
    func trouble() async throws {
        let role = Self.owned.merging(["TENCENTCLOUD_ROLE_ARN": Self.arn]) { $1 }
        let once = FaultRule(.assumeRole, effect: .reply(status: 200, code: "InternalError.SystemError"))
        try await with(role, emulator: { $0.faults = FaultPlan([once]) }) { world in
            let works = try await world.works()
            #expect(works)
            #expect(world.emulator.unfired() == [])
        }
        let always = FaultRule(
            .assumeRole, turn: .every, effect: .reply(status: 200, code: "InternalError.SystemError"))
        try await with(role, emulator: { $0.faults = FaultPlan([always]) }) { world in
            guard case .failure(let fault) = await world.key() else {
                Issue.record("a key was found")
                return
            }
            #expect(fault.faultClass == .transient)
            #expect(fault.attempts == 2)
        }
    }

    @Test("A key that the service refuses before its time is renewed and the call made again")
    func refusedEarly() async throws {
        let role = Self.owned.merging(["TENCENTCLOUD_ROLE_ARN": Self.arn]) { $1 }
        let expired = FaultRule(.describeMediaInfos, turn: .nth(2), effect: .expiredToken)
        try await with(role, emulator: { $0.faults = FaultPlan([expired]) }) { world in
            let stack = try EmulatedService.stack(world.emulator, world.clock, world.chain)
            for _ in 0..<2 {
                world.clock.advance(by: 60)
                _ = try await stack.vod.describeMedia(fileIds: ["1"], subAppId: nil, region: "ap-guangzhou")
            }
            await stack.close()
            #expect(world.emulator.unfired() == [])
            #expect(world.emulator.snapshot().requests["AssumeRole"] == 2)
        }
    }
}
