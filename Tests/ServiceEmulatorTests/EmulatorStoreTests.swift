import Checksums
import Crypto
import Foundation
import Testing

@testable import ServiceEmulator

/// The store as it looks on the wire, operation by operation.
@Suite struct EmulatorStoreTests {
    static let mebibyte = 1_048_576

    private func md5(_ bytes: [UInt8]) -> String { TestSigner.hex(Array(Insecure.MD5.hash(data: bytes))) }

    @Test("a PUT answers ETag, CRC and the headers of every answer, and the object comes back")
    func putAndGet() async throws {
        try await emulating { _, client in
            let session = try await client.apply()
            let body = patternBytes(0..<300_000)
            let put = try await client.store(
                "PUT", session.mediaKey, session, body: body,
                headers: [("Content-Type", "video/mp4"), ("x-cos-meta-job", "j1"), ("Cache-Control", "max-age=60")])
            #expect(put.status == 200)
            #expect(put.body.isEmpty)
            #expect(put.header("ETag") == "\"\(md5(body))\"")
            #expect(put.header("x-cos-hash-crc64ecma") == String(CRC64(body).value))
            #expect(put.header("Server") == "tencent-cos")
            #expect(put.header("Date") == "Tue, 14 Nov 2023 22:13:20 GMT")
            #expect(put.header("x-cos-request-id") != nil)
            let head = try await client.store("HEAD", session.mediaKey, session)
            #expect(head.status == 200)
            #expect(head.header("Content-Length") == "300000")
            #expect(head.header("Content-Type") == "video/mp4")
            #expect(head.header("x-cos-meta-job") == "j1")
            #expect(head.header("Cache-Control") == "max-age=60")
            #expect(head.header("Last-Modified") == "Tue, 14 Nov 2023 22:13:20 GMT")
            #expect(head.header("ETag") == put.header("ETag"))
            #expect(head.header("x-cos-hash-crc64ecma") == put.header("x-cos-hash-crc64ecma"))
            let whole = try await client.store("GET", session.mediaKey, session)
            #expect(whole.body == body)
            let range = try await client.store("GET", session.mediaKey, session, headers: [("Range", "bytes=299990-")])
            #expect(range.status == 206)
            #expect(range.body == Array(body.suffix(10)))
            #expect(range.header("Content-Range") == "bytes 299990-299999/300000")
            let beyond = try await client.store("GET", session.mediaKey, session, headers: [("Range", "bytes=300000-")])
            #expect(ServiceClient.refusal(beyond) == "416 InvalidRange: the range cannot be satisfied")
            let same = try await client.store(
                "GET", session.mediaKey, session, headers: [("If-None-Match", put.header("ETag") ?? "")])
            #expect(same.status == 304)
        }
    }

    @Test("conditions decide between the object, 304 and 412")
    func conditions() async throws {
        try await emulating { _, client in
            let session = try await client.apply()
            let etag = try #require(try await client.store("PUT", session.mediaKey, session, body: [1]).header("ETag"))
            func status(_ name: String, _ value: String) async throws -> Int {
                try await client.store("HEAD", session.mediaKey, session, headers: [(name, value)]).status
            }
            func date(_ offset: Int) -> String { CivilTime(unix: testNow + offset).http }
            #expect(try await status("If-Match", etag) == 200)
            #expect(try await status("If-Match", "\"other\"") == 412)
            #expect(try await status("If-None-Match", etag) == 304)
            #expect(try await status("If-None-Match", "\"other\"") == 200)
            #expect(try await status("If-Unmodified-Since", date(0)) == 200)
            #expect(try await status("If-Unmodified-Since", date(-1)) == 412)
            #expect(try await status("If-Modified-Since", date(0)) == 304)
            #expect(try await status("If-Modified-Since", date(-1)) == 200)
        }
    }

