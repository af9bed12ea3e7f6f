import Diagnostics

/// What a timeline is expanded against.
struct TimelineContext: Sendable {
    var startNumber = 1
    var endNumber: Int?
    /// presentationTimeOffset.
    var offset = 0
    /// Where every player stops, on the timeline of the media; nil when the period has no known duration.
    var end: Int128?
    /// Where some players stop.
    var longestEnd: Int128?
    /// Files of each segment where S@k does not say.
    var sequenceLength = 1
    /// The most segments that are worth listing.
    var limit = Int.max
}

extension SegmentTimeline {
    /// The timeline as runs (manifests 22); nil when it cannot be counted, which is reported.
    func schedule(_ context: TimelineContext, findings: inout DASHFindings) -> SegmentSchedule? {
        var walk = TimelineWalk(context: context, number: context.startNumber)
        for (index, entry) in entries.enumerated() {
            let next = index + 1 < entries.count ? entries[index + 1] : nil
            guard walk.take(entry, next: next, patterns: patterns, findings: &findings) else { return nil }
            if walk.isFinished { break }
        }
        walk.reportOverlaps(to: &findings)
        walk.judgeEnd(of: self, findings: &findings)
        return SegmentSchedule(runs: walk.runs, hasTimes: true)
    }
}

/// The state of manifests 22: a time, a number, and what was found on the way.
private struct TimelineWalk {
    let context: TimelineContext
    var time = 0
    var number: Int
    var runs: [SegmentRun] = []
    var isFinished = false
    private var total = 0
    private var overlaps: (count: Int, first: Place)?
    private var lastDuration = 0

    init(context: TimelineContext, number: Int) {
        self.context = context
        self.number = number
    }

    /// Takes one S; false when going on would be guesswork.
    mutating func take(
        _ entry: SegmentTimeline.Entry, next: SegmentTimeline.Entry?, patterns: [Int: SegmentTimeline.Pattern],
        findings: inout DASHFindings
    ) -> Bool {
        if let wanted = entry.number {
            guard wanted >= number else {
                findings.add(
                    .dashTimelineNumber, .error, at: entry.place,
                    "`n` is \(wanted), but the segments before it already go up to \(Int128(number) - 1)")
                return false
            }
            number = wanted
        }
        if let wanted = entry.time {
            if wanted < time, total > 0 { overlaps = ((overlaps?.count ?? 0) + 1, overlaps?.first ?? entry.place) }
            time = wanted
        }
        if let pattern = entry.pattern {
            return takePattern(pattern, entry, patterns: patterns, findings: &findings)
        }
        guard let duration = entry.duration, duration > 0 else {
            findings.add(
                .dashTimelineDuration, .error, at: entry.place,
                entry.duration.map { "`d` is \($0); a duration above 0 is expected" } ?? "the S has no `d`")
            return false
        }
        guard let count = count(of: entry, duration: duration, next: next, findings: &findings),
            append(count, of: duration, entry, findings: &findings)
        else { return false }
        // Repeats up to the next S are cut off by it: no overlap.
        if entry.repeats < 0, count > 0, let bound = next?.time { time = min(time, bound) }
        return true
    }

    /// How many segments an S stands for; nil when that is unknown.
    private func count(
        of entry: SegmentTimeline.Entry, duration: Int, next: SegmentTimeline.Entry?, findings: inout DASHFindings
    ) -> Int? {
        if entry.repeats >= 0 { return entry.repeats == .max ? .max : entry.repeats + 1 }
        let bound: Int128
        if let next {
            guard let time = next.time else {
                findings.add(
                    .dashTimelineRepeat, .error, at: entry.place,
                    "`r` is \(entry.repeats), which repeats up to the next S, but that has no `t`",
                    hint: "give the next S a `t`, or write how often this one repeats")
                return nil
            }
            bound = Int128(time)
        } else if let end = context.longestEnd {
            bound = end
        } else {
            findings.add(
                .dashTimelineRepeat, .error, at: entry.place,
                "`r` is \(entry.repeats), which repeats up to the end of the period, but nothing gives the period's duration",
                hint: "add `mediaPresentationDuration` to the MPD or `duration` to the Period")
            return nil
        }
        let span = bound - Int128(time)
        guard span > 0 else {
            findings.add(
                .dashTimelineEmptyRepeat, .warning, at: entry.place,
                "`r` is \(entry.repeats), but the S starts at \(time), and its repeats end at \(bound): it has no segments"
            )
            return 0
        }
        let (quotient, remainder) = span.quotientAndRemainder(dividingBy: Int128(duration))
        return Int(clamping: quotient + (remainder > 0 ? 1 : 0))
    }

