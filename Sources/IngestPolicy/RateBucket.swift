/// A rate limit that says how long to wait: a token bucket kept as one moment in time (GCRA).
///
/// The bucket fills at the rate and holds at most the burst. An act waits until its whole amount is there, so what is done in
/// a span of time w never exceeds `rate · w + burst`, or `rate · w + amount` where one amount is larger than the burst.
/// Time is counted from any origin; a clock that steps back costs a wait and never an excess.
public struct RateBucket: Hashable, Sendable {
    /// The time in which one unit comes in.
    private let interval: Duration
    /// The time in which an empty bucket fills.
    private let fillTime: Duration
    /// When the bucket will be full again, or was; nil before the first reservation.
    private var full: Duration?
    /// How many acts may begin within how long a span, whatever their waits were; nil where only the bucket counts.
    private let window: Window?
    /// When the last acts began, as many as a window may have, in a ring.
    private var begun: [Duration] = []
    /// The place in `begun` of the act before which a window's worth of others began.
    private var oldest = 0

    private struct Window: Hashable, Sendable {
        var count: Int
        var span: Duration
    }

    /// A limit of `rate` bytes per second with a burst of a tenth of a second.
    ///
    /// The burst makes up for waits that end late; over ten seconds it is one per cent. Amounts should be no larger than it.
    /// - Parameter rate: 1 or more; less is taken as 1.
    public static func bytes(perSecond rate: Int64) -> RateBucket {
        RateBucket(interval: spacing(1, over: Double(max(1, rate))), fillTime: .milliseconds(100))
    }

    /// A limit of `rate` requests per second without a burst: requests are evenly spaced, so that no span of one second begins
    /// more than `rate` of them (for a fraction: the next whole number).
    ///
    /// They are spaced two per cent wider than the rate asks, because the service counts when they arrive: with 80 a second
    /// a request may be some ms late against the others and the service still sees no more than 80 in any second.
    /// - Parameter rate: one a day or more; less is taken as that.
    public static func requests(perSecond rate: Double) -> RateBucket {
        let oneADay = 1.0 / 86_400
        // Not `max`, which would let a rate that is not a number pass.
        let interval = spacing(1.02, over: rate > oneADay ? rate : oneADay)
        let count = rate > 1 ? Int(min(rate.rounded(.up), Double(longestWindow))) : 1
        return RateBucket(
            interval: interval, fillTime: interval, window: Window(count: count, span: interval * count))
    }

    /// Acts whose beginnings are kept at most: at higher rates a window is shorter than a second.
    private static let longestWindow = 10_000

    /// `seconds / rate`, rounded up to an attosecond, so that no rate is exceeded by rounding.
    private static func spacing(_ seconds: Double, over rate: Double) -> Duration {
        let whole = (seconds / rate).rounded(.down)
        let fraction = ((seconds / rate - whole) * 1e18).rounded(.up)
        return Duration(secondsComponent: Int64(whole), attosecondsComponent: Int64(fraction))
    }

    private init(interval: Duration, fillTime: Duration, window: Window? = nil) {
        self.interval = interval
        self.fillTime = fillTime
        self.window = window
    }

    /// Takes `amount` out and returns how long to wait before acting, zero or more.
    ///
    /// Reservations are served in the order they are made. One that is not used is lost, never lent to another.
    /// - Parameters:
    ///   - amount: bytes or requests; 0 or less takes nothing.
    ///   - now: the present moment.
    public mutating func reserve(_ amount: Int64, at now: Duration) -> Duration {
        guard amount > 0 else { return .zero }
        let next = max(full ?? now, now) + interval * amount
        full = next
        return max(.zero, next - fillTime - now)
    }

    /// Whether an act whose reserved wait is over may begin at `now`: zero says that it does, more how long to wait and ask again.
    ///
    /// Waits end late, and many together after a machine that stood still. What is late catches up, at half its distance, so that
    /// the rate is kept on average; but never begin more in a span of time than the rate allows in it. To be asked as late as can
    /// be: when all else is ready.
    public mutating func begin(at now: Duration) -> Duration {
        guard let window else { return .zero }
        var left = Duration.zero
        if let last = begun.isEmpty ? nil : begun[(oldest + begun.count - 1) % begun.count] {
            // A clock that steps back must not hold anybody.
            if last > now { (begun, oldest) = ([], 0) } else { left = last + interval / 2 - now }
        }
        if begun.count == window.count { left = max(left, begun[oldest] + window.span - now) }
        guard left <= .zero else { return left }
        if begun.count < window.count {
            begun.append(now)
        } else {
            begun[oldest] = now
            oldest = (oldest + 1) % window.count
        }
        return .zero
    }
}
