import Foundation
import Testing

@testable import ServiceEmulator

/// The API as it looks on the wire.
@Suite struct EmulatorAPITests {
    @Test("every answer is HTTP 200 with the plain JSON type and its own RequestId")
    func envelope() async throws {
        try await emulating { _, client in
            let body = Array(#"{"MediaType": "mp4"}"#.utf8)
            let first = try await client.exchange(client.apiHead("ApplyUpload", body), body)
            #expect(first.status == 200)
            #expect(first.header("Content-Type") == "application/json")
            #expect(first.header("Date") == "Tue, 14 Nov 2023 22:13:20 GMT")
            let refused = try await client.exchange(client.apiHead("ApplyUpload", Array("{}".utf8)), Array("{}".utf8))
            #expect(refused.status == 200)
            #expect(refused.header("Content-Type") == "application/json")
            let ids = try [first, refused].map { try #require(ServiceClient.response($0)["RequestId"]?.text) }
            #expect(Set(ids).count == 2)
            #expect(ids.allSatisfy { $0.count == 36 })
        }
    }

    @Test("the envelope's faults have their codes")
    func refusals() async throws {
        try await emulating { _, client in
            let body = Array(#"{"MediaType": "mp4"}"#.utf8)
            func refusal(_ head: [String], _ sent: [UInt8]? = nil) async throws -> String? {
                ServiceClient.refusal(try ServiceClient.response(try await client.exchange(head, sent ?? body)))
            }
            let head = client.apiHead("ApplyUpload", body)
            func replacing(_ name: String, _ value: String?) -> [String] {
                head.compactMap { $0.hasPrefix(name + ":") ? value.map { "\(name): \($0)" } : $0 }
            }
            let taken = try await refusal(head)
            #expect(taken == nil)
            #expect(try await refusal(replacing("X-TC-Action", "Nothing")) == "InvalidAction: the action is not known")
            #expect(
                try await refusal(replacing("X-TC-Action", "PutObject")) == "InvalidAction: the action is not known")
            #expect(
                try await refusal(replacing("X-TC-Action", nil))
                    == "MissingParameter: the header X-TC-Action is missing")
            #expect(
                try await refusal(replacing("X-TC-Version", "2017-01-01")) == "NoSuchVersion: the version is not known")
            #expect(
                try await refusal(replacing("X-TC-Region", nil))
                    == "MissingParameter: the header `X-TC-Region` is missing")
            #expect(
                try await refusal(replacing("X-TC-Timestamp", String(testNow - 301)))
                    == "AuthFailure.SignatureExpire: the timestamp is more than 300 seconds away from the clock")
            #expect(
                try await refusal(replacing("Host", "vod.tencentcloudapi.com:80"))
                    == "AuthFailure.SignatureFailure: the signature does not match the request")
            #expect(
                try await client.refusal("ApplyUpload", #"{"MediaType": "mp4"}"#, key: TestKey(id: "AKIDOTHER"))
                    == "AuthFailure.SecretIdNotFound: there is no such SecretId")
            #expect(
                try await client.refusal("ApplyUpload", "[]") == "InvalidRequest: the body is not a JSON object")
            #expect(
                try await client.refusal("ApplyUpload", #"{"MediaType": "mp4""#)
                    == "InvalidRequest: the body is not a JSON object")
        }
    }

    @Test("an address without a name is the API, and its port is part of what is signed")
    func loopbackHost() async throws {
        try await emulating { emulator, client in
            let body = Array(#"{"MediaType": "mp4"}"#.utf8)
            let host = "127.0.0.1:\(emulator.port)"
            var head = client.apiHead("ApplyUpload", body)
            head[1] = "Host: \(host)"
            head[7] = "Authorization: \(TestSigner.tc3(body, host: host, timestamp: testNow, key: TestKey()))"
            let response = try ServiceClient.response(try await client.exchange(head, body))
            #expect(response["VodSessionKey"] != nil)
            #expect(emulator.apiAddress == "http://\(host)")
        }
    }

    @Test("the account's token is required where it has one")
    func token() async throws {
        let account = EmulatorConfiguration.Account(secretId: "AKIDT", secretKey: "K", token: "TOKEN")
        try await emulating({ $0.accounts = [account] }) { _, client in
            let json = #"{"MediaType": "mp4"}"#
            let taken = try await client.refusal(
                "ApplyUpload", json, key: TestKey(id: "AKIDT", key: "K", token: "TOKEN"))
            #expect(taken == nil)
            for token in [nil, "OTHER"] {
                #expect(
                    try await client.refusal("ApplyUpload", json, key: TestKey(id: "AKIDT", key: "K", token: token))
                        == "AuthFailure.TokenFailure: the token does not belong to the key")
            }
        }
    }

    @Test("a body over 10 MB is refused and the connection goes on")
    func largeBody() async throws {
        try await emulating { _, client in
            let large = [UInt8](repeating: 32, count: 10 * 1_048_576 + 1)
            try await RawConnection.open(client.port) { connection in
                try await connection.send(
                    Array((client.apiHead("ApplyUpload", large) + ["", ""]).joined(separator: "\r\n").utf8))
                try await connection.send(large)
                let reply = try #require(try await connection.reply())
                #expect(
                    ServiceClient.refusal(try ServiceClient.response(reply))
                        == "RequestSizeLimitExceeded: the body is larger than 10 MB")
                let body = Array(#"{"MediaType": "mp4"}"#.utf8)
                try await connection.send(
                    Array((client.apiHead("ApplyUpload", body) + ["", ""]).joined(separator: "\r\n").utf8) + body)
                #expect(try ServiceClient.response(try #require(try await connection.reply()))["VodSessionKey"] != nil)
            }
        }
    }

    @Test("rates are enforced when asked for")
    func rates() async throws {
        try await emulating({ $0.enforcesRateLimits = true }) { _, client in
            let json = ##"{"MediaManifestContent": "#EXTM3U\n"}"##
            for _ in 0..<20 {
                let taken = try await client.refusal("ParseStreamingManifest", json)
                #expect(taken == nil)
            }
            #expect(
                try await client.refusal("ParseStreamingManifest", json)
                    == "RequestLimitExceeded: the limit of calls per second is exceeded")
        }
    }

    @Test("the snapshot shows what was seen, in process and on the control address")
    func snapshot() async throws {
        try await emulating { emulator, client in
            let session = try await client.apply(#"{"MediaType": "mp4", "MediaName": "A"}"#)
            _ = try await client.store("PUT", session.mediaKey, session, body: Array("hello".utf8))
            _ = try await client.commit(session)
            _ = try await client.commit(session)
            _ = try await client.refusal("CommitUpload", "{}")
            let snapshot = emulator.snapshot()
            #expect(snapshot.requests == ["ApplyUpload": 1, "PutObject": 1, "CommitUpload": 3])
            #expect(snapshot.refusals == ["MissingParameter": 1])
            #expect(snapshot.bytesReceived == 5)
            #expect(snapshot.peakUploads == 1)
            #expect(snapshot.peakUploadsByKey == ["\(session.bucket)/\(session.mediaKey)": 1])
            #expect(snapshot.duplicateCommits == 1)
            #expect(snapshot.media.map(\.name) == ["A"])
            #expect(snapshot.objects.map(\.key) == [session.mediaKey])
            #expect(try emulator.objectBytes(bucket: session.bucket, key: session.mediaKey) == Array("hello".utf8))
            #expect(try emulator.objectBytes(bucket: session.bucket, key: "other") == nil)
            let reply = try await client.exchange(["GET /_emulator/snapshot HTTP/1.1", "Host: 127.0.0.1"])
            let decoded = try JSONDecoder().decode(EmulatorSnapshot.self, from: Data(reply.body))
            #expect(decoded == snapshot)
            #expect(try await client.exchange(["GET /_emulator/other HTTP/1.1", "Host: 127.0.0.1"]).status == 404)
        }
    }
}
