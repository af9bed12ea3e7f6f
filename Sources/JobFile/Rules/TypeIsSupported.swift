import Diagnostics

/// MediaType and CoverType come from the service's lists (vod-api 10).
enum TypeIsSupported {
    static func fault(
        _ type: String, written: String, of key: String, _ supported: SupportedTypes
    ) -> ValueFault? {
        guard !supported.contains(type) else { return nil }
        return ValueFault(
            code(supported), "`\(key)` is \(Quoted.text(written)), which is no supported \(supported.noun) type",
            hint: hint(type, supported))
    }

    /// The same for a type that comes from the extension of `path`, the value of `key`.
    static func fault(ofPath path: String, extension type: String, of key: String, _ supported: SupportedTypes)
        -> ValueFault?
    {
        guard !supported.contains(type) else { return nil }
        let typeKey = supported.noun == "media" ? "MediaType" : "CoverType"
        return ValueFault(
            code(supported),
            "`\(key)` ends in \(Quoted.text("." + type)), which is no supported \(supported.noun) type",
            hint: "give the entry a `\(typeKey)`; \(hint(type, supported))")
    }

    /// For a path without an extension and an entry without a type.
    static func missing(of key: String, _ supported: SupportedTypes) -> ValueFault {
        let typeKey = supported.noun == "media" ? "MediaType" : "CoverType"
        return ValueFault(
            supported.noun == "media" ? .jobMediaTypeMissing : .jobCoverTypeMissing,
            "`\(key)` has no extension that tells the \(supported.noun) type, and there is no `\(typeKey)`",
            hint: "give the entry a `\(typeKey)`, such as `\(supported.noun == "media" ? "mp4" : "jpg")`")
    }

    private static func code(_ supported: SupportedTypes) -> DiagnosticCode {
        supported.noun == "media" ? .jobMediaType : .jobCoverType
    }

    private static func hint(_ type: String, _ supported: SupportedTypes) -> String {
        if let nearest = NearestName.nearest(to: type, in: supported.names) { return "did you mean `\(nearest)`?" }
        return "supported are \(supported.names.joined(separator: ", "))"
    }
}
