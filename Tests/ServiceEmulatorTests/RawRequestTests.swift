import Testing

@testable import ServiceEmulator

/// What arrives is judged as it arrives: paths, encodings, connections.
@Suite struct RawRequestTests {
    static let names = [
        "plain.ts", "a b+c%d%20e.ts", "视频（1）.mp4", "clip-\u{1F3AC}-e\u{301}.mp4", "x!\"#$&'()*,:;<=>?@[\\]^`{|}~/y",
        "a//b///c.ts", "a/./b/../c.ts", "trailing/",
    ]

    @Test("a key comes through as it was meant, in the raw path and in the listing", arguments: names)
    func keys(_ name: String) async throws {
        try await emulating { emulator, client in
            let session = try await client.apply(#"{"MediaType": "m3u8"}"#)
            let key = String(session.mediaKey.dropLast("f0.m3u8".count)) + name
            let put = try await client.store("PUT", key, session, body: Array(name.utf8))
            #expect(put.status == 200)
            let bytes = try emulator.objectBytes(bucket: session.bucket, key: key)
            #expect(bytes == Array(name.utf8))
            #expect(emulator.snapshot().objects.map { Array($0.key.utf8) } == [Array(key.utf8)])
            _ = try await client.multipart(key, session, parts: [])
            let list = try await client.store(
                "GET", "", session, [("uploads", ""), ("prefix", key), ("encoding-type", "url")])
            let upload = try XMLElement.parse(list.body).children.first { $0.name == "Upload" }
            let listed = try #require(upload?.onlyText("Key"))
            #expect(PercentCoding.decodedText(listed, plusIsBlank: false).map { Array($0.utf8) } == Array(key.utf8))
        }
    }

    /// Replaces the target of a signed request.
    private func retargeted(_ head: [String], _ change: (String) -> String) -> [String] {
        let words = head[0].split(separator: " ").map(String.init)
        return ["\(words[0]) \(change(words[1])) \(words[2])"] + head.dropFirst()
    }

    @Test("every way to write a path signs alike, since it is signed decoded")
    func equivalentPaths() async throws {
        try await emulating { emulator, client in
            let session = try await client.apply()
            let head = client.storeHead("PUT", session.mediaKey, session, headers: [("Content-Length", "1")])
            for change in [{ $0.replacing("/f0", with: "%2Ff0") }, { $0.replacing("f0", with: "%66%30") }]
                as [(String) -> String]
            {
                let reply = try await client.exchange(retargeted(head, change), [1])
                #expect(reply.status == 200)
            }
            #expect(emulator.snapshot().objects.map(\.key) == [session.mediaKey])
            let twice = try await client.exchange(retargeted(head) { $0.replacing("f0", with: "%2566%2530") }, [1])
            #expect(
                ServiceClient.refusal(twice) == "403 SignatureDoesNotMatch: The Signature you specified is invalid.")
            let malformed = try await client.exchange(retargeted(head) { $0 + "%f" }, [1])
            #expect(ServiceClient.refusal(malformed) == "400 InvalidURI: the request line cannot be decoded")
            let notText = try await client.exchange(retargeted(head) { $0 + "%FF" }, [1])
            #expect(ServiceClient.refusal(notText) == "400 InvalidURI: the request line cannot be decoded")
        }
    }

