import Foundation
import HTTPTransport
import IngestModel
import ServiceEmulator
import TencentClient
import TencentWire
import Testing

/// What is in the store afterwards, and where the requests went.
@Suite("What is stored", .timeLimit(.minutes(15)))
struct StoredObjectTests {
    @Test("A clock that is off is learnt from the first refusal, once for both services", arguments: [3600.0, -3600])
    func clock(offset: Double) async throws {
        try await EmulatedStack.with(emulator: { $0.clockOffset = offset }) { stack in
            let file = try TestFile(10)
            for _ in 1...3 {
                let session = try await stack.apply()
                _ = try await stack.put(try file.range(), session)
                _ = try await stack.commit(session)
            }
            let seen = stack.emulator.snapshot()
            #expect(seen.refusals == ["AuthFailure.SignatureExpire": 1])
            #expect(seen.requests == ["ApplyUpload": 4, "PutObject": 3, "CommitUpload": 3])
        }
    }

    @Test("A clock that goes off during a session is learnt from the store")
    func clockOfStore() async throws {
        try await EmulatedStack.with { stack in
            let session = try await stack.apply()
            // Beyond the signature's window, within the session's life.
            stack.emulator.advanceClock(by: 4000)
            let file = try TestFile(10)
            #expect(try await stack.put(try file.range(), session).attempts == 2)
            _ = try await stack.put(try file.range(), session)
            _ = try await stack.commit(session)
            #expect(stack.emulator.snapshot().refusals == ["AccessDenied": 1])
        }
    }

    private static let home = "cos.ap-chongqing.myqcloud.com"
    private static let backup = "cos.ap-chongqing.tencentcos.cn"

    /// Domains that the attempts of one PUT went to, in their order.
    private func domains(
        _ effect: FaultEffect, client: @escaping (inout ServiceConfiguration) -> Void = { _ in }
    ) async throws -> [String] {
        try await EmulatedStack.with(client: client) { stack in
            let session = try await stack.apply()
            stack.emulator.install(FaultPlan([FaultRule(.putObject, turn: .every, effect: effect)]))
            let file = try TestFile(10)
            let range = try file.range()
            _ = await fault { () async throws(ServiceFault) in try await stack.put(range, session) }
            #expect(stack.emulator.unfired() == [])
            return stack.recorder.hosts.dropFirst().map {
                $0.split(separator: ".", maxSplits: 1).last.map(String.init) ?? ""
            }
        }
    }

    @Test(
        "The last attempt goes to the backup domain where nothing of the store's answered",
        arguments: [(FaultEffect.closeBefore, 8), (.loseReply, 8), (.replyHTML(status: 502), 7)])
    func lastAttempt(_ effect: FaultEffect, _ requests: Int) async throws {
        // A connection that was idle before and ends without an answer costs a request, but none of the seven attempts.
        #expect(try await domains(effect) == Array(repeating: Self.home, count: requests) + [Self.backup])
    }

    @Test("A redirection by something else sends the next attempt there at once, and once", arguments: [301, 302, 307])
    func redirection(status: Int) async throws {
        let effect = FaultEffect.redirect(status: status, location: "https://\(Self.home)/")
        #expect(try await domains(effect) == [Self.home, Self.backup])
    }

    @Test("An answer that the store itself gave never leads to the backup domain, nor does a refusal or a 303")
    func stays() async throws {
        let own = try await domains(.reply(status: 503, code: "SlowDown"))
        #expect(own == Array(repeating: Self.home, count: 8))
        for effect in [
            FaultEffect.replyHTML(status: 404), .reply(status: 403, code: "AccessDenied"),
            .redirect(status: 303, location: "/"),
        ] {
            #expect(try await domains(effect) == [Self.home])
        }
    }

