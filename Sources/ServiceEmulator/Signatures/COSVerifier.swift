import Crypto
import Foundation

/// Recomputes the store's request signature from the raw request line (cos-api 5).
struct COSVerifier: Sendable {
    /// A key as the store knows it.
    struct Credential: Hashable, Sendable, Codable {
        var secretId: String
        var secretKey: String
        /// A temporary key goes with this token.
        var token: String?
        /// Unix seconds; nil does not expire.
        var expires: Double?
    }

    /// Seconds that a signature's window may begin after the clock before the clock is called wrong (cos-api 9).
    static let skew: Double = 900

    /// True demands that host and all parameters are listed (cos-api 5.3, strict signature).
    var strict = false

    /// The key that signed `request`, at `now` in Unix seconds; `lookUp` knows the keys by their ids.
    func verify(
        _ request: RawRequest, now: Double, lookUp: (String) -> Credential?
    ) throws(COSRefusal) -> Credential {
        guard let query = request.query, let path = PercentCoding.decodedText(request.rawPath, plusIsBlank: false)
        else {
            throw COSRefusal.invalidURI
        }
        let claim = try SignatureClaim(request, query)
        guard let credential = lookUp(claim.secretId) else { throw COSRefusal.invalidAccessKeyId }
        try checkToken(request, query, credential)
        try checkWindows(claim, now)
        if strict { try checkStrictness(claim, query) }
        let signKey = Hex.text(Self.mac(claim.keyTime.text, key: credential.secretKey))
        try checkSignature(claim, request, query, path, signKey: signKey)
        if let expires = credential.expires, now >= expires { throw COSRefusal.expiredToken }
        return credential
    }

    private func checkToken(
        _ request: RawRequest, _ query: [QueryItem], _ credential: Credential
    ) throws(COSRefusal) {
        let name = "x-cos-security-token"
        let sent = request.header(name) ?? query.first { $0.name == name }?.value
        guard sent == credential.token else { throw COSRefusal.invalidAccessKeyId }
    }

    private func checkWindows(_ claim: SignatureClaim, _ now: Double) throws(COSRefusal) {
        for window in [claim.signTime, claim.keyTime] {
            guard Double(window.start) - now <= Self.skew else { throw COSRefusal.requestTimeTooSkewed(now) }
            guard Double(window.start) <= now, now <= Double(window.end) else { throw COSRefusal.requestExpired(now) }
        }
    }

    private func checkStrictness(_ claim: SignatureClaim, _ query: [QueryItem]) throws(COSRefusal) {
        guard claim.headerNames.contains("host") else {
            throw COSRefusal(403, "AccessDenied", "Strict signature missing header that must be signed")
        }
        let own = query.filter { !SignatureClaim.isSignatureItem($0.name) && $0.name != "x-cos-security-token" }
        guard own.allSatisfy({ claim.parameterNames.contains(PercentCoding.encode($0.name).lowercased()) }) else {
            throw COSRefusal(403, "AccessDenied", "Strict signature missing parameter that must be signed")
        }
    }

    func checkSignature(
        _ claim: SignatureClaim, _ request: RawRequest, _ query: [QueryItem], _ path: String, signKey: String
    ) throws(COSRefusal) {
        // A listed name that is not there is a difference, even where the signer has left it out too (cos-api 5.3).
        let complete =
            Set(claim.headerNames).isSubset(of: request.headers.map { PercentCoding.encode($0.name).lowercased() })
            && Set(claim.parameterNames).isSubset(of: query.map { PercentCoding.encode($0.name).lowercased() })
        var refusal: COSRefusal?
        for host in Self.hostForms(request.header("Host") ?? "") {
            let formatted = formatString(claim, request, query, path, host: host)
            let digest = Hex.text(Insecure.SHA1.hash(data: Data(formatted.utf8)))
            let toSign = "sha1\n\(claim.signTime.text)\n\(digest)\n"
            if complete, Hex.text(Self.mac(toSign, key: signKey)) == claim.signature { return }
            refusal = refusal ?? .signatureDoesNotMatch(stringToSign: toSign, formatString: formatted)
        }
        throw refusal ?? .signatureDoesNotMatch(stringToSign: "", formatString: "")
    }

