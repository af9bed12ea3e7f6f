import Crypto

/// The signature of the object store (cos-api 5).
public enum COSSigner {
    /// A span of time, both ends in unix seconds.
    public struct Window: Hashable, Sendable {
        /// First second in force.
        public var start: Int64
        /// Last second in force.
        public var end: Int64

        /// From `start` to `end`.
        public init(start: Int64, end: Int64) {
            self.start = start
            self.end = end
        }

        /// The window around `now`: from a minute before, so that a slow clock is forgiven, to an hour after, but not beyond
        /// the end of the temporary key.
        public init(around now: Int64, keyExpiresAt: Int64?) {
            start = now - 60
            end = min(now + 3600, keyExpiresAt ?? .max)
        }

        /// `start;end`.
        public var text: String { "\(start);\(end)" }
    }

    /// The key that signs within `window`: 40 hex digits.
    public static func signKey(secretKey: String, window: Window) -> String {
        Hex.hmacSHA1(key: secretKey, window.text)
    }

    /// A key that signs within one window. Deriving it costs as much as signing, so it may be kept for as long as its window
    /// is in use.
    public struct SigningKey: Equatable, Sendable {
        /// Id of the secret key.
        public let secretId: String
        /// The window in which it signs; it goes out as q-sign-time and q-key-time.
        public let window: Window
        private let key: String
        /// Has the key in it; a copy signs.
        private let code: HMAC<Insecure.SHA1>

        /// The key that `secretKey` gives within `window`.
        public init(secretId: String, secretKey: String, window: Window) {
            self.secretId = secretId
            self.window = window
            key = COSSigner.signKey(secretKey: secretKey, window: window)
            code = Hex.codeSHA1(key: key)
        }

        func signature(of request: COSCanonicalRequest) -> String {
            Hex.text(code, COSSigner.stringToSign(request, window: window))
        }

        /// True where both sign alike.
        public static func == (left: SigningKey, right: SigningKey) -> Bool {
            left.secretId == right.secretId && left.window == right.window && left.key == right.key
        }
    }

    /// The value of the Authorization header, in which nothing is percent-encoded.
    public static func authorization(_ request: COSCanonicalRequest, key: SigningKey) -> String {
        let window = key.window.text
        let signature = key.signature(of: request)
        return
            "q-sign-algorithm=sha1&q-ak=\(key.secretId)&q-sign-time=\(window)&q-key-time=\(window)&q-header-list=\(request.headerList)&q-url-param-list=\(request.parameterList)&q-signature=\(signature)"
    }

    /// What is signed for `request`. `window` goes out as q-sign-time.
    public static func stringToSign(_ request: COSCanonicalRequest, window: Window) -> String {
        "sha1\n\(window.text)\n\(Hex.sha1(request.httpString))\n"
    }

    /// The signature of `request`, 40 hex digits.
    public static func signature(_ request: COSCanonicalRequest, window: Window, signKey: String) -> String {
        Hex.hmacSHA1(key: signKey, stringToSign(request, window: window))
    }

    /// The items of a signature in their order. `keyWindow` is q-key-time; it is the same as q-sign-time where nil.
    public static func items(
        _ request: COSCanonicalRequest, secretId: String, secretKey: String, window: Window, keyWindow: Window? = nil
    ) -> [NamedValue] {
        let keyWindow = keyWindow ?? window
        let key = signKey(secretKey: secretKey, window: keyWindow)
        return [
            NamedValue("q-sign-algorithm", "sha1"),
            NamedValue("q-ak", secretId),
            NamedValue("q-sign-time", window.text),
            NamedValue("q-key-time", keyWindow.text),
            NamedValue("q-header-list", request.headerList),
            NamedValue("q-url-param-list", request.parameterList),
            NamedValue("q-signature", signature(request, window: window, signKey: key)),
        ]
    }

    /// The value of the Authorization header, in which nothing is percent-encoded.
    public static func authorization(
        _ request: COSCanonicalRequest, secretId: String, secretKey: String, window: Window, keyWindow: Window? = nil
    ) -> String {
        items(request, secretId: secretId, secretKey: secretKey, window: window, keyWindow: keyWindow)
            .map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    }

    /// The query of a presigned URL: the signature's items, each a parameter of its own (cos-api 5.5). The request's own
    /// parameters go before or after it.
    public static func presignedQuery(
        _ request: COSCanonicalRequest, secretId: String, secretKey: String, window: Window
    ) -> String {
        items(request, secretId: secretId, secretKey: secretKey, window: window)
            .map { "\($0.name)=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    }
}
