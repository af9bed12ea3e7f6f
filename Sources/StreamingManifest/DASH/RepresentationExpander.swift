import Diagnostics
import IngestModel

/// The files of one Representation from its merged segment information (manifests 18, 19, 23).
struct RepresentationExpander {
    let information: SegmentInformation
    let representation: MPDDocument.Representation
    let timing: PeriodTiming
    let role: FileRole

    func expand(bases: [ResolvedBase], into sink: inout ReferenceSink) {
        for base in bases {
            switch information.kind {
            case .base:
                expandWhole(base, &sink)
                expandSources(base, &sink)
            case .list:
                expandSources(base, &sink)
                expandList(base, &sink)
            case .template:
                expandTemplate(base, &sink)
            }
        }
    }

    /// Initialization, RepresentationIndex and BitstreamSwitching elements, and the index range of the medium itself.
    func expandSources(_ base: ResolvedBase, _ sink: inout ReferenceSink) {
        let sources: [(SegmentInformation.PlacedSource?, FileRole)] = [
            (information.initialization, .`init`), (information.representationIndex, .index),
            (information.bitstreamSwitching, .other),
        ]
        for case (let source?, let role) in sources {
            sink.add(
                source.url?.text, base: base, at: source.place, textPlace: source.url?.place ?? source.place,
                role: role,
                need: .required, bytes: source.bytes)
        }
        if information.kind == .base, let range = information.indexRange {
            sink.add(
                nil, base: base, at: range.place, textPlace: range.place, role: .index, need: .required,
                bytes: range.bytes)
        }
    }

    /// SegmentBase: the one file that the base names.
    func expandWhole(_ base: ResolvedBase, _ sink: inout ReferenceSink) {
        guard let place = base.place else {
            sink.findings.add(
                .dashNoMedia, .error, at: representation.level.place,
                "the Representation names no media: SegmentBase needs a BaseURL that names a file")
            return
        }
        sink.add(nil, base: base, at: place, textPlace: place, role: role, need: .required)
    }
}

extension RepresentationExpander {
    /// SegmentList: every SegmentURL; those beyond what the timing asks for are optional (manifests 23).
    private func expandList(_ base: ResolvedBase, _ sink: inout ReferenceSink) {
        guard let urls = information.urls, !urls.isEmpty else {
            sink.findings.add(
                .dashNoMedia, .error, at: information.place, "the SegmentList has no SegmentURL")
            return
        }
        guard sink.fits(urls.count, at: information.place) else { return }
        let schedule = listSchedule(limit: sink.remaining)
        if let schedule { judgeLength(of: urls, schedule, &sink) }
        var needs = schedule?.needs.makeIterator()
        for url in urls {
            let need = schedule == nil ? .required : needs?.next() ?? .optional
            let isOwnFile = url.media == nil
            if isOwnFile, base.place == nil {
                sink.findings.add(
                    .dashNoMedia, .error, at: url.place, "the SegmentURL has no `media`, and no BaseURL names a file")
                continue
            }
            sink.add(
                url.media?.text, base: base, at: url.place, textPlace: url.media?.place ?? url.place, role: role,
                need: need, bytes: url.mediaRange)
            if url.index != nil || url.indexRange != nil {
                let text = url.index ?? url.media
                sink.add(
                    text?.text, base: base, at: url.place, textPlace: text?.place ?? url.place, role: .index,
                    need: need,
                    bytes: url.indexRange)
            }
        }
    }

    /// The timing of a list, where it has one that can be counted. A list is complete without it, so nothing is reported.
    private func listSchedule(limit: Int) -> SegmentSchedule? {
        var unheard = DASHFindings(file: "")
        guard information.timeline != nil || (information.duration != nil && timing.duration != nil) else { return nil }
        return schedule(limit: limit, findings: &unheard)
    }

