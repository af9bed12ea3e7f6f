import Diagnostics

/// SegmentBase, SegmentList, SegmentTemplate and SegmentTimeline.
extension MPDReader {
    mutating func readSegmentInformation(
        _ kind: SegmentInformation.Kind, _ element: XMLElement
    ) throws(XMLFault) -> SegmentInformation {
        var information = SegmentInformation(kind, element)
        readNumbers(of: element, into: &information)
        if let bytes = byteRange("indexRange", of: element), let attribute = element["indexRange"] {
            information.indexRange = SegmentInformation.PlacedRange(bytes: bytes, place: Place(attribute))
        }
        if kind == .template {
            information.media = text("media", of: element)
            information.initializationTemplate = text("initialization", of: element)
            information.index = text("index", of: element)
            information.bitstreamSwitchingTemplate = text("bitstreamSwitching", of: element)
        }
        try readChildren { (reader: inout MPDReader, child: XMLElement) throws(XMLFault) -> Bool in
            switch child.name {
            case "Initialization": information.initialization = reader.source(child)
            case "RepresentationIndex": information.representationIndex = reader.source(child)
            case "BitstreamSwitching": information.bitstreamSwitching = reader.source(child)
            case "SegmentURL":
                if information.urls == nil { information.urls = [] }
                information.urls?.append(reader.segmentURL(child))
            case "SegmentTimeline":
                information.timeline = try reader.readTimeline(child, isUsable: &information.isUsable)
                return true
            default: break
            }
            return false
        }
        return information
    }

    private mutating func readNumbers(of element: XMLElement, into information: inout SegmentInformation) {
        var isUsable = true
        information.timescale = integer("timescale", of: element, least: 1, isUsable: &isUsable)
        information.duration = integer("duration", of: element, least: 1, isUsable: &isUsable)
        information.startNumber = integer("startNumber", of: element, isUsable: &isUsable)
        information.endNumber = integer("endNumber", of: element, isUsable: &isUsable)
        information.presentationTimeOffset = integer("presentationTimeOffset", of: element, isUsable: &isUsable)
        information.eptDelta = integer("eptDelta", of: element, signed: true, isUsable: &isUsable)
        information.sequenceLength = integer("k", of: element, least: 1, isUsable: &isUsable)
        information.isUsable = isUsable
    }

    private func text(_ name: String, of element: XMLElement) -> PlacedText? {
        element[name].map { PlacedText(text: $0.value, place: Place($0)) }
    }

    private mutating func source(_ element: XMLElement) -> SegmentInformation.PlacedSource {
        SegmentInformation.PlacedSource(
            url: text("sourceURL", of: element), bytes: byteRange("range", of: element), place: Place(element))
    }

    private mutating func segmentURL(_ element: XMLElement) -> SegmentInformation.SegmentURL {
        SegmentInformation.SegmentURL(
            media: text("media", of: element), mediaRange: byteRange("mediaRange", of: element),
            index: text("index", of: element), indexRange: byteRange("indexRange", of: element), place: Place(element))
    }

    private mutating func readTimeline(
        _ element: XMLElement, isUsable: inout Bool
    ) throws(XMLFault) -> SegmentTimeline {
        var timeline = SegmentTimeline(place: Place(element))
        var isRead = true
        try readChildren { (reader: inout MPDReader, child: XMLElement) throws(XMLFault) -> Bool in
            switch child.name {
            case "S":
                timeline.entries.append(reader.entry(child, isUsable: &isRead))
                return false
            case "Pattern":
                let id = reader.integer("id", of: child, isUsable: &isRead)
                let durations = try reader.readPattern(isUsable: &isRead)
                if let id { timeline.patterns[id] = durations }
                return true
            default: return false
            }
        }
        isUsable = isUsable && isRead
        return timeline
    }

    private mutating func entry(_ element: XMLElement, isUsable: inout Bool) -> SegmentTimeline.Entry {
        var entry = SegmentTimeline.Entry(place: Place(element))
        entry.time = integer("t", of: element, isUsable: &isUsable)
        entry.duration = integer("d", of: element, isUsable: &isUsable)
        entry.repeats = integer("r", of: element, signed: true, isUsable: &isUsable) ?? 0
        entry.number = integer("n", of: element, isUsable: &isUsable)
        entry.sequenceLength = integer("k", of: element, least: 1, isUsable: &isUsable)
        entry.pattern = integer("p", of: element, isUsable: &isUsable)
        entry.patternEntry = integer("pE", of: element, least: 0, isUsable: &isUsable) ?? 0
        return entry
    }

    /// The durations of one cycle of a Pattern, its P elements repeated as they say.
    private mutating func readPattern(isUsable: inout Bool) throws(XMLFault) -> [Int] {
        var durations: [Int] = []
        var isRead = true
        try readChildren { (reader: inout MPDReader, child: XMLElement) throws(XMLFault) -> Bool in
            guard child.name == "P" else { return false }
            let duration = reader.integer("d", of: child, least: 1, isUsable: &isRead)
            let repeats = reader.integer("r", of: child, least: 0, isUsable: &isRead) ?? 0
            guard let duration, repeats < SegmentTimeline.longestPattern - durations.count else {
                isRead = false
                if duration != nil {
                    reader.findings.add(
                        .dashTimelinePattern, .error, at: Place(child),
                        "a pattern has more than \(SegmentTimeline.longestPattern) entries")
                }
                return false
            }
            durations += repeatElement(duration, count: repeats + 1)
            return false
        }
        isUsable = isUsable && isRead
        return durations
    }
}

extension SegmentTimeline {
    /// Entries of one pattern, repeats counted: one cycle is a group of pictures or of audio frames, not a film.
    static let longestPattern = 10_000
}