    @Test("a plus is a blank in a query and a plus in a path; a missing equals sign is an empty value")
    func plus() async throws {
        try await emulating { _, client in
            let session = try await client.apply(#"{"MediaType": "m3u8"}"#)
            let key = String(session.mediaKey.dropLast("f0.m3u8".count)) + "a b+c"
            _ = try await client.multipart(key, session, parts: [])
            let head = client.storeHead("GET", "", session, [("uploads", ""), ("prefix", key)])
            let reply = try await client.exchange(
                retargeted(head) { $0.replacing("uploads=", with: "uploads").replacing("%20", with: "+") })
            #expect(try XMLElement.parse(reply.body).children.contains { $0.name == "Upload" })
            let put = client.storeHead("PUT", key, session, headers: [("Content-Length", "1")])
            #expect(try await client.exchange(retargeted(put) { $0.replacing("%2B", with: "+") }, [1]).status == 200)
        }
    }

    @Test("path style is refused, by name and by address")
    func pathStyle() async throws {
        try await emulating { emulator, client in
            let refusal =
                "403 PathStyleDomainForbidden: "
                + "The bucket you are attempting to access must be addressed using COS virtual-styled domain."
            for host in ["cos.ap-chongqing.myqcloud.com", "127.0.0.1:\(emulator.port)", "service.cos.myqcloud.com"] {
                let reply = try await client.exchange([
                    "PUT /bucket-1/key HTTP/1.1", "Host: \(host)", "Content-Length: 0",
                ])
                #expect(ServiceClient.refusal(reply) == refusal)
                #expect(reply.header("x-cos-request-id") != nil)
            }
        }
    }

    @Test("a request without a signature is denied")
    func unsigned() async throws {
        try await emulating { _, client in
            let session = try await client.apply()
            let host = "Host: \(session.bucket).cos.\(session.region).myqcloud.com"
            let reply = try await client.exchange(["GET /\(session.mediaKey) HTTP/1.1", host])
            #expect(ServiceClient.refusal(reply) == "403 AccessDenied: Access Denied.")
            let bucket = try await client.exchange(["GET / HTTP/1.1", host])
            #expect(ServiceClient.refusal(bucket) == "501 NotImplemented: the emulator does not have this operation")
        }
    }

    @Test("an error document has what the service's has, and the server's own strings")
    func errorDocument() async throws {
        try await emulating { _, client in
            let session = try await client.apply()
            var head = client.storeHead("GET", session.mediaKey, session)
            head[head.count - 1] = head[head.count - 1].dropLast(4) + "0000"
            let reply = try await client.exchange(head)
            #expect(reply.status == 403)
            #expect(reply.header("Content-Type") == "application/xml")
            let error = try XMLElement.parse(reply.body)
            #expect(
                error.children.map(\.name) == [
                    "Code", "Message", "StringToSign", "FormatString", "Resource", "RequestId", "TraceId",
                ])
            #expect(error.onlyText("FormatString")?.hasPrefix("get\n/\(session.mediaKey)\n\nhost=") == true)
            #expect(error.onlyText("RequestId") == reply.header("x-cos-request-id"))
            #expect(error.onlyText("TraceId") == reply.header("x-cos-trace-id"))
            #expect(
                error.onlyText("Resource")
                    == "\(session.bucket).cos.\(session.region).myqcloud.com/\(session.mediaKey)")
        }
    }

    @Test("a client that asks for it is told to go on before the body, and is refused without it")
    func expectContinue() async throws {
        try await emulating { _, client in
            let session = try await client.apply()
            func send(_ key: String) -> [UInt8] {
                let head = client.storeHead(
                    "PUT", key, session, headers: [("Content-Length", "5"), ("Expect", "100-continue")])
                return Array((head + ["", ""]).joined(separator: "\r\n").utf8)
            }
            try await RawConnection.open(client.port) { connection in
                try await connection.send(send(session.mediaKey))
                #expect(try await connection.reply()?.status == 100)
                try await connection.send("hello")
                #expect(try await connection.reply()?.status == 200)
                try await connection.send(send("other"))
                #expect(try await connection.reply()?.status == 403)
            }
        }
    }

    @Test("a connection is kept after an early refusal whose body is passed over")
    func keepAlive() async throws {
        try await emulating { _, client in
            let session = try await client.apply()
            try await RawConnection.open(client.port) { connection in
                for (key, status) in [("other", 403), (session.mediaKey, 200), ("other", 403)] {
                    let head = client.storeHead("PUT", key, session, headers: [("Content-Length", "2000000")])
                    try await connection.send(Array((head + ["", ""]).joined(separator: "\r\n").utf8))
                    try await connection.send([UInt8](repeating: 7, count: 2_000_000))
                    #expect(try await connection.reply()?.status == status)
                }
            }
        }
    }

    @Test("a body that ends early leaves nothing behind")
    func brokenBody() async throws {
        try await emulating { emulator, client in
            let session = try await client.apply()
            try await RawConnection.open(client.port) { connection in
                let head = client.storeHead("PUT", session.mediaKey, session, headers: [("Content-Length", "100")])
                try await connection.send(Array((head + ["", "half"]).joined(separator: "\r\n").utf8))
            }
            // The next request on another connection is answered whether or not the first has been given up.
            _ = try await client.store("HEAD", session.mediaKey, session)
            #expect(emulator.snapshot().objects.isEmpty)
        }
    }

    @Test("a host of one's own stands for a bucket")
    func customDomain() async throws {
        let bucket = EmulatorConfiguration.Bucket(name: "own-1250000000", region: "ap-tokyo")
        try await emulating({ $0.customDomains = ["media.example.com:81": bucket] }) { emulator, client in
            let window = "\(testNow);\(testNow + 60)"
            // The port is sent and not signed, as one SDK does it.
            let authorization = TestSigner.cos(
                method: "PUT", path: "/k", query: [], headers: [("host", "media.example.com")], window: window,
                key: TestKey())
            let reply = try await client.exchange(
                [
                    "PUT /k HTTP/1.1", "Host: media.example.com:81", "Content-Length: 1",
                    "Authorization: \(authorization)",
                ], [1])
            #expect(reply.status == 200)
            #expect(emulator.snapshot().objects.map(\.bucket) == ["own-1250000000"])
        }
    }

    @Test("names of hosts are told apart")
    func hostNames() {
        let bucket = HostName.Bucket(name: "a-b-1250000000", region: "ap-beijing-1")
        for host in [
            "a-b-1250000000.cos.ap-beijing-1.myqcloud.com", "A-B-1250000000.cos.ap-beijing-1.tencentcos.cn:8080",
            "a-b-1250000000.cos-internal.ap-beijing-1.tencentcos.cn", "a-b-1250000000.cos.ap-beijing-1.localhost:80",
        ] { #expect(HostName.bucket(host) == bucket, "\(host)") }
        for host in [
            "cos.ap-beijing.myqcloud.com", "vod.tencentcloudapi.com", "a.cos.ap-beijing.myqcloud.com", "127.0.0.1:80",
        ] {
            #expect(HostName.bucket(host) == nil, "\(host)")
        }
        #expect(HostName.withoutPort("[::1]:80") == "[::1]")
        #expect(HostName.withoutPort("host") == "host")
    }
}
