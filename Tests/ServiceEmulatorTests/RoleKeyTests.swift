import Foundation
import Testing

@testable import ServiceEmulator

/// Keys that the machine or a role issues (vod-api 6.4).
@Suite struct RoleKeyTests {
    private static let arn = EmulatedRole.example.arn
    private static let assume = #"{"RoleArn": "\#(arn)", "RoleSessionName": "night"}"#

    /// The Response object of a call to STS.
    private func sts(
        _ client: ServiceClient, _ action: String, _ json: String, key: TestKey = TestKey(),
        authorization: String? = nil, host: String = "sts.tencentcloudapi.com", version: String = "2018-08-13"
    ) async throws -> [String: JSONValue] {
        let body = Array(json.utf8)
        let signature = TestSigner.tc3(body, host: host, timestamp: client.now, key: key, service: "sts")
        let head = [
            "POST / HTTP/1.1", "Host: \(host)", "Content-Type: application/json", "X-TC-Action: \(action)",
            "X-TC-Version: \(version)", "X-TC-Timestamp: \(client.now)", "X-TC-Region: ap-guangzhou",
            "Authorization: \(authorization ?? signature)", "Content-Length: \(body.count)",
        ]
        let token = key.token.map { ["X-TC-Token: \($0)"] } ?? []
        return try ServiceClient.response(try await client.exchange(head + token, body))
    }

    private func refusal(
        _ client: ServiceClient, _ action: String, _ json: String, authorization: String? = nil
    ) async throws -> String? {
        ServiceClient.refusal(try await sts(client, action, json, authorization: authorization))
    }

