extension DiagnosticCode {
    /// `hls.key-method`: missing or unknown method of encryption.
    public static let hlsKeyMethod = DiagnosticCode(rawValue: "hls.key-method")
    /// `hls.key-without-method`: key under `METHOD=NONE`.
    public static let hlsKeyWithoutMethod = DiagnosticCode(rawValue: "hls.key-without-method")
    /// `hls.vector`: malformed initialisation vector.
    public static let hlsVector = DiagnosticCode(rawValue: "hls.vector")
    /// `hls.map-vector`: encrypted initialisation section without a vector.
    public static let hlsMapVector = DiagnosticCode(rawValue: "hls.map-vector")
    /// `hls.implicit-vector`: vector from the segment's number.
    public static let hlsImplicitVector = DiagnosticCode(rawValue: "hls.implicit-vector")
    /// `hls.cipher-blocks`: encrypted byte range of odd size.
    public static let hlsCipherBlocks = DiagnosticCode(rawValue: "hls.cipher-blocks")
    /// `hls.key-beside-media`: key stored with the media.
    public static let hlsKeyBesideMedia = DiagnosticCode(rawValue: "hls.key-beside-media")
    /// `hls.key-identifier`: relative key of another format.
    public static let hlsKeyIdentifier = DiagnosticCode(rawValue: "hls.key-identifier")
    /// `hls.remote-key`: key on another server.
    public static let hlsRemoteKey = DiagnosticCode(rawValue: "hls.remote-key")
    /// `hls.key-system`: key that the player's DRM system brings.
    public static let hlsKeySystem = DiagnosticCode(rawValue: "hls.key-system")
    /// `hls.key-over-http`: key fetched without encryption.
    public static let hlsKeyOverHTTP = DiagnosticCode(rawValue: "hls.key-over-http")
}

extension DiagnosticCatalogue {
    /// Codes about encryption.
    static let hlsKeyPages: [CodePage] = [
        CodePage(
            .hlsCipherBlocks, .error, title: "encrypted byte range of odd size",
            explanation:
                "AES in CBC mode gives whole blocks of 16 bytes. A byte range of another size does not decrypt.",
            example: "#EXT-X-BYTERANGE:1000@0 under METHOD=AES-128", mend: "#EXT-X-BYTERANGE:1008@0"),
        CodePage(
            .hlsImplicitVector, .note, title: "vector from the segment's number",
            explanation:
                "Without `IV` the number of a segment is its vector, counted from `#EXT-X-MEDIA-SEQUENCE` on. A "
                + "playlist that was cut at the front and lost that line decrypts to noise.",
            example: "METHOD=AES-128 without IV and #EXT-X-MEDIA-SEQUENCE", mend: "#EXT-X-MEDIA-SEQUENCE:0"),
        CodePage(
            .hlsKeyBesideMedia, .warning, title: "key stored with the media",
            explanation:
                "A relative key is uploaded with the segments, so that everyone who may fetch them may fetch it. "
                + "That is as good as no encryption, unless the storage asks for authorisation.",
            example: "URI=\"key.bin\"", mend: "URI=\"https://keys.example/key.bin\""),
        CodePage(
            .hlsKeyIdentifier, .warning, title: "relative key of another format",
            explanation:
                "Where `KEYFORMAT` is not `identity`, the URI is often an identifier for a DRM system and no file. "
                + "It is uploaded if a file of that name exists.",
            example: "KEYFORMAT=\"com.example\",URI=\"id-1\"", mend: "KEYFORMAT=\"com.example\",URI=\"skd://id-1\""),
        CodePage(
            .hlsKeyMethod, .error, title: "missing or unknown method of encryption",
            explanation: "`METHOD` is `NONE`, `AES-128`, `SAMPLE-AES`, `SAMPLE-AES-CTR`, `ISO-23001-7`, `AES-256` or "
                + "`AES-256-CTR`; a session key cannot have `NONE`. Players do not play what is encrypted in a way "
                + "they do not know.",
            example: "#EXT-X-KEY:METHOD=AES128,URI=\"k\"", mend: "#EXT-X-KEY:METHOD=AES-128,URI=\"k\""),
        CodePage(
            .hlsKeyOverHTTP, .warning, title: "key fetched without encryption",
            explanation:
                "A key that is fetched by `http:` can be read on the way. Pages served by `https:` do not fetch it "
                + "at all.",
            example: "URI=\"http://keys.example/k\"", mend: "URI=\"https://keys.example/k\""),
        CodePage(
            .hlsKeySystem, .note, title: "key that the player's DRM system brings",
            explanation:
                "A key of another scheme than `http:` and `https:` is a name for the player's DRM system, which asks its own "
                + "server for it. It is no file and is not uploaded.",
            example: "URI=\"skd://film-1\"", mend: "URI=\"skd://film-1\""),
        CodePage(
            .hlsKeyWithoutMethod, .warning, title: "key under `METHOD=NONE`",
            explanation: "Under `METHOD=NONE` nothing is encrypted and the key means nothing; it is not uploaded.",
            example: "#EXT-X-KEY:METHOD=NONE,URI=\"k\"", mend: "#EXT-X-KEY:METHOD=NONE"),
        CodePage(
            .hlsMapVector, .warning, title: "encrypted initialisation section without a vector",
            explanation:
                "A key applies to the initialisation sections behind it as well. They have no number, so the key has "
                + "to say its `IV`.",
            example: "#EXT-X-KEY without IV before #EXT-X-MAP", mend: "#EXT-X-MAP before #EXT-X-KEY, or IV"),
        CodePage(
            .hlsRemoteKey, .note, title: "key on another server",
            explanation: "Keys may lie elsewhere. Playback depends on that server, and browsers on its rules for other "
                + "origins.",
            example: "URI=\"https://keys.example/k\"", mend: "URI=\"https://keys.example/k\""),
        CodePage(
            .hlsVector, .error, title: "malformed initialisation vector",
            explanation: "`IV` is `0x` and at most 32 hexadecimal digits.",
            example: "IV=123", mend: "IV=0x123"),
    ]
}
