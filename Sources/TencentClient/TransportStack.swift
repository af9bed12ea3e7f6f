import HTTPTransport
import IngestPolicy
import Logging

/// The one place that orders the decorators.
///
/// Outermost first: logging sees what a caller sees; retrying repeats all that is inside, so a request that waits to be
/// repeated holds neither a permit nor a connection; the stall guard, which is told of waits for limits, has its tasks begun
/// before such a wait and ended after the permit is given back, so that no permit is free meanwhile; limiting waits before a
/// signature is made; signing comes last, so that each attempt has a fresh one.
enum TransportStack {
    /// `client` with everything around it.
    static func around(
        _ client: any HTTPTransport, limiter: Limiter, retry: RetryPolicy, stallAfter: Duration, timeline: Timeline,
        random: SharedRandom, logger: Logger, meter: any TransferMeter, clock: ServiceClock
    ) -> any HTTPTransport {
        let signing = SigningTransport(client)
        let limited = LimitingTransport(signing, limiter: limiter, meter: meter)
        let guarded = StallGuardTransport(limited, timeline: timeline, span: stallAfter)
        let retrying = RetryingTransport(
            guarded, policy: retry, timeline: timeline, random: random, meter: meter,
            whenSpent: {
                logger.warning(
                    """
                    most requests fail: the run's \(RetryBudget.size) repeats are used up, and each is tried once until some \
                    come through
                    """)
            },
            correctClock: { clock.correct(by: $0) })
        return LoggingTransport(retrying, logger: logger, timeline: timeline)
    }
}
