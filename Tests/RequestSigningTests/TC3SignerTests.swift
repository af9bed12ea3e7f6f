import Foundation
import RequestSigning
import Testing

@Suite("TC3Signer")
struct TC3SignerTests {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        struct Inputs: Decodable, Sendable {
            var secretId: String
            var secretKey: String
            var service: String
            var host: String
            var timestamp: Int64
            var httpMethod: String
            var canonicalQueryString: String
            var contentType: String
            var unsignedPayload: Bool
            var payload: String
            var extraSignedHeaders: [String: String]?
        }
        struct Expected: Decodable, Sendable {
            var date: String
            var signedHeaders: String
            var hashedPayload: String
            var canonicalRequest: String
            var stringToSign: String
            var authorization: String
        }
        var name: String
        var inputs: Inputs
        var expected: Expected
        var testDescription: String { name }
    }

    static let cases: [Case] = {
        struct File: Decodable { var cases: [Case] }
        return Vectors.read(File.self, "tc3-vectors.json")?.cases ?? []
    }()

    private func key(_ inputs: Case.Inputs) -> TC3Signer.DayKey {
        TC3Signer.DayKey(
            secretId: inputs.secretId, secretKey: inputs.secretKey, service: inputs.service,
            timestamp: inputs.timestamp)
    }

    @Test("The vector file has 28 cases")
    func vectorsAreWhole() { #expect(Self.cases.count == 28) }

    @Test("Each vector's Authorization is reproduced byte for byte", arguments: cases)
    func vector(_ vector: Case) {
        let (inputs, expected) = (vector.inputs, vector.expected)
        let payload = inputs.httpMethod == "GET" ? "" : inputs.payload
        let hashed =
            inputs.unsignedPayload
            ? TC3Signer.hashedUnsignedPayload() : TC3Signer.hashedPayload(Array(payload.utf8))
        #expect(hashed == expected.hashedPayload)
        let headers =
            [NamedValue("Host", inputs.host), NamedValue("Content-Type", inputs.contentType)]
            + (inputs.extraSignedHeaders ?? [:]).map { NamedValue($0.key, $0.value) }
        let request = TC3CanonicalRequest(
            method: inputs.httpMethod, query: inputs.canonicalQueryString, headers: headers, hashedPayload: hashed)
        #expect(request.text == expected.canonicalRequest)
        #expect(request.signedHeaders == expected.signedHeaders)
        let key = key(inputs)
        #expect(key.date == expected.date)
        #expect(
            TC3Signer.stringToSign(request, timestamp: inputs.timestamp, key: key) == expected.stringToSign)
        #expect(
            TC3Signer.authorization(request, timestamp: inputs.timestamp, key: key) == expected.authorization)
    }

    @Test("A day's key covers its UTC day and no second more")
    func dayKey() {
        let key = TC3Signer.DayKey(secretId: "i", secretKey: "s", service: "vod", timestamp: 1_700_000_000)
        #expect(key.date == "2023-11-14")
        #expect(key.covers(timestamp: 1_699_920_000))
        #expect(key.covers(timestamp: 1_700_006_399))
        #expect(!key.covers(timestamp: 1_699_919_999))
        #expect(!key.covers(timestamp: 1_700_006_400))
    }

    @Test(
        "Dates are UTC's, leap days included",
        arguments: [
            (0, "1970-01-01"), (86_399, "1970-01-01"), (951_782_400, "2000-02-29"), (1_709_164_799, "2024-02-28"),
            (1_709_164_800, "2024-02-29"), (1_709_251_200, "2024-03-01"), (4_107_542_399, "2100-02-28"),
            (4_107_542_400, "2100-03-01"), (-1, "1969-12-31"), (253_402_300_799, "9999-12-31"),
        ])
    func dates(timestamp: Int64, date: String) { #expect(TC3Signer.utcDate(timestamp) == date) }
}
