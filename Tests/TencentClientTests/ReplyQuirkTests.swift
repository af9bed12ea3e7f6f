import Foundation
import HTTPTransport
import IngestModel
import ServiceEmulator
import TencentClient
import Testing

/// What services and the things between send beside plain answers, each through the whole stack.
@Suite("Reply quirks", .timeLimit(.minutes(15)))
struct ReplyQuirkTests {
    private func struck(
        _ rules: [FaultRule], emulator: (inout EmulatorConfiguration) -> Void = { _ in },
        body: (EmulatedStack) async throws -> Void
    ) async throws {
        try await EmulatedStack.with(emulator: emulator) { stack in
            stack.emulator.install(FaultPlan(rules))
            try await body(stack)
            #expect(stack.emulator.unfired() == [])
        }
    }

    /// The fault of `body`, in its one line; the request's id is `ID`.
    private func words(_ body: () async throws(ServiceFault) -> some Sendable) async -> String? {
        guard let fault = await fault(body) else { return nil }
        return fault.requestId.map { fault.description.replacing($0, with: "ID") } ?? fault.description
    }

    @Test("A charset behind the content type hides neither an answer nor an error")
    func charset() async throws {
        try await struck([
            FaultRule(turn: .every, effect: .charset),
            FaultRule(.commitUpload, effect: .reply(status: 200, code: "ResourceNotFound", message: "not there")),
        ]) { stack in
            let session = try await stack.apply()
            let file = try TestFile(10)
            _ = try await stack.complete(try await stack.part(try file.range(), session), session)
            let refused = await words { () async throws(ServiceFault) in try await stack.commit(session) }
            #expect(
                refused
                    == "vod.ResourceNotFound (rejected): gave up after 1 attempt in 0s; request ID; not there")
            #expect(try await stack.commit(session).fileId.isEmpty == false)
        }
    }

    @Test("Fields that are null and fields that are not there mean the same")
    func nullAndAbsent() async throws {
        let spared = ["MediaUrl", "CoverUrl", "RequestId"]
        for effect in [FaultEffect.alterFields(null: spared), .alterFields(absent: spared)] {
            try await struck([
                FaultRule(.applyUpload, effect: .alterFields(null: ["CoverStoragePath"])),
                FaultRule(.commitUpload, effect: effect),
            ]) { stack in
                let session = try await stack.apply()
                #expect(session.coverKey == nil)
                let file = try TestFile(10)
                _ = try await stack.put(try file.range(), session)
                let media = try await stack.commit(session)
                #expect(media == CommittedMedia(fileId: media.fileId))
                #expect(stack.emulator.snapshot().media.map(\.fileId) == [media.fileId])
            }
        }
    }

    @Test("A field that the answer cannot do without is named, and the call is tried again")
    func missingField() async throws {
        let rule = FaultRule(.applyUpload, effect: .alterFields(absent: ["VodSessionKey"]))
        try await struck([rule]) { stack in
            _ = try await stack.apply()
            #expect(stack.emulator.snapshot().requests == ["ApplyUpload": 2])
        }
        try await struck([FaultRule(.applyUpload, turn: .every, effect: .alterFields(null: ["StorageBucket"]))]) {
            stack in
            let refused = await words { () async throws(ServiceFault) in try await stack.apply() }
            #expect(
                refused
                    == "vod.BadAnswer (transient): gave up after 8 attempts in 1m 02s; the API's answer cannot be read: "
                    + "the reply's `Response.StorageBucket` has an unexpected type")
        }
    }

    @Test("A compressed answer is read, whatever it says")
    func gzip() async throws {
        try await struck([
            FaultRule(turn: .every, effect: .gzip),
            FaultRule(
                .applyUpload, turn: .nth(2), effect: .reply(status: 200, code: "InvalidParameter", message: "no")),
        ]) { stack in
            let session = try await stack.apply()
            let refused = await words { () async throws(ServiceFault) in try await stack.apply() }
            #expect(
                refused == "vod.InvalidParameter (rejected): gave up after 1 attempt in 0s; request ID; no")
            let file = try TestFile(10)
            let upload = try await stack.part(try file.range(), session)
            let parts = try await stack.services.store.listParts(
                uploadId: upload.uploadId, key: session.mediaKey, session: session)
            #expect(parts.map(\.size) == [10])
            _ = try await stack.complete(upload, session)
            _ = try await stack.commit(session)
        }
    }

    @Test("An answer without a request id is an answer, and an error without one keeps its code")
    func missingRequestId() async throws {
        try await struck([
            FaultRule(turn: .every, effect: .missingRequestId),
            FaultRule(.applyUpload, turn: .nth(1), effect: .reply(status: 200, code: "InternalError", message: "oh")),
            FaultRule(.commitUpload, effect: .reply(status: 200, code: "InvalidParameter", message: "no")),
        ]) { stack in
            let session = try await stack.apply()
            #expect(session.requestId == nil)
            let file = try TestFile(10)
            let receipt = try await stack.put(try file.range(), session)
            #expect(receipt.requestId == nil)
            let refused = await words { () async throws(ServiceFault) in try await stack.commit(session) }
            #expect(refused == "vod.InvalidParameter (rejected): gave up after 1 attempt in 0s; no")
            #expect(stack.emulator.snapshot().requests == ["ApplyUpload": 2, "PutObject": 1, "CommitUpload": 1])
        }
    }

    @Test("A gateway's page of HTML is waited out, and told of by its status when it stays")
    func html() async throws {
        try await struck([
            FaultRule(.applyUpload, effect: .replyHTML(status: 502)),
            FaultRule(.putObject, effect: .replyHTML(status: 502)),
        ]) { stack in
            let session = try await stack.apply()
            let file = try TestFile(10)
            #expect(try await stack.put(try file.range(), session).attempts == 2)
        }
        let page = FaultEffect.replyHTML(status: 502)
        try await struck([EmulatedAction.applyUpload, .putObject].map { FaultRule($0, turn: .from(2), effect: page) }) {
            stack in
            let session = try await stack.apply()
            let file = try TestFile(10)
            let range = try file.range()
            _ = try await stack.put(range, session)
            let api = await words { () async throws(ServiceFault) in try await stack.apply() }
            #expect(
                api
                    == "vod.HTTP502 (transient): gave up after 8 attempts in 1m 02s; "
                    + "the API answered with status 502 and no error code")
            let store = await words { () async throws(ServiceFault) in try await stack.put(range, session) }
            #expect(
                store
                    == "cos.HTTP502 (transient): gave up after 8 attempts in 1m 02s; "
                    + "the store answered with status 502 and no reason")
        }
    }

    @Test("A commit behind a gateway's page is ambiguous at once: only who looked for its medium may repeat it")
    func htmlCommit() async throws {
        try await struck([
            FaultRule(.commitUpload, effect: .replyHTML(status: 504))
        ]) { stack in
            let session = try await stack.apply()
            let file = try TestFile(10)
            _ = try await stack.put(try file.range(), session)
            let lost = await fault { () async throws(ServiceFault) in try await stack.commit(session) }
            #expect(lost?.code == "HTTP504")
            #expect(lost?.ambiguous == true)
            #expect(stack.emulator.snapshot().requests["CommitUpload"] == 1)
            #expect(try await stack.commit(session).fileId.isEmpty == false)
        }
    }

    @Test("An error inside a Complete of status 200 is an error: repeated, and told of when it stays")
    func errorInside200() async throws {
        let effect = FaultEffect.errorInside200(code: "InternalError")
        for (turn, succeeds) in [(FaultRule.Turn.first(2), true), (.every, false)] {
            try await struck([FaultRule(.completeMultipartUpload, turn: turn, effect: effect)]) { stack in
                let session = try await stack.apply()
                let file = try TestFile(1000)
                let upload = try await stack.part(try file.range(), session)
                if succeeds {
                    #expect(try await stack.complete(upload, session).attempts == 3)
                } else {
                    let refused = await words { () async throws(ServiceFault) in
                        try await stack.complete(upload, session)
                    }
                    #expect(
                        refused
                            == "cos.InternalError (transient): gave up after 8 attempts in 1m 02s; request ID; injected fault"
                    )
                }
                #expect(stack.emulator.snapshot().objects.count == (succeeds ? 1 : 0))
            }
        }
    }

    @Test(
        "A Complete whose answer is cut short is repeated; that its upload is gone then, and the object there, is success"
    )
    func truncatedComplete() async throws {
        try await struck([FaultRule(.completeMultipartUpload, effect: .cutReply(afterBytes: 20))]) { stack in
            let session = try await stack.apply()
            let file = try TestFile(1000)
            let upload = try await stack.part(try file.range(), session)
            let receipt = try await stack.complete(upload, session)
            #expect(receipt.attempts == 2)
            let object = try #require(stack.emulator.snapshot().objects.first)
            #expect(receipt.crc64 == object.crc64)
            #expect(
                stack.emulator.snapshot().requests == [
                    "ApplyUpload": 1, "InitiateMultipartUpload": 1, "UploadPart": 1, "CompleteMultipartUpload": 2,
                    "HeadObject": 1,
                ])
        }
    }

    @Test(
        "In place of a null certificate's key the account's own signs, with its token where it has one",
        arguments: [nil, "token-of-the-account"])
    func nullCertificate(token: String?) async throws {
        let account = EmulatorConfiguration.Account(
            secretId: "AKIDOFACCOUNT", secretKey: "key-of-the-account", token: token)
        func configure(_ configuration: inout EmulatorConfiguration) {
            configuration.issuesTemporaryCredentials = false
            configuration.accounts = [account]
        }
        try await EmulatedStack.with(emulator: configure) { stack in
            let session = try await stack.apply()
            #expect(session.credential == nil)
            let file = try TestFile(1000)
            _ = try await stack.complete(try await stack.part(try file.range(), session), session)
            _ = try await stack.commit(session)
            #expect(stack.emulator.snapshot().refusals.isEmpty)
        }
    }

    @Test("An empty cover path is no path")
    func emptyCoverPath() async throws {
        try await struck([FaultRule(.applyUpload, effect: .alterFields(empty: ["CoverStoragePath"]))]) { stack in
            let (spared, plain) = (try await stack.apply(cover: "png"), try await stack.apply(cover: "png"))
            #expect(spared.coverKey == nil)
            #expect(plain.coverKey != nil)
        }
    }

    @Test("An idle connection that the service closes costs an attempt and nothing else")
    func closedIdle() async throws {
        try await struck([FaultRule(turn: .every, effect: .closeIdle)]) { stack in
            let session = try await stack.apply()
            let file = try TestFile(10)
            for _ in 1...5 { _ = try await stack.put(try file.range(), session) }
            // A commit is not sent again by itself, whatever connection it met: who sent it looks for its medium first.
            if let lost = await fault({ () async throws(ServiceFault) in try await stack.commit(session) }) {
                #expect(lost.code == "NetworkError" && lost.ambiguous)
                #expect(stack.emulator.snapshot().media == [])
                _ = try await stack.commit(session)
            }
            #expect(stack.emulator.snapshot().media.count == 1)
            #expect(stack.emulator.snapshot().duplicateCommits == 0)
        }
    }
}
