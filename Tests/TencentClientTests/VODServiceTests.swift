import HTTPTransport
import IngestModel
import TencentClient
import Testing

@Suite("VODService", .timeLimit(.minutes(15)))
struct VODServiceTests {
    private static let request = UploadRequest(mediaFilePath: "a.mp4", mediaType: "mp4", mediaName: "a")
    private static let committed = #"{"Response":{"FileId":"5","MediaUrl":"","CoverUrl":null,"RequestId":"r-c"}}"#

    private static func error(_ code: String, requestId: String = "r-1") -> String {
        #"{"Response":{"Error":{"Code":"\#(code)","Message":"m"},"RequestId":"\#(requestId)"}}"#
    }

    private static func applied(_ fields: String = #""MediaStoragePath":"/a/f0.mp4","CoverStoragePath":"""#) -> String {
        #"{"Response":{"StorageBucket":"b-1","StorageRegion":"ap-x","VodSessionKey":"k==",\#(fields),"RequestId":"r-a"}}"#
    }

    private func apply(_ services: FakeServices) async throws -> (UploadSession?, ServiceFault?) {
        let stack = try TestStack.make(services)
        do throws(ServiceFault) {
            return (try await stack.vod.applyUpload(Self.request, region: "ap-guangzhou"), nil)
        } catch { return (nil, error) }
    }

    private func commit(_ services: FakeServices) async throws -> (CommittedMedia?, ServiceFault?) {
        let stack = try TestStack.make(services)
        do throws(ServiceFault) {
            return (
                try await stack.vod.commitUpload(sessionKey: Secret("k=="), subAppId: 7, region: "ap-guangzhou"), nil
            )
        } catch { return (nil, error) }
    }

    @Test("A session without a certificate, and with no cover path, has neither")
    func bareSession() async throws {
        let (session, _) = try await apply(FakeServices([.status(200, Self.applied())]))
        #expect(session?.mediaKey.text == "a/f0.mp4")
        #expect(session?.coverKey == nil)
        #expect(session?.credential == nil)
        #expect(session?.requestId == "r-a")
    }

