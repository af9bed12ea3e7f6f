import Diagnostics

/// When a period begins and how long it is, in exact seconds (manifests 20).
struct PeriodTiming: Hashable, Sendable {
    var start: Rational?
    /// What every player plays: the shorter where two statements differ. Nil when nothing gives a duration.
    var duration: Rational?
    /// What some players play: the longer where two statements differ, else the same.
    var longest: Rational?
    /// True when the duration is unknown because of an error that has been reported.
    var isFaulty = false

    /// The timing of every period of `document`, in order.
    static func timings(of document: MPDDocument, findings: inout DASHFindings) -> [PeriodTiming] {
        do {
            return try judge(document, findings: &findings)
        } catch {
            findings.add(
                .dashNumberRange, .error, at: document.level.place,
                "the times of the periods are too large to be added up")
            return document.periods.map { _ in PeriodTiming(isFaulty: true) }
        }
    }

    private static func judge(
        _ document: MPDDocument, findings: inout DASHFindings
    ) throws(RationalOverflow) -> [PeriodTiming] {
        let starts = try starts(of: document.periods, findings: &findings)
        var timings: [PeriodTiming] = []
        for (index, period) in document.periods.enumerated() {
            var timing = PeriodTiming(start: starts[index], duration: period.duration, longest: period.duration)
            let isLast = index + 1 == document.periods.count
            let end = isLast ? document.duration : starts[index + 1]
            timing.isFaulty = starts[index] == nil || (!isLast && end == nil)
            if let end, let start = starts[index] {
                let span = try end - start
                if span.numerator < 0 {
                    timing.isFaulty = true
                    reportOrder(document, index: index, start: start, end: end, findings: &findings)
                } else {
                    try timing.judge(span: span, endsAt: end, of: period, isLast: isLast, findings: &findings)
                }
            }
            timings.append(timing)
        }
        if !timings.isEmpty, timings.allSatisfy({ $0.longest == .zero }) {
            findings.add(
                .dashPeriodEmpty, .error, at: document.level.place,
                "every period has the duration 0: nothing would be played")
        }
        return timings
    }

    private static func starts(
        of periods: [MPDDocument.Period], findings: inout DASHFindings
    ) throws(RationalOverflow) -> [Rational?] {
        var starts: [Rational?] = []
        for (index, period) in periods.enumerated() {
            if let start = period.start {
                starts.append(start)
            } else if index == 0 {
                starts.append(.zero)
            } else if let previous = starts[index - 1], let duration = periods[index - 1].duration {
                starts.append(try previous + duration)
            } else {
                findings.add(
                    .dashPeriodStart, .error, at: period.level.place,
                    "the start of the period is unknown: it has no `start`, and the period before it no `duration`")
                starts.append(nil)
            }
        }
        return starts
    }

    private static func reportOrder(
        _ document: MPDDocument, index: Int, start: Rational, end: Rational, findings: inout DASHFindings
    ) {
        if index + 1 < document.periods.count {
            findings.add(
                .dashPeriodOrder, .error, at: document.periods[index + 1].level.place,
                "the period starts at \(end.shown) s, before the one above it, which starts at \(start.shown) s")
        } else {
            findings.add(
                .dashPeriodOrder, .error, at: document.periods[index].level.place,
                "the period starts at \(start.shown) s, but the presentation ends at \(end.shown) s")
        }
    }

    /// Joins the period's own duration with the span up to what follows it.
    private mutating func judge(
        span: Rational, endsAt end: Rational, of period: MPDDocument.Period, isLast: Bool, findings: inout DASHFindings
    ) throws(RationalOverflow) {
        guard let own = duration else {
            duration = span
            longest = span
            return
        }
        guard own != span else { return }
        duration = try Rational.lesser(own, span)
        longest = duration == own ? span : own
        findings.add(
            .dashPeriodDuration, .warning, at: period.level.place,
            "the period says that it lasts \(own.shown) s, but "
                + (isLast ? "the presentation ends" : "the next period starts") + " after \(span.shown) s",
            hint: "players follow one or the other; files needed by only one of them are uploaded when they exist")
    }

    /// The end of `seconds` on the timeline of the media, rounded up to whole units: a segment that starts there or later is
    /// outside. Nil for no duration.
    static func end(
        after seconds: Rational?, timescale: Int, offset: Int
    ) throws(RationalOverflow) -> Int128? {
        guard let seconds else { return nil }
        return try (seconds * Rational(Int128(timescale))).roundedUp + Int128(offset)
    }
}