    @Test("A domain of another form has no backup")
    func otherForm() async throws {
        // A template with a bucket is connected to by its name, so the emulator is put under it.
        let accelerated = "http://{bucket}.cos.accelerate.myqcloud.com"
        let own = "http://{bucket}.cos.{region}.media.example"
        for template in [accelerated, own] {
            try await EmulatedStack.with(client: { settings in
                let parts = settings.api.split(separator: ":")
                let place = ConnectAddress(host: "127.0.0.1", port: Int(parts[2]) ?? 0)
                settings.storage = template
                settings.endpointOverride = .init(api: place, storage: place)
            }) { stack in
                let session = try await stack.apply()
                stack.emulator.install(FaultPlan([FaultRule(turn: .every, effect: .closeBefore)]))
                let file = try TestFile(10)
                let range = try file.range()
                _ = await fault { () async throws(ServiceFault) in try await stack.put(range, session) }
                #expect(Set(stack.recorder.hosts.dropFirst()).count == 1)
                // ApplyUpload, eight attempts, and the one that met the idle connection.
                #expect(stack.recorder.hosts.count == 10)
            }
        }
    }

    @Test("The backup domain serves, with a signature of its own")
    func serves() async throws {
        try await EmulatedStack.with { stack in
            let session = try await stack.apply()
            stack.emulator.install(FaultPlan([FaultRule(.putObject, turn: .first(8), effect: .loseReply)]))
            let file = try TestFile(10)
            // The first of the eight lost answers came over a connection that was idle before: no attempt.
            #expect(try await stack.put(try file.range(), session).attempts == 8)
            #expect(stack.emulator.snapshot().refusals.isEmpty)
            #expect(stack.recorder.hosts.last == "\(session.bucket).\(Self.backup)")
        }
    }

    @Test("Every object has the content type of its name")
    func contentTypes() async throws {
        let expected = [
            "top.m3u8": "application/vnd.apple.mpegurl", "v/1.ts": "video/mp2t", "v/1.m4s": "video/iso.segment",
            "d.mpd": "application/dash+xml", "v/init.mp4": "video/mp4", "k.key": "application/octet-stream",
            "s.vtt": "text/vtt", "V.M3U8": "application/vnd.apple.mpegurl", "bare": "application/octet-stream",
        ]
        try await EmulatedStack.with { stack in
            let session = try await stack.apply("m3u8")
            let file = try TestFile(10)
            for path in expected.keys {
                _ = try await stack.put(try file.range(), session, key: try session.mediaKey.sibling(path))
            }
            let folder = session.mediaKey.text.split(separator: "/").dropLast().joined(separator: "/") + "/"
            let stored = stack.emulator.snapshot().objects.map { ($0.key.dropFirst(folder.count), $0.contentType) }
            #expect(
                Dictionary(uniqueKeysWithValues: stored.map { (String($0.0), $0.1 ?? "none") }) == expected)
        }
    }

    @Test("Names of every kind of character are the objects' keys, to the letter")
    func names() async throws {
        let names = [
            "a b.ts", "a+b.ts", "100%.ts", "%41.ts", "x?y=1&z.ts", "#;,:@&=$!'()*.ts", "视频/片段 1.ts", "~tilde_-.ts",
            "\"quoted\".ts", "[1]{2}|^`<>.ts", "\u{1F600}.ts", "e\u{301}.ts", "\u{E9}.ts", "no\u{A0}break.ts",
            "..x/...ts",
            "uploads", "acl", "partNumber=1",
        ]
        try await EmulatedStack.with(emulator: { $0.strictSignatures = true }) { stack in
            let session = try await stack.apply("m3u8")
            let folder = session.mediaKey.text.split(separator: "/").dropLast().joined(separator: "/") + "/"
            for (number, name) in names.enumerated() {
                let file = try TestFile(number + 1)
                let key = try session.mediaKey.sibling(name)
                _ = try await stack.put(try file.range(), session, key: key)
                let state = try await stack.services.store.head(key: key, session: session)
                guard case .stored(Int64(number + 1), _) = state else {
                    Issue.record("\(name) is \(state)")
                    return
                }
            }
            let stored = stack.emulator.snapshot().objects.map { Array($0.key.utf8) }
            #expect(Set(stored) == Set(names.map { Array((folder + $0).utf8) }))
        }
    }
}
