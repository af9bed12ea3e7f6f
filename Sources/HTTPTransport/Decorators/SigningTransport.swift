/// Has each attempt signed just before it is sent. Inside retrying and limiting, so that no signature grows old in a queue.
public struct SigningTransport: HTTPTransport {
    private let inner: any HTTPTransport

    /// Signs what goes to `inner`.
    public init(_ inner: any HTTPTransport) { self.inner = inner }

    /// Signs and sends.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        guard let signer = request.signer else { return try await inner.send(request) }
        return try await inner.send(signer.sign(request))
    }
}
