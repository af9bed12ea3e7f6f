import TencentWire
import Testing

@Suite("COS messages")
struct COSMessagesTests {
    private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test("Initiate's answer is read, with the outer white space of its texts removed")
    func initiate() throws {
        let body = """
            <?xml version='1.0' encoding='utf-8' ?>
            <InitiateMultipartUploadResult>
              <Bucket>b-1</Bucket><Key>a/b c.mp4</Key>
              <UploadId> 1585130821cbb7df1d11 </UploadId>
            </InitiateMultipartUploadResult>
            """
        let read = try InitiateMultipartUploadResult(body: bytes(body))
        #expect(
            read == InitiateMultipartUploadResult(bucket: "b-1", key: "a/b c.mp4", uploadId: "1585130821cbb7df1d11"))
    }

    @Test("Complete's answer is read after the white space that the store sends while it joins parts")
    func complete() throws {
        let body = """
            \n \r\n\t<?xml version="1.0" encoding="UTF-8"?>
            <CompleteMultipartUploadResult xmlns="http://www.qcloud.com/document/product/436/7751">
            <Location>http://b-1.cos.r.myqcloud.com/k</Location><Bucket>b-1</Bucket><Key>k</Key>
            <ETag>&quot;aa259a62513358f69e98e72e59856d88-3&quot;</ETag></CompleteMultipartUploadResult>
            """
        let read = try CompleteMultipartUploadResult(body: bytes(body))
        #expect(read.etag == "\"aa259a62513358f69e98e72e59856d88-3\"")
        #expect(read.location == "http://b-1.cos.r.myqcloud.com/k")
    }

    @Test("An error under status 200 is no completion, and is read as an error")
    func errorInSuccess() throws {
        let body = bytes(
            "<Error><Code>InternalError</Code><Message>m</Message><RequestId>r</RequestId></Error>")
        #expect(
            throws: WireFault.malformed("the reply is `Error` where `CompleteMultipartUploadResult` was expected")
        ) { try CompleteMultipartUploadResult(body: body) }
        #expect(try COSErrorBody(body: body) == COSErrorBody(code: "InternalError", message: "m", requestId: "r"))
    }

    @Test("An error's further elements are kept in order")
    func errorDetails() throws {
        let body = """
            <Error><Code>SignatureDoesNotMatch</Code><Message>m</Message><StringToSign>sha1
            1</StringToSign><FormatString>put</FormatString><Resource>/k</Resource><TraceId>t</TraceId></Error>
            """
        let read = try COSErrorBody(body: bytes(body))
        #expect(read.details.map(\.name) == ["StringToSign", "FormatString"])
        #expect(read.details.map(\.value) == ["sha1\n1", "put"])
        #expect(read.resource == "/k")
        #expect(read.traceId == "t")
    }

    @Test("A page of parts is read; both spellings of the encoding's name are passed over", arguments: ["-t", "T"])
    func listParts(spelling: String) throws {
        let body = """
            <ListPartsResult><Bucket>b</Bucket><Encoding\(spelling)ype>url</Encoding\(spelling)ype><Key>k</Key>
            <UploadId>u</UploadId><Owner><ID>1</ID></Owner><PartNumberMarker>0</PartNumberMarker>
            <Part><PartNumber>1</PartNumber><LastModified>2020-03-25T10:00:00.000Z</LastModified><ETag>"a"</ETag>
            <Size>1048576</Size></Part><Part><PartNumber>2</PartNumber><ETag>"b"</ETag><Size>7</Size></Part>
            <NextPartNumberMarker>2</NextPartNumberMarker><MaxParts>2</MaxParts><IsTruncated>true</IsTruncated>
            </ListPartsResult>
            """
        let expected = ListPartsResult(
            bucket: "b", key: "k", uploadId: "u", nextPartNumberMarker: 2, maxParts: 2, isTruncated: true,
            parts: [
                .init(number: 1, etag: "\"a\"", size: 1_048_576, lastModified: "2020-03-25T10:00:00.000Z"),
                .init(number: 2, etag: "\"b\"", size: 7),
            ])
        #expect(try ListPartsResult(body: bytes(body)) == expected)
    }

    @Test("Complete's request has every ETag with its quotes escaped")
    func completeRequest() throws {
        let message = CompleteMultipartUpload(parts: [.init(number: 1, etag: "\"a\""), .init(number: 2, etag: "<&>")])
        let expected = """
            <?xml version="1.0" encoding="UTF-8"?><CompleteMultipartUpload>\
            <Part><PartNumber>1</PartNumber><ETag>&quot;a&quot;</ETag></Part>\
            <Part><PartNumber>2</PartNumber><ETag>&lt;&amp;&gt;</ETag></Part></CompleteMultipartUpload>
            """
        #expect(String(decoding: message.body, as: UTF8.self) == expected)
        #expect(try CompleteMultipartUpload(body: message.body) == message)
    }

    @Test("A completion of 10,000 parts is within the bounds")
    func largestCompletion() throws {
        let parts = (1...10_000).map {
            CompleteMultipartUpload.Part(number: $0, etag: "\"a24f1e3ef66950e1327f210e3997ba2c\"")
        }
        #expect(try CompleteMultipartUpload(body: CompleteMultipartUpload(parts: parts).body).parts == parts)
    }

    @Test("What is written is read back, whatever its texts hold")
    func roundTrip() throws {
        let text = "a<b>&\"'\r\n\u{4E2D}\u{1F3AC}]]>z"
        let result = InitiateMultipartUploadResult(bucket: "b", key: text, uploadId: text)
        #expect(try InitiateMultipartUploadResult(body: result.body) == result)
        let done = CompleteMultipartUploadResult(location: "l", bucket: "b", key: text, etag: "\"e\"")
        #expect(try CompleteMultipartUploadResult(body: done.body) == done)
        let error = COSErrorBody(
            code: "C", message: text, resource: "r", requestId: "q", traceId: "t",
            details: [.init(name: "ServerTime", value: "1")])
        #expect(try COSErrorBody(body: error.body) == error)
        let page = ListPartsResult(
            bucket: "b", key: text, uploadId: "u", partNumberMarker: 3, nextPartNumberMarker: 4, maxParts: 1,
            isTruncated: true, parts: [.init(number: 4, etag: "\"e\"", size: 9, lastModified: "t")])
        #expect(try ListPartsResult(body: page.body) == page)
    }
}
