import Diagnostics

/// References outside of segment information (manifests 16, 24).
extension MPDReader {
    private static let linkSchemes = ["urn:mpeg:dash:chaining:2016", "urn:mpeg:dash:fallback:2016"]
    private static let tileSchemes = [
        "http://dashif.org/guidelines/thumbnail_tile", "http://dashif.org/thumbnail_tile",
    ]
    private static let fontScheme = "urn:dvb:dash:fontdownload:"

    /// Chaining and fallback links, downloadable fonts, query templates.
    mutating func readProperty(_ element: XMLElement, into level: inout PresentationLevel) {
        guard let scheme = element["schemeIdUri"]?.value else { return }
        if Self.linkSchemes.contains(scheme), let value = element["value"] {
            for url in value.value.split(whereSeparator: \.isWhitespace) {
                level.mentions.append(Mention(text: String(url), place: Place(value), kind: .manifest))
            }
        }
        if Self.tileSchemes.contains(scheme) { level.hasTiles = true }
        if scheme.hasPrefix(Self.fontScheme) {
            for attribute in element.attributes
            where attribute.name == "url" && attribute.namespace?.hasPrefix("urn:dvb:") == true {
                level.mentions.append(Mention(text: attribute.value, place: Place(attribute), kind: .font))
            }
        }
        if scheme.hasPrefix("urn:mpeg:dash:urlparam:") {
            findings.add(
                .dashURLQuery, .warning, at: Place(element),
                "the property \(QuotedText.quote(scheme)) adds queries to requests, which storage may act on",
                hint: "remove it unless the delivery network needs the queries")
        }
    }

    /// Key templates of segment encryption (ISO/IEC 23009-4), which have a namespace of their own.
    mutating func readContentProtection(into level: inout PresentationLevel) throws(XMLFault) {
        var depth = 1
        while depth > 0, let event = try xml.next() {
            switch event {
            case .text: break
            case .end: depth -= 1
            case .start(let element):
                depth += 1
                guard element.namespace?.hasPrefix("urn:mpeg:dash:schema:sea:") == true else { break }
                for name in ["keyUriTemplate", "IVUriTemplate"] {
                    guard let attribute = element[name] else { continue }
                    level.mentions.append(Mention(text: attribute.value, place: Place(attribute), kind: .key))
                }
            }
        }
    }

    /// MPDs that an alternative-presentation event inserts, where they are named by a relative path to an `.mpd`.
    mutating func readEventStream(_ stream: XMLElement, into level: inout PresentationLevel) throws(XMLFault) {
        let isAlternative = stream["schemeIdUri"]?.value.hasPrefix("urn:mpeg:dash:event:alternativeMPD") == true
        var depth = 1
        while depth > 0, let event = try xml.next() {
            switch event {
            case .text: break
            case .end: depth -= 1
            case .start(let element):
                depth += 1
                let isPresentation = ["InsertPresentation", "ReplacePresentation"].contains(element.name)
                guard isAlternative, isPresentation, let url = element["url"] ?? element["uri"] else { break }
                level.mentions.append(Mention(text: url.value, place: Place(url), kind: .manifest))
            }
        }
    }
}
