/// The innermost transport of a run: straight to the service, or by AsyncHTTPClient through a proxy.
public struct ClientTransport: HTTPTransport {
    private enum Kind {
        case direct(DirectTransport)
        case proxied(AsyncHTTPClientTransport)
    }

    private let kind: Kind

    /// A transport with its own connections; ``shutdown()`` ends it.
    public init(settings: ClientSettings) {
        kind =
            settings.proxy == nil
            ? .direct(DirectTransport(settings: settings)) : .proxied(AsyncHTTPClientTransport(settings: settings))
    }

    /// Ends all connections. No request may be under way or begin afterwards. Throws where it was called before.
    public func shutdown() async throws {
        switch kind {
        case .direct(let transport): await transport.shutdown()
        case .proxied(let transport): try await transport.shutdown()
        }
    }

    /// Sends `request` once.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        switch kind {
        case .direct(let transport): try await transport.send(request)
        case .proxied(let transport): try await transport.send(request)
        }
    }
}
