import IngestModel
import TencentClient
import Testing

@Suite("UploadSession")
struct UploadSessionTests {
    @Test("What is sealed is read back")
    func roundTrip() throws {
        var session = try TestStack.session()
        #expect(try UploadSession(sealedPayload: session.sealedPayload()) == session)
        session.coverKey = try ObjectKey("media/v1/cover.jpg")
        session.credential?.expiresAt = nil
        session.requestId = nil
        session.openedAt = 1_700_000_001
        #expect(try UploadSession(sealedPayload: session.sealedPayload()) == session)
        session.credential = nil
        #expect(try UploadSession(sealedPayload: session.sealedPayload()) == session)
    }

    @Test("Anything else is refused", arguments: ["", "{}", #"{"bucket":"b"}"#])
    func refused(text: String) {
        #expect(throws: DecodingError.self) { try UploadSession(sealedPayload: Array(text.utf8)) }
    }

    @Test("A sealed key that could name an object elsewhere is refused")
    func hostileKey() {
        let text = #"{"bucket":"b","storageRegion":"r","vodSessionKey":"k","mediaKey":"../x"}"#
        #expect(throws: ObjectKey.Refusal.dotOrEmptyPart) { try UploadSession(sealedPayload: Array(text.utf8)) }
    }

    @Test("No way to print a session or a key shows a secret")
    func redacted() throws {
        let session = try TestStack.session()
        var texts = ["\(session)", String(reflecting: session), "\(TestStack.account)"]
        var dumped = ""
        dump(session, to: &dumped)
        dump(TestStack.account, to: &dumped)
        texts.append(dumped)
        for text in texts {
            for secret in ["TMPSECRETKEYEXAMPLE", "TMPTOKENEXAMPLE", "VODSESSIONKEY==", "SECRETKEYEXAMPLE"] {
                #expect(!text.contains(secret))
            }
        }
    }
}
