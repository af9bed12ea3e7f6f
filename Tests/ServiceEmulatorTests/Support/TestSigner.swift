import Crypto
import Foundation

@testable import ServiceEmulator

/// A key that tests sign with.
struct TestKey {
    var id = EmulatorConfiguration.Account.example.secretId
    var key = EmulatorConfiguration.Account.example.secretKey
    var token: String?
}

/// Signs in the plainest way the two documents describe; it shares no code with what it tests.
enum TestSigner {
    static func tc3(
        _ body: [UInt8], host: String, timestamp: Int, key: TestKey, type: String = "application/json",
        service: String = "vod"
    ) -> String {
        func hash(_ bytes: [UInt8]) -> String { hex(Array(SHA256.hash(data: bytes))) }
        func mac(_ key: [UInt8], _ text: String) -> [UInt8] {
            Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
        }
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.locale = Locale(identifier: "en_US_POSIX")
        let date = formatter.string(from: Date(timeIntervalSince1970: Double(timestamp)))
        let canonical = "POST\n/\n\ncontent-type:\(type)\nhost:\(host)\n\ncontent-type;host\n\(hash(body))"
        let toSign = "TC3-HMAC-SHA256\n\(timestamp)\n\(date)/\(service)/tc3_request\n\(hash(Array(canonical.utf8)))"
        let signing = mac(mac(mac(Array("TC3\(key.key)".utf8), date), service), "tc3_request")
        return "TC3-HMAC-SHA256 Credential=\(key.id)/\(date)/\(service)/tc3_request, SignedHeaders=content-type;host, "
            + "Signature=\(hex(mac(signing, toSign)))"
    }

    /// Signs all of `headers` and `query`.
    static func cos(
        method: String, path: String, query: [(String, String)], headers: [(String, String)], window: String,
        key: TestKey
    ) -> String {
        func mac(_ key: String, _ text: String) -> String {
            hex(
                Array(
                    HMAC<Insecure.SHA1>.authenticationCode(
                        for: Array(text.utf8), using: SymmetricKey(data: Array(key.utf8)))))
        }
        func sorted(_ pairs: [(String, String)]) -> [(String, String)] {
            pairs.map { (encoded($0.0).lowercased(), encoded($0.1)) }.sorted { $0.0 < $1.0 }
        }
        func joined(_ pairs: [(String, String)]) -> String { pairs.map { "\($0.0)=\($0.1)" }.joined(separator: "&") }
        let (headers, query) = (sorted(headers), sorted(query))
        let formatted = "\(method.lowercased())\n\(path)\n\(joined(query))\n\(joined(headers))\n"
        let digest = hex(Array(Insecure.SHA1.hash(data: Array(formatted.utf8))))
        let signature = mac(mac(key.key, window), "sha1\n\(window)\n\(digest)\n")
        return "q-sign-algorithm=sha1&q-ak=\(key.id)&q-sign-time=\(window)&q-key-time=\(window)"
            + "&q-header-list=\(headers.map(\.0).joined(separator: ";"))"
            + "&q-url-param-list=\(query.map(\.0).joined(separator: ";"))&q-signature=\(signature)"
    }

    static func encoded(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~")
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? text
    }

    static func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }
}
