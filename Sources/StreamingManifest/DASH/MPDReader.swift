import Diagnostics

/// Reads an MPD into its model (manifests 15, 16), element by element.
///
/// What cannot refer to a file is skipped unread; a fault of the XML ends the reading, a fault of the MPD is a finding.
struct MPDReader {
    /// The namespace of every edition of ISO/IEC 23009-1.
    static let dashNamespace = "urn:mpeg:dash:schema:mpd:2011"
    static let xlinkNamespace = "http://www.w3.org/1999/xlink"

    var xml: XMLReader
    var findings: DASHFindings
    /// The root's namespace: elements of any other are not DASH.
    private var namespace: String?

    /// A reader of `bytes`.
    init(_ bytes: [UInt8], limits: XMLLimits, findings: DASHFindings) throws(XMLFault) {
        xml = try XMLReader(bytes, limits: limits)
        self.findings = findings
    }

    /// The whole document; nil when its root is not MPD, which is reported.
    mutating func readDocument() throws(XMLFault) -> MPDDocument? {
        while let event = try xml.next() {
            guard case .start(let root) = event else { continue }
            guard root.name == "MPD" else {
                findings.add(
                    .dashRoot, .error, at: Place(root),
                    "the root element is \(QuotedText.quote(root.name)); `MPD` is expected",
                    hint: root.name == "Patch" ? "upload the whole MPD, not a patch of it" : nil)
                return nil
            }
            judgeNamespace(root)
            let document = try readMPD(root)
            // What follows the root may still be malformed.
            while try xml.next() != nil {}
            return document
        }
        return nil
    }

    private mutating func judgeNamespace(_ root: XMLElement) {
        namespace = root.namespace
        guard namespace != Self.dashNamespace else { return }
        findings.add(
            .dashNamespace, .warning, at: Place(root),
            (namespace.map { "the namespace of the MPD is \(QuotedText.quote($0))" } ?? "the MPD has no namespace")
                + "; `\(Self.dashNamespace)` is expected",
            hint: "write `xmlns=\"\(Self.dashNamespace)\"`: players may refuse the MPD otherwise")
    }

    /// Hands every child of the open element that is DASH to `read`, which answers whether it has read it to its end.
    mutating func readChildren(
        _ read: (inout MPDReader, XMLElement) throws(XMLFault) -> Bool
    ) throws(XMLFault) {
        while let event = try xml.next() {
            switch event {
            case .text: continue
            case .end: return
            case .start(let element):
                let isRead = element.namespace == namespace && !isRemoved(element) ? try read(&self, element) : false
                if !isRead { try xml.skipElement() }
            }
        }
    }

    /// True for an element that a resolve-to-zero link takes out; any other link is reported (manifests 25).
    private mutating func isRemoved(_ element: XMLElement) -> Bool {
        guard let link = element.attribute("href", in: Self.xlinkNamespace) else { return false }
        if link.value == "urn:mpeg:dash:resolve-to-zero:2013" { return true }
        findings.add(
            .dashXLink, .error, at: Place(link),
            "\(QuotedText.quote(element.name)) is to be fetched from \(QuotedText.quote(link.value)); its files cannot be "
                + "known from this MPD",
            hint: "write the remote element into the MPD")
        return false
    }

    private mutating func readMPD(_ root: XMLElement) throws(XMLFault) -> MPDDocument {
        var document = MPDDocument(level: PresentationLevel(root))
        document.isDynamic = judgeType(root)
        document.duration = duration("mediaPresentationDuration", of: root)
        try readChildren { (reader: inout MPDReader, element: XMLElement) throws(XMLFault) -> Bool in
            switch element.name {
            case "Period":
                document.periods.append(try reader.readPeriod(element))
                return true
            case "Location", "PatchLocation":
                reader.reportLocation(element)
                return false
            case "InitializationSet", "InitializationGroup", "InitializationPresentation":
                if let attribute = element["initialization"] {
                    document.level.mentions.append(
                        Mention(text: attribute.value, place: Place(attribute), kind: .initialization))
                }
                return false
            default: return try reader.readShared(element, into: &document.level)
            }
        }
        return document
    }

    private mutating func reportLocation(_ element: XMLElement) {
        findings.add(
            .dashLocation, .warning, at: Place(element),
            "\(QuotedText.quote(element.name)) names where updates come from; a stored MPD has none",
            hint: "remove it: some players would load the MPD from there")
    }

    /// Judges MPD@type and what belongs to live streams; true for a dynamic one (manifests 25).
    private mutating func judgeType(_ root: XMLElement) -> Bool {
        let type = root["type"]
        switch type?.value {
        case nil, "static":
            for name in ["minimumUpdatePeriod", "availabilityStartTime", "timeShiftBufferDepth"] {
                guard let attribute = root[name] else { continue }
                findings.add(
                    .dashLiveAttribute, .warning, at: Place(attribute),
                    "`\(name)` belongs to live streams; this MPD is static", hint: "remove the attribute")
            }
            return false
        case "dynamic":
            let hasEnded = root["mediaPresentationDuration"] != nil && root["minimumUpdatePeriod"] == nil
            findings.add(
                .dashDynamic, .error, at: type.map(Place.init) ?? Place(root),
                "the MPD is dynamic: it describes a live stream",
                hint: hasEnded
                    ? "the stream has ended: write `type=\"static\"`" : "upload the MPD after the stream has ended")
            return true
        case let other?:
            findings.add(
                .dashType, .error, at: type.map(Place.init) ?? Place(root),
                "MPDs of the type \(QuotedText.quote(other)) are not supported; `static` is expected")
            return false
        }
    }
}
