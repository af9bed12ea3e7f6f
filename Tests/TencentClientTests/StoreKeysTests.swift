import IngestModel
import RequestSigning
import Testing

@testable import TencentClient

@Suite struct StoreKeysTests {
    private static func credential(_ id: String, expiresAt: Double? = nil) -> AccountCredential {
        AccountCredential(secretId: id, secretKey: Secret("key of \(id)"), token: nil, expiresAt: expiresAt)
    }

    private static func fresh(_ id: String, at now: Int64, expiresAt: Int64? = nil) -> StoreKeys.Key {
        let window = COSSigner.Window(around: now, keyExpiresAt: expiresAt)
        return StoreKeys.Key(
            key: COSSigner.SigningKey(secretId: id, secretKey: "key of \(id)", window: window))
    }

    @Test("A signing key is kept for half a minute, and not when the clock steps back")
    func span() {
        let keys = StoreKeys()
        let first = Self.fresh("a", at: 10_000)
        #expect(keys.key(of: Self.credential("a"), at: 10_000) == first)
        #expect(keys.key(of: Self.credential("a"), at: 10_029) == first)
        #expect(keys.key(of: Self.credential("a"), at: 10_030) == Self.fresh("a", at: 10_030))
        #expect(keys.key(of: Self.credential("a"), at: 9_000) == Self.fresh("a", at: 9_000))
    }

    @Test("Each key is derived from its own credential, and ends with it")
    func credentials() {
        let keys = StoreKeys()
        for number in 0..<200 {
            let id = "k\(number)"
            #expect(keys.key(of: Self.credential(id), at: 10_000) == Self.fresh(id, at: 10_000))
        }
        let ending = Self.credential("k7", expiresAt: 10_500)
        #expect(keys.key(of: ending, at: 10_001) == Self.fresh("k7", at: 10_001, expiresAt: 10_500))
    }

    @Test("A token is encoded once, and goes with its key")
    func token() {
        let keys = StoreKeys()
        for text in ["a/b=", "c"] {
            let credential = AccountCredential(secretId: "a", secretKey: Secret("key of a"), token: Secret(text))
            let kept = keys.key(of: credential, at: 10_000)
            #expect(kept.token == COSSignedPair(NamedValue("x-cos-security-token", text)))
            #expect(kept.key == Self.fresh("a", at: 10_000).key)
        }
    }

    @Test("A signature by a kept key is the one that the items give")
    func sameSignature() {
        let request = COSCanonicalRequest(
            method: "PUT", path: "/a b", parameters: [NamedValue("partNumber", "1")], headers: [NamedValue("Host", "h")]
        )
        let window = COSSigner.Window(around: 10_000, keyExpiresAt: nil)
        #expect(
            COSSigner.authorization(request, key: Self.fresh("a", at: 10_000).key)
                == COSSigner.authorization(request, secretId: "a", secretKey: "key of a", window: window))
    }
}