    private func judgeLength(
        of urls: [SegmentInformation.SegmentURL], _ schedule: SegmentSchedule, _ sink: inout ReferenceSink
    ) {
        let total = schedule.segmentCount
        let required = schedule.runs.reduce(0) { $0 + ($1.need == .required ? $1.count : 0) }
        if urls.count > total {
            sink.findings.add(
                .dashListSurplus, .warning, at: information.place,
                "the list has \(urls.count) segments, the timing gives \(total); the surplus is uploaded when it exists"
            )
        } else if urls.count < required {
            sink.findings.add(
                .dashListShort, .warning, at: information.place,
                "the list has \(urls.count) segments, the timing gives \(required): the end of the period is not covered"
            )
        }
    }
}

extension RepresentationExpander {
    /// The segments by timeline, by `@duration`, or one; nil when they cannot be counted, which is reported.
    func schedule(limit: Int, findings: inout DASHFindings) -> SegmentSchedule? {
        do {
            if let timeline = information.timeline {
                return try schedule(of: timeline, limit: limit, findings: &findings)
            }
            guard let duration = information.duration else { return single }
            return try schedule(each: duration, limit: limit, findings: &findings)
        } catch {
            findings.add(
                .dashNumberRange, .error, at: information.place,
                "the durations of the segments and the period are too large to be calculated with")
            return nil
        }
    }

    private var startNumber: Int { information.startNumber ?? 1 }
    private var timescale: Int { information.timescale ?? 1 }

    /// Neither a timeline nor a duration: one segment.
    private var single: SegmentSchedule {
        SegmentSchedule(runs: [
            SegmentRun(
                number: startNumber, time: 0, step: 0, count: 1, files: information.sequenceLength ?? 1,
                need: .required,
                place: nil)
        ])
    }

    private func schedule(
        of timeline: SegmentTimeline, limit: Int, findings: inout DASHFindings
    ) throws(RationalOverflow) -> SegmentSchedule? {
        if information.duration != nil {
            findings.add(
                .dashDurationAndTimeline, .warning, at: information.place,
                "both `duration` and a SegmentTimeline are given; the timeline counts")
        }
        let offset = information.presentationTimeOffset ?? 0
        let context = TimelineContext(
            startNumber: startNumber, endNumber: information.endNumber, offset: offset,
            end: try PeriodTiming.end(after: timing.duration, timescale: timescale, offset: offset),
            longestEnd: try PeriodTiming.end(after: timing.longest, timescale: timescale, offset: offset),
            sequenceLength: information.sequenceLength ?? 1, limit: limit)
        return timeline.schedule(context, findings: &findings)
    }

    private func schedule(
        each duration: Int, limit: Int, findings: inout DASHFindings
    ) throws(RationalOverflow) -> SegmentSchedule? {
        guard timing.duration != nil else {
            if timing.isFaulty { return nil }
            findings.add(
                .dashNoDuration, .error, at: information.place,
                "the segments cannot be counted: nothing gives the duration of the period",
                hint: "add `mediaPresentationDuration` to the MPD or `duration` to the Period")
            return nil
        }
        let count = try SegmentCount(
            timing: timing, duration: duration, timescale: timescale, eptDelta: information.eptDelta ?? 0,
            startNumber: startNumber, endNumber: information.endNumber)
        for remark in count.remarks { remark.report(to: &findings, at: information.place) }
        let total = Int(clamping: count.total)
        guard total <= limit, startNumber <= Int.max - total else {
            findings.add(
                .dashTooManySegments, .error, at: information.place,
                "the segments would be \(count.total) files; \(limit) more references are allowed",
                hint: "check the durations, the timescale and the repeat counts")
            return nil
        }
        var schedule = SegmentSchedule()
        let required = Int(clamping: count.required)
        for (first, length, need) in [(0, required, ReferenceNeed.required), (required, total - required, .optional)]
        where length > 0 {
            schedule.runs.append(
                SegmentRun(
                    number: startNumber + first, time: 0, step: 0, count: length,
                    files: information.sequenceLength ?? 1,
                    need: need, place: nil))
        }
        return schedule
    }
}
