import Diagnostics
import IngestModel

/// SegmentTemplate.
extension RepresentationExpander {
    func expandTemplate(_ base: ResolvedBase, _ sink: inout ReferenceSink) {
        if information.initializationTemplate != nil, let element = information.initialization {
            sink.findings.add(
                .dashTwoInitializations, .warning, at: element.place,
                "the template has both an `initialization` and an Initialization element; players take either")
        }
        if let text = information.initializationTemplate {
            expandPlain(text, "initialization", role: .`init`, base, &sink)
        }
        expandSources(base, &sink)
        if let text = information.bitstreamSwitchingTemplate {
            expandPlain(text, "bitstreamSwitching", role: .other, base, &sink)
        }
        guard let media = information.media else {
            if base.place == nil {
                sink.findings.add(
                    .dashNoMedia, .error, at: information.place,
                    "the SegmentTemplate has no `media`, and no BaseURL names a file")
            } else {
                expandWhole(base, &sink)
            }
            return
        }
        guard let template = bind(media, &sink), mayExpand(template, media, &sink),
            let schedule = schedule(limit: sink.remaining, findings: &sink.findings),
            sink.spend(schedule.runs.count, at: information.place),
            judge(template, media, schedule, &sink)
        else { return }
        if let index = information.index {
            guard let indexTemplate = bind(index, &sink) else { return }
            if indexTemplate.has(.number) || indexTemplate.has(.time) {
                fill(indexTemplate, index, schedule, role: .index, base, &sink)
            } else {
                add(indexTemplate.fill(number: 0, time: 0, subNumber: 0), index, role: .index, base, &sink)
            }
        }
        fill(template, media, schedule, role: role, base, &sink)
    }

    /// A template that gives one file: only the Representation's own values may be in it.
    private func expandPlain(
        _ text: PlacedText, _ name: StaticString, role: FileRole, _ base: ResolvedBase, _ sink: inout ReferenceSink
    ) {
        guard let template = bind(text, &sink) else { return }
        for identifier in [SegmentTemplate.Identifier.number, .time, .subNumber] where template.has(identifier) {
            sink.findings.add(
                .dashTemplateIdentifier, .error, at: text.place,
                "`\(name)` has `$\(identifier.rawValue)$`; only `$RepresentationID$` and `$Bandwidth$` are allowed in it"
            )
            return
        }
        add(template.fill(number: 0, time: 0, subNumber: 0), text, role: role, base, &sink)
    }

    private func add(
        _ text: String, _ source: PlacedText, role: FileRole, _ base: ResolvedBase, _ sink: inout ReferenceSink
    ) {
        sink.add(text, base: base, at: information.place, textPlace: source.place, role: role, need: .required)
    }

    private func bind(_ source: PlacedText, _ sink: inout ReferenceSink) -> SegmentTemplate? {
        do throws(SegmentTemplate.Fault) {
            let template = try SegmentTemplate(source.text).binding(
                id: representation.id, bandwidth: representation.bandwidth)
            let length = template.literalLength
            // No name can come of it, and thousands of copies of it would fill the memory.
            guard length <= SegmentTemplate.longest else {
                sink.findings.add(.tooLong(source.text, bytes: length), at: source.place)
                return nil
            }
            return template
        } catch {
            let isOfRepresentation = error.code == .dashTemplateValue
            sink.findings.add(
                error.code, .error, at: isOfRepresentation ? representation.level.place : source.place, error.message,
                hint: error.hint)
            return nil
        }
    }

    /// What a template must not combine, before anything is counted.
    private func mayExpand(_ template: SegmentTemplate, _ media: PlacedText, _ sink: inout ReferenceSink) -> Bool {
        if template.has(.number), template.has(.time) {
            sink.findings.add(
                .dashNumberAndTime, .error, at: media.place,
                "\(QuotedText.quote(media.text)) has both `$Number$` and `$Time$`; one of them is allowed")
            return false
        }
        if template.has(.time), information.timeline == nil {
            sink.findings.add(
                .dashTimeWithoutTimeline, .error, at: media.place,
                "\(QuotedText.quote(media.text)) has `$Time$`, but there is no SegmentTimeline to take the times from",
                hint: "use `$Number$`, or write a SegmentTimeline")
            return false
        }
        return true
    }

    /// Whether every file gets a name of its own and all of them fit.
    private func judge(
        _ template: SegmentTemplate, _ media: PlacedText, _ schedule: SegmentSchedule, _ sink: inout ReferenceSink
    ) -> Bool {
        let isAddressed = template.has(.number) || template.has(.time)
        let isSequence = schedule.runs.contains { $0.files > 1 }
        if (schedule.segmentCount > 1 && !isAddressed) || (isSequence && !template.has(.subNumber)) {
            let files = schedule.fileCount.map { "\($0)" } ?? "countless"
            sink.findings.add(
                .dashTemplateOneName, .error, at: media.place,
                "\(QuotedText.quote(media.text)) gives \(files) segments the same name",
                hint: isAddressed ? "add `$SubNumber$`" : "add `$Number$` or `$Time$`")
            return false
        }
        let perSegment = information.index == nil ? 1 : 2
        let files = schedule.fileCount.flatMap { count in
            let (doubled, overflows) = count.multipliedReportingOverflow(by: perSegment)
            return overflows ? nil : doubled
        }
        return sink.fits(files, at: information.place)
    }

    private func fill(
        _ template: SegmentTemplate, _ source: PlacedText, _ schedule: SegmentSchedule, role: FileRole,
        _ base: ResolvedBase, _ sink: inout ReferenceSink
    ) {
        // An index belongs to a whole sequence.
        let hasSubNumber = template.has(.subNumber)
        let first = hasSubNumber ? firstSubNumber(template, source, schedule, base, &sink) : 0
        for run in schedule.runs {
            for index in 0..<run.count {
                for subNumber in first..<first + (hasSubNumber ? run.files : 1) {
                    let text = template.fill(
                        number: run.number + index, time: run.time + index * run.step, subNumber: subNumber)
                    sink.add(
                        text, base: base, at: run.place ?? information.place, textPlace: source.place, role: role,
                        need: run.need)
                }
            }
        }
    }

    /// Editions differ in whether the files of a sequence are counted from 0 or from 1; the files of the first sequence tell.
    private func firstSubNumber(
        _ template: SegmentTemplate, _ source: PlacedText, _ schedule: SegmentSchedule, _ base: ResolvedBase,
        _ sink: inout ReferenceSink
    ) -> Int {
        guard let run = schedule.runs.first(where: { $0.files > 1 }) else { return 0 }
        let name = { template.fill(number: run.number, time: run.time, subNumber: $0) }
        let (first, beyond) = (name(0), name(run.files))
        guard !sink.isThere(first, base: base), sink.isThere(beyond, base: base) else { return 0 }
        sink.findings.add(
            .dashSubNumberBase, .note, at: source.place,
            "`$SubNumber$` is counted from 1, not from 0: there is no \(QuotedText.quote(first)), but "
                + QuotedText.quote(beyond))
        return 1
    }
}
