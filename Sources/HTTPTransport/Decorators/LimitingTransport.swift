import IngestModel
import IngestPolicy

/// Holds each attempt back until it may start, and slows its body to the bandwidth that is left.
public struct LimitingTransport: HTTPTransport {
    private let inner: any HTTPTransport
    private let limiter: Limiter
    private let meter: any TransferMeter

    /// Limits what goes to `inner`.
    public init(_ inner: any HTTPTransport, limiter: Limiter, meter: any TransferMeter) {
        self.inner = inner
        self.limiter = limiter
        self.meter = meter
    }

    /// Waits for a permit and a turn, sends, and gives the permit back as soon as the answer is there, which is before the task
    /// that waits for it has its turn.
    public func send(_ request: OutgoingRequest) async throws(TransportFault) -> IncomingResponse {
        do {
            request.flow.held?(true)
            switch request.lane {
            case .api:
                try await limiter.takeTurn()
                request.flow.held?(false)
                return try await metered(limiter.spaced(request)).get()
            case .upload(let lane):
                return try await limiter.withPermit(.upload(file: lane.file, limit: lane.limit)) {
                    permit async throws(CancellationError) in
                    try await limiter.takeTurn()
                    request.flow.held?(false)
                    return await metered(limiter.spaced(limiter.paced(request)), permit)
                }.get()
            }
        } catch let fault as TransportFault {
            throw fault
        } catch {
            throw .cancelled(sentAny: false)
        }
    }

    private func metered(
        _ request: OutgoingRequest, _ permit: Limiter.Permit? = nil
    ) async -> Result<IncomingResponse, TransportFault> {
        let meter = meter
        let (told, answered, lane) = (request.flow.sent, request.flow.answered, request.lane)
        meter.note(.began(lane))
        let end = { @Sendable in
            guard let permit else { return meter.note(.ended(lane)) }
            permit.giveBack { meter.note(.ended(lane)) }
        }
        defer { end() }
        var request = request
        if permit != nil {
            request.flow.answered = {
                end()
                answered?()
            }
        }
        request.flow.sent = { count in
            meter.note(.sent(count, on: lane))
            told?(count)
        }
        do throws(TransportFault) { return .success(try await inner.send(request)) } catch { return .failure(error) }
    }
}
