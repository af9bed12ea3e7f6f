import IngestModel
import Synchronization

/// Ends an attempt when nothing moves: no byte of its body and none of its answer for a span. Never by size or total time, so
/// that a slow large part lives and a stuck small one does not. A wait for a limit (``TransferFlow/held``) does not count.
public struct StallGuardTransport: HTTPTransport {
    private let inner: any HTTPTransport
    private let timeline: Timeline
    private let span: Duration

    /// Watches what goes to `inner`; `span` is for requests without one of their own.
    public init(_ inner: any HTTPTransport, timeline: Timeline, span: Duration) {
        self.inner = inner
        self.timeline = timeline
        self.span = span
    }

    /// Sends `request`; throws ``TransportFault/Kind/stalled`` when nothing moved for the span.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        let span = request.stallAfter ?? span
        let watch = StallWatch(timeline: timeline)
        let request = watch.watching(request)
        let result = await withTaskGroup(of: Result<IncomingResponse, TransportFault>?.self) { group in
            group.addTask {
                do throws(TransportFault) {
                    return .success(try await inner.send(request))
                } catch { return .failure(error) }
            }
            group.addTask {
                await watch.untilStalled(span: span)
                return nil
            }
            return await Self.first(of: &group)
        }
        switch result.ended {
        case .success(let response): return response
        case .failure(let fault) where result.stalled && fault.kind == .cancelled:
            throw TransportFault(
                kind: .stalled, message: "\(request.operation): nothing moved for \(Self.text(span))",
                sentAny: fault.sentAny, bytesSent: fault.bytesSent)
        case .failure(let fault): throw fault
        }
    }

    private struct Ending {
        var stalled: Bool
        var ended: Result<IncomingResponse, TransportFault>
    }

    /// Waits for the request whether it ends by itself or by being cancelled: its permit and its connection are in use until
    /// then.
    private static func first(
        of group: inout TaskGroup<Result<IncomingResponse, TransportFault>?>
    ) async -> Ending {
        var stalled = false
        while let result = await group.next() {
            group.cancelAll()
            if let ended = result { return Ending(stalled: stalled, ended: ended) }
            stalled = true
        }
        let fault = TransportFault(kind: .defect, message: "a request ended without a result", sentAny: true)
        return Ending(stalled: stalled, ended: .failure(fault))
    }

    private static func text(_ span: Duration) -> String {
        let (seconds, attoseconds) = span.components
        return seconds >= 1 || attoseconds == 0 ? "\(seconds) s" : "\(attoseconds / 1_000_000_000_000_000) ms"
    }
}

/// When something moved last.
private final class StallWatch: Sendable {
    private struct State {
        var moved: Duration
        var pauses = 0
    }

    private let timeline: Timeline
    private let state: Mutex<State>

    init(timeline: Timeline) {
        self.timeline = timeline
        state = Mutex(State(moved: timeline.now()))
    }

    /// `request` with its movements told to this watch.
    func watching(_ request: OutgoingRequest) -> OutgoingRequest {
        var request = request
        let (sent, received, held) = (request.flow.sent, request.flow.received, request.flow.held)
        request.flow.sent = { count in
            self.move()
            sent?(count)
        }
        request.flow.received = { count in
            self.move()
            received?(count)
        }
        request.flow.held = { begins in
            let now = self.timeline.now()
            self.state.withLock { state in
                state.moved = max(state.moved, now)
                state.pauses += begins ? 1 : -1
            }
            held?(begins)
        }
        return request
    }

    /// Returns when nothing moved for `span`, or when the task is cancelled.
    func untilStalled(span: Duration) async {
        while true {
            let left = state.withLock { state in
                state.pauses > 0 ? span : state.moved + span - timeline.now()
            }
            guard left > .zero else { return }
            do { try await timeline.wait(left) } catch { return }
        }
    }

    private func move() {
        let now = timeline.now()
        state.withLock { $0.moved = max($0.moved, now) }
    }
}
