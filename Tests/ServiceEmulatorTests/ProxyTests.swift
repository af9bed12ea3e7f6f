import Foundation
import NIOSSL
import Testing

@testable import ServiceEmulator

/// The emulator as a proxy.
@Suite(.timeLimit(.minutes(15))) struct ProxyTests {
    private func proxied<Result>(
        _ configure: (inout EmulatorConfiguration) -> Void = { _ in },
        body: (Emulator, EmulatedProxy, ServiceClient) async throws -> Result
    ) async throws -> Result {
        try await emulating({ configuration in
            configuration.proxy = EmulatorConfiguration.Proxy()
            configure(&configuration)
        }) { emulator, client in
            try await body(emulator, try #require(emulator.proxy), client)
        }
    }

    private func exchange(
        _ proxy: EmulatedProxy, tunnel: String? = nil, _ head: [String], _ body: [UInt8] = []
    ) async throws -> RawReply? {
        let end = tunnel.map { TunnelEnd(host: $0, certificate: proxy.certificate) }
        return try await RawConnection.open(proxy.port, tunnel: end) { connection in
            try await connection.send(Array((head + ["", ""]).joined(separator: "\r\n").utf8) + body)
            return try await connection.reply()
        }
    }

    @Test("a tunnel leads to the API and to the store, and requests arrive in it as they were sent")
    func tunnel() async throws {
        try await proxied { emulator, proxy, client in
            let body = Array(#"{"MediaType": "m3u8"}"#.utf8)
            let reply = try await exchange(
                proxy, tunnel: "vod.tencentcloudapi.com", client.apiHead("ApplyUpload", body), body)
            let response = try ServiceClient.response(try #require(reply))
            #expect(response["StorageBucket"]?.text == "6c0f1c00vodcq1250000000-1250000000")
            let session = try await client.apply(#"{"MediaType": "m3u8"}"#)
            let host = "\(session.bucket).cos.\(session.region).myqcloud.com"
            for name in ["a//b/./c/../d.ts", "x y+%41%.ts", "视频.ts"] {
                let key = String(session.mediaKey.dropLast("f0.m3u8".count)) + name
                let head = client.storeHead("PUT", key, session, headers: [("Content-Length", "3")])
                let put = try await exchange(proxy, tunnel: host, head, [1, 2, 3])
                #expect(put?.status == 200)
                #expect(try emulator.objectBytes(bucket: session.bucket, key: key) == [1, 2, 3])
            }
        }
    }

    @Test("with a user, whoever does not give name and password gets 407, in the clear and for a tunnel")
    func user() async throws {
        try await proxied({ $0.proxy?.user = "me:pass:word" }) { emulator, proxy, client in
            let right = "Basic " + Data("me:pass:word".utf8).base64EncodedString()
            let tunnel = ["CONNECT vod.tencentcloudapi.com:443 HTTP/1.1", "Host: vod.tencentcloudapi.com:443"]
            let body = Array(#"{"MediaType": "mp4"}"#.utf8)
            var plain = client.apiHead("ApplyUpload", body)
            plain[0] = plain[0].replacing("POST /", with: "POST http://vod.tencentcloudapi.com/")
            for wrong in [nil, "Basic bWU6cGFzcw==", "Bearer x", "Basic", right + " x"] {
                let header = wrong.map { ["Proxy-Authorization: \($0)"] } ?? []
                let reply = try await exchange(proxy, tunnel + header)
                #expect(reply?.status == 407)
                #expect(reply?.header("Proxy-Authenticate") == "Basic realm=\"vod-emulator\"")
                #expect(try await exchange(proxy, plain + header, body)?.status == 407)
            }
            #expect(emulator.snapshot().requests == [:])
            let lower = ["proxy-authorization: basic \(right.dropFirst(6))"]
            #expect(try await exchange(proxy, tunnel + lower)?.status == 200)
            #expect(try await exchange(proxy, plain + ["Proxy-Authorization: \(right)"], body)?.status == 200)
            #expect(emulator.snapshot().requests == ["ApplyUpload": 1])
        }
    }

    @Test("a tunnel carries several requests, one after the other")
    func keepAlive() async throws {
        try await proxied { emulator, proxy, client in
            let end = TunnelEnd(host: "vod.tencentcloudapi.com", certificate: proxy.certificate)
            try await RawConnection.open(proxy.port, tunnel: end) { connection in
                for _ in 0..<3 {
                    let body = Array(#"{"MediaType": "mp4"}"#.utf8)
                    let head = (client.apiHead("ApplyUpload", body) + ["", ""]).joined(separator: "\r\n")
                    try await connection.send(Array(head.utf8) + body)
                    let reply = try await connection.reply()
                    #expect(reply?.status == 200)
                }
            }
            #expect(emulator.snapshot().requests == ["ApplyUpload": 3])
        }
    }

    @Test("requests in the clear come with their whole address, which is signed as the host's own")
    func absolute() async throws {
        try await proxied { emulator, proxy, client in
            let session = try await client.apply(#"{"MediaType": "m3u8"}"#)
            let key = String(session.mediaKey.dropLast("f0.m3u8".count)) + "a//./b%2F c+d.ts"
            var head = client.storeHead("PUT", key, session, headers: [("Content-Length", "3")])
            let host = "\(session.bucket).cos.\(session.region).myqcloud.com"
            head[0] = head[0].replacing("PUT /", with: "PUT http://\(host)/")
            let put = try await exchange(proxy, head, [1, 2, 3])
            #expect(put?.status == 200)
            #expect(try emulator.objectBytes(bucket: session.bucket, key: key) == [1, 2, 3])
        }
    }

    @Test(
        "tunnels to other hosts and ports are refused",
        arguments: [
            "example.com:443", "cvm.tencentcloudapi.com:443", "vod.tencentcloudapi.com:8443", "127.0.0.1:443",
        ])
    func otherHosts(_ authority: String) async throws {
        try await proxied { _, proxy, _ in
            let reply = try #require(
                try await exchange(proxy, ["CONNECT \(authority) HTTP/1.1", "Host: \(authority)"]))
            #expect(reply.status == 403)
            #expect(reply.text == "`\(authority)` is not emulated\n")
        }
    }

    @Test("other hosts are refused in the clear, in a tunnel, and where the request cannot be read")
    func otherRequests() async throws {
        try await proxied { _, proxy, _ in
            let clear = try #require(
                try await exchange(proxy, ["GET http://example.com/ HTTP/1.1", "Host: example.com"]))
            #expect((clear.status, clear.text) == (403, "`example.com` is not emulated\n"))
            let port = try #require(
                try await exchange(proxy, ["GET http://vod.tencentcloudapi.com:8080/ HTTP/1.1", "Host: x"]))
            #expect((port.status, port.text) == (403, "`vod.tencentcloudapi.com:8080` is not emulated\n"))
            let inside = try #require(
                try await exchange(
                    proxy, tunnel: "vod.tencentcloudapi.com", ["GET / HTTP/1.1", "Host: example.com"]))
            #expect((inside.status, inside.text) == (421, "`example.com` is not emulated\n"))
            let malformed = try #require(try await exchange(proxy, ["CONNECT vod.tencentcloudapi.com HTTP/1.1"]))
            #expect((malformed.status, malformed.text) == (400, "the request for a tunnel cannot be read\n"))
        }
    }

    @Test(
        "a client that does not trust this run's authority is told so by TLS, and one host's certificate is no other's")
    func trust() async throws {
        try await proxied { _, first, _ in
            try await proxied { _, second, _ in
                #expect(first.certificate != second.certificate)
                let stranger = TunnelEnd(host: "vod.tencentcloudapi.com", certificate: first.certificate)
                await #expect(throws: (any Error).self) {
                    try await RawConnection.open(second.port, tunnel: stranger) { connection in
                        _ = try await connection.reply()
                    }
                }
            }
            let misled = TunnelEnd(
                host: "vod.tencentcloudapi.com", certificate: first.certificate, expects: "sts.tencentcloudapi.com")
            // Under load the connection may be gone before the handshake's own words reach the sender.
            await #expect(throws: (any Error).self) {
                try await RawConnection.open(first.port, tunnel: misled) { connection in
                    _ = try await connection.reply()
                }
            }
        }
    }

    @Test("the certificate's file is its owner's alone, holds no key, and goes with the emulator")
    func certificateFile() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("proxy-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer {
            do { try FileManager.default.removeItem(at: folder) } catch { Issue.record("\(folder.path): \(error)") }
        }
        let file = folder.appendingPathComponent("ca.pem")
        try Data("a former one".utf8).write(to: file)
        try await proxied({ $0.proxy?.certificateFile = file.path }) { _, proxy, _ in
            #expect(proxy.certificateFile == file.path)
            let kept = try String(contentsOf: file, encoding: .utf8)
            #expect(kept == proxy.certificate)
            #expect(kept.hasPrefix("-----BEGIN CERTIFICATE-----\n"))
            #expect(kept.hasSuffix("-----END CERTIFICATE-----\n"))
            #expect(kept.split(separator: "-----BEGIN").count == 1)
            let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["ca.pem"])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
    }

    @Test("without a name the certificate lies in the folder for temporary files, named after the port")
    func temporaryFile() async throws {
        let path = try await proxied { _, proxy, _ in
            #expect(FileManager.default.fileExists(atPath: proxy.certificateFile))
            let name = URL(fileURLWithPath: proxy.certificateFile).lastPathComponent
            #expect(name == "vod-emulator-\(proxy.port)-ca.pem")
            #expect(proxy.address == "http://127.0.0.1:\(proxy.port)")
            return proxy.certificateFile
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("an emulator ends while tunnels, and connections that have said nothing, are open")
    func ends() async throws {
        let (opened, feed) = AsyncStream.makeStream(of: Void.self)
        let (ended, end) = AsyncStream.makeStream(of: Void.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await proxied { _, proxy, client in
                let body = Array(#"{"MediaType": "mp4"}"#.utf8)
                let head = client.apiHead("ApplyUpload", body)
                let trusted = TunnelEnd(host: "vod.tencentcloudapi.com", certificate: proxy.certificate)
                for tunnel in [trusted, nil] {
                    group.addTask {
                        try await RawConnection.open(proxy.port, tunnel: tunnel) { connection in
                            if tunnel != nil {
                                // Its handshake is over once an answer has come.
                                try await connection.send(
                                    Array((head + ["", ""]).joined(separator: "\r\n").utf8) + body)
                                let reply = try await connection.reply()
                                #expect(reply?.status == 200)
                            }
                            feed.yield()
                            for await _ in ended {}
                            let isAtEnd = try await connection.isAtEnd()
                            #expect(isAtEnd)
                        }
                    }
                }
                var iterator = opened.makeAsyncIterator()
                for _ in 0..<2 { await iterator.next() }
            }
            end.finish()
            try await group.waitForAll()
        }
    }

    @Test("faults strike in tunnels as anywhere")
    func faults() async throws {
        try await proxied({ $0.faults = FaultPlan([FaultRule(.applyUpload, effect: .loseReply)]) }) {
            emulator, proxy, client in
            let body = Array(#"{"MediaType": "mp4"}"#.utf8)
            let head = client.apiHead("ApplyUpload", body)
            let lost = try await exchange(proxy, tunnel: "vod.tencentcloudapi.com", head, body)
            #expect(lost == nil)
            #expect(emulator.unfired() == [])
        }
    }
}