    @Test("A session is dated by the service's answer, where that has a date")
    func dated() async throws {
        let date = "Tue, 14 Nov 2023 22:15:00 GMT"
        #expect(
            try await apply(FakeServices([.status(200, Self.applied(), ["Date": date])])).0?.openedAt == 1_700_000_100)
        #expect(try await apply(FakeServices([.status(200, Self.applied())])).0.map(\.openedAt) == .some(nil))
    }

    @Test(
        "An answer without a usable path for the medium is refused",
        arguments: [
            (#""MediaStoragePath":null"#, "ApplyUpload gave no path for the medium"),
            (#""MediaStoragePath":"/a/../b""#, "ApplyUpload gave a path that is no object's key: `/a/../b`"),
            (
                #""MediaStoragePath":"/a","CoverStoragePath":"//b""#,
                "ApplyUpload gave a path that is no object's key: `//b`"
            ),
        ])
    func unusablePath(fields: String, message: String) async throws {
        let (_, fault) = try await apply(FakeServices([.status(200, Self.applied(fields))]))
        #expect(
            fault
                == ServiceFault(
                    code: "BadAnswer", faultClass: .rejected, message: message, requestId: "r-a", status: 200))
    }

    @Test("ApplyUpload is sent again after trouble, and not after a refusal")
    func applyRetries() async throws {
        let services = FakeServices([
            .status(502, "<html>"), .fault(.reset, sentAny: true), .status(200, "{cut"),
            .status(200, Self.error("RequestLimitExceeded")), .status(200, Self.error("InternalError")),
            .status(200, Self.applied()),
        ])
        #expect(try await apply(services).0 != nil)
        #expect(services.seen.count == 6)
        let refused = FakeServices([.status(200, Self.error("InvalidParameterValue.MediaType"))])
        #expect(
            try await apply(refused).1
                == ServiceFault(
                    code: "InvalidParameterValue.MediaType", faultClass: .rejected, message: "m", requestId: "r-1",
                    status: 200, service: .vod, elapsed: 0))
        #expect(refused.seen.count == 1)
    }

    @Test("Trouble that lasts is told of with its status and the count of attempts")
    func lasting() async throws {
        let services = FakeServices(Array(repeating: .status(502, "<html>"), count: 8))
        #expect(
            try await apply(services).1
                == ServiceFault(
                    code: "HTTP502", faultClass: .transient,
                    message: "the API answered with status 502 and no error code", status: 502, attempts: 8,
                    ambiguous: true, service: .vod, elapsed: 61.5))
        #expect(services.left == 0)
    }

    @Test("Credentials and rights end a run", arguments: ["AuthFailure.TokenFailure", "UnauthorizedOperation"])
    func account(code: String) async throws {
        let services = FakeServices([.status(200, Self.error(code))])
        let (_, fault) = try await apply(services)
        #expect(fault?.faultClass == .account)
        #expect(services.seen.count == 1)
    }

    @Test("A commit carries the application and gives the medium; empty addresses are none")
    func commit() async throws {
        let services = FakeServices([.status(200, Self.committed)])
        let (media, _) = try await commit(services)
        #expect(media == CommittedMedia(fileId: "5", requestId: "r-c"))
        #expect(services.seen.first?.text == #"{"SubAppId":7,"VodSessionKey":"k=="}"#)
    }

    private static let lostAnswers: [FakeServices.Answer] = [
        .fault(.reset, sentAny: true), .status(504, ""), .status(200, #"{"Response":{"#),
        .fault(.stalled, sentAny: true),
    ]

    @Test(
        "A commit whose answer was lost is ambiguous and not repeated: what a second one does is not known",
        arguments: [0, 1, 2, 3])
    func lostCommit(how: Int) async throws {
        let services = FakeServices([Self.lostAnswers[how]])
        let (_, fault) = try await commit(services)
        #expect(fault?.ambiguous == true)
        #expect(fault?.attempts == 1)
        #expect(services.left == 0)
    }

    @Test("A commit that never left, or that the service refused for now, is sent again")
    func commitRetries() async throws {
        let services = FakeServices([
            .fault(.connect, sentAny: false), .status(200, Self.error("RequestLimitExceeded")),
            .status(200, Self.committed),
        ])
        #expect(try await commit(services).0?.fileId == "5")
    }

    @Test(
        "A commit that the service itself failed at may have been done, and is not repeated either",
        arguments: [("InternalError", FaultClass.transient), ("FailedOperation", .uncertain)])
    func failedCommit(code: String, faultClass: FaultClass) async throws {
        let services = FakeServices([.status(200, Self.error(code))])
        let (_, fault) = try await commit(services)
        #expect(
            fault
                == ServiceFault(
                    code: code, faultClass: faultClass, message: "m", requestId: "r-1", status: 200, ambiguous: true,
                    service: .vod, elapsed: 0))
        #expect(services.left == 0)
    }

    @Test(
        "A refused key or a missing object means that this call has committed nothing, after a call refused for now too",
        arguments: [("InvalidParameterValue.VodSessionKey", FaultClass.expired), ("ResourceNotFound", .rejected)])
    func gone(code: String, faultClass: FaultClass) async throws {
        for script in [[FakeServices.Answer](), [.status(200, Self.error("RequestLimitExceeded"))]] {
            let (_, fault) = try await commit(FakeServices(script + [.status(200, Self.error(code))]))
            #expect(fault?.code == code)
            #expect(fault?.ambiguous == false)
            #expect(fault?.faultClass == faultClass)
        }
    }

    @Test("A clock that is off is corrected by the service's date, once")
    func clock() async throws {
        let date: HeaderFields = ["Date": "Tue, 14 Nov 2023 23:13:20 GMT"]
        let refusal = Self.error("AuthFailure.SignatureExpire")
        let services = FakeServices([
            .status(200, refusal, date), .status(200, Self.applied()), .status(200, Self.applied()),
        ])
        let stack = try TestStack.make(services)
        _ = try await stack.vod.applyUpload(Self.request, region: "ap-guangzhou")
        _ = try await stack.vod.applyUpload(Self.request, region: "ap-guangzhou")
        #expect(services.seen.map { $0.headers["X-TC-Timestamp"] } == ["1700000000", "1700003600", "1700003600"])
        #expect(services.seen[0].headers["Authorization"] != services.seen[1].headers["Authorization"])
    }

    @Test("A clock that is refused again, or that the service's date does not correct, ends the run")
    func hopelessClock() async throws {
        let refusal = Self.error("AuthFailure.SignatureExpire")
        let date: HeaderFields = ["Date": "Tue, 14 Nov 2023 23:13:20 GMT"]
        let twice = FakeServices([.status(200, refusal, date), .status(200, refusal, date)])
        #expect(try await apply(twice).1?.faultClass == .account)
        #expect(twice.seen.count == 2)
        let right: HeaderFields = ["Date": "Tue, 14 Nov 2023 22:13:21 GMT"]
        let once = FakeServices([.status(200, refusal, right)])
        let (_, fault) = try await apply(once)
        #expect(fault?.code == "AuthFailure.SignatureExpire")
        #expect(fault?.faultClass == .account)
        #expect(once.seen.count == 1)
    }

    private struct NoKey: CredentialProvider {
        static let fault = ServiceFault(code: "NoCredentials", faultClass: .account, message: "no credentials")

        func credential() async throws(ServiceFault) -> AccountCredential { throw Self.fault }
    }

    @Test("Without a key nothing is sent")
    func noKey() async throws {
        let services = FakeServices([])
        let stack = try TestStack.make(services, credentials: NoKey())
        let found = await fault { () async throws(ServiceFault) in
            try await stack.vod.applyUpload(Self.request, region: "ap-guangzhou")
        }
        #expect(found == NoKey.fault)
        #expect(services.seen.isEmpty)
    }
}
