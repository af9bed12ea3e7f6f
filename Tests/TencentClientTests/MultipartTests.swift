import HTTPTransport
import IngestModel
import TencentClient
import Testing

@Suite("Multipart uploads", .timeLimit(.minutes(15)))
struct MultipartTests {
    private static let done =
        "\n\n <?xml version='1.0'?><CompleteMultipartUploadResult><ETag>\"h-2\"</ETag></CompleteMultipartUploadResult>"
    private static let headers: HeaderFields = ["x-cos-hash-crc64ecma": "42", "x-cos-request-id": "rid"]

    private func parts() throws -> [PartReceipt] {
        try [2, 1].map {
            PartReceipt(
                number: try #require(PartNumber(rawValue: $0)), etag: "\"p\($0)\"", crc64: 1, size: 10, bytesSent: 10)
        }
    }

    private func complete(_ services: FakeServices) async throws -> (StoredReceipt?, ServiceFault?) {
        let stack = try TestStack.make(services)
        let session = try TestStack.session()
        let parts = try parts()
        do throws(ServiceFault) {
            return (
                try await stack.store.complete(
                    parts: parts, uploadId: "u", key: session.mediaKey, session: session, expectedCRC64: 42), nil
            )
        } catch { return (nil, error) }
    }

    @Test("Complete lists the parts ascending and believes an answer with the right checksum")
    func complete() async throws {
        let services = FakeServices([.status(200, Self.done, Self.headers)])
        let (receipt, _) = try await complete(services)
        #expect(receipt?.crc64 == 42)
        #expect(receipt?.etag == "\"h-2\"")
        #expect(receipt?.requestId == "rid")
        let sent = try #require(services.seen.first)
        #expect(
            sent.text.hasSuffix(
                "<Part><PartNumber>1</PartNumber><ETag>&quot;p1&quot;</ETag></Part>"
                    + "<Part><PartNumber>2</PartNumber><ETag>&quot;p2&quot;</ETag></Part></CompleteMultipartUpload>"))
        #expect(sent.stallAfter == .seconds(1200))
        #expect(sent.headers["Content-Type"] == "application/xml")
        #expect(sent.lane == .api)
    }

