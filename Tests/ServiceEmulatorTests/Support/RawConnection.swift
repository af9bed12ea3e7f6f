import NIOCore
import NIOPosix
import NIOSSL

/// A connection that sends exactly the bytes it is given.
struct RawConnection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread: [UInt8] = []
    private var isClosed = false

    static func open<Result>(
        _ port: Int, tunnel: TunnelEnd? = nil, body: (inout RawConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            if let tunnel { try await connection.enter(tunnel, channel.channel) }
            return try await body(&connection)
        }
    }

    private init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Asks for a tunnel; what is sent from then on is for its other end.
    private mutating func enter(_ end: TunnelEnd, _ channel: any Channel) async throws {
        try await send("CONNECT \(end.host):443 HTTP/1.1\r\nHost: \(end.host):443\r\n\r\n")
        guard try await reply()?.status == 200 else { throw TunnelEnd.Refused() }
        try await channel.eventLoop.submit {
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = .certificates(
                try NIOSSLCertificate.fromPEMBytes(Array(end.certificate.utf8)))
            let handler = try NIOSSLClientHandler(
                context: NIOSSLContext(configuration: configuration), serverHostname: end.expects ?? end.host)
            try channel.pipeline.syncOperations.addHandler(handler, position: .first)
        }.get()
    }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }
    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// The next answer; nil where the connection ends before its head is whole.
    mutating func reply(toHead: Bool = false) async throws -> RawReply? {
        while true {
            if let end = unread.firstRange(of: Array("\r\n\r\n".utf8)) {
                var reply = RawReply(head: String(decoding: unread[..<end.lowerBound], as: UTF8.self))
                unread.removeFirst(end.upperBound)
                if !toHead, reply.status != 204, reply.status != 304, reply.status >= 200 {
                    try await readBody(&reply)
                }
                return reply
            }
            guard try await fill() else { return nil }
        }
    }

    /// True once the other side has closed and everything was read.
    mutating func isAtEnd() async throws -> Bool {
        guard unread.isEmpty else { return false }
        return try await !fill()
    }

    private mutating func readBody(_ reply: inout RawReply) async throws {
        if reply.header("Transfer-Encoding") == "chunked" {
            try await readChunks(&reply)
        } else {
            let length = Int(reply.header("Content-Length") ?? "") ?? 0
            while unread.count < length, try await fill() {}
            reply.isWhole = unread.count >= length
            reply.body = Array(unread.prefix(length))
            unread.removeFirst(reply.body.count)
        }
    }

    private mutating func readChunks(_ reply: inout RawReply) async throws {
        reply.isWhole = false
        while true {
            while unread.firstRange(of: [13, 10]) == nil { guard try await fill() else { return } }
            guard let end = unread.firstRange(of: [13, 10]),
                let length = Int(String(decoding: unread[..<end.lowerBound], as: UTF8.self), radix: 16)
            else { return }
            while unread.count < end.upperBound + length + 2 { guard try await fill() else { return } }
            let chunk = Array(unread[end.upperBound..<end.upperBound + length])
            unread.removeFirst(end.upperBound + length + 2)
            if length == 0 {
                reply.isWhole = true
                return
            }
            reply.chunks.append(chunk)
            reply.body += chunk
        }
    }

    /// Reads more; false at the end, whether it came in good order or by a reset.
    private mutating func fill() async throws -> Bool {
        guard !isClosed else { return false }
        do {
            guard let buffer = try await inbound.next() else {
                isClosed = true
                return false
            }
            unread += buffer.readableBytesView
            return true
        } catch is IOError {
            isClosed = true
            return false
        }
    }
}

/// The far end of a tunnel through a proxy.
struct TunnelEnd {
    struct Refused: Error {}

    var host: String
    /// Whom to trust, as PEM.
    var certificate: String
    /// The name that its certificate is to have, where that is not `host`.
    var expects: String?
}

/// An answer as it came.
struct RawReply {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8] = []
    /// The chunks of a body without a length.
    var chunks: [[UInt8]] = []
    /// False where the connection ended in the body.
    var isWhole = true

    init(head: String) {
        let lines = head.split(separator: "\r\n").map(String.init)
        status = Int(lines[0].split(separator: " ")[1]) ?? 0
        headers = lines.dropFirst().map { line in
            let name = line.prefix { $0 != ":" }
            return (String(name), String(line.dropFirst(name.count + 1).drop { $0 == " " }))
        }
    }

    func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    var text: String { String(decoding: body, as: UTF8.self) }
}
