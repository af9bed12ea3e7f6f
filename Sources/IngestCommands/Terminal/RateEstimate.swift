/// The rate over the last seconds, from what was seen at each look.
struct RateEstimate: Hashable, Sendable {
    private struct Sample: Hashable {
        var bytes: Int64
        var time: Double
    }

    /// Seconds that are looked back: long enough for part sizes to even out, short enough to follow a change.
    private static let span = 15.0
    private var samples: [Sample] = []

    /// Takes the bytes done at `time`, in seconds; times never go back.
    mutating func observe(bytes: Int64, at time: Double) {
        samples.append(Sample(bytes: bytes, time: time))
        // The last sample outside the span stays: it is where the span begins.
        while samples.count > 2, samples[1].time <= time - Self.span { samples.removeFirst() }
    }

    /// Bytes per second, 0 or more; 0 before the second look.
    var perSecond: Double {
        guard let first = samples.first, let last = samples.last, last.time > first.time else { return 0 }
        return max(0, Double(last.bytes - first.bytes)) / (last.time - first.time)
    }
}
