import NIOCore
import NIOHTTP1

/// Turns a request line with a whole address, as a proxy gets it, into that of the host itself: path and query as sent, and
/// the address's host in the Host header (RFC 9112, 3.2.2).
///
/// It stands before the conversion to HTTP types, which would take the address apart and write it anew.
final class AbsoluteForm: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data), let (authority, target) = Self.split(head.uri) else {
            return context.fireChannelRead(data)
        }
        head.uri = target
        head.headers.replaceOrAdd(name: "Host", value: authority)
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    /// Host, with its port where one is named, and the rest of `http://HOST/…`; nil for any other form.
    static func split(_ address: String) -> (authority: String, target: String)? {
        let scheme = "http://"
        guard address.prefix(scheme.count).lowercased() == scheme else { return nil }
        let rest = address.dropFirst(scheme.count)
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[authority.endIndex...]
        return (String(authority), target.hasPrefix("/") ? String(target) : "/" + target)
    }
}