    @Test("a missing key is 404, without a body for HEAD; a key that is not there can be deleted")
    func missing() async throws {
        try await emulating({ $0.deniedToTemporaryCredentials = [] }) { emulator, client in
            let session = try await client.apply()
            let get = try await client.store("GET", session.mediaKey, session)
            #expect(ServiceClient.refusal(get) == "404 NoSuchKey: The specified key does not exist.")
            #expect(get.header("x-cos-trace-id") != nil)
            let head = try await client.store("HEAD", session.mediaKey, session)
            #expect(head.status == 404)
            #expect(head.header("Content-Length") == "0")
            #expect(try await client.store("DELETE", session.mediaKey, session).status == 204)
            _ = try await client.store("PUT", session.mediaKey, session, body: [1])
            #expect(try await client.store("DELETE", session.mediaKey, session).status == 204)
            #expect(emulator.snapshot().objects.isEmpty)
        }
    }

    @Test("a temporary key may touch its medium, its cover and, for a manifest, the folder alone")
    func scope() async throws {
        try await emulating { _, client in
            let denied = "403 AccessDenied: Access Denied."
            let medium = try await client.apply(#"{"MediaType": "mp4", "CoverType": "jpg"}"#)
            let manifest = try await client.apply(#"{"MediaType": "m3u8"}"#)
            func put(_ key: String, _ session: ServiceClient.Session) async throws -> String {
                ServiceClient.refusal(try await client.store("PUT", key, session, body: [1]))
            }
            #expect(try await put(medium.mediaKey, medium) == "200")
            #expect(try await put(medium.coverKey, medium) == "200")
            #expect(try await put(medium.mediaKey + "x", medium) == denied)
            #expect(try await put(manifest.mediaKey, medium) == denied)
            let below = String(manifest.mediaKey.dropLast("f0.m3u8".count))
            #expect(try await put(manifest.mediaKey, manifest) == "200")
            #expect(try await put(below + "low/s 0.ts", manifest) == "200")
            #expect(try await put("x" + below + "s.ts", manifest) == denied)
            #expect(try await put(medium.mediaKey, manifest) == denied)
            #expect(ServiceClient.refusal(try await client.store("DELETE", medium.mediaKey, medium)) == denied)
            var other = medium
            other.bucket = "other-1250000000"
            #expect(
                ServiceClient.refusal(try await client.store("PUT", medium.mediaKey, other, body: [1]))
                    == "404 NoSuchBucket: The specified bucket does not exist.")
            other = medium
            other.region = "ap-tokyo"
            #expect(
                ServiceClient.refusal(try await client.store("PUT", medium.mediaKey, other, body: [1]))
                    == "404 NoSuchBucket: The specified bucket does not exist.")
            #expect(
                ServiceClient.refusal(
                    try await client.store("PUT", "any/key", medium, body: [1], credential: TestKey())) == "200")
        }
    }

    @Test("a temporary key expires at the second that ApplyUpload told")
    func expiry() async throws {
        try await emulating({ $0.sessionLifetime = 300 }) { emulator, client in
            let session = try await client.apply()
            emulator.advanceClock(by: 299)
            #expect(try await client.store("PUT", session.mediaKey, session, body: [1]).status == 200)
            emulator.advanceClock(by: 1)
            let late = try await client.store("PUT", session.mediaKey, session, body: [1])
            #expect(ServiceClient.refusal(late) == "400 ExpiredToken: the temporary key has expired")
            var wrong = session.credential
            wrong.token = "other"
            let unknown = try await client.store("PUT", session.mediaKey, session, body: [1], credential: wrong)
            #expect(
                ServiceClient.refusal(unknown)
                    == "403 InvalidAccessKeyId: The Access Key Id you provided does not exist in our records")
        }
    }

    @Test(
        "headers of a PUT are judged",
        arguments: [
            (("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="), "400 BadDigest: Content-MD5 does not match the body"),
            (("Content-MD5", "AAAA"), "400 InvalidDigest: Content-MD5 is not the base64 of an MD5"),
            (("Content-MD5", "2e21e9b0e1dd8a1e0a3b1c2f"), "200"),
            (
                ("x-cos-traffic-limit", "819199"),
                "400 InvalidArgument: `x-cos-traffic-limit` must be from 819200 to 838860800"
            ),
            (("x-cos-storage-class", "GLACIER"), "400 NotSupportedStorageClass: the storage class is not known"),
            (("x-cos-copy-source", "x"), "501 NotImplemented: the emulator does not copy objects"),
        ])
    func headers(_ header: (String, String), _ refusal: String) async throws {
        try await emulating { _, client in
            let session = try await client.apply()
            var header = header
            let body = Array("hello".utf8)
            if refusal == "200" { header.1 = Data(Insecure.MD5.hash(data: body)).base64EncodedString() }
            let reply = try await client.store("PUT", session.mediaKey, session, body: body, headers: [header])
            #expect(ServiceClient.refusal(reply) == refusal)
        }
    }

    @Test("a PUT needs a length or chunks, and a part a length")
    func lengths() async throws {
        try await emulating { emulator, client in
            let session = try await client.apply()
            let refusal = "411 MissingContentLength: You must provide the Content-Length HTTP header."
            #expect(ServiceClient.refusal(try await client.store("PUT", session.mediaKey, session)) == refusal)
            let chunked = [("Transfer-Encoding", "chunked")]
            let head = client.storeHead("PUT", session.mediaKey, session, headers: chunked)
            let put = try await client.exchange(head, Array("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".utf8))
            #expect(put.status == 200)
            #expect(try emulator.objectBytes(bucket: session.bucket, key: session.mediaKey) == Array("abcde".utf8))
            let empty = try await client.exchange(head, Array("0\r\n\r\n".utf8))
            #expect(empty.header("x-cos-hash-crc64ecma") == "0")
            let upload = try await client.multipart(session.mediaKey, session, parts: [])
            let part = client.storeHead(
                "PUT", session.mediaKey, session, [("partNumber", "1"), ("uploadId", upload.id)], headers: chunked)
            #expect(ServiceClient.refusal(try await client.exchange(part, Array("0\r\n\r\n".utf8))) == refusal)
        }
    }

    @Test("an upload in parts is joined, answered in chunks after white space, and gone afterwards")
    func multipart() async throws {
        try await emulating { emulator, client in
            let session = try await client.apply()
            let whole = patternBytes(0..<2 * Self.mebibyte + 5)
            let parts = [0..<Self.mebibyte, Self.mebibyte..<2 * Self.mebibyte, 2 * Self.mebibyte..<whole.count]
                .map { Array(whole[$0]) }
            let upload = try await client.multipart(session.mediaKey, session, parts: parts)
            #expect(upload.id.count == 74)
            #expect(upload.id.hasPrefix(String(testNow)))
            #expect(upload.etags == parts.map { "\"\(md5($0))\"" })
            #expect(emulator.snapshot().unfinishedUploads.map(\.parts) == [[1, 2, 3]])
            let listed = Array(zip(1..., upload.etags)).map { (number: $0.0, etag: $0.1) }
            let reply = try await client.complete(session.mediaKey, session, id: upload.id, parts: listed)
            #expect(reply.status == 200)
            #expect(reply.header("Transfer-Encoding") == "chunked")
            #expect(reply.chunks.first == Array(" \n".utf8))
            #expect(reply.header("x-cos-hash-crc64ecma") == String(CRC64(whole).value))
            let result = try XMLElement.parse(reply.body)
            let etag = try #require(result.onlyText("ETag"))
            #expect(etag.count == 36)
            #expect(etag.hasSuffix("-3\""))
            #expect(result.onlyText("Key") == session.mediaKey)
            #expect(
                result.onlyText("Location")
                    == "http://\(session.bucket).cos.ap-chongqing.myqcloud.com/\(session.mediaKey)")
            #expect(try emulator.objectBytes(bucket: session.bucket, key: session.mediaKey) == whole)
            #expect(try await client.store("HEAD", session.mediaKey, session).header("ETag") == etag)
            let across = try await client.store(
                "GET", session.mediaKey, session, headers: [("Range", "bytes=1048570-1048580")])
            #expect(across.body == Array(whole[1_048_570...1_048_580]))
            let again = try await client.complete(session.mediaKey, session, id: upload.id, parts: listed)
            #expect(
                ServiceClient.refusal(again) == "404 NoSuchUpload: the upload id is unknown, completed or aborted")
            #expect(emulator.snapshot().unfinishedUploads.isEmpty)
        }
    }

    @Test("Complete judges order, presence, ETag, size and form")
    func complete() async throws {
        try await emulating({ $0.smallestPart = 4 }) { _, client in
            let session = try await client.apply()
            let upload = try await client.multipart(session.mediaKey, session, parts: [[1, 2, 3], [4, 5, 6, 7], [8]])
            func refusal(_ numbers: [Int], etags: [String]? = nil) async throws -> String {
                let etags = etags ?? numbers.map { (1...3).contains($0) ? upload.etags[$0 - 1] : "\"x\"" }
                return ServiceClient.refusal(
                    try await client.complete(
                        session.mediaKey, session, id: upload.id, parts: zip(numbers, etags).map { ($0, $1) }))
            }
            let order = "400 InvalidPartOrder: the parts are not in ascending order"
            func part(_ number: Int) -> String {
                "400 InvalidPart: part \(number) is missing, follows a gap or has another ETag"
            }
            #expect(try await refusal([2, 1]) == order)
            #expect(try await refusal([1, 1]) == order)
            #expect(try await refusal([1, 3]) == part(3))
            #expect(try await refusal([2]) == part(2))
            #expect(try await refusal([1, 2, 3, 4]) == part(4))
            #expect(try await refusal([1, 2], etags: [upload.etags[0], upload.etags[0]]) == part(2))
            #expect(try await refusal([1], etags: [String(upload.etags[0].dropFirst().dropLast())]) == part(1))
            #expect(
                try await refusal([1, 2])
                    == "400 EntityTooSmall: a part that is not the last has less than 4 bytes")
            let malformed = "400 MalformedXML: the body is not the XML that is expected"
            #expect(try await refusal([]) == malformed)
            for body in [
                "", "<CompleteMultipartUpload>", "<Other><Part/></Other>",
                "<CompleteMultipartUpload><Part><PartNumber>x</PartNumber><ETag>e</ETag></Part></CompleteMultipartUpload>",
            ] {
                let reply = try await client.store(
                    "POST", session.mediaKey, session, [("uploadId", upload.id)], body: Array(body.utf8))
                #expect(ServiceClient.refusal(reply) == malformed)
            }
            // A part sent again takes the place of the small one.
            let repeated = try await client.store(
                "PUT", session.mediaKey, session, [("partNumber", "1"), ("uploadId", upload.id)], body: [9, 9, 9, 9])
            #expect(try await refusal([1, 2], etags: [repeated.header("ETag") ?? "", upload.etags[1]]) == "200 : ")
        }
    }

    @Test("a part's number and its upload are judged")
    func parts() async throws {
        try await emulating { emulator, client in
            let session = try await client.apply(#"{"MediaType": "mp4", "CoverType": "jpg"}"#)
            let upload = try await client.multipart(session.mediaKey, session, parts: [])
            func put(_ key: String, _ query: [(String, String)]) async throws -> String {
                ServiceClient.refusal(try await client.store("PUT", key, session, query, body: [1]))
            }
            let number = "400 InvalidArgument: `partNumber` must be a number from 1 to 10000"
            let gone = "404 NoSuchUpload: the upload id is unknown, completed or aborted"
            let id = ("uploadId", upload.id)
            #expect(try await put(session.mediaKey, [("partNumber", "0"), id]) == number)
            #expect(try await put(session.mediaKey, [("partNumber", "10001"), id]) == number)
            #expect(try await put(session.mediaKey, [("partNumber", "10000"), id]) == "200")
            #expect(
                try await put(session.mediaKey, [id]) == "400 InvalidArgument: `partNumber` and `uploadId` go together")
            #expect(try await put(session.coverKey, [("partNumber", "1"), id]) == gone)
            #expect(try await put(session.mediaKey, [("partNumber", "1"), ("uploadId", "x")]) == gone)
            #expect(try await client.store("DELETE", session.mediaKey, session, [id]).status == 204)
            #expect(try await put(session.mediaKey, [("partNumber", "1"), id]) == gone)
            let again = try await client.store("DELETE", session.mediaKey, session, [id])
            #expect(ServiceClient.refusal(again) == gone)
            #expect(emulator.snapshot().abortedUploads.map(\.parts) == [[10_000]])
        }
    }

    @Test("parts are listed a page at a time")
    func listParts() async throws {
        try await emulating { _, client in
            let session = try await client.apply(#"{"MediaType": "m3u8"}"#)
            let key = String(session.mediaKey.dropLast("f0.m3u8".count)) + "a b.ts"
            let upload = try await client.multipart(key, session, parts: [[1], [2, 2], [3]])
            func list(_ query: [(String, String)]) async throws -> XMLElement {
                let reply = try await client.store("GET", key, session, [("uploadId", upload.id)] + query)
                return try XMLElement.parse(reply.body)
            }
            func numbers(_ page: XMLElement) -> [String] {
                page.children.filter { $0.name == "Part" }.compactMap { $0.onlyText("PartNumber") }
            }
            let first = try await list([("max-parts", "2"), ("encoding-type", "url")])
            #expect(numbers(first) == ["1", "2"])
            #expect(first.onlyText("IsTruncated") == "true")
            #expect(first.onlyText("NextPartNumberMarker") == "2")
            #expect(first.onlyText("Encoding-type") == "url")
            #expect(first.onlyText("Key") == String(key.dropLast("a b.ts".count)) + "a%20b.ts")
            #expect(
                first.children.filter { $0.name == "Part" }.compactMap { $0.onlyText("ETag") }
                    == Array(upload.etags[..<2]))
            #expect(first.children.filter { $0.name == "Part" }.compactMap { $0.onlyText("Size") } == ["1", "2"])
            let second = try await list([("part-number-marker", "2")])
            #expect(numbers(second) == ["3"])
            #expect(second.onlyText("IsTruncated") == "false")
            #expect(second.onlyText("Key") == key)
            let empty = try await client.store("GET", key, session, [("uploadId", "")])
            #expect(ServiceClient.refusal(empty) == "400 ListPartUploadIdIsEmpty: `uploadId` is empty")
            let wrong = try await client.store("GET", key, session, [("uploadId", upload.id), ("max-parts", "1001")])
            #expect(
                ServiceClient.refusal(wrong) == "400 InvalidArgument: `max-parts` must be a number from 1 to 1000")
        }
    }

    @Test("open uploads are listed by key and id, a page at a time, with common prefixes")
    func listUploads() async throws {
        try await emulating { _, client in
            let session = try await client.apply(#"{"MediaType": "m3u8"}"#)
            let folder = String(session.mediaKey.dropLast("f0.m3u8".count))
            var ids: [String] = []
            for name in ["b", "a", "a", "sub/x", "sub/y"] {
                ids.append(try await client.multipart(folder + name, session, parts: []).id)
            }
            func list(_ query: [(String, String)]) async throws -> XMLElement {
                let reply = try await client.store("GET", "", session, [("uploads", "")] + query)
                return try XMLElement.parse(reply.body)
            }
            func keys(_ page: XMLElement) -> [String] {
                page.children.filter { $0.name == "Upload" }.compactMap { $0.onlyText("Key") }.map {
                    String($0.dropFirst(folder.count))
                }
            }
            #expect(keys(try await list([])) == ["a", "a", "b", "sub/x", "sub/y"])
            #expect(keys(try await list([("prefix", folder + "sub/")])) == ["sub/x", "sub/y"])
            let grouped = try await list([("prefix", folder), ("delimiter", "/")])
            #expect(keys(grouped) == ["a", "a", "b"])
            #expect(
                grouped.children.filter { $0.name == "CommonPrefixes" }.map { $0.onlyText("Prefix") } == [
                    folder + "sub/"
                ])
            let first = try await list([("max-uploads", "1")])
            #expect(keys(first) == ["a"])
            #expect(first.onlyText("IsTruncated") == "true")
            let next = try await list([
                ("key-marker", first.onlyText("NextKeyMarker") ?? ""),
                ("upload-id-marker", first.onlyText("NextUploadIdMarker") ?? ""),
            ])
            #expect(keys(next) == ["a", "b", "sub/x", "sub/y"])
            #expect(Set(ids).count == 5)
        }
    }
}