    private func key(_ response: [String: JSONValue]) throws -> TestKey {
        let fields = try #require(response["Credentials"])
        return TestKey(
            id: try #require(fields["TmpSecretId"]?.text), key: try #require(fields["TmpSecretKey"]?.text),
            token: try #require(fields["Token"]?.text))
    }

    @Test("a role's key works with its token until it runs out, and not without")
    func assumed() async throws {
        try await emulating { emulator, client in
            let answer = try await sts(client, "AssumeRole", Self.assume)
            #expect(answer["ExpiredTime"] == .unsigned(1_700_007_200))
            #expect(answer["Expiration"] == .text("2023-11-15T00:13:20Z"))
            let key = try key(answer)
            let works = try await client.refusal("DescribeSubAppIds", "{}", key: key)
            #expect(works == nil)
            var bare = key
            bare.token = nil
            let without = try await client.refusal("DescribeSubAppIds", "{}", key: bare)
            #expect(without == "AuthFailure.TokenFailure: the token does not belong to the key")
            emulator.advanceClock(by: 7_200)
            let late = ServiceClient(port: client.port, now: client.now + 7_200)
            let expired = try await late.refusal("DescribeSubAppIds", "{}", key: key)
            #expect(expired == "AuthFailure.TokenFailure: the token has expired")
        }
    }

    @Test("each call gives another key, of the life that was asked for")
    func duration() async throws {
        try await emulating { _, client in
            let json = #"{"RoleArn": "\#(Self.arn)", "RoleSessionName": "night", "DurationSeconds": 43200}"#
            let (one, two) = (try await sts(client, "AssumeRole", json), try await sts(client, "AssumeRole", json))
            #expect(one["ExpiredTime"] == .unsigned(1_700_043_200))
            #expect(one["Credentials"] != two["Credentials"])
        }
    }

    static let refusals: [(json: String, refusal: String)] = [
        (#"{"RoleSessionName": "night"}"#, "MissingParameter: the parameter `RoleArn` is missing"),
        (#"{"RoleArn": "\#(arn)"}"#, "MissingParameter: the parameter `RoleSessionName` is missing"),
        (
            #"{"RoleArn": "\#(arn)", "RoleSessionName": "n"}"#,
            "InvalidParameter.ParamError: `RoleSessionName` has 2 to 128 of `A-Za-z0-9_+=,.@-`"
        ),
        (
            #"{"RoleArn": "\#(arn)", "RoleSessionName": "a b"}"#,
            "InvalidParameter.ParamError: `RoleSessionName` has 2 to 128 of `A-Za-z0-9_+=,.@-`"
        ),
        (
            #"{"RoleArn": "qcs::cam::uin/1:roleName/x", "RoleSessionName": "night"}"#,
            "ResourceNotFound.RoleNotFound: the account has no such role"
        ),
        (
            #"{"RoleArn": "\#(arn)", "RoleSessionName": "night", "DurationSeconds": 43201}"#,
            "InvalidParameter.OverTimeError: `DurationSeconds` is 1 to 43200"
        ),
        (
            #"{"RoleArn": "\#(arn)", "RoleSessionName": "night", "Policy": "{}"}"#,
            "UnsupportedOperation: the emulator does not judge by `Policy`"
        ),
        (
            #"{"RoleArn": "\#(arn)", "RoleSessionName": "night", "SubAppId": 1}"#,
            "UnknownParameter: the parameter `SubAppId` is not known"
        ),
    ]

    @Test("what is wrong with a request for a role's key is refused", arguments: refusals)
    func refused(_ expected: (json: String, refusal: String)) async throws {
        try await emulating { _, client in
            let found = try await refusal(client, "AssumeRole", expected.json)
            #expect(found == expected.refusal)
        }
    }

    @Test("a role that is not open to keys is refused to them")
    func closed() async throws {
        try await emulating({ $0.roles[0].isOpenToAccounts = false }) { _, client in
            let found = try await refusal(client, "AssumeRole", Self.assume)
            #expect(found == "UnauthorizedOperation: the key may not take on the role")
        }
    }

    @Test("a token of an identity provider gives a key, in a call that is not signed")
    func webIdentity() async throws {
        try await emulating({ $0.roles[0].webIdentities = [.init(provider: "pod", token: "jwt.of.pod")] }) {
            _, client in
            func json(_ token: String) -> String {
                #"{"ProviderId": "pod", "WebIdentityToken": "\#(token)", "RoleArn": "\#(Self.arn)", "#
                    + #""RoleSessionName": "night"}"#
            }
            let action = "AssumeRoleWithWebIdentity"
            let key = try key(try await sts(client, action, json("jwt.of.pod"), authorization: "SKIP"))
            let works = try await client.refusal("DescribeSubAppIds", "{}", key: key)
            #expect(works == nil)
            #expect(
                try await refusal(client, action, json("jwt.of.other"), authorization: "SKIP")
                    == "InvalidParameter.WebIdentityTokenError: the token is not believed")
            #expect(
                try await refusal(client, action, json("jwt.of.pod"))
                    == "AuthFailure.InvalidAuthorization: the action is called with `Authorization: SKIP`")
        }
    }

    @Test("the two APIs keep their actions, versions and signatures apart")
    func apart() async throws {
        try await emulating { _, client in
            #expect(try await client.refusal("AssumeRole", Self.assume) == "InvalidAction: the action is not known")
            let other = try await sts(client, "ApplyUpload", #"{"MediaType": "mp4"}"#)
            #expect(ServiceClient.refusal(other) == "InvalidAction: the action is not known")
            let version = try await sts(client, "AssumeRole", Self.assume, version: "2018-07-17")
            #expect(ServiceClient.refusal(version) == "NoSuchVersion: the version is not known")
            // An address of this machine names no product; the version does.
            let local = try await sts(client, "AssumeRole", Self.assume, host: "127.0.0.1:\(client.port)")
            #expect(ServiceClient.refusal(local) == nil)
            let body = Array(Self.assume.utf8)
            let host = "sts.tencentcloudapi.com"
            let wrong = TestSigner.tc3(body, host: host, timestamp: client.now, key: TestKey(), service: "vod")
            #expect(
                try await refusal(client, "AssumeRole", Self.assume, authorization: wrong)
                    == "AuthFailure.InvalidAuthorization: the scope names another service")
        }
    }

    // MARK: The metadata service

    private func machine(
        _ client: ServiceClient, _ path: String, host: String = "metadata.tencentyun.com", method: String = "GET"
    ) async throws -> (status: Int, body: String) {
        let reply = try await client.exchange(["\(method) \(path) HTTP/1.1", "Host: \(host)"])
        return (reply.status, String(decoding: reply.body, as: UTF8.self))
    }

    private static let folder = "/latest/meta-data/cam/security-credentials/"

    @Test("a machine without a role says so")
    func noRole() async throws {
        try await emulating { _, client in
            for path in [Self.folder, Self.folder + "ingest"] {
                let reply = try await machine(client, path)
                #expect(reply == (404, "not found"))
            }
        }
    }

    @Test("a machine names its role and hands out its key, the same one until it is about to run out")
    func machineRole() async throws {
        try await emulating({ $0.machineRole = "ingest" }) { emulator, client in
            #expect(try await machine(client, Self.folder) == (200, "ingest"))
            #expect(try await machine(client, Self.folder, host: "127.0.0.1:\(client.port)") == (200, "ingest"))
            #expect(try await machine(client, Self.folder + "other").status == 404)
            #expect(try await machine(client, Self.folder, method: "POST").status == 405)
            let first = try await machine(client, Self.folder + "ingest").body
            let fields = try #require(JSONValue.fields(Array(first.utf8)))
            #expect(fields["Code"] == .text("Success"))
            #expect(fields["ExpiredTime"] == .unsigned(1_700_007_200))
            let key = TestKey(
                id: try #require(fields["TmpSecretId"]?.text), key: try #require(fields["TmpSecretKey"]?.text),
                token: try #require(fields["Token"]?.text))
            let works = try await client.refusal("DescribeSubAppIds", "{}", key: key)
            #expect(works == nil)
            emulator.advanceClock(by: 6_599)
            #expect(try await machine(client, Self.folder + "ingest").body == first)
            emulator.advanceClock(by: 1)
            #expect(try await machine(client, Self.folder + "ingest").body != first)
            #expect(emulator.snapshot().requests["MachineCredentials"] == 7)
        }
    }

    @Test("faults strike the metadata service too")
    func machineFaults() async throws {
        let fault = FaultRule(.machineCredentials, effect: .reply(status: 200, code: "InternalError"))
        try await emulating({
            $0.machineRole = "ingest"
            $0.faults = FaultPlan([fault])
        }) { emulator, client in
            let struck = try await machine(client, Self.folder)
            #expect(struck == (200, #"{"Code":"InternalError"}"#))
            let whole = try await machine(client, Self.folder)
            #expect(whole == (200, "ingest"))
            #expect(emulator.unfired() == [])
        }
    }
}
