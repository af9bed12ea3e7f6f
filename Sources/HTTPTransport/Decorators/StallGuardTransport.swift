import IngestModel

/// Ends an attempt when nothing moves: no byte of its body and none of its answer for a span. Never by size or total time, so
/// that a slow large part lives and a stuck small one does not.
///
/// A wait for a limit (``TransferFlow/held``) does not count, nor does what comes before the innermost transport has the request:
/// a key that is renewed has requests, and guards, of its own.
public struct StallGuardTransport: HTTPTransport {
    private let inner: any HTTPTransport
    private let timeline: Timeline
    private let span: Duration
    private let timer: StallTimer

    /// Watches what goes to `inner`; `span` is for requests without one of their own.
    public init(_ inner: any HTTPTransport, timeline: Timeline, span: Duration) {
        self.inner = inner
        self.timeline = timeline
        self.span = span
        timer = StallTimer(timeline: timeline)
    }

    /// Sends `request`; throws ``TransportFault/Kind/stalled`` when nothing moved for the span.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let span = request.stallAfter ?? span
        let watch = StallWatch(timeline: timeline, span: span)
        timer.add(watch)
        defer { timer.remove(watch) }
        do {
            return try await inner.send(watch.watching(request))
        } catch  where watch.hasStalled && error.kind == .cancelled {
            throw TransportFault(
                kind: .stalled, message: "\(request.operation): nothing moved for \(Self.text(span))",
                sentAny: error.sentAny, bytesSent: error.bytesSent)
        }
    }

    private static func text(_ span: Duration) -> String {
        let (seconds, attoseconds) = span.components
        return seconds >= 1 || attoseconds == 0 ? "\(seconds) s" : "\(attoseconds / 1_000_000_000_000_000) ms"
    }
}
