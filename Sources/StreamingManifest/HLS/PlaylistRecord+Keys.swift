import Diagnostics
import IngestModel

/// How segments are encrypted (manifests 10).
enum KeyMethod: String, Hashable, Sendable {
    case none = "NONE"
    case aes128 = "AES-128"
    case sampleAES = "SAMPLE-AES"
    case sampleAESCTR = "SAMPLE-AES-CTR"
    case commonEncryption = "ISO-23001-7"
    case aes256 = "AES-256"
    case aes256CTR = "AES-256-CTR"

    /// What a key file in the format `identity` holds.
    var keyContent: ContentRule {
        switch self {
        case .aes128, .sampleAES: .key16
        case .aes256, .aes256CTR: .key32
        case .none, .sampleAESCTR, .commonEncryption: []
        }
    }

    /// True when whole segments are encrypted in blocks of 16 bytes.
    var isBlockwise: Bool { self == .aes128 || self == .aes256 }
}

/// What EXT-X-KEY or EXT-X-SESSION-KEY says.
struct PlaylistKey: Hashable, Sendable {
    var method: KeyMethod
    var format: String
    var hasVector: Bool
}

extension PlaylistRecord {
    /// Reads `#EXT-X-KEY`; nil, with an error given, when it says nothing usable.
    mutating func readKey(_ value: Range<Int>, on line: PlaylistLine) -> PlaylistKey? {
        let list = attributes(of: .key, value, on: line)
        guard let key = key(in: list, of: .key, on: line) else { return nil }
        if key.method == .none {
            if let uri = list["URI"] {
                warn(
                    .hlsKeyWithoutMethod, at: text.location(uri.range, of: line),
                    "`URI` means nothing under `METHOD=NONE`", hint: "drop it, or name the method")
            }
        } else {
            mentionKey(key, list, .key, on: line)
        }
        return key
    }

    /// Reads `#EXT-X-SESSION-KEY`.
    mutating func readSessionKey(_ value: Range<Int>, on line: PlaylistLine) {
        let list = attributes(of: .sessionKey, value, on: line)
        guard let key = key(in: list, of: .sessionKey, on: line) else { return }
        if key.method == .none {
            error(.hlsKeyMethod, at: text.location(line), "`#EXT-X-SESSION-KEY` cannot have `METHOD=NONE`")
            return
        }
        mentionKey(key, list, .sessionKey, on: line)
    }

    private mutating func key(in list: AttributeList, of tag: PlaylistTag, on line: PlaylistLine) -> PlaylistKey? {
        guard let attribute = list["METHOD"] else {
            error(.hlsKeyMethod, at: text.location(line), "`\(tag.written)` has no `METHOD`")
            return nil
        }
        guard let method = KeyMethod(rawValue: attribute.value) else {
            error(
                .hlsKeyMethod, at: text.location(attribute.range, of: line),
                "\(QuotedText.quote(attribute.value)) is no method of encryption that players know")
            return nil
        }
        if method == .sampleAES { versions.need(5, for: "`METHOD=SAMPLE-AES`", at: text.location(line)) }
        for name in ["KEYFORMAT", "KEYFORMATVERSIONS"] where list[name] != nil {
            versions.need(5, for: "`\(name)`", at: text.location(line))
        }
        if let vector = list["IV"] { judgeVector(vector, on: line) }
        return PlaylistKey(method: method, format: list["KEYFORMAT"]?.value ?? "identity", hasVector: list["IV"] != nil)
    }

    private mutating func judgeVector(_ vector: PlaylistAttribute, on line: PlaylistLine) {
        let location = text.location(vector.range, of: line)
        versions.need(2, for: "`IV`", at: location)
        if vector.isUndefined { return }
        let digits = vector.value.utf8.dropFirst(2)
        let isHexadecimal = vector.value.hasPrefix("0x") || vector.value.hasPrefix("0X")
        let areDigits = digits.allSatisfy {
            switch $0 {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"):
                true
            default: false
            }
        }
        guard isHexadecimal, areDigits, (1...32).contains(digits.count) else {
            error(
                .hlsVector, at: location,
                "\(QuotedText.quote(vector.value)) is no initialisation vector; `0x` and at most 32 hexadecimal digits are "
                    + "expected")
            return
        }
    }

    private mutating func mentionKey(
        _ key: PlaylistKey, _ list: AttributeList, _ tag: PlaylistTag, on line: PlaylistLine
    ) {
        guard let uri = requiredURI("URI", in: list, of: tag, role: .key, on: line) else { return }
        let isIdentity = key.format == "identity"
        let mention = PlaylistMention(
            uri: uri.text, location: uri.location, role: .key, need: isIdentity ? .required : .optional,
            content: isIdentity ? key.method.keyContent : [])
        switch mentionAnywhere(mention) {
        case .file(let path): warnAboutKeyFile(path, key, uri.location)
        case .remote(let scheme): noteRemoteKey(mention, scheme, isIdentity)
        case .inline: noteInline(mention, "key")
        case nil: break
        }
    }

    private mutating func warnAboutKeyFile(_ path: String, _ key: PlaylistKey, _ location: SourceLocation) {
        if key.format == "identity" {
            warn(
                .hlsKeyBesideMedia, at: location,
                "the key \(QuotedText.quote(path)) will lie beside the media, for anyone to read",
                hint: "serve the key from a place that asks for authorisation, and refer to it by `https:`")
        } else {
            warn(
                .hlsKeyIdentifier, at: location,
                "the key of format \(QuotedText.quote(key.format)) may be no file; it is uploaded if "
                    + "\(QuotedText.quote(path)) exists")
        }
    }

    private mutating func noteRemoteKey(_ mention: PlaylistMention, _ scheme: String, _ isIdentity: Bool) {
        // skd: and the like are handled by the player's DRM system, no request goes out to them.
        guard isIdentity || scheme == "http" || scheme == "https" else {
            report(
                .hlsKeySystem, .note, at: mention.location,
                "the key \(QuotedText.quote(mention.uri)) is brought by the player's DRM system, it is not uploaded")
            mentionOutside(mention, need: .external, reason: .hlsKeySystem)
            return
        }
        let code: DiagnosticCode = scheme == "http" ? .hlsKeyOverHTTP : .hlsRemoteKey
        if scheme == "http" {
            warn(
                code, at: mention.location, "the key \(QuotedText.quote(mention.uri)) is fetched without encryption",
                hint: "serve keys by `https:`")
        } else {
            report(
                code, .note, at: mention.location,
                "the key stays at \(QuotedText.quote(mention.uri)); playback depends on that server and on what origins it "
                    + "allows")
        }
        mentionOutside(mention, need: .external, reason: code)
    }
}
