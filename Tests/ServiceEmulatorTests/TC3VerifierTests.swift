import Testing

@testable import ServiceEmulator

@Suite struct TC3VerifierTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var request: RawRequest
        var body: [UInt8]
        var verifier: TC3Verifier
        var now: Double
        var testDescription: String { name }

        init(_ value: JSONValue) {
            name = value["name"]?.text ?? ""
            let inputs = value["inputs"] ?? .null
            let query = inputs["canonical_query_string"]?.text ?? ""
            var headers: [(String, String)] = []
            if case .object(let fields)? = value["expected"]?["request_headers"] {
                headers = fields.map { ($0.key, $0.value.plain) }
            }
            request = RawRequest(
                method: inputs["http_method"]?.text ?? "", target: query.isEmpty ? "/" : "/?" + query, headers: headers)
            body = Array((inputs["payload"]?.text ?? "").utf8)
            verifier = TC3Verifier(
                service: inputs["service"]?.text ?? "",
                accounts: [
                    .init(
                        secretId: inputs["secret_id"]?.text ?? "", secretKey: inputs["secret_key"]?.text ?? "",
                        token: inputs["token"]?.text)
                ])
            now = Double(inputs["timestamp"]?.unsigned ?? 0)
        }

        /// The code of the refusal; nil where it is taken.
        func verdict() -> String? {
            do {
                _ = try verifier.verify(request, body: body, now: now)
                return nil
            } catch {
                return error.code
            }
        }

        func changing(_ name: String, _ change: (String) -> String?) -> Case {
            var copy = self
            copy.request.headers = request.headers.compactMap { header in
                header.name == name
                    ? change(header.value).map { RawRequest.Header(name: name, value: $0) } : header
            }
            return copy
        }
    }

    static let cases: [Case] = {
        do { return try Vectors.object("tc3-vectors.json")["cases"]?.list.map(Case.init) ?? [] } catch { return [] }
    }()

    @Test("every vector is there")
    func count() { #expect(Self.cases.count == 28) }

    @Test("a signature of the vectors is taken", arguments: cases)
    func taken(_ vector: Case) { #expect(vector.verdict() == nil) }

    @Test("one changed digit of the signature is refused", arguments: cases)
    func changedSignature(_ vector: Case) {
        let changed = vector.changing("Authorization") { $0.dropLast() + ($0.hasSuffix("0") ? "1" : "0") }
        #expect(changed.verdict() == "AuthFailure.SignatureFailure")
    }

    @Test("a changed body is refused, but where the payload is not signed", arguments: cases)
    func changedBody(_ vector: Case) {
        var changed = vector
        changed.body += [32]
        let isUnsigned = vector.name == "unsigned-payload"
        #expect(changed.verdict() == (isUnsigned ? nil : "AuthFailure.SignatureFailure"))
    }

    @Test("a changed host, another key and another method are refused", arguments: cases)
    func changedRest(_ vector: Case) {
        #expect(vector.changing("Host") { $0 + ":80" }.verdict() == "AuthFailure.SignatureFailure")
        var changed = vector
        changed.verifier.accounts[0].secretKey += "x"
        #expect(changed.verdict() == "AuthFailure.SignatureFailure")
        changed = vector
        changed.request.method = vector.request.method == "GET" ? "POST" : "GET"
        #expect(changed.verdict() == "AuthFailure.SignatureFailure")
    }

    @Test("each kind of refusal has its code")
    func codes() throws {
        let vector = try #require(Self.cases.first)
        var changed = vector
        changed.now += 300
        #expect(changed.verdict() == nil)
        changed.now += 1
        #expect(changed.verdict() == "AuthFailure.SignatureExpire")
        changed.now = vector.now - 301
        #expect(changed.verdict() == "AuthFailure.SignatureExpire")
        changed = vector
        changed.verifier.accounts[0].secretId = "AKIDOTHER"
        #expect(changed.verdict() == "AuthFailure.SecretIdNotFound")
        changed = vector
        changed.verifier.accounts[0].token = "TOKEN"
        #expect(changed.verdict() == "AuthFailure.TokenFailure")
        changed = vector
        changed.verifier.service = "cvm"
        #expect(changed.verdict() == "AuthFailure.InvalidAuthorization")
        #expect(vector.changing("Authorization") { _ in nil }.verdict() == "AuthFailure.InvalidAuthorization")
        #expect(
            vector.changing("Authorization") { "TC2" + $0.dropFirst(3) }.verdict() == "AuthFailure.InvalidAuthorization"
        )
        #expect(
            vector.changing("Authorization") { $0.replacing("content-type;host", with: "host") }.verdict()
                == "AuthFailure.InvalidAuthorization")
        #expect(vector.changing("X-TC-Timestamp") { _ in nil }.verdict() == "MissingParameter")
    }

    @Test("a token that nobody asked for is refused")
    func unwantedToken() throws {
        var vector = try #require(Self.cases.first)
        vector.request.headers.append(.init(name: "X-TC-Token", value: "TOKEN"))
        #expect(vector.verdict() == "AuthFailure.TokenFailure")
    }
}
