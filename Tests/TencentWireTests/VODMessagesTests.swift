import TencentWire
import Testing

@Suite("VOD messages")
struct VODMessagesTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("ApplyUpload sends only the fields that are there, under the service's names, in compact JSON")
    func applyUploadRequest() throws {
        var request = ApplyUploadRequest(mediaType: "mp4")
        #expect(try VODJSON.bytes(of: request) == bytes(#"{"MediaType":"mp4"}"#))
        request.subAppId = 18_446_744_073_709_551_615
        request.mediaName = "名/\"x\""
        request.coverType = "png"
        request.procedure = "LongVideoPreset"
        request.expireTime = "2027-01-01T00:00:00Z"
        request.storageRegion = "ap-chongqing"
        request.classId = 0
        request.sourceContext = "s"
        request.sessionContext = "t"
        request.extInfo = "e"
        request.mediaStoragePath = "/a/b.mp4"
        let expected = #"""
            {"ClassId":0,"CoverType":"png","ExpireTime":"2027-01-01T00:00:00Z","ExtInfo":"e","MediaName":"名/\"x\"",\#
            "MediaStoragePath":"/a/b.mp4","MediaType":"mp4","Procedure":"LongVideoPreset","SessionContext":"t",\#
            "SourceContext":"s","StorageRegion":"ap-chongqing","SubAppId":18446744073709551615}
            """#
        #expect(String(decoding: try VODJSON.bytes(of: request), as: UTF8.self) == expected)
    }

    @Test("ApplyUpload's answer is read with its temporary key")
    func applyUploadResponse() throws {
        let body = bytes(
            #"""
            {"Response":{"StorageBucket":"b-1","StorageRegion":"ap-x","VodSessionKey":"k==","MediaStoragePath":"/a/b.mp4",
            "CoverStoragePath":"","TempCertificate":{"SecretId":"i","SecretKey":"s","Token":"t","ExpiredTime":1700007200},
            "RequestId":"r-1"}}
            """#)
        guard case .success(let answer) = try VODReply<ApplyUploadResponse>(body: body) else {
            Issue.record("a success was read as a failure")
            return
        }
        #expect(
            answer
                == ApplyUploadResponse(
                    storageBucket: "b-1", storageRegion: "ap-x", vodSessionKey: "k==", mediaStoragePath: "/a/b.mp4",
                    coverStoragePath: "",
                    tempCertificate: .init(secretId: "i", secretKey: "s", token: "t", expiredTime: 1_700_007_200),
                    requestId: "r-1"))
    }

    @Test("A field that is null and one that is absent mean the same", arguments: [true, false])
    func nulls(present: Bool) throws {
        let more = present ? #","CoverStoragePath":null,"TempCertificate":null,"MediaStoragePath":null"# : ""
        let body =
            #"{"Response":{"StorageBucket":"b","StorageRegion":"r","VodSessionKey":"k"\#(more),"RequestId":"q"}}"#
        guard case .success(let answer) = try VODReply<ApplyUploadResponse>(body: bytes(body)) else {
            Issue.record("a success was read as a failure")
            return
        }
        #expect(answer.tempCertificate == nil)
        #expect(answer.coverStoragePath == nil)
        #expect(answer.mediaStoragePath == nil)
    }

    @Test("Whatever else is there, an Error makes a failure")
    func failure() throws {
        let body = bytes(
            #"{"Response":{"FileId":"1","Error":{"Code":"InternalError","Message":"oh"},"RequestId":"r-2"}}"#)
        guard case .failure(let error, let requestId) = try VODReply<CommitUploadResponse>(body: body) else {
            Issue.record("a failure was read as a success")
            return
        }
        #expect(error == VODError(code: "InternalError", message: "oh"))
        #expect(requestId == "r-2")
    }

    @Test("An empty request id counts as none", arguments: [#","RequestId":"""#, ""])
    func emptyRequestId(tail: String) throws {
        let body = bytes(#"{"Response":{"Error":{"Code":"InternalError","Message":"oh"}\#(tail)}}"#)
        guard case .failure(_, let requestId) = try VODReply<CommitUploadResponse>(body: body) else {
            Issue.record("a failure was read as a success")
            return
        }
        #expect(requestId == nil)
    }

    @Test("The first versions' envelope is a failure when its code is not 0")
    func oldEnvelope() throws {
        let body = bytes(#"{"code":4100,"message":"refused","codeDesc":"AuthFailure"}"#)
        guard case .failure(let error, _) = try VODReply<CommitUploadResponse>(body: body) else {
            Issue.record("a failure was read as a success")
            return
        }
        #expect(error == VODError(code: "AuthFailure", message: "refused"))
    }

    @Test(
        "What is no reply is refused with what is wrong with it",
        arguments: [
            ("<html>", "the reply is not JSON"), ("", "the reply is not JSON"), ("{}", "the reply has no `Response`"),
            (#"{"Response":{}}"#, "the reply has no `FileId`"), (#"{"code":0}"#, "the reply has no `Response`"),
            (#"{"Response":{"FileId":7}}"#, "the reply's `Response.FileId` has an unexpected type"),
        ])
    func malformed(body: String, reason: String) {
        #expect(throws: WireFault.malformed(reason)) { try VODReply<CommitUploadResponse>(body: bytes(body)) }
    }

    @Test("What is written is read back")
    func roundTrip() throws {
        let answer = CommitUploadResponse(fileId: "24820810452266399", mediaUrl: "http://x/y", requestId: "r")
        let body = try VODJSON.bytes(of: VODEnvelope(response: answer))
        guard case .success(let read) = try VODReply<CommitUploadResponse>(body: body) else {
            Issue.record("a success was read as a failure")
            return
        }
        #expect(read == answer)
    }
}
