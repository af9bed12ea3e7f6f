import Crypto
import Foundation

/// Recomputes TC3-HMAC-SHA256 from the bytes received (vod-api 4).
struct TC3Verifier: Sendable {
    /// A refusal in the API's own words.
    struct Refusal: Error, Hashable {
        var code: String
        var message: String
    }

    /// Farthest that X-TC-Timestamp may be from the clock, in seconds.
    static let tolerance: Double = 300

    /// Product in the scope.
    var service: String
    var accounts: [EmulatorConfiguration.Account]
    /// Temporary keys of roles, by SecretId.
    var roleKeys: [String: RoleKey] = [:]

    init(service: String = "vod", accounts: [EmulatorConfiguration.Account]) {
        self.service = service
        self.accounts = accounts
    }

    /// The account whose key signed `request` with `body`, at `now` in Unix seconds.
    func verify(_ request: RawRequest, body: [UInt8], now: Double) throws(Refusal) -> EmulatorConfiguration.Account {
        let header = try AuthorizationHeader(request.header("Authorization"))
        guard let timestampText = request.header("X-TC-Timestamp"), let timestamp = Int(timestampText) else {
            throw Refusal(code: "MissingParameter", message: "the header X-TC-Timestamp must hold Unix seconds")
        }
        guard abs(Double(timestamp) - now) <= Self.tolerance else {
            throw Refusal(
                code: "AuthFailure.SignatureExpire",
                message: "the timestamp is more than 300 seconds away from the clock")
        }
        let roleKey = roleKeys[header.secretId]
        guard let account = roleKey?.account ?? accounts.first(where: { $0.secretId == header.secretId }) else {
            throw Refusal(code: "AuthFailure.SecretIdNotFound", message: "there is no such SecretId")
        }
        guard header.service == service else {
            throw Refusal(code: "AuthFailure.InvalidAuthorization", message: "the scope names another service")
        }
        guard header.date == CivilTime(unix: timestamp).date,
            matches(header, request, body, timestampText, key: account.secretKey)
        else {
            throw Refusal(code: "AuthFailure.SignatureFailure", message: "the signature does not match the request")
        }
        // The token is not signed, so it is judged after the signature (vod-api 4, traps).
        guard request.header("X-TC-Token").flatMap({ $0.isEmpty ? nil : $0 }) == account.token else {
            throw Refusal(code: "AuthFailure.TokenFailure", message: "the token does not belong to the key")
        }
        guard roleKey.map({ now < $0.expires }) ?? true else {
            throw Refusal(code: "AuthFailure.TokenFailure", message: "the token has expired")
        }
        return account
    }

    private func matches(
        _ header: AuthorizationHeader, _ request: RawRequest, _ body: [UInt8], _ timestamp: String, key: String
    ) -> Bool {
        // The documents want lower-case values, the SDKs sign them as they are (vod-api 4): either is right.
        [false, true].contains { lowercase in
            guard let canonical = canonicalRequest(header, request, body, lowercase: lowercase) else { return false }
            let toSign = [
                "TC3-HMAC-SHA256", timestamp, "\(header.date)/\(header.service)/tc3_request",
                Hex.text(SHA256.hash(data: Data(canonical.utf8))),
            ].joined(separator: "\n")
            return header.signature == Hex.text(Self.signature(of: toSign, header, key: key))
        }
    }

    private func canonicalRequest(
        _ header: AuthorizationHeader, _ request: RawRequest, _ body: [UInt8], lowercase: Bool
    ) -> String? {
        var lines = ""
        for name in header.signedHeaders {
            guard let value = request.header(name) else { return nil }
            lines += "\(name):\(lowercase ? value.lowercased() : value)\n"
        }
        let payload =
            request.header("X-TC-Content-SHA256") == "UNSIGNED-PAYLOAD" ? Array("UNSIGNED-PAYLOAD".utf8) : body
        return [
            request.method, "/", String(request.rawQuery), lines, header.signedHeaders.joined(separator: ";"),
            Hex.text(SHA256.hash(data: payload)),
        ].joined(separator: "\n")
    }

    private static func signature(
        of text: String, _ header: AuthorizationHeader, key: String
    ) -> HMAC<SHA256>.MAC {
        func mac(_ key: SymmetricKey, _ text: String) -> HMAC<SHA256>.MAC {
            HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)
        }
        let date = mac(SymmetricKey(data: Data("TC3\(key)".utf8)), header.date)
        let service = mac(SymmetricKey(data: date), header.service)
        let signing = mac(SymmetricKey(data: service), "tc3_request")
        return mac(SymmetricKey(data: signing), text)
    }
}

/// `TC3-HMAC-SHA256 Credential=ID/DATE/SERVICE/tc3_request, SignedHeaders=a;b, Signature=HEX`.
private struct AuthorizationHeader {
    var secretId: String
    var date: String
    var service: String
    var signedHeaders: [String]
    var signature: String

    init(_ value: String?) throws(TC3Verifier.Refusal) {
        let malformed = TC3Verifier.Refusal(
            code: "AuthFailure.InvalidAuthorization", message: "the Authorization header is missing or malformed")
        let scheme = "TC3-HMAC-SHA256 "
        guard let value, value.hasPrefix(scheme) else { throw malformed }
        let parts = value.dropFirst(scheme.count).split(separator: ",", omittingEmptySubsequences: false)
        let names = ["Credential=", "SignedHeaders=", "Signature="]
        guard parts.count == names.count else { throw malformed }
        var values: [Substring] = []
        for (part, name) in zip(parts, names) {
            let trimmed = part.drop { $0 == " " }
            guard trimmed.hasPrefix(name) else { throw malformed }
            values.append(trimmed.dropFirst(name.count))
        }
        let credential = values[0].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        signedHeaders = values[1].split(separator: ";", omittingEmptySubsequences: false).map(String.init)
        signature = String(values[2])
        guard credential.count == 4, credential[3] == "tc3_request", !credential[0].isEmpty,
            signature.utf8.count == 64, signedHeaders == Array(Set(signedHeaders)).sorted(),
            signedHeaders.allSatisfy({ $0 == $0.lowercased() && !$0.isEmpty }),
            Set(signedHeaders).isSuperset(of: ["content-type", "host"])
        else { throw malformed }
        (secretId, date, service) = (credential[0], credential[1], credential[2])
    }
}
