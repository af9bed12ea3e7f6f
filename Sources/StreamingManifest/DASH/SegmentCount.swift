import Diagnostics

/// How many segments `@duration` gives (manifests 21).
struct SegmentCount: Hashable, Sendable {
    /// Segments that every player asks for.
    var required: Int128
    /// Segments that some players ask for.
    var total: Int128
    /// Why `total` is more than the period's own count or a sliver was made optional.
    var remarks: [Remark] = []

    enum Remark: Hashable, Sendable {
        /// Readers that calculate in doubles count one more than the given number.
        case rounding(exact: Int128)
        /// The last segment shows next to nothing of itself.
        case sliver(number: Int128, milliseconds: Rational)
        /// `endNumber` and the durations differ.
        case endNumber(byEnd: Int128, byDuration: Int128)
    }

    /// The count for a period of `timing`, which has a duration. Throws where numbers are too large to be exact.
    init(
        timing: PeriodTiming, duration: Int, timescale: Int, eptDelta: Int, startNumber: Int, endNumber: Int?
    ) throws(RationalOverflow) {
        let seconds = timing.duration ?? .zero
        let step = Rational(Int128(duration))
        let scale = Rational(Int128(timescale))
        let delta = Rational(Int128(eptDelta))
        let units = try seconds * scale - delta
        let exact = max(0, try (units / step).roundedUp)
        let longest = max(exact, try (((timing.longest ?? seconds) * scale - delta) / step).roundedUp)
        required = exact
        total = longest
        if exact > 1 {
            let last = try units - (try Rational(exact - 1) * step)
            let milliseconds = try last * Rational(1_000) / scale
            let isShort = try (last * Rational(100)).isLess(than: step)
            let isInstant = try milliseconds.isLess(than: Rational(1))
            if isShort || isInstant {
                required -= 1
                remarks.append(.sliver(number: Int128(startNumber) + exact - 1, milliseconds: milliseconds))
            }
        }
        if longest == exact, Self.isRoundedUp(timing, duration: duration, timescale: timescale, delta: eptDelta, exact)
        {
            total += 1
            remarks.append(.rounding(exact: exact))
        }
        cut(at: endNumber, startNumber: startNumber, exact: exact)
    }

    /// True when one of the two common formulas in doubles gives one segment more than there is.
    private static func isRoundedUp(
        _ timing: PeriodTiming, duration: Int, timescale: Int, delta: Int, _ exact: Int128
    ) -> Bool {
        guard exact < 1 << 50, let seconds = timing.duration?.approximation, delta == 0 else { return false }
        let (length, scale) = (Double(duration), Double(timescale))
        let candidates = [(seconds / (length / scale)).rounded(.up), (seconds * scale / length).rounded(.up)]
        return candidates.contains(Double(exact) + 1)
    }

    private mutating func cut(at endNumber: Int?, startNumber: Int, exact: Int128) {
        guard let endNumber else { return }
        let byEnd = max(0, Int128(endNumber) - Int128(startNumber) + 1)
        if byEnd < required || byEnd > total { remarks.append(.endNumber(byEnd: byEnd, byDuration: exact)) }
        required = min(required, byEnd)
        if byEnd < total {
            total = byEnd
            remarks.removeAll { if case .endNumber = $0 { false } else { true } }
        }
    }
}

extension SegmentCount.Remark {
    /// Reports the remark about segments of `place`.
    func report(to findings: inout DASHFindings, at place: Place) {
        switch self {
        case .rounding(let exact):
            findings.add(
                .dashRounding, .warning, at: place,
                "the durations give exactly \(exact) segments, but players that calculate in floating point ask for one more",
                hint:
                    "a further file is uploaded when it exists; the players ignore its absence or stall at the very end"
            )
        case .sliver(let number, let milliseconds):
            findings.add(
                .dashSliver, .warning, at: place,
                "segment \(number), the last one, would show \(milliseconds.shown) ms: the duration was probably rounded when "
                    + "it was written",
                hint: "the file is uploaded when it exists and is not missed otherwise")
        case .endNumber(let byEnd, let byDuration):
            findings.add(
                .dashEndNumber, .warning, at: place,
                "`endNumber` gives \(byEnd) segments, the durations give \(byDuration); the smaller number counts")
        }
    }
}
