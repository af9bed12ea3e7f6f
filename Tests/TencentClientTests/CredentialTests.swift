import Foundation
import IngestModel
import IngestTestSupport
import TencentClient
import Testing

@Suite("Credentials")
struct CredentialTests {
    /// A home folder of its own with the given files.
    private func withHome<Result>(
        _ files: [String: String], _ body: (String) async throws -> Result
    ) async throws -> Result {
        let home = FileManager.default.temporaryDirectory.appending(path: "home-\(UUID().uuidString)")
        for (name, text) in files {
            let file = home.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
        defer {
            do { try FileManager.default.removeItem(at: home) } catch { print("\(home.path) stays behind: \(error)") }
        }
        return try await body(home.path)
    }

    /// The key that the chain finds, or its fault. Where it asks the machine, nothing answers.
    private func key(profile: String? = nil, environment: [String: String], home: String) async -> String {
        var settings = CredentialSettings(environment: environment, home: home)
        settings.profile = profile
        settings.metadata = "http://127.0.0.1:1"
        do throws(ServiceFault) {
            let chain = try CredentialChain(
                settings: settings, clock: SkippingClock(), wallClock: { TestStack.now }, random: HighestNumbers(),
                logger: EmulatedService.quiet)
            do throws(ServiceFault) {
                let key = try await chain.credential()
                await chain.close()
                return [key.secretId, key.secretKey.reveal(), key.token?.reveal() ?? "-"].joined(separator: "/")
            } catch {
                await chain.close()
                throw error
            }
        } catch {
            return "\(error.code): \(error.message)"
        }
    }

    private static let environment = ["TENCENTCLOUD_SECRET_ID": "EI", "TENCENTCLOUD_SECRET_KEY": "EK"]
    private static let ini = """
        # keys
        [default]
        secret_id = FI
        secret_key = "FK"
        ; comment
        [ nightly ]
        secret_id=NI
        secret_key='NK'
        token = NT
        """

    @Test("The environment comes before the files, with its token")
    func environment() async throws {
        try await withHome([".tencentcloud/credentials": Self.ini]) { home in
            #expect(await key(environment: Self.environment, home: home) == "EI/EK/-")
            let token = Self.environment.merging(["TENCENTCLOUD_TOKEN": "ET"]) { $1 }
            #expect(await key(environment: token, home: home) == "EI/EK/ET")
        }
    }

    @Test("Half a key in the environment is a fault, an empty variable is none")
    func halfKey() async throws {
        try await withHome([".tencentcloud/credentials": Self.ini]) { home in
            let half = ["TENCENTCLOUD_SECRET_ID": "EI", "TENCENTCLOUD_SECRET_KEY": ""]
            #expect(
                await key(environment: half, home: home)
                    == "InvalidCredentials: `TENCENTCLOUD_SECRET_ID` is set but `TENCENTCLOUD_SECRET_KEY` is not")
            let empty = ["TENCENTCLOUD_SECRET_ID": "", "TENCENTCLOUD_SECRET_KEY": ""]
            #expect(await key(environment: empty, home: home) == "FI/FK/-")
        }
    }

    @Test("A profile file of the SDKs is read: sections, comments, quotes, token")
    func iniFile() async throws {
        try await withHome([".tencentcloud/credentials": Self.ini]) { home in
            #expect(await key(environment: [:], home: home) == "FI/FK/-")
            #expect(await key(profile: "nightly", environment: [:], home: home) == "NI/NK/NT")
        }
    }

