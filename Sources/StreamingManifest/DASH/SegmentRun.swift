/// Segments that follow each other at even steps: the unexpanded answer to "which segments are there".
struct SegmentRun: Hashable, Sendable {
    /// The number of the first.
    var number: Int
    /// The start of the first, in units of the timescale.
    var time: Int
    /// Units from one to the next.
    var step: Int
    /// How many.
    var count: Int
    /// Files of each one: a segment sequence has more than one.
    var files: Int
    /// What they ask of their files.
    var need: ReferenceNeed
    /// What they come from; nil where the whole element counts.
    var place: Place?
}

/// The segments of one Representation by its timing (manifests 21, 22).
struct SegmentSchedule: Hashable, Sendable {
    var runs: [SegmentRun] = []
    /// True when the segments have times of their own: `$Time$` may be used.
    var hasTimes = false

    /// All files; nil when they cannot be counted in 64 bits.
    var fileCount: Int? {
        var total = 0
        for run in runs {
            let (files, overflows) = run.count.multipliedReportingOverflow(by: run.files)
            let (sum, overflowsToo) = total.addingReportingOverflow(files)
            if overflows || overflowsToo { return nil }
            total = sum
        }
        return total
    }

    /// The needs of all segments in order.
    var needs: some Sequence<ReferenceNeed> {
        runs.lazy.flatMap { repeatElement($0.need, count: $0.count) }
    }

    /// How many segments there are.
    var segmentCount: Int { runs.reduce(0) { $0 + $1.count } }
}
