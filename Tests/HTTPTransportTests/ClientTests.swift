import Checksums
import Foundation
import HTTPTransport
import IngestModel
import Testing

@Suite("The innermost transports", .timeLimit(.minutes(15)))
struct ClientTests {
    @Test(
        "The request line has exactly the path and the query it was given",
        arguments: [
            ("/a%2Fb", ""), ("/a.%2Fb/..%2Fc", ""), ("/a//b///c", ""), ("/a/./b/../c", ""), ("/%41%7e~%E4%B8%AD", ""),
            ("/a%20b%2Bc%25d", "uploads="), ("/a", "uploads"), ("/k", "partNumber=1&uploadId=a%2Bb%3D"),
            ("/x%21%22%23%24%26%27%28%29%2A%2C%3A%3B%3C%3D%3E%3F%40%5B%5C%5D%5E%60%7B%7C%7D~/y", "a=%2f"),
            ("/", "a=1&a=2"),
        ], TransportKind.allCases)
    func rawPath(parts: (path: String, query: String), kind: TransportKind) async throws {
        let (path, query) = parts
        try await LoopbackServer.with([.answer("200 OK")]) { server in
            try await withClient(kind) { client in
                let request = OutgoingRequest(operation: "t", method: .get, target: server.target(path, query: query))
                _ = try await client.send(request)
            }
            let tail = query.isEmpty ? "" : "?" + query
            #expect(server.seen.map(\.line) == ["GET \(path)\(tail) HTTP/1.1"])
        }
    }

