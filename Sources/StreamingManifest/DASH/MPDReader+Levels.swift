import Diagnostics

/// Period, AdaptationSet, Representation, and what all levels share.
extension MPDReader {
    mutating func readPeriod(_ element: XMLElement) throws(XMLFault) -> MPDDocument.Period {
        var period = MPDDocument.Period(level: PresentationLevel(element))
        var components: Set<String> = []
        var preselections: [PlacedText] = []
        period.start = duration("start", of: element)
        period.duration = duration("duration", of: element)
        try readChildren { (reader: inout MPDReader, child: XMLElement) throws(XMLFault) -> Bool in
            switch child.name {
            case "AdaptationSet":
                period.sets.append(try reader.readAdaptationSet(child, components: &components))
                return true
            case "Preselection":
                if let ids = child["preselectionComponents"] {
                    preselections.append(PlacedText(text: ids.value, place: Place(ids)))
                }
                return false
            default: return try reader.readShared(child, into: &period.level)
            }
        }
        judgeIdentifiers(of: period, components: components, preselections: preselections)
        return period
    }

    private mutating func readAdaptationSet(
        _ element: XMLElement, components: inout Set<String>
    ) throws(XMLFault) -> MPDDocument.AdaptationSet {
        var set = MPDDocument.AdaptationSet(level: PresentationLevel(element))
        set.id = element["id"]?.value
        set.contentTypes = element["contentType"].map { [$0.value] } ?? []
        set.mimeType = element["mimeType"]?.value
        set.codecs = element["codecs"]?.value
        var found: Set<String> = set.id.map { [$0] } ?? []
        try readChildren { (reader: inout MPDReader, child: XMLElement) throws(XMLFault) -> Bool in
            switch child.name {
            case "Representation":
                set.representations.append(try reader.readRepresentation(child))
                return true
            case "ContentComponent":
                if let type = child["contentType"] { set.contentTypes.append(type.value) }
                if let id = child["id"] { found.insert(id.value) }
                return false
            default: return try reader.readShared(child, into: &set.level)
            }
        }
        components.formUnion(found)
        return set
    }

    private mutating func readRepresentation(_ element: XMLElement) throws(XMLFault) -> MPDDocument.Representation {
        var representation = MPDDocument.Representation(level: PresentationLevel(element))
        var isUsable = true
        representation.id = element["id"]?.value
        representation.bandwidth = integer("bandwidth", of: element, least: 0, isUsable: &isUsable).map { "\($0)" }
        representation.mimeType = element["mimeType"]?.value
        representation.codecs = element["codecs"]?.value
        representation.dependencies = element["dependencyId"].map { PlacedText(text: $0.value, place: Place($0)) }
        try readChildren { (reader: inout MPDReader, child: XMLElement) throws(XMLFault) -> Bool in
            try reader.readShared(child, into: &representation.level)
        }
        return representation
    }

    /// Reads what may stand on any level; false when `element` is not of that kind and still open.
    mutating func readShared(
        _ element: XMLElement, into level: inout PresentationLevel
    ) throws(XMLFault) -> Bool {
        switch element.name {
        case "BaseURL": try readBaseURL(element, into: &level)
        case "SegmentBase": try add(try readSegmentInformation(.base, element), to: &level)
        case "SegmentList": try add(try readSegmentInformation(.list, element), to: &level)
        case "SegmentTemplate": try add(try readSegmentInformation(.template, element), to: &level)
        case "EssentialProperty", "SupplementalProperty":
            readProperty(element, into: &level)
            return false
        case "ContentProtection": try readContentProtection(into: &level)
        case "EventStream": try readEventStream(element, into: &level)
        case "ImportedMPD":
            findings.add(
                .dashImportedMPD, .error, at: Place(element), "`ImportedMPD` is not supported",
                hint: "write the imported periods into the MPD")
            return false
        default: return false
        }
        return true
    }

    private mutating func readBaseURL(_ element: XMLElement, into level: inout PresentationLevel) throws(XMLFault) {
        if let range = element["byteRange"] {
            findings.add(
                .dashBaseByteRange, .warning, at: Place(range),
                "`byteRange` of a BaseURL makes further URLs of the same bytes; they are not followed",
                hint: "remove it: storage answers Range requests")
        }
        let text = try xml.textContent()
        if !text.isEmpty { level.bases.append(PlacedText(text: text, place: Place(element))) }
    }

    private mutating func add(_ information: SegmentInformation, to level: inout PresentationLevel) throws(XMLFault) {
        if let first = level.segments.first {
            findings.add(
                .dashSegmentKinds, .error, at: information.place,
                "`\(information.kind.rawValue)` stands beside the `\(first.kind.rawValue)` of line \(first.place.start.line); "
                    + "one element of this kind is allowed on a level")
            return
        }
        level.segments.append(information)
    }

    /// Names that nothing in the period has: references between its parts, not to files.
    private mutating func judgeIdentifiers(
        of period: MPDDocument.Period, components: Set<String>, preselections: [PlacedText]
    ) {
        var ids: [String: Place] = [:]
        for representation in period.sets.lazy.flatMap(\.representations) {
            guard let id = representation.id else { continue }
            if let first = ids[id] {
                findings.add(
                    .dashDuplicateRepresentation, .warning, at: representation.level.place,
                    "the Representation id \(QuotedText.quote(id)) is taken already, on line \(first.start.line)",
                    hint:
                        "give each Representation of a period its own id: `$RepresentationID$` names the same files for both"
                )
            } else {
                ids[id] = representation.level.place
            }
        }
        for representation in period.sets.lazy.flatMap(\.representations) {
            guard let list = representation.dependencies else { continue }
            for id in list.text.split(whereSeparator: \.isWhitespace) where ids[String(id)] == nil {
                findings.add(
                    .dashUnknownID, .warning, at: list.place,
                    "`dependencyId` names the Representation \(QuotedText.quote(id)), which the period does not have")
            }
        }
        for list in preselections {
            for id in list.text.split(whereSeparator: \.isWhitespace) where !components.contains(String(id)) {
                findings.add(
                    .dashUnknownID, .warning, at: list.place,
                    "`preselectionComponents` names \(QuotedText.quote(id)), which no AdaptationSet of the period has")
            }
        }
    }
}