    @Test("A named profile wins over the environment, and must be there")
    func namedProfile() async throws {
        try await withHome([".tencentcloud/credentials": Self.ini]) { home in
            #expect(await key(profile: "nightly", environment: Self.environment, home: home) == "NI/NK/NT")
            #expect(
                await key(profile: "other", environment: Self.environment, home: home)
                    == "NoCredentials: no credentials: no profile file holds a profile `other`")
        }
    }

    @Test("The CLI's files are read last, by the profile's name")
    func cliFile() async throws {
        let files = [
            ".tccli/default.credential": #"{"secretId":"CI","secretKey":"CK"}"#,
            ".tccli/nightly.credential": #"{"secretId":"CN","secretKey":"CNK","token":"CT","type":""}"#,
            ".tccli/login.credential": #"{"type":"sso"}"#, ".tccli/bad.credential": "[",
        ]
        try await withHome(files) { home in
            #expect(await key(environment: [:], home: home) == "CI/CK/-")
            let named = ["TCCLI_PROFILE": "nightly"]
            #expect(await key(environment: named, home: home) == "CN/CNK/CT")
            let login = "`\(home)/.tccli/login.credential`"
            #expect(
                await key(profile: "login", environment: [:], home: home)
                    == "InvalidCredentials: \(login) holds no `secretId` and `secretKey` (its type is `sso`)")
            let bad = "`\(home)/.tccli/bad.credential`"
            #expect(
                await key(profile: "bad", environment: [:], home: home)
                    == "InvalidCredentials: \(bad) is not the JSON of a profile")
            #expect(
                await key(profile: "../x", environment: [:], home: home)
                    == "NoCredentials: no credentials: no profile file holds a profile `../x`")
        }
    }

    @Test("The file that the environment names is read in place of the home folder's")
    func namedFile() async throws {
        try await withHome([
            ".tencentcloud/credentials": Self.ini, "other.ini": "[default]\nsecret_id=OI\nsecret_key=OK",
        ]) { home in
            let environment = ["TENCENTCLOUD_CREDENTIALS_FILE": "\(home)/other.ini"]
            #expect(await key(environment: environment, home: home) == "OI/OK/-")
        }
    }

    @Test("What the environment names and is not there ends the search: another account's key would be used")
    func namedAndMissing() async throws {
        let files = [
            "night.ini": Self.ini.replacing("[default]", with: "[day]"),
            ".tencentcloud/credentials": "[day]\nsecret_id=DI\nsecret_key=DK",
            ".tccli/default.credential": #"{"secretId":"CI","secretKey":"CK"}"#,
            ".tccli/nightly.credential": #"{"secretId":"CN","secretKey":"CNK"}"#,
        ]
        try await withHome(files) { home in
            let file = "TENCENTCLOUD_CREDENTIALS_FILE"
            #expect(
                await key(environment: [file: "\(home)/none.ini"], home: home)
                    == "InvalidCredentials: `\(file)` names `\(home)/none.ini`, which does not exist")
            #expect(
                await key(environment: [file: "\(home)/night.ini"], home: home)
                    == "InvalidCredentials: `\(file)` names `\(home)/night.ini`, which has no profile `default`")
            for name in ["none", "../x"] {
                #expect(
                    await key(environment: ["TCCLI_PROFILE": name], home: home)
                        == "InvalidCredentials: `TCCLI_PROFILE` names the profile `\(name)`, and there is no file "
                        + "`\(home)/.tccli/\(name).credential`")
            }
            // A profile that is named on the command line is looked for everywhere, and the environment's key comes before files.
            #expect(
                await key(profile: "nightly", environment: [file: "\(home)/night.ini"], home: home) == "NI/NK/NT")
            #expect(
                await key(profile: "default", environment: [file: "\(home)/night.ini"], home: home) == "CI/CK/-")
            let both = Self.environment.merging([file: "\(home)/none.ini"]) { $1 }
            #expect(await key(environment: both, home: home) == "EI/EK/-")
        }
    }

    @Test(
        "A file that is not as it should be is a fault and not passed over",
        arguments: [
            ("[default]\nsecret_id\n", "line 2 of FILE is neither a section nor `name = value`"),
            ("[default]\nsecret_id = a\n", "the profile `default` in FILE lacks `secret_id` or `secret_key`"),
            (
                "[default]\nsecret_id = a b\nsecret_key = c\n",
                "the secret id in FILE is empty or has a blank or a control character in it"
            ),
            (
                "[default]\nsecret_id = a\nsecret_key = \"\"\n",
                "the secret key in FILE is empty or has a blank or a control character in it"
            ),
        ])
    func badFile(text: String, message: String) async throws {
        try await withHome([".tencentcloud/credentials": text]) { home in
            let file = "`\(home)/.tencentcloud/credentials`"
            let expected = message.replacingOccurrences(of: "FILE", with: file)
            #expect(
                await key(environment: [:], home: home)
                    == "InvalidCredentials: \(expected)")
        }
    }
}