    private mutating func takePattern(
        _ id: Int, _ entry: SegmentTimeline.Entry, patterns: [Int: SegmentTimeline.Pattern],
        findings: inout DASHFindings
    ) -> Bool {
        guard let pattern = patterns[id], var (run, inRun) = pattern.position(of: entry.patternEntry),
            entry.repeats >= 0
        else {
            findings.add(
                .dashTimelinePattern, .error, at: entry.place,
                "the S uses entry \(entry.patternEntry) of the pattern \(id), which the timeline does not have, or repeats it "
                    + "without end")
            return false
        }
        var left = entry.repeats == .max ? Int.max : entry.repeats + 1
        while left > 0, !isFinished {
            let length = min(inRun, left)
            guard append(length, of: pattern.runs[run].duration, entry, findings: &findings) else { return false }
            left -= length
            run = (run + 1) % pattern.runs.count
            inRun = pattern.runs[run].count
        }
        return true
    }

    /// Adds `wanted` segments, cut at endNumber; false when their times are beyond 64 bits.
    private mutating func append(
        _ wanted: Int, of duration: Int, _ entry: SegmentTimeline.Entry, findings: inout DASHFindings
    ) -> Bool {
        var count = wanted
        if let last = context.endNumber {
            let left = max(0, Int128(last) - Int128(number) + 1)
            isFinished = left <= Int128(count)
            count = Int(min(Int128(count), left))
        }
        // The span alone must fit as well: with a time below zero it may be the larger number.
        let span = Int128(duration) * Int128(count)
        let end = Int128(time) + span
        let lastNumber = Int128(number) + Int128(count)
        guard span <= Int128(Int.max), end <= Int128(Int.max), lastNumber <= Int128(Int.max), count <= Int.max - total
        else {
            findings.add(
                .dashNumberRange, .error, at: entry.place, "the times of the timeline are too large to be counted")
            return false
        }
        let files = entry.sequenceLength ?? context.sequenceLength
        split(
            SegmentRun(
                number: number, time: time, step: duration, count: count, files: files, need: .required,
                place: entry.place))
        total += count
        time = Int(end)
        number = Int(lastNumber)
        if count > 0 { lastDuration = duration }
        // More than anybody may list: whoever asks for the count will refuse it.
        if total > context.limit { isFinished = true }
        return true
    }

    /// Makes what lies before or behind the period optional.
    private mutating func split(_ run: SegmentRun) {
        let step = Int128(run.step)
        let ends = Int128(context.offset) - Int128(run.time)
        let before = ends <= 0 ? 0 : min(Int128(run.count), ends / step)
        var inside = Int128(run.count) - before
        if let end = context.end {
            let span = end - Int128(run.time)
            let started = span <= 0 ? 0 : (span - 1) / step + 1
            inside = max(0, min(inside, started - before))
        }
        let behind = Int128(run.count) - before - inside
        var first: Int128 = 0
        for (count, need) in [(before, ReferenceNeed.optional), (inside, .required), (behind, .optional)]
        where count > 0 {
            var part = run
            part.number += Int(first)
            part.time += Int(first * step)
            part.count = Int(count)
            part.need = need
            runs.append(part)
            first += count
        }
    }

    func reportOverlaps(to findings: inout DASHFindings) {
        guard let overlaps else { return }
        findings.add(
            .dashTimelineOverlap, .warning, at: overlaps.first,
            "the S starts before the one above it has ended"
                + (overlaps.count > 1 ? "; \(overlaps.count) of the timeline do so" : ""))
    }

    /// A timeline that ends more than one segment before the period does.
    func judgeEnd(of timeline: SegmentTimeline, findings: inout DASHFindings) {
        guard let end = context.end, !isFinished, total > 0, end - Int128(time) > Int128(lastDuration) else { return }
        findings.add(
            .dashTimelineShort, .warning, at: timeline.place,
            "the timeline ends at \(time), more than one segment before the period, which ends at \(end)")
    }
}
