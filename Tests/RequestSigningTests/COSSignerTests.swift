import Foundation
import RequestSigning
import Testing

@Suite("COSSigner")
struct COSSignerTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        struct Input: Decodable, Sendable {
            var secretId: String?
            var secretKey: String?
            var signKeyPublished: String?
            var keyTime: String
            var signTime: String?
            var method: String
            var objectKey: String?
            var uriPathname: String?
            var urlHostname: String?
            var params: [[String]]
            var requestHeaders: [[String]]?
            var signedHeaders: [[String]]?
            var signHost: Bool?
            var signParams: Bool?
        }
        struct Wire: Decodable, Sendable {
            var path: String
            var query: String
        }
        struct Signed: Decodable, Sendable {
            var qHeaderList: String
            var qUrlParamList: String
        }
        var id: String
        var input: Input
        var wire: Wire?
        var signed: Signed?
        var httpString: String
        var stringToSign: String
        var signKey: String?
        var signature: String
        var authorization: String?
        var presignedUrl: String?
        var testDescription: String { id }

        var window: COSSigner.Window { Self.window(input.signTime ?? input.keyTime) }
        var keyWindow: COSSigner.Window { Self.window(input.keyTime) }

        /// What the signer is given: the SDK's choice of headers is made again by `COSSignedPair`.
        var request: COSCanonicalRequest {
            let pairs = { (list: [[String]]) in list.map { NamedValue($0[0], $0[1]) } }
            var headers = pairs(input.signedHeaders ?? [])
            if let sent = input.requestHeaders {
                headers = pairs(sent).filter { COSSignedPair(header: $0.name, value: $0.value) != nil }
                if input.signHost == true, !headers.contains(where: { $0.name.lowercased() == "host" }) {
                    headers.append(NamedValue("Host", input.urlHostname ?? ""))
                }
            }
            let path = input.uriPathname ?? PercentEncoding.decode(wire?.path ?? "")
            return COSCanonicalRequest(
                method: input.method, path: path, parameters: input.signParams == false ? [] : pairs(input.params),
                headers: headers)
        }

        private static func window(_ text: String) -> COSSigner.Window {
            let ends = text.split(separator: ";").compactMap { Int64($0) }
            return COSSigner.Window(start: ends[0], end: ends[1])
        }
    }

    static let cases: [Case] = {
        struct File: Decodable { var cases: [Case] }
        return Vectors.read(File.self, "cos-sign-vectors.json")?.cases ?? []
    }()

    @Test("The vector file has 41 cases, three of them presigned")
    func vectorsAreWhole() {
        #expect(Self.cases.count == 41)
        #expect(Self.cases.filter { $0.presignedUrl != nil }.count == 3)
    }

    @Test("Each vector's signed text and signature are reproduced byte for byte", arguments: cases)
    func vector(_ vector: Case) throws {
        let request = vector.request
        #expect(request.httpString == vector.httpString)
        #expect(COSSigner.stringToSign(request, window: vector.window) == vector.stringToSign)
        let signKey = try #require(
            vector.input.signKeyPublished
                ?? vector.input.secretKey.map { COSSigner.signKey(secretKey: $0, window: vector.keyWindow) })
        if let expected = vector.signKey { #expect(signKey == expected) }
        #expect(COSSigner.signature(request, window: vector.window, signKey: signKey) == vector.signature)
        if let signed = vector.signed {
            #expect(request.headerList == signed.qHeaderList)
            #expect(request.parameterList == signed.qUrlParamList)
        }
    }

    @Test(
        "Each vector's Authorization is reproduced byte for byte", arguments: cases.filter { $0.authorization != nil })
    func authorization(_ vector: Case) throws {
        let secretId = try #require(vector.input.secretId)
        let secretKey = try #require(vector.input.secretKey)
        #expect(
            COSSigner.authorization(
                vector.request, secretId: secretId, secretKey: secretKey, window: vector.window,
                keyWindow: vector.keyWindow) == vector.authorization)
    }

    @Test("Each presigned URL is reproduced byte for byte", arguments: cases.filter { $0.presignedUrl != nil })
    func presigned(_ vector: Case) throws {
        let query = COSSigner.presignedQuery(
            vector.request, secretId: try #require(vector.input.secretId),
            secretKey: try #require(vector.input.secretKey), window: vector.window)
        let wire = try #require(vector.wire)
        let own = wire.query.isEmpty ? "" : "&" + wire.query
        let host = try #require(vector.input.urlHostname)
        #expect("https://\(host)\(wire.path)?\(query)\(own)" == vector.presignedUrl)
    }

    @Test(
        "Each vector's key is written as the path on its wire",
        arguments: cases.filter { $0.wire != nil && $0.input.objectKey != nil })
    func path(_ vector: Case) throws {
        let key = try #require(vector.input.objectKey)
        // The SDK drops one leading slash of a key; an ObjectKey has none.
        let bare = key.hasPrefix("/") ? String(key.dropFirst()) : key
        #expect(PercentEncoding.path(ofKey: bare) == vector.wire?.path)
    }

    @Test("The window begins a minute early and never outlives the temporary key")
    func window() {
        #expect(COSSigner.Window(around: 10_000, keyExpiresAt: nil).text == "9940;13600")
        #expect(COSSigner.Window(around: 10_000, keyExpiresAt: 10_500).text == "9940;10500")
        #expect(COSSigner.Window(around: 10_000, keyExpiresAt: 99_999).text == "9940;13600")
    }

    @Test("Headers that the way rewrites are never signed", arguments: ["User-Agent", "Accept", "Connection", "Date"])
    func unsignedHeaders(name: String) { #expect(COSSignedPair(header: name, value: "1") == nil) }

    @Test(
        "A header is signed under its name in lower case, its value encoded",
        arguments: ["x-cos-Meta-A", "CONTENT-TYPE"])
    func signedHeader(name: String) throws {
        let pair = try #require(COSSignedPair(header: name, value: "a b/C"))
        #expect(pair.name == name.lowercased())
        #expect(pair.value == "a%20b%2FC")
    }
}