    @Test(
        "An answer without a checksum is believed where HEAD has none, one with another is not and is not asked for again"
    )
    func checksum() async throws {
        let silent = FakeServices([.status(200, Self.done), .status(404, "")])
        #expect(try await complete(silent).0?.crc64 == nil)
        #expect(silent.left == 0)
        let wrong = FakeServices([.status(200, Self.done, ["x-cos-hash-crc64ecma": "43", "x-cos-request-id": "rid"])])
        let (_, fault) = try await complete(wrong)
        #expect(
            fault
                == ServiceFault(
                    code: "IntegrityMismatch", faultClass: .integrity,
                    message: "the store holds bytes with CRC-64 43, what was sent has 42", requestId: "rid",
                    status: 200, service: .cos, elapsed: 0))
    }

    @Test("An error under status 200, an answer that is cut and an empty one are no success")
    func falseSuccess() async throws {
        let services = FakeServices([
            .status(200, ObjectStoreTests.error("InternalError")), .status(200, String(Self.done.dropLast(5))),
            .status(200, ""), .fault(.reset, sentAny: true), .status(200, Self.done, Self.headers),
        ])
        #expect(try await complete(services).0?.attempts == 5)
    }

    @Test("A listed error under status 200 has the class of its code")
    func refusedUnder200() async throws {
        let services = FakeServices([.status(200, ObjectStoreTests.error("EntityTooSmall"))])
        let (_, fault) = try await complete(services)
        #expect(fault?.faultClass == .rejected)
        #expect(services.seen.count == 1)
    }

    @Test("An upload that is gone at the first try is not ambiguous, and the object is not looked at")
    func goneAtOnce() async throws {
        let services = FakeServices([.status(404, ObjectStoreTests.error("NoSuchUpload"))])
        let (_, fault) = try await complete(services)
        #expect(fault?.code == "NoSuchUpload")
        #expect(fault?.ambiguous == false)
        #expect(services.seen.count == 1)
    }

    @Test("After a lost answer an upload that is gone is resolved by the object itself")
    func goneAfterLostAnswer() async throws {
        let lost: [FakeServices.Answer] = [
            .fault(.reset, sentAny: true), .status(404, ObjectStoreTests.error("NoSuchUpload")),
        ]
        let right = FakeServices(
            lost + [.status(200, "", ["Content-Length": "20", "x-cos-hash-crc64ecma": "42", "ETag": "\"h-2\""])])
        let (receipt, _) = try await complete(right)
        #expect(receipt?.etag == "\"h-2\"")
        #expect(receipt?.crc64 == 42)
        #expect(receipt?.attempts == 2)
        #expect(right.seen.last?.method == .head)
        let missing = FakeServices(lost + [.status(404)])
        #expect(try await complete(missing).1?.ambiguous == false)
        let undecided: [FakeServices.Answer] = [
            .status(403), .status(200, "", ["Content-Length": "20"]),
            .status(200, "", ["Content-Length": "20", "x-cos-hash-crc64ecma": "43"]),
            .status(200, "", ["Content-Length": "21", "x-cos-hash-crc64ecma": "42"]), .status(400),
        ]
        for answer in undecided {
            let (_, fault) = try await complete(FakeServices(lost + [answer]))
            #expect(fault?.code == "NoSuchUpload")
            #expect(fault?.ambiguous == true, "\(answer)")
        }
    }

    @Test("A part's receipt has what was sent; a damaged part is sent again")
    func part() async throws {
        let services = FakeServices([.stored(crcError: 5), .stored()])
        let stack = try TestStack.make(services)
        let session = try TestStack.session()
        let file = try TestFile(3 << 20)
        let receipt = try await stack.store.uploadPart(
            try file.range(1 << 20, 1 << 20), number: try #require(PartNumber(rawValue: 2)), uploadId: "a+b=",
            key: session.mediaKey, session: session, lane: TestStack.lane)
        #expect(receipt.size == 1 << 20)
        #expect(receipt.bytesSent == 2 << 20)
        #expect(receipt.etag == "\"e\"")
        let sent = try #require(services.seen.first)
        #expect(sent.target.query == "partNumber=2&uploadId=a%2Bb%3D")
        #expect(sent.headers["Authorization"]?.contains("&q-url-param-list=partnumber;uploadid&") == true)
    }

    @Test("An initiation without an id is no success")
    func initiateWithoutId() async throws {
        let services = FakeServices([
            .status(200, "<InitiateMultipartUploadResult/>"),
            .status(200, "<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>"),
        ])
        let stack = try TestStack.make(services)
        let session = try TestStack.session()
        let id = try await stack.store.initiate(
            key: session.mediaKey, contentType: "video/mp4", session: session
        ).uploadId
        #expect(id == "u")
        #expect(services.seen.map { $0.headers["Content-Type"] } == ["video/mp4", "video/mp4"])
    }

    @Test("An abort that the key may not do, or that comes too late, is no fault", arguments: [204, 403, 404])
    func abort(status: Int) async throws {
        let services = FakeServices([.status(status)])
        let stack = try TestStack.make(services)
        let session = try TestStack.session()
        try await stack.store.abort(uploadId: "u", key: session.mediaKey, session: session)
        #expect(services.seen.first?.method == .delete)
        #expect(services.seen.first?.target.query == "uploadId=u")
    }

    private static func page(_ numbers: ClosedRange<Int>, next: Int?) -> String {
        let parts = numbers.map { "<Part><PartNumber>\($0)</PartNumber><ETag>\"p\"</ETag><Size>5</Size></Part>" }
        let more = next.map { "<NextPartNumberMarker>\($0)</NextPartNumberMarker>" } ?? ""
        return "<ListPartsResult>\(parts.joined())\(more)<IsTruncated>\(next != nil)</IsTruncated></ListPartsResult>"
    }

    @Test("Parts are listed page by page; a marker that does not rise ends the list")
    func listParts() async throws {
        let session = try TestStack.session()
        let services = FakeServices([
            .status(200, Self.page(1...3, next: 3)), .status(200, Self.page(4...5, next: nil)),
        ])
        let stack = try TestStack.make(services)
        let parts = try await stack.store.listParts(uploadId: "u", key: session.mediaKey, session: session)
        #expect(parts.map(\.number.rawValue) == [1, 2, 3, 4, 5])
        #expect(
            services.seen.map(\.target.query) == [
                "uploadId=u&max-parts=1000", "uploadId=u&max-parts=1000&part-number-marker=3",
            ])
        let stuck = FakeServices([.status(200, Self.page(1...3, next: 3)), .status(200, Self.page(1...3, next: 3))])
        let again = try TestStack.make(stuck)
        let same = try await again.store.listParts(uploadId: "u", key: session.mediaKey, session: session)
        #expect(same.map(\.number.rawValue) == [1, 2, 3])
    }

    @Test("A list that the key may not have is a refusal")
    func listDenied() async throws {
        let session = try TestStack.session()
        let stack = try TestStack.make(FakeServices([.status(403, ObjectStoreTests.error("AccessDenied"))]))
        let found = await fault { () async throws(ServiceFault) in
            try await stack.store.listParts(uploadId: "u", key: session.mediaKey, session: session)
        }
        #expect(found?.code == "AccessDenied")
        #expect(found?.faultClass == .rejected)
    }
}
