import Foundation
import IngestModel
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

    private func key(_ provider: some CredentialProvider) async -> String {
        do throws(ServiceFault) {
            let key = try await provider.credential()
            return [key.secretId, key.secretKey.reveal(), key.token?.reveal() ?? "-"].joined(separator: "/")
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
            let plain = ChainProvider(profile: nil, environment: Self.environment, home: home)
            #expect(await key(plain) == "EI/EK/-")
            let token = Self.environment.merging(["TENCENTCLOUD_TOKEN": "ET"]) { $1 }
            #expect(await key(ChainProvider(profile: nil, environment: token, home: home)) == "EI/EK/ET")
        }
    }

    @Test("Half a key in the environment is a fault, an empty variable is none")
    func halfKey() async throws {
        try await withHome([".tencentcloud/credentials": Self.ini]) { home in
            let half = ["TENCENTCLOUD_SECRET_ID": "EI", "TENCENTCLOUD_SECRET_KEY": ""]
            #expect(
                await key(ChainProvider(profile: nil, environment: half, home: home))
                    == "InvalidCredentials: `TENCENTCLOUD_SECRET_ID` is set but `TENCENTCLOUD_SECRET_KEY` is not")
            let empty = ["TENCENTCLOUD_SECRET_ID": "", "TENCENTCLOUD_SECRET_KEY": ""]
            #expect(await key(ChainProvider(profile: nil, environment: empty, home: home)) == "FI/FK/-")
        }
    }

    @Test("A profile file of the SDKs is read: sections, comments, quotes, token")
    func iniFile() async throws {
        try await withHome([".tencentcloud/credentials": Self.ini]) { home in
            #expect(await key(ChainProvider(profile: nil, environment: [:], home: home)) == "FI/FK/-")
            #expect(await key(ChainProvider(profile: "nightly", environment: [:], home: home)) == "NI/NK/NT")
        }
    }

    @Test("A named profile wins over the environment, and must be there")
    func namedProfile() async throws {
        try await withHome([".tencentcloud/credentials": Self.ini]) { home in
            let found = ChainProvider(profile: "nightly", environment: Self.environment, home: home)
            #expect(await key(found) == "NI/NK/NT")
            let missing = ChainProvider(profile: "other", environment: Self.environment, home: home)
            #expect(
                await key(missing) == "NoCredentials: no credentials: no profile file holds a profile `other`")
        }
    }

    @Test("The CLI's files are read last, by the profile's name")
    func cliFile() async throws {
        let files = [
            ".tccli/default.credential": #"{"secretId":"CI","secretKey":"CK"}"#,
            ".tccli/nightly.credential": #"{"secretId":"CN","secretKey":"CNK","token":"CT","type":""}"#,
            ".tccli/role.credential": #"{"type":"cvm-role"}"#, ".tccli/bad.credential": "[",
        ]
        try await withHome(files) { home in
            #expect(await key(ChainProvider(profile: nil, environment: [:], home: home)) == "CI/CK/-")
            let named = ["TCCLI_PROFILE": "nightly"]
            #expect(await key(ChainProvider(profile: nil, environment: named, home: home)) == "CN/CNK/CT")
            let role = "`\(home)/.tccli/role.credential`"
            #expect(
                await key(ChainProvider(profile: "role", environment: [:], home: home))
                    == "InvalidCredentials: \(role) holds no `secretId` and `secretKey` (its type is `cvm-role`)")
            let bad = "`\(home)/.tccli/bad.credential`"
            #expect(
                await key(ChainProvider(profile: "bad", environment: [:], home: home))
                    == "InvalidCredentials: \(bad) is not the JSON of a profile")
            #expect(
                await key(ChainProvider(profile: "../x", environment: [:], home: home))
                    == "NoCredentials: no credentials: no profile file holds a profile `../x`")
        }
    }

    @Test("The file that the environment names is read in place of the home folder's")
    func namedFile() async throws {
        try await withHome([
            ".tencentcloud/credentials": Self.ini, "other.ini": "[default]\nsecret_id=OI\nsecret_key=OK",
        ]) { home in
            let environment = ["TENCENTCLOUD_CREDENTIALS_FILE": "\(home)/other.ini"]
            #expect(await key(ChainProvider(profile: nil, environment: environment, home: home)) == "OI/OK/-")
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
                await key(ChainProvider(profile: nil, environment: [:], home: home))
                    == "InvalidCredentials: \(expected)")
        }
    }
}
