import IngestModel

/// Sends one request and gives back its answer.
///
/// Whatever the status, an answer is a value; only the lack of one is thrown. A decorator may send a request several times,
/// so its body can be read again from the start. Cancelling the calling task ends the request with
/// ``TransportFault/Kind/cancelled`` and frees what it held. The innermost one tells ``TransferFlow/watched`` how to do the same
/// from elsewhere.
public protocol HTTPTransport: Sendable {
    /// Sends `request`.
    func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse
}