    @Test("A connection override leaves the host header as the URL has it", arguments: TransportKind.allCases)
    func override(kind: TransportKind) async throws {
        try await LoopbackServer.with([.answer("200 OK")]) { server in
            try await withClient(kind) { client in
                let target = RequestTarget(
                    secure: true, host: "b-1.cos.ap-x.myqcloud.com", path: "/k",
                    connectTo: ConnectAddress(host: "127.0.0.1", port: server.port))
                _ = try await client.send(OutgoingRequest(operation: "t", method: .get, target: target))
            }
            #expect(
                server.seen.first?.headers.filter { $0.lowercased().hasPrefix("host:") } == [
                    "Host: b-1.cos.ap-x.myqcloud.com"
                ])
        }
    }

    @Test(
        "A file's body arrives byte for byte with its length, and the answer knows its checksum",
        arguments: [1, 1 << 18, 1_000_003], TransportKind.allCases)
    func fileBody(size: Int, kind: TransportKind) async throws {
        let file = try TestFile(pattern: size)
        try await LoopbackServer.with([.answer("200 OK")]) { server in
            var request = OutgoingRequest(operation: "t", method: .put, target: server.target("/k"))
            request.body = .file(try file.range())
            let response = try await withClient(kind) { try await $0.send(request) }
            let seen = try #require(server.seen.first)
            #expect(seen.body == TestFile.pattern(size))
            #expect(seen.header("Content-Length") == String(size))
            #expect(seen.header("Transfer-Encoding") == nil)
            #expect(response.sent == SentBody(bytes: Int64(size), crc64: CRC64(TestFile.pattern(size)).value))
            #expect(response.bytesSent == Int64(size))
        }
    }

    @Test(
        "A request asks once whether it may start, and before that nothing of it is on the wire",
        arguments: [0, 5, 600_000], TransportKind.allCases)
    func start(size: Int, kind: TransportKind) async throws {
        let file = try TestFile(pattern: max(1, size))
        try await LoopbackServer.with([.answer("200 OK")]) { server in
            let asked = Counter()
            var request = OutgoingRequest(operation: "t", method: .put, target: server.target("/k"))
            if size > 0 { request.body = .file(try file.range()) }
            request.flow.start = {
                #expect(server.seen.isEmpty)
                _ = asked.next()
            }
            _ = try await withClient(kind) { try await $0.send(request) }
            #expect(server.seen.map(\.body.count) == [size])
            #expect(asked.value == 1)
        }
    }

    @Test("A request that is cancelled before it may start has sent nothing", arguments: TransportKind.allCases)
    func cancelledStart(kind: TransportKind) async throws {
        let file = try TestFile(pattern: 5)
        try await LoopbackServer.with([.answer("200 OK")]) { server in
            var request = OutgoingRequest(operation: "t", method: .put, target: server.target("/k"))
            request.body = .file(try file.range())
            request.flow.start = { throw CancellationError() }
            let sent = request
            let fault = try await withClient(kind) { client -> TransportFault? in
                do throws(TransportFault) {
                    _ = try await client.send(sent)
                    return nil
                } catch { return error }
            }
            #expect(fault == .cancelled(sentAny: false))
            #expect(server.seen.isEmpty)
        }
    }

    @Test("A stretch of a file is what is sent of it", arguments: TransportKind.allCases)
    func fileRange(kind: TransportKind) async throws {
        let file = try TestFile(pattern: 700_000)
        try await LoopbackServer.with([.answer("200 OK")]) { server in
            var request = OutgoingRequest(operation: "t", method: .put, target: server.target("/k"))
            request.body = .file(try file.range(300_001, 400))
            _ = try await withClient(kind) { try await $0.send(request) }
            #expect(server.seen.first?.body == Array(TestFile.pattern(700_000)[300_001..<300_401]))
        }
    }

    @Test("A PUT or POST without a body says so, other methods say nothing", arguments: TransportKind.allCases)
    func emptyBodies(kind: TransportKind) async throws {
        let methods: [OutgoingRequest.Method] = [.put, .post, .get, .delete]
        try await LoopbackServer.with(Array(repeating: .answer("200 OK"), count: 4)) { server in
            try await withClient(kind) { client in
                for method in methods {
                    _ = try await client.send(OutgoingRequest(operation: "t", method: method, target: server.target()))
                }
            }
            #expect(server.seen.map { $0.header("Content-Length") } == ["0", "0", nil, nil])
        }
    }

    @Test(
        "An error that comes before the whole body is an answer, and the rest of the body stays unsent",
        arguments: TransportKind.allCases)
    func earlyAnswer(kind: TransportKind) async throws {
        let size = 64 << 20
        let file = try TestFile([UInt8](repeating: 7, count: size))
        let refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"
        try await LoopbackServer.with([.init(moment: .body(1), acts: [.write(refusal)])]) { server in
            var request = OutgoingRequest(operation: "t", method: .put, target: server.target("/k"))
            request.body = .file(try file.range())
            let response = try await withClient(kind) { try await $0.send(request) }
            #expect(response.status == 403)
            #expect(response.body == Array("no".utf8))
            #expect(response.sent.bytes > 0)
            #expect(response.sent.bytes < Int64(size))
        }
    }

    @Test("A reset amid the body is a fault that may have reached the service", arguments: TransportKind.allCases)
    func resetAmidBody(kind: TransportKind) async throws {
        let file = try TestFile([UInt8](repeating: 7, count: 32 << 20))
        try await LoopbackServer.with([.init(moment: .body(1000), acts: [.reset])]) { server in
            var request = OutgoingRequest(operation: "PUT Object", method: .put, target: server.target("/k"))
            request.body = .file(try file.range())
            let fault = try await fault(kind, of: request)
            #expect(fault.kind == .reset)
            #expect(fault.sentAny)
            #expect(fault.bytesSent > 0)
            #expect(fault.faultClass == .transient)
            #expect(fault.ambiguous)
        }
    }

    @Test(
        "A connection that ends after the whole request without an answer is ambiguous", arguments: [true, false],
        TransportKind.allCases)
    func lostAnswer(reset: Bool, kind: TransportKind) async throws {
        try await LoopbackServer.with([.init(moment: .whole, acts: [reset ? .reset : .close])]) { server in
            var request = OutgoingRequest(operation: "CommitUpload", method: .post, target: server.target())
            request.body = .bytes(Array("{}".utf8))
            let fault = try await fault(kind, of: request)
            #expect(fault.kind == .reset)
            #expect(fault.sentAny)
            #expect(fault.ambiguous)
        }
    }

    @Test("Where nothing listens nothing was sent", arguments: TransportKind.allCases)
    func refused(kind: TransportKind) async throws {
        let port = try await LoopbackServer.with([]) { $0.port }
        let target = RequestTarget(secure: false, host: "127.0.0.1", port: port, path: "/")
        let fault = try await fault(kind, of: OutgoingRequest(operation: "t", method: .get, target: target))
        #expect(fault.kind == .connect)
        #expect(!fault.sentAny)
        #expect(!fault.ambiguous)
        #expect(fault.code == "NetworkError")
    }

    @Test(
        "A server that is silent when TLS begins is one that is not there", arguments: TransportKind.allCases)
    func notTLS(kind: TransportKind) async throws {
        try await LoopbackServer.with([.answer("200 OK")]) { server in
            let target = RequestTarget(secure: true, host: "127.0.0.1", port: server.port, path: "/")
            let fault = try await fault(
                kind, of: OutgoingRequest(operation: "t", method: .get, target: target),
                ClientSettings(connectTimeout: .seconds(2)))
            #expect(fault.kind == .connect)
            #expect(!fault.sentAny)
        }
    }

    @Test("An answer in chunks with white space first is read whole", arguments: TransportKind.allCases)
    func chunkedWhiteSpace(kind: TransportKind) async throws {
        let answer =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nx-cos-hash-crc64ecma: 7\r\n\r\n"
            + "1\r\n\n\r\n2\r\n \n\r\n4\r\n<a/>\r\n0\r\n\r\n"
        try await LoopbackServer.with([.init(moment: .whole, acts: [.write(answer)])]) { server in
            let request = OutgoingRequest(operation: "t", method: .post, target: server.target())
            let response = try await withClient(kind) { try await $0.send(request) }
            #expect(String(decoding: response.body, as: UTF8.self) == "\n \n<a/>")
            #expect(response.headers["X-COS-HASH-CRC64ECMA"] == "7")
        }
    }

    @Test(
        "An answer that is cut is a fault",
        arguments: [
            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n<a>",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n<a>\r\n",
        ], TransportKind.allCases)
    func cutAnswer(answer: String, kind: TransportKind) async throws {
        try await LoopbackServer.with([.init(moment: .whole, acts: [.write(answer), .close])]) { server in
            let fault = try await fault(
                kind, of: OutgoingRequest(operation: "t", method: .post, target: server.target()))
            #expect(fault.faultClass == .transient)
            #expect(fault.ambiguous)
        }
    }

    @Test("What is not HTTP is a fault", arguments: TransportKind.allCases)
    func notHTTP(kind: TransportKind) async throws {
        try await LoopbackServer.with([.init(moment: .whole, acts: [.write("220 smtp.example ready\r\n")])]) { server in
            let fault = try await fault(
                kind, of: OutgoingRequest(operation: "t", method: .get, target: server.target()))
            #expect(fault.kind == .badAnswer)
            #expect(fault.code == "BadAnswer")
        }
    }

    @Test("A compressed answer is read as what it holds", arguments: TransportKind.allCases)
    func gzip(kind: TransportKind) async throws {
        // {"Response":{}} as `gzip` packs it.
        let packed: [UInt8] = [
            0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xAB, 0x56, 0x0A, 0x4A, 0x2D, 0x2E, 0xC8, 0xCF,
            0x2B, 0x4E, 0x55, 0xB2, 0xAA, 0xAE, 0xAD, 0x05, 0x00, 0x01, 0xAA, 0xCB, 0x60, 0x0F, 0x00, 0x00, 0x00,
        ]
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(packed.count)\r\n\r\n"
        let step = LoopbackServer.Step(moment: .whole, acts: [.write(head), .writeBytes(packed)])
        try await LoopbackServer.with([step]) { server in
            let request = OutgoingRequest(operation: "t", method: .post, target: server.target())
            let response = try await withClient(kind) { try await $0.send(request) }
            #expect(String(decoding: response.body, as: UTF8.self) == #"{"Response":{}}"#)
        }
    }

    @Test("An answer longer than allowed is refused", arguments: TransportKind.allCases)
    func longAnswer(kind: TransportKind) async throws {
        try await LoopbackServer.with([.answer("200 OK", body: "12345")]) { server in
            var request = OutgoingRequest(operation: "ApplyUpload", method: .post, target: server.target())
            request.replyLimit = 4
            let fault = try await fault(kind, of: request)
            #expect(fault.kind == .badAnswer)
            #expect(fault.message == "the answer to ApplyUpload is longer than 4 bytes")
        }
    }

    @Test("A redirect is an answer and is not followed", arguments: TransportKind.allCases)
    func redirect(kind: TransportKind) async throws {
        try await LoopbackServer.with([.answer("302 Found", headers: "Location: http://127.0.0.1:1/\r\n")]) { server in
            let request = OutgoingRequest(operation: "t", method: .get, target: server.target())
            let response = try await withClient(kind) { try await $0.send(request) }
            #expect(response.status == 302)
            #expect(server.seen.count == 1)
        }
    }

    @Test("Requests one after another share a connection", arguments: TransportKind.allCases)
    func keepAlive(kind: TransportKind) async throws {
        try await LoopbackServer.with([.answer("200 OK"), .answer("200 OK")]) { server in
            try await withClient(kind) { client in
                for _ in 1...2 {
                    _ = try await client.send(OutgoingRequest(operation: "t", method: .get, target: server.target()))
                }
            }
            #expect(server.seen.count == 2)
            #expect(server.connections == 1)
        }
    }

    @Test("A connection whose answer says that it closes is not used again", arguments: TransportKind.allCases)
    func closingAnswer(kind: TransportKind) async throws {
        let last = LoopbackServer.Step.answer("200 OK", headers: "Connection: close\r\n")
        try await LoopbackServer.with([last, .answer("200 OK")]) { server in
            try await withClient(kind) { client in
                for _ in 1...2 {
                    _ = try await client.send(OutgoingRequest(operation: "t", method: .get, target: server.target()))
                }
            }
            #expect(server.connections == 2)
        }
    }

    @Test("A connection that was idle for too long is not used again")
    func oldConnection() async throws {
        try await LoopbackServer.with([.answer("200 OK"), .answer("200 OK")]) { server in
            try await withClient(.direct, ClientSettings(idleTimeout: .zero)) { client in
                for _ in 1...2 {
                    _ = try await client.send(OutgoingRequest(operation: "t", method: .get, target: server.target()))
                }
            }
            #expect(server.connections == 2)
        }
    }

    @Test("Many requests at once have a connection each, and later ones use those", arguments: TransportKind.allCases)
    func sideBySide(kind: TransportKind) async throws {
        let file = try TestFile(pattern: 300_000)
        let range = try file.range()
        try await LoopbackServer.with(Array(repeating: .answer("200 OK"), count: 48)) { server in
            try await withClient(kind) { client in
                for _ in 1...3 {
                    try await withThrowingTaskGroup(of: SentBody.self) { group in
                        for number in 0..<16 {
                            var request = OutgoingRequest(
                                operation: "t", method: .put, target: server.target("/\(number)"))
                            request.body = .file(range)
                            let sending = request
                            group.addTask { try await client.send(sending).sent }
                        }
                        for try await sent in group {
                            #expect(sent == SentBody(bytes: 300_000, crc64: CRC64(TestFile.pattern(300_000)).value))
                        }
                    }
                }
            }
            #expect(server.seen.allSatisfy { $0.body == TestFile.pattern(300_000) })
            #expect(server.seen.count == 48)
            #expect(server.connections <= 16)
        }
    }

    @Test(
        "A request that is cancelled while it connects ends at once and was not sent", arguments: TransportKind.allCases
    )
    func cancelledBefore(kind: TransportKind) async throws {
        let file = try TestFile(pattern: 1000)
        let range = try file.range()
        // To a server without TLS the bytes of a handshake are the beginning of a head that never ends.
        // Shutting down waits for the handshake, so its limit is short, yet longer than a busy machine is late.
        let settings = ClientSettings(connectTimeout: .seconds(30), idleTimeout: .seconds(300))
        try await LoopbackServer.with([]) { server in
            try await withClient(kind, settings) { client in
                var request = OutgoingRequest(
                    operation: "t", method: .put,
                    target: RequestTarget(secure: true, host: "127.0.0.1", port: server.port, path: "/"))
                request.body = .file(range)
                let sending = request
                let task = Task { () -> TransportFault? in
                    do throws(TransportFault) {
                        _ = try await client.send(sending)
                        return nil
                    } catch { return error }
                }
                task.cancel()
                let fault = await task.value
                #expect(fault?.kind == .cancelled)
                #expect(fault?.sentAny == false)
            }
        }
    }

    @Test("A cancelled request ends, and says whether it may have arrived", arguments: TransportKind.allCases)
    func cancelled(kind: TransportKind) async throws {
        let script = [LoopbackServer.Step(moment: .whole, acts: [])]
        try await LoopbackServer.with(script) { server in
            try await withClient(kind) { client in
                let (heads, arrived) = AsyncStream<Void>.makeStream()
                var request = OutgoingRequest(operation: "t", method: .post, target: server.target())
                request.body = .bytes([1, 2, 3])
                request.flow.sent = { _ in arrived.yield() }
                let sending = request
                let task = Task { () -> TransportFault? in
                    do throws(TransportFault) {
                        _ = try await client.send(sending)
                        return nil
                    } catch { return error }
                }
                for await _ in heads { break }
                task.cancel()
                let fault = await task.value
                #expect(fault?.kind == .cancelled)
                #expect(fault?.sentAny == true)
                #expect(fault?.faultClass == .cancelled)
            }
        }
    }

    private func fault(
        _ kind: TransportKind, of request: OutgoingRequest, _ settings: ClientSettings = ClientSettings()
    ) async throws -> TransportFault {
        try await withClient(kind, settings) { client in
            do throws(TransportFault) {
                let response = try await client.send(request)
                Issue.record("an answer came: \(response.status)")
                return TransportFault(kind: .defect, message: "", sentAny: false)
            } catch { return error }
        }
    }
}