    /// The service's HttpString.
    private func formatString(
        _ claim: SignatureClaim, _ request: RawRequest, _ query: [QueryItem], _ path: String, host: String
    ) -> String {
        let headers = request.headers.map {
            (name: $0.name, value: $0.name.lowercased() == "host" ? host : $0.value)
        }
        let parameters = query.filter { !SignatureClaim.isSignatureItem($0.name) }.map {
            (name: $0.name, value: $0.value)
        }
        return [
            request.method.lowercased(), path, Self.joined(parameters, listed: claim.parameterNames),
            Self.joined(headers, listed: claim.headerNames), "",
        ].joined(separator: "\n")
    }

    private static func joined(_ pairs: [(name: String, value: String)], listed: [String]) -> String {
        let listed = Set(listed)
        return pairs.map { (PercentCoding.encode($0.name).lowercased(), PercentCoding.encode($0.value)) }
            .filter { listed.contains($0.0) }
            // By name, and values of one name among themselves: the SDK that signs repeated names sorts them too.
            .sorted {
                ($0.0 == $1.0 ? $0.1.utf8 : $0.0.utf8).lexicographicallyPrecedes($0.0 == $1.0 ? $1.1.utf8 : $1.0.utf8)
            }
            .map { "\($0.0)=\($0.1)" }.joined(separator: "&")
    }

    /// SDKs sign the host with or without its port (cos-api 5.6).
    static func hostForms(_ host: String) -> [String] {
        let name = HostName.withoutPort(host)
        return name == host ? [host] : [host, name]
    }

    private static func mac(_ text: String, key: String) -> HMAC<Insecure.SHA1>.MAC {
        HMAC<Insecure.SHA1>.authenticationCode(
            for: Data(text.utf8), using: SymmetricKey(data: Data(key.utf8)))
    }
}

/// The seven values of a signature, from wherever the request carries them (cos-api 5.2, 5.5).
struct SignatureClaim {
    struct Window {
        var start: Int
        var end: Int
        /// As written, since this text is what is signed.
        var text: String

        init?(_ text: String) {
            let parts = text.split(separator: ";", omittingEmptySubsequences: false)
            guard parts.count == 2, let start = Int(parts[0]), let end = Int(parts[1]), start <= end else { return nil }
            (self.start, self.end, self.text) = (start, end, text)
        }
    }

    var secretId: String
    var signTime: Window
    var keyTime: Window
    var headerNames: [String]
    var parameterNames: [String]
    var signature: String

    private static let names = [
        "q-sign-algorithm", "q-ak", "q-sign-time", "q-key-time", "q-header-list", "q-url-param-list", "q-signature",
    ]

    /// True for a parameter that belongs to the signature itself and is never signed.
    static func isSignatureItem(_ name: String) -> Bool { name == "sign" || names.contains(name) }

    init(_ request: RawRequest, _ query: [QueryItem]) throws(COSRefusal) {
        let items: [QueryItem]
        if let header = request.header("Authorization") {
            items = Self.items(of: header)
        } else if let merged = query.first(where: { $0.name == "sign" }) {
            items = Self.items(of: merged.value)
        } else {
            items = query.filter { Self.names.contains($0.name) }
        }
        guard !items.isEmpty else { throw COSRefusal.accessDenied }
        guard items.map(\.name).sorted() == Self.names.sorted() else { throw COSRefusal.malformedAuthorization }
        let values = Dictionary(uniqueKeysWithValues: items.map { ($0.name, $0.value) })
        guard values["q-sign-algorithm"] == "sha1", let secretId = values["q-ak"], !secretId.isEmpty,
            let signTime = values["q-sign-time"].flatMap(Window.init),
            let keyTime = values["q-key-time"].flatMap(Window.init), let signature = values["q-signature"]
        else { throw COSRefusal.malformedAuthorization }
        self.secretId = secretId
        self.signTime = signTime
        self.keyTime = keyTime
        self.signature = signature
        headerNames = Self.list(values["q-header-list"])
        parameterNames = Self.list(values["q-url-param-list"])
    }

    private static func items(of text: String) -> [QueryItem] {
        text.split(separator: "&").map { part in
            let name = part.prefix { $0 != "=" }
            return QueryItem(name: String(name), value: String(part[name.endIndex...].dropFirst()))
        }
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ";").map { $0.lowercased() }
    }
}
