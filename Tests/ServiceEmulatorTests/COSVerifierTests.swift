import Testing

@testable import ServiceEmulator

@Suite struct COSVerifierTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var id: String
        var request: RawRequest
        var credential: COSVerifier.Credential
        var now: Double
        var formatString: String
        var stringToSign: String
        var presigned: String?
        var merged: String?
        var testDescription: String { id }

        init(_ value: JSONValue) {
            id = value["id"]?.text ?? ""
            let input = value["input"] ?? .null
            // Cases made by rule have no recorded request line; it follows from their input.
            let path =
                value["wire"]?["path"]?.text
                ?? PercentCoding.encode(input["uri_pathname"]?.text ?? "").replacing("%2F", with: "/")
            let query =
                value["wire"]?["query"]?.text
                ?? (input["params"]?.list ?? []).map(\.pair).map { "\($0.0)=\(PercentCoding.encode($0.1))" }
                .joined(separator: "&")
            var headers = (input["request_headers"] ?? input["signed_headers"])?.list.map(\.pair) ?? []
            if !headers.contains(where: { $0.0.lowercased() == "host" }), let name = input["url_hostname"]?.text {
                headers.append(("Host", input["url_port"]?.unsigned.map { "\(name):\($0)" } ?? name))
            }
            if id == "rule-token-unsigned" { headers.append(("x-cos-security-token", "TOKEN")) }
            headers.append(("Authorization", value["authorization"]?.text ?? ""))
            request = RawRequest(
                method: input["method"]?.text ?? "", target: query.isEmpty ? path : "\(path)?\(query)", headers: headers
            )
            let parameters = input["params"]?.list.map(\.pair) ?? []
            credential = COSVerifier.Credential(
                secretId: input["secret_id"]?.text ?? "", secretKey: input["secret_key"]?.text ?? "",
                token: (headers + parameters).first { $0.0 == "x-cos-security-token" }?.1)
            let window = input["sign_time"]?.text ?? input["key_time"]?.text ?? ""
            now = Double(window.prefix { $0 != ";" }) ?? 0
            formatString = value["http_string"]?.text ?? ""
            stringToSign = value["string_to_sign"]?.text ?? ""
            presigned = value["presigned_url"]?.text
            merged = value["presigned_merged_sign_form_by_rule"]?.text
        }

        func refusal(strict: Bool = false) -> COSRefusal? {
            do {
                _ = try COSVerifier(strict: strict).verify(request, now: now) {
                    $0 == credential.secretId ? credential : nil
                }
                return nil
            } catch {
                return error
            }
        }

        func changing(_ name: String, _ change: (String) -> String?) -> Case {
            var copy = self
            copy.request.headers = request.headers.compactMap { header in
                header.name == name ? change(header.value).map { RawRequest.Header(name: name, value: $0) } : header
            }
            return copy
        }

        func url(_ url: String?) -> Case? {
            guard let rest = url?.dropFirst("https://".count), let slash = rest.firstIndex(of: "/") else { return nil }
            var copy = changing("Authorization") { _ in nil }
            copy.request.target = String(rest[slash...])
            return copy
        }
    }

    static let cases: [Case] = {
        do {
            return try Vectors.object("cos-sign-vectors.json")["cases"]?.list
                .filter { $0["source"] != .text("document") }.map(Case.init) ?? []
        } catch {
            return []
        }
    }()

    static let documented: [JSONValue] = {
        do {
            return try Vectors.object("cos-sign-vectors.json")["cases"]?.list
                .filter { $0["source"] == .text("document") } ?? []
        } catch {
            return []
        }
    }()

    @Test("every vector is there")
    func count() {
        #expect(Self.cases.count + Self.documented.count == 41)
        #expect(Self.cases.filter { $0.presigned != nil }.count == 3)
    }

    @Test("a signature of the vectors is taken", arguments: cases)
    func taken(_ vector: Case) { #expect(vector.refusal() == nil) }

    @Test("a changed signature is refused with the service's own strings", arguments: cases)
    func changedSignature(_ vector: Case) throws {
        let changed = vector.changing("Authorization") { $0.dropLast() + ($0.hasSuffix("0") ? "1" : "0") }
        let refusal = try #require(changed.refusal())
        #expect(refusal.status == 403)
        #expect(refusal.code == "SignatureDoesNotMatch")
        guard !vector.id.hasSuffix("host-with-port") else { return }
        #expect(
            refusal.more == [
                .init(name: "StringToSign", text: vector.stringToSign),
                .init(name: "FormatString", text: vector.formatString),
            ])
    }

    @Test("another path, method or key is refused", arguments: cases)
    func changedRest(_ vector: Case) {
        var changed = vector
        changed.request.target = "/x" + vector.request.target
        #expect(changed.refusal()?.code == "SignatureDoesNotMatch")
        changed = vector
        changed.request.method = "PATCH"
        #expect(changed.refusal()?.code == "SignatureDoesNotMatch")
        changed = vector
        changed.credential.secretKey += "x"
        #expect(changed.refusal()?.code == "SignatureDoesNotMatch")
    }

    @Test("a listed header that is changed or missing is refused", arguments: cases)
    func changedHeader(_ vector: Case) {
        let listed =
            vector.request.header("Authorization")?.split(separator: "&")
            .contains { $0.hasPrefix("q-header-list=") && $0.dropFirst(14).split(separator: ";").contains("host") }
            == true
        #expect(vector.changing("Host") { "x" + $0 }.refusal()?.code == (listed ? "SignatureDoesNotMatch" : nil))
        #expect(vector.changing("Host") { _ in nil }.refusal()?.code == (listed ? "SignatureDoesNotMatch" : nil))
    }

    @Test(
        "a presigned address is taken in its split and in its merged form",
        arguments: cases.filter { $0.presigned != nil })
    func presigned(_ vector: Case) throws {
        #expect(try #require(vector.url(vector.presigned)).refusal() == nil)
        #expect(try #require(vector.url(vector.merged)).refusal() == nil)
        var changed = try #require(vector.url(vector.presigned))
        changed.request.target = changed.request.target.replacing("q-signature=", with: "q-signature=0")
        #expect(changed.refusal()?.code == "SignatureDoesNotMatch")
    }

    @Test("the worked examples of the documents are taken", arguments: documented)
    func worked(_ value: JSONValue) throws {
        let input = value["input"] ?? .null
        let headers = (input["signed_headers"]?.list ?? []).map(\.pair)
        let parameters = (input["params"]?.list ?? []).map(\.pair)
        let keyTime = try #require(input["key_time"]?.text)
        func list(_ names: [String]) -> String { names.map { $0.lowercased() }.sorted().joined(separator: ";") }
        let authorization = [
            "q-sign-algorithm=sha1", "q-ak=AKID", "q-sign-time=\(keyTime)", "q-key-time=\(keyTime)",
            "q-header-list=\(list(headers.map(\.0)))", "q-url-param-list=\(list(parameters.map(\.0)))",
            "q-signature=\(try #require(value["signature_published"]?.text))",
        ].joined(separator: "&")
        let request = RawRequest(
            method: try #require(input["method"]?.text), target: "/",
            headers: headers + [("Authorization", authorization)])
        let query = parameters.map { QueryItem(name: $0.0, value: $0.1) }
        try COSVerifier().checkSignature(
            SignatureClaim(request, query), request, query, try #require(input["uri_pathname"]?.text),
            signKey: try #require(input["sign_key_published"]?.text))
    }

    @Test("the window, the key and its token have their codes")
    func codes() throws {
        let vector = try #require(Self.cases.first { $0.id == "put-token-header" })
        var changed = vector
        changed.now += 10_061
        #expect(changed.refusal()?.code == "AccessDenied")
        #expect(changed.refusal()?.message == "Request has expired")
        changed.now = vector.now - 1
        #expect(changed.refusal()?.message == "Request has expired")
        changed.now = vector.now - 901
        #expect(changed.refusal()?.code == "RequestTimeTooSkewed")
        changed = vector
        changed.credential.secretId = "AKIDOTHER"
        #expect(changed.refusal() == .invalidAccessKeyId)
        changed = vector
        changed.credential.token = "OTHER"
        #expect(changed.refusal() == .invalidAccessKeyId)
        changed = vector
        changed.credential.expires = vector.now
        #expect(changed.refusal() == .expiredToken)
        #expect(vector.changing("Authorization") { _ in nil }.refusal() == .accessDenied)
        #expect(
            vector.changing("Authorization") { $0.replacing("sha1", with: "sha256") }.refusal()
                == .malformedAuthorization)
        #expect(vector.changing("Authorization") { $0 + "&q-ak=x" }.refusal() == .malformedAuthorization)
        changed = vector
        changed.request.target = "/%zz"
        #expect(changed.refusal() == .invalidURI)
    }

    @Test("a token that is sent and not signed is taken")
    func unsignedToken() throws {
        var vector = try #require(Self.cases.first { $0.id == "put-simple" })
        vector.credential.token = "TOKEN"
        #expect(vector.refusal() == .invalidAccessKeyId)
        vector.request.headers.append(.init(name: "X-COS-Security-Token", value: "TOKEN"))
        #expect(vector.refusal() == nil)
    }

    @Test("strict signatures want the host and every parameter")
    func strict() throws {
        let unsignedHost = try #require(Self.cases.first { $0.id == "host-unsigned-empty-lists" })
        #expect(unsignedHost.refusal(strict: true)?.message == "Strict signature missing header that must be signed")
        let unsignedParameters = try #require(Self.cases.first { $0.id == "params-unsigned" })
        #expect(
            unsignedParameters.refusal(strict: true)?.message
                == "Strict signature missing parameter that must be signed")
        let whole = try #require(Self.cases.first { $0.id == "upload-part" })
        #expect(whole.refusal(strict: true) == nil)
    }
}
