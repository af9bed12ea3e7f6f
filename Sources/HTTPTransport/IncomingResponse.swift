/// What was sent as a body.
public struct SentBody: Hashable, Sendable {
    /// Bytes.
    public var bytes: Int64
    /// CRC-64/XZ of them, computed while they were read.
    public var crc64: UInt64

    /// A body of `bytes` bytes.
    public init(bytes: Int64, crc64: UInt64) {
        self.bytes = bytes
        self.crc64 = crc64
    }
}

/// The answer to a request.
public struct IncomingResponse: Hashable, Sendable {
    /// Status code.
    public var status: Int
    /// Its headers.
    public var headers: HeaderFields
    /// Its whole body, decompressed.
    public var body: [UInt8]
    /// What the last attempt sent before the answer came: less than the body where the answer came early.
    public var sent: SentBody
    /// How often the request was sent.
    public var attempts: Int
    /// Bytes of body over all attempts.
    public var bytesSent: Int64
    /// From the first attempt to the end of the last one, waits included.
    public var elapsed: Duration
    /// True when an earlier attempt may have had its effect although no answer came.
    public var afterLostAnswer: Bool

    /// An answer with `status`.
    public init(
        status: Int, headers: HeaderFields = [:], body: [UInt8] = [], sent: SentBody = SentBody(bytes: 0, crc64: 0)
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.sent = sent
        self.attempts = 1
        self.elapsed = .zero
        self.bytesSent = sent.bytes
        self.afterLostAnswer = false
    }
}
