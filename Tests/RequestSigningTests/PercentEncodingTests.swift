import RequestSigning
import Testing

@Suite("PercentEncoding")
struct PercentEncodingTests {
    @Test("Everything but letters, digits and - _ . ~ is encoded in upper-case hex")
    func encode() {
        #expect(PercentEncoding.encode("aZ09-_.~ /!'()*+%é") == "aZ09-_.~%20%2F%21%27%28%29%2A%2B%25%C3%A9")
        #expect(PercentEncoding.encodedName("X-Cos-Été") == "x-cos-%c3%89t%c3%a9")
    }

    @Test("What is encoded is decoded to what it was")
    func roundTrip() {
        let text = String(String.UnicodeScalarView((1...0x2FF).compactMap { Unicode.Scalar($0 as UInt32) }))
        #expect(PercentEncoding.decode(PercentEncoding.encode(text)) == text)
        #expect(PercentEncoding.decode(PercentEncoding.path(ofKey: text)) == "/" + text)
    }

    @Test(
        "A percent sign without two hex digits stays as it is, and nothing is decoded twice",
        arguments: [("%", "%"), ("%4", "%4"), ("%zz", "%zz"), ("%2541", "%41"), ("%e4%B8%ad", "中"), ("a+b", "a+b")])
    func decode(text: String, expected: String) { #expect(PercentEncoding.decode(text) == expected) }
}
