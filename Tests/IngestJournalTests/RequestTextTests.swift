import Foundation
import IngestModel
import IngestTestSupport
import Testing

@testable import IngestJournal

@Suite("RequestText")
struct RequestTextTests {
    private static func request(_ text: String) -> UploadRequest {
        UploadRequest(mediaFilePath: text, mediaType: "mp4", mediaName: text)
    }

    private static func full(_ text: String) -> UploadRequest {
        var request = request(text)
        request.coverFilePath = text
        request.coverType = "png"
        request.procedure = text
        request.expireTime = "2027-01-01T00:00:00Z"
        request.classId = 7
        request.sourceContext = text
        request.sessionContext = text
        request.subAppId = .max
        request.storageRegion = "ap-x"
        request.concurrentUploadNumber = 3
        request.mediaStoragePath = "/" + text
        request.extInfo = text
        return request
    }

    @Test(
        "A request is the text that the general encoder makes of it, and comes back from it",
        arguments: [
            "films/wildlife.mp4", "", "a \"quoted\" name", "C:\\films\\a.mp4", "line\nline\r\ttab",
            "\u{8}\u{C}\u{0}\u{1F}\u{7F}",
            "野生动物 II", "e\u{301}", "\u{2028}\u{10FFFF}", "{\"mediaType\":\"mp4\"}", "/", "a,b:c}",
        ])
    func sameText(text: String) throws {
        for request in [Self.request(text), Self.full(text)] {
            let written = RequestText.encode(request)
            #expect(try written == JSONText.encode(request))
            #expect(try RequestText.decode(written) == request)
        }
    }

    @Test("Any text comes back as it was")
    func anyText() throws {
        var random = SplitMix64(seed: TestSeed.current)
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...12, using: &random) {
                let highest: UInt32 = Bool.random(using: &random) ? 0x7F : 0x2_FFFF
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...highest, using: &random)) {
                    text.unicodeScalars.append(scalar)
                }
            }
            let request = Self.full(text)
            let written = RequestText.encode(request)
            #expect(try written == JSONText.encode(request), "\(TestSeed.note)")
            #expect(try RequestText.decode(written) == request, "\(TestSeed.note)")
        }
    }

    @Test("What another writer made of it is read too: blanks, another order, a key of a newer program")
    func otherWriters() throws {
        let text = """
            { "mediaType" : "mp4", "newKey": [1], "mediaName": "N\\u0061me", "mediaFilePath": "a.mp4", "classId": 4 }
            """
        var expected = UploadRequest(mediaFilePath: "a.mp4", mediaType: "mp4", mediaName: "Name")
        expected.classId = 4
        #expect(try RequestText.decode(text) == expected)
    }

    @Test(
        "What is no request is refused",
        arguments: [
            "", "{}", "[]", #"{"mediaFilePath":"a","mediaName":"b"}"#,
            #"{"mediaFilePath":"a","mediaName":"b","mediaType":"mp4""#,
            #"{"mediaFilePath":"a","mediaName":"b","mediaType":"mp4"}x"#,
            #"{"mediaFilePath":"a","mediaName":"b","mediaType":5}"#,
            #"{"classId":9223372036854775808,"mediaFilePath":"a","mediaName":"b","mediaType":"mp4"}"#,
            #"{"mediaFilePath":"a","mediaFilePath":"a","mediaName":"b"}"#,
        ])
    func noRequest(text: String) {
        #expect(throws: (any Error).self) { try RequestText.decode(text) }
    }

    @Test("A set of keys holds what was put in, wherever it lies, and nothing else")
    func keySet() {
        var set = KeySet()
        let keys: [Int64] = [1, 2, 63, 64, 1_000_000, .max, -1]
        for key in keys { set.insert(key) }
        #expect(keys.allSatisfy { set.contains($0) })
        #expect(![0, 3, 62, 65, 999_999, .max - 1, -2].contains { set.contains($0) })
    }
}
