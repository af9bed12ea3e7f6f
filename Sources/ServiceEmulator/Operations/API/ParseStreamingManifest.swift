extension ServiceModel {
    private static let parseFields = FieldTable([.required("MediaManifestContent"), .optional("ManifestType")])

    /// Lists the relative names in a manifest in the order of their appearance, repeats included (vod-api 9, 20).
    ///
    /// The service's own reading of keys, initialisation sections and byte ranges is not known (vod-api 22); every `URI`
    /// attribute that names a file is listed here. MPDs are read for the templates and lists of the common shape alone.
    func parseStreamingManifest(_ call: APICall) throws(APIRefusal) -> APICall.Answer {
        try Self.parseFields.check(call.fields)
        let content = call.fields["MediaManifestContent"]?.text ?? ""
        let names: [String]
        switch call.fields["ManifestType"]?.text ?? "m3u8" {
        case "m3u8": names = try Self.playlistReferences(content)
        case "mpd": names = try Self.presentationReferences(content)
        default: throw APIRefusal("InvalidParameterValue", "the manifest's type is neither m3u8 nor mpd")
        }
        for name in names where !Self.isBelow(name) {
            throw APIRefusal(
                "InvalidParameterValue.MediaManifestContent",
                "the reference `\(name)` does not stay in the manifest's folder")
        }
        return ["MediaSegmentSet": .list(names.map(JSONValue.text))]
    }

    private static let malformed = APIRefusal(
        "InvalidParameterValue.MediaManifestContent", "the manifest cannot be read")

    private static func isBelow(_ name: String) -> Bool {
        guard !name.isEmpty, !name.hasPrefix("/"), !name.hasPrefix("\\") else { return false }
        if let colon = name.firstIndex(of: ":"), !name[..<colon].contains("/") { return false }
        return !name.split(separator: "/", omittingEmptySubsequences: false).contains("..")
    }

    private static func playlistReferences(_ content: String) throws(APIRefusal) -> [String] {
        let lines = content.split(whereSeparator: \.isNewline).map { $0.drop { $0 == "\u{FEFF}" } }
        guard lines.first?.hasPrefix("#EXTM3U") == true else { throw malformed }
        return lines.compactMap { line -> String? in
            guard line.hasPrefix("#") else { return String(line) }
            guard line.hasPrefix("#EXT"), let start = line.firstRange(of: "URI=\"") else { return nil }
            let value = String(line[start.upperBound...].prefix { $0 != "\"" })
            // Key systems other than files: `data:` and `skd:` addresses carry the key by themselves.
            return value.hasPrefix("data:") || value.hasPrefix("skd:") ? nil : value
        }
    }

    private static func presentationReferences(_ content: String) throws(APIRefusal) -> [String] {
        guard content.contains("<MPD") else { throw malformed }
        var names: [String] = []
        for tag in content.split(separator: "<") {
            if tag.hasPrefix("BaseURL") {
                names.append(String(tag.drop { $0 != ">" }.dropFirst()))
            }
            for attribute in ["initialization", "sourceURL", "media"] {
                guard let start = tag.firstRange(of: " \(attribute)=\"") else { continue }
                names.append(String(tag[start.upperBound...].prefix { $0 != "\"" }))
            }
        }
        return names.filter { !$0.contains("$") }
    }
}
