import IngestModel
import Logging

/// Logs one line for each request when it has ended. Of the request it names the operation and the host alone: paths name
/// media, queries and headers carry keys.
public struct LoggingTransport: HTTPTransport {
    private let inner: any HTTPTransport
    private let logger: Logger
    private let timeline: Timeline

    /// Logs what goes to `inner`: answers at debug, faults at info.
    public init(_ inner: any HTTPTransport, logger: Logger, timeline: Timeline) {
        self.inner = inner
        self.logger = logger
        self.timeline = timeline
    }

    /// Sends and logs.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let began = timeline.now()
        do throws(TransportFault) {
            let response = try await inner.send(request)
            logger.debug(
                "\(request.operation) answered",
                metadata: [
                    "host": "\(request.target.host)", "status": "\(response.status)",
                    "attempts": "\(response.attempts)", "bytesSent": "\(response.bytesSent)",
                    "ms": "\(milliseconds(since: began))",
                ])
            return response
        } catch {
            logger.info(
                "\(request.operation) failed",
                metadata: [
                    "host": "\(request.target.host)", "code": "\(error.code)", "attempts": "\(error.attempts)",
                    "bytesSent": "\(error.bytesSent)", "ms": "\(milliseconds(since: began))",
                ])
            throw error
        }
    }

    private func milliseconds(since began: Duration) -> Int64 {
        let (seconds, attoseconds) = (timeline.now() - began).components
        return seconds * 1000 + attoseconds / 1_000_000_000_000_000
    }
}
