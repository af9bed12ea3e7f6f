import AsyncHTTPClient
import NIOCore
import Testing

@testable import HTTPTransport

@Suite("FaultMapping")
struct FaultMappingTests {
    @Test("A body that was handed out whole and is missed was answered early; one that ended short is a defect")
    func answeredEarly() throws {
        var request = OutgoingRequest(
            operation: "Complete", method: .post, target: RequestTarget(secure: false, host: "h", path: "/"))
        request.body = .bytes([1, 2, 3])
        let (whole, short) = (SentLedger(), SentLedger())
        for ledger in [whole, short] { try ledger.begin() }
        try whole.add(ByteBuffer(bytes: [1, 2, 3]))
        try short.add(ByteBuffer(bytes: [1, 2]))
        let early = FaultMapping.fault(HTTPClientError.bodyLengthMismatch, request: request, ledger: whole)
        #expect(early.kind == .reset)
        #expect(early.ambiguous)
        #expect(early.message == "the connection to `h` ended before the answer did: Body length mismatch")
        let defect = FaultMapping.fault(HTTPClientError.bodyLengthMismatch, request: request, ledger: short)
        #expect(defect.kind == .defect)
    }
}
