import IngestModel

/// An entry without a MediaName has the file's name without its last extension.
enum MediaNameIsGiven {
    static func complete(_ draft: inout RequestDraft, _ findings: inout Findings) {
        guard draft.mediaName == nil, !draft.given.contains(.mediaName), let path = draft.mediaFilePath else { return }
        let name = PathText.stem(of: path.value)
        if let fault = MediaNameIsShort.fault(name, isDefault: true) { findings.add(fault, at: path.scalar) }
        draft.mediaName = Located(name, at: path.scalar)
    }
}
