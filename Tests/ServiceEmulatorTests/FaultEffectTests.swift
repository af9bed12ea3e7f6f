import Synchronization
import Testing

@testable import ServiceEmulator

/// Every fault is shown to strike.
@Suite struct FaultEffectTests {
    private static let hello = Array("hello".utf8)

    @Test(
        "a fault strikes as it says, is counted, and leaves the next request alone",
        arguments: FaultEffect.Kind.allCases)
    func strikes(_ kind: FaultEffect.Kind) async throws {
        switch kind {
        case .reply, .throttle, .expiredToken: try await refusals(kind)
        case .replyHTML: try await html()
        case .delay, .slowBody: try await waits(kind)
        case .hold: try await hold()
        case .gate: try await gate()
        case .stall: try await stall()
        case .closeBefore, .closeInBody: try await closes(kind)
        case .loseReply: try await loseReply()
        case .cutReply: try await cutReply()
        case .closeIdle: try await closeIdle()
        case .wrongCRC, .missingCRC: try await crc(kind)
        case .missingRequestId: try await missingRequestId()
        case .gzip: try await gzip()
        case .charset: try await charset()
        case .alterFields: try await alterFields()
        case .redirect: try await redirect()
        case .errorInside200: try await errorInside200()
        case .commitRepeat: try await commitRepeat()
        }
    }

    /// Installs a rule after a session was made, so that the session itself meets no fault.
    private func struck(
        _ rules: [FaultRule], configure: (inout EmulatorConfiguration) -> Void = { _ in },
        body: (Emulator, ServiceClient, ServiceClient.Session) async throws -> Void
    ) async throws {
        try await emulating(configure) { emulator, client in
            let session = try await client.apply()
            emulator.install(FaultPlan(rules))
            #expect(emulator.unfired() == rules.map(\.name))
            try await body(emulator, client, session)
            #expect(emulator.unfired() == [])
        }
    }

    private func put(_ client: ServiceClient, _ session: ServiceClient.Session) async throws -> RawReply? {
        do {
            return try await client.store("PUT", session.mediaKey, session, body: Self.hello)
        } catch is ServiceClient.NoReply {
            return nil
        }
    }

