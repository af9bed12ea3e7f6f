import IngestModel

/// An entry without a MediaType has the type of its path's extension, lower-cased; one of the two is there.
enum MediaTypeIsGiven {
    static func complete(_ draft: inout RequestDraft, _ findings: inout Findings) {
        guard draft.mediaType == nil, !draft.given.contains(.mediaType), let path = draft.mediaFilePath else { return }
        let scalar = path.scalar
        guard let type = PathText.lowercasedExtension(of: path.value) else {
            findings.add(TypeIsSupported.missing(of: "MediaFilePath", .media), at: scalar)
            return
        }
        if let fault = TypeIsSupported.fault(ofPath: path.value, extension: type, of: "MediaFilePath", .media) {
            findings.add(fault, at: scalar)
            return
        }
        draft.mediaType = Located(type, at: scalar)
    }
}

extension Located<String> {
    /// Itself as it stands in the file, to report about.
    var scalar: Scalar { Scalar(text: value, isPlain: true, start: start, end: end, origin: origin) }
}
