import Crypto

/// A name and its value, of a header or of a query parameter.
public struct NamedValue: Hashable, Sendable {
    /// As it stands on the wire, decoded.
    public var name: String
    /// Decoded; empty where there is none.
    public var value: String

    /// `name` with `value`.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A header or a parameter as the store's signature has it: percent-encoded, the name in lower case (cos-api 5.1).
public struct COSSignedPair: Hashable, Sendable {
    /// In lower case, the hex digits too.
    public let name: String
    /// Encoded.
    public let value: String

    /// `pair` encoded.
    public init(_ pair: NamedValue) {
        name = PercentEncoding.encodedName(pair.name)
        value = PercentEncoding.encode(pair.value)
    }

    /// The header `name`, decoded; nil where it is none of those that are signed where they are present. A proxy rewrites none
    /// of these (cos-api 5.3).
    public init?(header name: String, value: String) {
        let encoded = PercentEncoding.encodedName(name)
        guard encoded.hasPrefix("x-cos-") || Self.signedHeaders.contains(encoded) else { return nil }
        self.name = encoded
        self.value = PercentEncoding.encode(value)
    }

    private static let signedHeaders: Set<String> = [
        "cache-control", "content-disposition", "content-encoding", "content-length", "content-md5", "content-type",
        "expect", "expires", "host", "if-match", "if-modified-since", "if-none-match", "if-unmodified-since", "origin",
        "range", "transfer-encoding", "pic-operations",
    ]
}

/// What of a request the store's signature covers (cos-api 5.1).
public struct COSCanonicalRequest: Hashable, Sendable {
    /// The four lines that are hashed, each ended by a line feed: method, path, parameters, headers.
    public let httpString: String
    /// The signed headers' names for `q-header-list`.
    public let headerList: String
    /// The signed parameters' names for `q-url-param-list`.
    public let parameterList: String

    /// A request for the percent-decoded `path`; `parameters` and `headers` are those to be signed.
    public init(method: String, path: String, parameters: [NamedValue], headers: [NamedValue]) {
        self.init(
            method: method, path: path, parameters: parameters.map { COSSignedPair($0) },
            headers: headers.map { COSSignedPair($0) })
    }

    /// A request for the percent-decoded `path`, with what is to be signed of it in any order.
    public init(method: String, path: String, parameters: [COSSignedPair], headers: [COSSignedPair]) {
        let parameters = Self.sorted(parameters)
        let headers = Self.sorted(headers)
        var text = method.lowercased()
        text.reserveCapacity(text.utf8.count + path.utf8.count + Self.length(parameters) + Self.length(headers) + 4)
        text += "\n"
        text += path
        text += "\n"
        Self.append(parameters, to: &text)
        text += "\n"
        Self.append(headers, to: &text)
        text += "\n"
        httpString = text
        headerList = headers.map(\.name).joined(separator: ";")
        parameterList = parameters.map(\.name).joined(separator: ";")
    }

    /// In the order of the names' bytes; a repeated name in the order of its values.
    private static func sorted(_ pairs: [COSSignedPair]) -> [COSSignedPair] {
        pairs.sorted { $0.name == $1.name ? $0.value < $1.value : $0.name < $1.name }
    }

    private static func length(_ pairs: [COSSignedPair]) -> Int {
        pairs.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 2 }
    }

    private static func append(_ pairs: [COSSignedPair], to text: inout String) {
        for (index, pair) in pairs.enumerated() {
            if index > 0 { text += "&" }
            text += pair.name
            text += "="
            text += pair.value
        }
    }
}

/// What of a request the API's signature covers (vod-api 4).
public struct TC3CanonicalRequest: Hashable, Sendable {
    /// The text that is hashed.
    public let text: String
    /// The signed headers' names, joined by `;`.
    public let signedHeaders: String

    /// A request for `/`. `headers` are those to be signed, names in any order and letter case, values exactly as sent but
    /// for outer white space; `query` is the raw query of a GET, empty for a POST.
    public init(method: String, query: String = "", headers: [NamedValue], hashedPayload: String) {
        let headers =
            headers
            .map { NamedValue($0.name.lowercased(), Self.trimmed($0.value)) }
            .sorted { $0.name < $1.name }
        signedHeaders = headers.map(\.name).joined(separator: ";")
        let lines = headers.map { "\($0.name):\($0.value)\n" }.joined()
        text = [method, "/", query, lines, signedHeaders, hashedPayload].joined(separator: "\n")
    }

    private static func trimmed(_ value: String) -> String {
        let blanks: Set<Character> = [" ", "\t"]
        let head = value.drop { blanks.contains($0) }
        let tail = head.reversed().prefix { blanks.contains($0) }.count
        return String(head.dropLast(tail))
    }
}

/// Digests as lower-case hex.
enum Hex {
    private static let digits = Array("0123456789abcdef".utf8)

    static func text(_ bytes: UnsafeRawBufferPointer) -> String {
        String(unsafeUninitializedCapacity: 2 * bytes.count) { space in
            for (index, byte) in bytes.enumerated() {
                space[2 * index] = digits[Int(byte >> 4)]
                space[2 * index + 1] = digits[Int(byte & 15)]
            }
            return 2 * bytes.count
        }
    }

    static func sha256(_ bytes: some Sequence<UInt8>) -> String {
        var digest = SHA256()
        feed(bytes) { digest.update(bufferPointer: $0) }
        return digest.finalize().withUnsafeBytes { text($0) }
    }

    static func sha1(_ text: String) -> String {
        var digest = Insecure.SHA1()
        feed(text.utf8) { digest.update(bufferPointer: $0) }
        return digest.finalize().withUnsafeBytes { Hex.text($0) }
    }

    static func hmacSHA1(key: String, _ message: String) -> String {
        text(codeSHA1(key: key), message)
    }

    static func codeSHA1(key: String) -> HMAC<Insecure.SHA1> {
        HMAC<Insecure.SHA1>(key: SymmetricKey(data: Array(key.utf8)))
    }

    /// The code of `message` by `code`, which has taken nothing but its key.
    static func text(_ code: HMAC<Insecure.SHA1>, _ message: String) -> String {
        var code = code
        feed(message.utf8) { code.update(data: $0) }
        return code.finalize().withUnsafeBytes { text($0) }
    }

    /// Without a copy where the bytes lie in one piece.
    private static func feed(_ bytes: some Sequence<UInt8>, _ take: (UnsafeRawBufferPointer) -> Void) {
        let done: Void? = bytes.withContiguousStorageIfAvailable { take(UnsafeRawBufferPointer($0)) }
        if done == nil { Array(bytes).withUnsafeBytes(take) }
    }
}