    private func refusals(_ kind: FaultEffect.Kind) async throws {
        let (effect, api, store): (FaultEffect, String, String) =
            switch kind {
            case .throttle:
                (
                    .throttle, "RequestLimitExceeded: the limit of calls per second is exceeded",
                    "503 SlowDown: reduce the rate of requests"
                )
            case .expiredToken:
                (
                    .expiredToken, "AuthFailure.TokenFailure: the token has expired",
                    "400 ExpiredToken: the temporary key has expired"
                )
            default:
                (
                    .reply(status: 500, code: "InternalError"), "InternalError: injected fault",
                    "500 InternalError: injected fault"
                )
            }
        let rules = [EmulatedAction.applyUpload, .putObject, .getObject].map { FaultRule($0, effect: effect) }
        try await struck(rules) { emulator, client, session in
            let called = try await client.refusal("ApplyUpload", #"{"MediaType": "mp4"}"#)
            #expect(called == api)
            #expect(try await put(client, session).map(ServiceClient.refusal) == store)
            #expect(emulator.snapshot().objects.isEmpty)
            #expect(try await put(client, session)?.status == 200)
            #expect(ServiceClient.refusal(try await client.store("GET", session.mediaKey, session)) == store)
            #expect(try await client.refusal("ApplyUpload", #"{"MediaType": "mp4"}"#) == nil)
        }
    }

    private func html() async throws {
        let rules = [EmulatedAction.applyUpload, .putObject, .headObject].map {
            FaultRule($0, effect: .replyHTML(status: 502))
        }
        try await struck(rules) { emulator, client, session in
            let body = Array(#"{"MediaType": "mp4"}"#.utf8)
            for reply in [
                try await client.exchange(client.apiHead("ApplyUpload", body), body),
                try #require(try await put(client, session)),
            ] {
                #expect(reply.status == 502)
                #expect(reply.header("Content-Type") == "text/html")
                #expect(reply.header("x-cos-request-id") == nil)
                #expect(reply.text == "<html><body><h1>502</h1></body></html>")
            }
            #expect(emulator.snapshot().objects.isEmpty)
            #expect(try await client.store("HEAD", session.mediaKey, session).status == 502)
        }
    }

    private func waits(_ kind: FaultEffect.Kind) async throws {
        let slept = Mutex<[Double]>([])
        let effect = kind == .delay ? FaultEffect.delay(seconds: 1.5) : .slowBody(bytesPerSecond: 10)
        try await struck(
            [FaultRule(.putObject, effect: effect)],
            configure: { $0.sleep = { seconds in slept.withLock { $0.append(seconds) } } }
        ) { _, client, session in
            let reply = try await put(client, session)
            #expect(reply?.status == 200)
            #expect(slept.withLock { $0.reduce(0, +) } == (kind == .delay ? 1.5 : 0.5))
        }
    }

    private func hold() async throws {
        let rule = FaultRule(.putObject, turn: .every, effect: .hold(untilInFlight: 4))
        try await struck([rule]) { emulator, client, session in
            let statuses = try await withThrowingTaskGroup(of: Int?.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await client.store("PUT", session.mediaKey, session, body: [1]).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == [200, 200, 200, 200])
            #expect(emulator.snapshot().peakUploads == 4)
            #expect(emulator.snapshot().peakUploadsByKey.values.max() == 4)
            // Once reached, it is no hindrance any more.
            #expect(try await put(client, session)?.status == 200)
            #expect(emulator.snapshot().uploadsInFlight == 0)
        }
    }

    private func gate() async throws {
        try await struck([FaultRule(.putObject, effect: .gate("door"))]) { emulator, client, session in
            async let reply = put(client, session)
            try await emulator.requestsWait()
            #expect(emulator.snapshot().uploadsInFlight == 1)
            #expect(emulator.snapshot().objects.isEmpty)
            emulator.open(gate: "door")
            let status = try await reply?.status
            #expect(status == 200)
        }
    }

    private func stall() async throws {
        try await struck([FaultRule(.putObject, effect: .stall(afterBodyBytes: 3))]) { emulator, client, session in
            try await RawConnection.open(client.port) { connection in
                let head = client.storeHead("PUT", session.mediaKey, session, headers: [("Content-Length", "5")])
                try await connection.send(Array((head + ["", ""]).joined(separator: "\r\n").utf8) + Self.hello)
                while emulator.snapshot().bytesReceived < 3 { await Task.yield() }
                #expect(emulator.snapshot().uploadsInFlight == 1)
            }
            // The client has given up: the upload is over, and nothing was stored.
            while emulator.snapshot().uploadsInFlight > 0 { await Task.yield() }
            #expect(emulator.snapshot().bytesReceived == 3)
            #expect(emulator.snapshot().objects.isEmpty)
        }
    }

    private func closes(_ kind: FaultEffect.Kind) async throws {
        let effect = kind == .closeBefore ? FaultEffect.closeBefore : .closeInBody(afterBytes: 2)
        let rules = [EmulatedAction.putObject, .commitUpload].map { FaultRule($0, effect: effect) }
        try await struck(rules) { emulator, client, session in
            let reply = try await put(client, session)
            #expect(reply == nil)
            #expect(emulator.snapshot().objects.isEmpty)
            #expect(emulator.snapshot().bytesReceived == (kind == .closeBefore ? 0 : 2))
            #expect(try await put(client, session)?.status == 200)
            await #expect(throws: ServiceClient.NoReply.self) { try await client.commit(session) }
            #expect(emulator.snapshot().media.isEmpty)
        }
    }

    private func loseReply() async throws {
        let rules = [EmulatedAction.putObject, .commitUpload].map { FaultRule($0, effect: .loseReply) }
        try await struck(rules) { emulator, client, session in
            let reply = try await put(client, session)
            #expect(reply == nil)
            #expect(emulator.snapshot().objects.map(\.size) == [5])
            await #expect(throws: ServiceClient.NoReply.self) { try await client.commit(session) }
            let media = emulator.snapshot().media
            #expect(media.count == 1)
            #expect(try await client.commit(session)["FileId"] == media.first.map { .text($0.fileId) })
        }
    }

    private func cutReply() async throws {
        let rules = [EmulatedAction.completeMultipartUpload, .getObject].map {
            FaultRule($0, effect: .cutReply(afterBytes: 4))
        }
        try await struck(rules) { emulator, client, session in
            let upload = try await client.multipart(session.mediaKey, session, parts: [Self.hello])
            let complete = try await client.complete(
                session.mediaKey, session, id: upload.id, parts: [(1, upload.etags[0])])
            #expect(complete.status == 200)
            #expect(!complete.isWhole)
            #expect(complete.text == " \n\n<")
            #expect(emulator.snapshot().objects.map(\.parts) == [1])
            let get = try await client.store("GET", session.mediaKey, session)
            #expect(!get.isWhole)
            #expect(get.text == "hell")
            #expect(try await client.store("GET", session.mediaKey, session).text == "hello")
        }
    }

    private func closeIdle() async throws {
        try await struck([FaultRule(.putObject, effect: .closeIdle)]) { _, client, session in
            let head = client.storeHead("PUT", session.mediaKey, session, headers: [("Content-Length", "5")])
            try await RawConnection.open(client.port) { connection in
                try await connection.send(Array((head + ["", ""]).joined(separator: "\r\n").utf8) + Self.hello)
                let reply = try #require(try await connection.reply())
                #expect(reply.status == 200)
                #expect(reply.header("Connection") == nil)
                #expect(try await connection.isAtEnd())
            }
        }
    }

    private func crc(_ kind: FaultEffect.Kind) async throws {
        let effect = kind == .wrongCRC ? FaultEffect.wrongCRC : .missingCRC
        let rules = [EmulatedAction.putObject, .uploadPart, .completeMultipartUpload].map {
            FaultRule($0, effect: effect)
        }
        try await struck(rules) { _, client, session in
            let name = "x-cos-hash-crc64ecma"
            let spoilt = try #require(try await put(client, session)).header(name)
            let right = try #require(try await put(client, session)?.header(name))
            let expected = kind == .wrongCRC ? UInt64(right).map { String($0 &+ 1) } : nil
            #expect(spoilt == expected)
            let id = try await client.multipart(session.mediaKey, session, parts: []).id
            let part = try await client.store(
                "PUT", session.mediaKey, session, [("partNumber", "1"), ("uploadId", id)], body: Self.hello)
            #expect(part.header(name) == expected)
            let complete = try await client.complete(
                session.mediaKey, session, id: id, parts: [(1, part.header("ETag") ?? "")])
            #expect(complete.header(name) == expected)
        }
    }

    private func missingRequestId() async throws {
        let rules = [EmulatedAction.putObject, .commitUpload].map { FaultRule($0, effect: .missingRequestId) }
        try await struck(rules) { _, client, session in
            let reply = try #require(try await put(client, session))
            #expect(reply.status == 200)
            #expect(reply.header("x-cos-request-id") == nil)
            #expect(try await client.commit(session)["RequestId"] == .text(""))
        }
    }

    private func gzip() async throws {
        try await struck([FaultRule(.applyUpload, effect: .gzip)]) { _, client, _ in
            let body = Array(#"{"MediaType": "mp4"}"#.utf8)
            let reply = try await client.exchange(client.apiHead("ApplyUpload", body), body)
            #expect(reply.header("Content-Encoding") == "gzip")
            let length = Int(reply.body[11]) | Int(reply.body[12]) << 8
            let plain = Array(reply.body[15..<15 + length])
            #expect(reply.body == StoredGzip.encode(plain))
            #expect(JSONValue.fields(plain)?["Response"]?["VodSessionKey"] != nil)
        }
    }

    private func charset() async throws {
        let rules = [EmulatedAction.applyUpload, .initiateMultipartUpload].map { FaultRule($0, effect: .charset) }
        try await struck(rules) { _, client, session in
            let body = Array(#"{"MediaType": "mp4"}"#.utf8)
            let reply = try await client.exchange(client.apiHead("ApplyUpload", body), body)
            #expect(reply.header("Content-Type") == "application/json; charset=utf-8")
            let initiated = try await client.store("POST", session.mediaKey, session, [("uploads", "")])
            #expect(initiated.header("Content-Type") == "application/xml; charset=utf-8")
        }
    }

    private func alterFields() async throws {
        let effect = FaultEffect.alterFields(
            null: ["TempCertificate.Token", "Nobody.Knows"], absent: ["MediaStoragePath"], empty: ["CoverStoragePath"])
        try await struck([FaultRule(.applyUpload, effect: effect)]) { _, client, _ in
            let call = #"{"MediaType": "mp4", "CoverType": "png"}"#
            let altered = try await client.call("ApplyUpload", call)
            let whole = try await client.call("ApplyUpload", call)
            #expect(altered["MediaStoragePath"] == nil)
            #expect(altered["CoverStoragePath"] == .text(""))
            #expect(whole["CoverStoragePath"] != .text(""))
            guard case .object(let key)? = altered["TempCertificate"] else {
                Issue.record("no certificate")
                return
            }
            #expect(key["Token"] == .null)
            #expect(key["SecretId"]?.text?.isEmpty == false)
            #expect(Set(altered.keys).union(["MediaStoragePath"]) == Set(whole.keys))
        }
    }

    private func redirect() async throws {
        let rules = [EmulatedAction.applyUpload, .putObject, .headObject].map {
            FaultRule($0, effect: .redirect(status: 307, location: "https://elsewhere.example/"))
        }
        try await struck(rules) { emulator, client, session in
            let body = Array(#"{"MediaType": "mp4"}"#.utf8)
            for reply in [
                try await client.exchange(client.apiHead("ApplyUpload", body), body),
                try #require(try await put(client, session)),
                try await client.store("HEAD", session.mediaKey, session),
            ] {
                #expect(reply.status == 307)
                #expect(reply.header("Location") == "https://elsewhere.example/")
                #expect(reply.header("x-cos-request-id") == nil)
            }
            #expect(emulator.snapshot().objects.isEmpty)
        }
    }

    private func errorInside200() async throws {
        let rule = FaultRule(.completeMultipartUpload, effect: .errorInside200(code: "InternalError"))
        try await struck([rule]) { emulator, client, session in
            let upload = try await client.multipart(session.mediaKey, session, parts: [Self.hello])
            let first = try await client.complete(
                session.mediaKey, session, id: upload.id, parts: [(1, upload.etags[0])])
            #expect(ServiceClient.refusal(first) == "200 InternalError: injected fault")
            #expect(first.isWhole)
            #expect(emulator.snapshot().objects.isEmpty)
            let second = try await client.complete(
                session.mediaKey, session, id: upload.id, parts: [(1, upload.etags[0])])
            #expect(second.header("x-cos-hash-crc64ecma") != nil)
            #expect(emulator.snapshot().objects.count == 1)
        }
    }

    private func commitRepeat() async throws {
        let rules = [
            FaultRule(.commitUpload, turn: .nth(2), effect: .commitRepeat(.invalidSessionKey)),
            FaultRule(.commitUpload, turn: .nth(3), effect: .commitRepeat(.newFileId)),
        ]
        try await struck(rules) { emulator, client, session in
            _ = try await put(client, session)
            let first = try await client.commit(session)["FileId"]
            let refused = ServiceClient.refusal(try await client.commit(session))
            #expect(refused == "InvalidParameterValue.VodSessionKey: the session has been committed")
            let second = try await client.commit(session)["FileId"]
            #expect(second != nil)
            #expect(second != first)
            #expect(try await client.commit(session)["FileId"] == first)
            #expect(emulator.snapshot().media.count == 2)
            #expect(emulator.snapshot().duplicateCommits == 3)
        }
    }
}
