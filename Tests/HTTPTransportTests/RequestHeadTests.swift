import NIOCore
import Testing

@testable import HTTPTransport

@Suite struct RequestHeadTests {
    private static func request(
        _ method: OutgoingRequest.Method = .put, path: String = "/a%20b", query: String = "",
        headers: HeaderFields = [:], body: [UInt8] = []
    ) -> OutgoingRequest {
        OutgoingRequest(
            operation: "PUT Object", method: method,
            target: RequestTarget(secure: true, host: "h", port: 8443, path: path, query: query), headers: headers,
            body: .bytes(body))
    }

    private static func text(_ request: OutgoingRequest) throws -> String {
        String(buffer: try RequestHead(request).block)
    }

    @Test("A head has its line, host, headers in order, what it can read, and its length")
    func whole() throws {
        let request = Self.request(
            query: "partNumber=1", headers: ["Content-Type": "video/mp4", "host": "other", "x-cos-a": "b\tc"],
            body: [1, 2])
        #expect(
            try Self.text(request) == """
                PUT /a%20b?partNumber=1 HTTP/1.1\r
                Host: h:8443\r
                Content-Type: video/mp4\r
                x-cos-a: b\tc\r
                Accept-Encoding: deflate, gzip\r
                Content-Length: 2\r
                \r

                """)
    }

    @Test(
        "A length is said where a body could be", arguments: [OutgoingRequest.Method.get, .head, .delete, .post, .put])
    func length(method: OutgoingRequest.Method) throws {
        let text = try Self.text(Self.request(method))
        #expect(text.contains("\r\nContent-Length: 0\r\n") == (method == .post || method == .put))
        #expect(try Self.text(Self.request(method, body: [1])).contains("\r\nContent-Length: 1\r\n"))
    }

    @Test("What a request reads is its own affair")
    func ownEncodings() throws {
        #expect(
            try Self.text(Self.request(.get, headers: ["accept-encoding": "identity"])) == """
                GET /a%20b HTTP/1.1\r
                Host: h:8443\r
                accept-encoding: identity\r
                \r

                """)
    }

    @Test(
        "Nothing that ends a line or the head goes out",
        arguments: [
            request(path: "/a b"), request(path: "/a\r\nHost: other"), request(query: "a\nb"),
            request(headers: ["A": "b\r\nC: d"]), request(headers: ["A": "b\0"]), request(headers: ["A:\n": "b"]),
            request(headers: ["A b": "c"]), request(headers: ["": "c"]), request(headers: ["A": "\u{7F}"]),
        ])
    func refused(request: OutgoingRequest) {
        #expect {
            try RequestHead(request)
        } throws: { error in
            guard let fault = error as? TransportFault else { return false }
            return fault.kind == .defect && !fault.sentAny
                && fault.message == "PUT Object: a line end or a blank where none may be in a request's head"
        }
    }
}
