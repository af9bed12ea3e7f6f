import HTTPTransport
import IngestModel
import TencentClient
import Testing

@Suite("ObjectStore", .timeLimit(.minutes(15)))
struct ObjectStoreTests {
    static func error(_ code: String, _ message: String = "m") -> String {
        "<?xml version='1.0' encoding='utf-8' ?>\n<Error><Code>\(code)</Code><Message>\(message)</Message>"
            + "<RequestId>rid-body</RequestId></Error>"
    }

    private func put(
        _ services: FakeServices, _ session: UploadSession, size: Int = 1000
    ) async throws -> (StoredReceipt?, ServiceFault?) {
        let file = try TestFile(size)
        let range = try file.range()
        let stack = try TestStack.make(services)
        do throws(ServiceFault) {
            return (
                try await stack.store.put(range, key: session.mediaKey, session: session, lane: TestStack.lane), nil
            )
        } catch { return (nil, error) }
    }

    @Test("A PUT goes to the bucket's host with an explicit type, the session's token and a signature over both")
    func put() async throws {
        let services = FakeServices([.stored()])
        let session = try TestStack.session(key: "media/v1/视频 1.m3u8")
        let (receipt, _) = try await put(services, session)
        // Recorded for the same bytes (cos-wire.json, small-file).
        #expect(
            receipt
                == StoredReceipt(
                    crc64: 4_225_723_420_407_291_323, etag: "\"e\"", requestId: "rid-store", bytesSent: 1000,
                    attempts: 1))
        let sent = try #require(services.seen.first)
        #expect(sent.method == .put)
        #expect(sent.target.secure)
        #expect(sent.target.authority == "examplebucket-1250000000.cos.ap-beijing.myqcloud.com")
        #expect(sent.target.path == "/media/v1/%E8%A7%86%E9%A2%91%201.m3u8")
        #expect(sent.headers["Content-Type"] == "application/vnd.apple.mpegurl")
        #expect(sent.headers["x-cos-security-token"] == "TMPTOKENEXAMPLE")
        let authorization = try #require(sent.headers["Authorization"])
        #expect(
            authorization.hasPrefix(
                "q-sign-algorithm=sha1&q-ak=AKIDTMPEXAMPLE&q-sign-time=1699999940;1700003600&q-key-time=1699999940;1700003600"
                    + "&q-header-list=content-length;content-type;host;x-cos-security-token&q-url-param-list=&q-signature="
            ))
        #expect(sent.lane == .upload(TestStack.lane))
    }

    @Test("Without a session key the account's own is used, with its token")
    func accountKey() async throws {
        var session = try TestStack.session()
        session.credential = nil
        let services = FakeServices([.stored()])
        let key = AccountCredential(secretId: "AKIDOWN", secretKey: Secret("s"), token: Secret("OWNTOKEN"))
        let stack = try TestStack.make(services, credentials: StaticProvider(key))
        let file = try TestFile(10)
        _ = try await stack.store.put(
            try file.range(), key: session.mediaKey, session: session, lane: TestStack.lane)
        let sent = try #require(services.seen.first)
        #expect(sent.headers["x-cos-security-token"] == "OWNTOKEN")
        #expect(sent.headers["Authorization"]?.hasPrefix("q-sign-algorithm=sha1&q-ak=AKIDOWN&") == true)
    }

    @Test("The signature never outlives the session's key")
    func shortKey() async throws {
        let services = FakeServices([.stored()])
        _ = try await put(services, try TestStack.session(expiresAt: TestStack.now + 100))
        let authorization = services.seen.first?.headers["Authorization"] ?? ""
        #expect(authorization.contains("&q-sign-time=1699999940;1700000100&"))
    }

    @Test("A session whose key has run out sends nothing")
    func expiredKey() async throws {
        let services = FakeServices([])
        let (_, fault) = try await put(services, try TestStack.session(expiresAt: TestStack.now))
        #expect(
            fault
                == ServiceFault(
                    code: "SessionExpired", faultClass: .expired,
                    message: "the upload session's temporary key has run out"))
        #expect(services.seen.isEmpty)
    }

    @Test("A body that arrived damaged is read and sent again")
    func damagedOnce() async throws {
        let services = FakeServices([.stored(crcError: 1), .stored()])
        let (receipt, _) = try await put(services, try TestStack.session())
        #expect(receipt?.attempts == 2)
        #expect(receipt?.bytesSent == 2000)
    }

    @Test("A body that always arrives damaged is told of with both checksums")
    func damaged() async throws {
        let services = FakeServices(Array(repeating: .stored(crcError: 1), count: 3))
        let (_, fault) = try await put(services, try TestStack.session())
        var expected = ServiceFault(
            code: "IntegrityMismatch", faultClass: .integrity,
            message: "the store holds bytes with CRC-64 4225723420407291324, what was sent has 4225723420407291323",
            requestId: "rid-store", status: 200, attempts: 3, service: .cos, elapsed: 0.6)
        expected.bytesSent = 3000
        #expect(fault == expected)
        #expect(services.left == 0)
    }

    @Test(
        "Where an upload's answer has no checksum HEAD is asked; what it differs in is no success, where it has none neither"
    )
    func missingChecksum() async throws {
        func look(_ crc64: String?, size: Int = 1000) -> FakeServices {
            var headers: HeaderFields = ["Content-Length": "\(size)"]
            if let crc64 { headers["x-cos-hash-crc64ecma"] = crc64 }
            return FakeServices([.stored(crcError: nil), .status(200, "", headers)])
        }
        let same = look("4225723420407291323")
        let (receipt, _) = try await put(same, try TestStack.session())
        #expect(receipt?.crc64 == 4_225_723_420_407_291_323)
        #expect(same.seen.map(\.method) == [.put, .head])
        let (none, fault) = try await put(look("42"), try TestStack.session())
        #expect(none == nil)
        #expect(fault?.faultClass == .integrity)
        #expect(
            fault?.message == "the store holds bytes with CRC-64 42, what was sent has 4225723420407291323")
        #expect(try await put(look(nil), try TestStack.session()).0?.crc64 == nil)
        for crc64 in [nil, "4225723420407291323"] {
            let (short, fault) = try await put(look(crc64, size: 999), try TestStack.session())
            #expect(short == nil)
            #expect(fault?.code == "IntegrityMismatch")
            #expect(fault?.message == "the store holds 999 bytes, 1000 were sent")
        }
    }

    @Test("An answer without a checksum is believed where HEAD is refused, one without an ETag is not")
    func missingHeaders() async throws {
        let refused = FakeServices([.stored(crcError: nil), .status(403, Self.error("AccessDenied"))])
        let (receipt, _) = try await put(refused, try TestStack.session())
        #expect(receipt?.etag == "\"e\"")
        #expect(receipt?.crc64 == nil)
        #expect(refused.left == 0)
        let services = FakeServices(Array(repeating: .stored(etag: nil), count: 8))
        let (_, fault) = try await put(services, try TestStack.session())
        #expect(fault?.code == "BadAnswer")
        #expect(
            fault?.message
                == "the store's answer cannot be believed: it came without an ETag or before the whole body was sent")
        #expect(fault?.attempts == 8)
    }

    @Test(
        "The store's refusals have the class of their code and keep its words",
        arguments: [
            (403, "SignatureDoesNotMatch", FaultClass.rejected), (400, "ExpiredToken", .expired),
            (403, "InvalidAccessKeyId", .expired), (404, "NoSuchUpload", .expired), (403, "AccessDenied", .rejected),
        ])
    func refusals(status: Int, code: String, faultClass: FaultClass) async throws {
        let services = FakeServices([.status(status, Self.error(code), ["x-cos-request-id": "rid"])])
        let (_, fault) = try await put(services, try TestStack.session())
        var expected = ServiceFault(
            code: code, faultClass: faultClass, message: "m", requestId: "rid", status: status, service: .cos,
            elapsed: 0)
        expected.bytesSent = 1000
        #expect(fault == expected)
    }

    @Test(
        "A refusal while the session's key runs out means that it has",
        arguments: ["AccessDenied", "InvalidAccessKeyId"])
    func nearExpiry(code: String) async throws {
        let services = FakeServices([.status(403, Self.error(code))])
        let (_, fault) = try await put(services, try TestStack.session(expiresAt: TestStack.now + 30))
        #expect(fault?.faultClass == .expired)
        #expect(fault?.requestId == "rid-body")
    }

    @Test("An account key that the store does not know ends the run")
    func unknownAccountKey() async throws {
        var session = try TestStack.session()
        session.credential = nil
        let (_, fault) = try await put(FakeServices([.status(403, Self.error("InvalidAccessKeyId"))]), session)
        #expect(fault?.faultClass == .account)
    }

    @Test("Trouble of the store is waited out", arguments: ["SlowDown", "InternalError", "New"])
    func trouble(code: String) async throws {
        let services = FakeServices([.status(503, Self.error(code)), .status(500), .stored()])
        #expect(try await put(services, try TestStack.session()).0?.attempts == 3)
    }

    @Test(
        "A clock that is off is corrected by the store's date, once",
        arguments: [("RequestTimeTooSkewed", "m"), ("AccessDenied", "Request has expired")])
    func clock(code: String, message: String) async throws {
        let date: HeaderFields = ["Date": "Tue, 14 Nov 2023 21:13:20 GMT"]
        let services = FakeServices([.status(403, Self.error(code, message), date), .stored()])
        #expect(try await put(services, try TestStack.session()).0?.attempts == 2)
        #expect(
            services.seen.last?.headers["Authorization"]?.contains("&q-sign-time=1699996340;1700000000&") == true)
        let hopeless = FakeServices(Array(repeating: .status(403, Self.error(code, message), date), count: 2))
        let (_, fault) = try await put(hopeless, try TestStack.session())
        #expect(fault?.faultClass == .account)
        #expect(hopeless.left == 0)
    }

    @Test("HEAD tells what is stored, what is missing and what may not be looked at")
    func head() async throws {
        let services = FakeServices([
            .status(200, "", ["Content-Length": "9", "x-cos-hash-crc64ecma": "18446744073709551615"]),
            .status(200, "", ["Content-Length": "9"]), .status(404), .status(403),
        ])
        let stack = try TestStack.make(services)
        let session = try TestStack.session()
        var states: [ObjectState] = []
        for _ in 1...4 { states.append(try await stack.store.head(key: session.mediaKey, session: session)) }
        #expect(states == [.stored(size: 9, crc64: .max), .stored(size: 9, crc64: nil), .missing, .hidden])
        #expect(services.seen.map(\.method) == [.head, .head, .head, .head])
    }

    @Test(
        "A bucket or a region that could lead elsewhere is refused before anything is signed",
        arguments: [
            ("evil.example/", "ap-x"), ("b-1", "x.evil.example#"), ("", "ap-x"), ("b@c", "ap-x"), ("b-1", "ap:1"),
        ])
    func hostileHost(bucket: String, region: String) async throws {
        let services = FakeServices([])
        var session = try TestStack.session()
        session.bucket = bucket
        session.storageRegion = region
        let (_, fault) = try await put(services, session)
        #expect(fault?.code == "BadAnswer")
        #expect(services.seen.isEmpty)
    }
}
