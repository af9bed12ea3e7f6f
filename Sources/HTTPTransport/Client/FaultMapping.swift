import AsyncHTTPClient
import IngestModel
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What the client's errors mean.
enum FaultMapping {
    /// The fault behind `error`. A body's own fault comes first: the client reports it as its own or not at all.
    static func fault(_ error: any Error, request: OutgoingRequest, ledger: SentLedger) -> TransportFault {
        if var fault = ledger.fault {
            fault.sentAny = ledger.started
            fault.bytesSent = ledger.sent.bytes
            return fault
        }
        if var fault = error as? TransportFault {
            // What was read of a body, and held back with its head, is not on the wire.
            fault.bytesSent = fault.sentAny ? ledger.sent.bytes : 0
            return fault
        }
        let kind = wasAnsweredEarly(error, request, ledger) ? .reset : kind(of: error)
        // With a body the head is out before the first chunk is asked for, and the service waits for the whole body.
        let reached = request.body.length > 0 ? ledger.started : true
        let neverConnected = [.connect, .name, .proxy, .proxyUser, .tls, .defect].contains(kind)
        return TransportFault(
            kind: kind, message: sentence(kind, error, request), sentAny: reached && !neverConnected,
            bytesSent: ledger.sent.bytes)
    }

    /// The client counts what it sent: where an answer of 300 and more came before the end of the body, it drops the rest, and
    /// misses it afterwards although all of it was handed out. The answer is lost with that.
    private static func wasAnsweredEarly(
        _ error: any Error, _ request: OutgoingRequest, _ ledger: SentLedger
    ) -> Bool {
        error as? HTTPClientError == .bodyLengthMismatch && ledger.sent.bytes == request.body.length
    }

    private static func kind(of error: any Error) -> TransportFault.Kind {
        switch error {
        case is CancellationError: .cancelled
        case let error as HTTPClientError: kind(of: error)
        // Without a single address tried, the name has none.
        case let error as NIOConnectionError: error.connectionErrors.isEmpty ? .name : .connect
        case is NIOSSLExtraError: .tls
        case let error as NIOSSLError: kind(of: error)
        case let error as BoringSSLError: kind(of: error)
        case is HTTPParserError: .badAnswer
        case let error as ChannelError: kind(of: error)
        case let error as IOError: refusals.contains(error.errnoCode) ? .connect : .reset
        default: .reset
        }
    }

    private static func kind(of error: HTTPClientError) -> TransportFault.Kind {
        switch error {
        case .cancelled, .requestStreamCancelled: .cancelled
        case .connectTimeout, .getConnectionFromPoolTimeout: .connect
        case .tlsHandshakeTimeout: .connect
        case .proxyAuthenticationRequired: .proxyUser
        case .invalidProxyResponse, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            .proxy
        case .readTimeout, .writeTimeout, .deadlineExceeded: .stalled
        case .invalidURL, .emptyHost, .emptyScheme, .alreadyShutdown, .bodyLengthMismatch, .writeAfterRequestSent,
            .contentLengthMissing:
            .defect
        default: .reset
        }
    }

    /// A certificate that is refused now is refused again. A connection that ends without a farewell is network trouble, and so
    /// is a handshake that does not come to an end.
    private static func kind(of error: NIOSSLError) -> TransportFault.Kind {
        switch error {
        case .handshakeFailed(let reason): kind(of: reason)
        case .unableToValidateCertificate, .noCertificateToValidate: .tls
        case .failedToLoadCertificate, .failedToLoadPrivateKey: .tls
        default: .reset
        }
    }

    private static func kind(of error: BoringSSLError) -> TransportFault.Kind {
        guard case .sslError = error else { return .connect }
        return TLSCause(error).mayPass ? .connect : .tls
    }

    private static func kind(of error: ChannelError) -> TransportFault.Kind {
        switch error {
        case .connectTimeout, .connectPending: .connect
        default: .reset
        }
    }

    private static let refusals: Set<Int32> = [
        ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, ENETDOWN, EADDRNOTAVAIL, EMFILE, ENFILE,
    ]

    private static func sentence(
        _ kind: TransportFault.Kind, _ error: any Error, _ request: OutgoingRequest
    ) -> String {
        let place = request.target.connectTo.map { "\($0.host):\($0.port)" } ?? request.target.authority
        return switch kind {
        case .connect, .name: "no connection to `\(place)`: \(cause(error))"
        case .proxy: "the proxy did not connect to `\(place)`: \(cause(error))"
        case .proxyUser: "the proxy asks for a user and a password, or does not know those it was given (407)"
        case .tls: "the TLS connection to `\(place)` was refused: \(TLSCause(error).sentence)"
        case .stalled: "`\(place)` did not answer in time"
        case .badAnswer: "the answer of `\(place)` is not HTTP: \(cause(error))"
        case .cancelled: "stopped by the caller"
        case .defect: "the client refused to send \(request.operation): \(cause(error))"
        default: "the connection to `\(place)` ended before the answer did: \(cause(error))"
        }
    }

    private static func cause(_ error: any Error) -> String {
        switch error {
        case let error as HTTPClientError: error.shortDescription
        case let error as NIOConnectionError: connectCause(error)
        case let error as IOError: error.description
        default: String(describing: error)
        }
    }

    private static func connectCause(_ error: NIOConnectionError) -> String {
        if let first = error.connectionErrors.first { return cause(first.error) }
        return "the name `\(error.host)` has no address"
    }
}
