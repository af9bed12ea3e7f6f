import NIOCore
import NIOHTTP1

/// The head of a request as it goes out, in one piece, and what the reader of its answer has to know of it.
struct RequestHead: Sendable {
    /// An answer to HEAD has no body, whatever its headers say.
    var method: HTTPMethod
    /// The request line, the headers and the empty line.
    var block: ByteBuffer

    /// What the transport reads, where the request does not say so itself.
    private static let encodings: (name: String, value: String) = ("Accept-Encoding", "deflate, gzip")

    /// For the handlers of a pipeline: the block holds everything else.
    private static let bare = HTTPHeaders([encodings])

    /// The head of `request`, with its host and its length. Throws where a part of it holds a byte that could end it early, so
    /// that the service would read another request than the one that was meant.
    init(_ request: OutgoingRequest) throws(TransportFault) {
        method = HTTPMethod(rawValue: request.method.rawValue)
        let target = request.target
        let fields = request.headers.fields.filter { !RequestFraming.isFraming($0.name) }
        let length = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 4 }
        block = ByteBuffer()
        block.reserveCapacity(length + target.path.utf8.count + target.query.utf8.count + target.host.utf8.count + 128)
        var isSound = Self.standsInLine(target.path, orBlank: false) && Self.standsInLine(target.query, orBlank: false)
        block.writeString(request.method.rawValue)
        block.writeStaticString(" ")
        block.writeString(target.path)
        if !target.query.isEmpty {
            block.writeStaticString("?")
            block.writeString(target.query)
        }
        block.writeStaticString(" HTTP/1.1\r\n")
        isSound = write("Host", target.authority) && isSound
        for field in fields { isSound = write(field.name, field.value) && isSound }
        if request.headers[Self.encodings.name] == nil { _ = write(Self.encodings.name, Self.encodings.value) }
        // The other methods have no body here, and say nothing of it.
        if request.body.length > 0 || request.method == .put || request.method == .post {
            _ = write("Content-Length", String(request.body.length))
        }
        block.writeStaticString("\r\n")
        guard isSound else {
            throw TransportFault(
                kind: .defect,
                message: "\(request.operation): a line end or a blank where none may be in a request's head",
                sentAny: false)
        }
    }

    /// What the handlers between this and the connection are told.
    var told: HTTPRequestHead { HTTPRequestHead(version: .http1_1, method: method, uri: "/", headers: Self.bare) }

    /// False where the field could not stand in a head.
    private mutating func write(_ name: String, _ value: String) -> Bool {
        block.writeString(name)
        block.writeStaticString(": ")
        block.writeString(value)
        block.writeStaticString("\r\n")
        return !name.isEmpty && Self.standsInLine(name, orBlank: false) && Self.standsInLine(value, orBlank: true)
    }

    /// True where `text` has no control characters; with `orBlank`, blanks and tabs may be in it (RFC 9110, 5.5).
    private static func standsInLine(_ text: String, orBlank: Bool) -> Bool {
        let least: UInt8 = orBlank ? 0x20 : 0x21
        let stands = { (byte: UInt8) in byte >= least && byte != 0x7F || orBlank && byte == 0x09 }
        return text.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(stands) } ?? text.utf8.allSatisfy(stands)
    }
}

/// Writes heads as they were made, and bodies whose length the head says. NIO's own encoder goes through the headers once more to
/// see how the body is framed, after another handler has gone through their bytes.
final class RequestWriter: ChannelOutboundHandler {
    typealias OutboundIn = HTTPClientRequestPart
    typealias OutboundOut = IOData

    /// What goes out for the next head.
    var block = ByteBuffer()

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head:
            let head = block
            block = ByteBuffer()
            context.write(wrapOutboundOut(.byteBuffer(head)), promise: promise)
        case .body(let chunk): context.write(wrapOutboundOut(chunk), promise: promise)
        // Nothing stands behind a body of known length; the flush comes by itself.
        case .end: promise?.succeed(())
        }
    }
}
