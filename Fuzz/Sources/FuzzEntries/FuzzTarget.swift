import StreamingManifest

/// Who reads what comes from outside. A case's name is that of its folders in `Seeds/` and `FailCases/`.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// `JobFileReader`.
    case jobFile = "job-file"
    /// `Expansion` from an HLS playlist, over a set of files in memory.
    case playlist
    /// `Expansion` from an MPD, likewise.
    case mpd
    /// `ReferenceResolver`.
    case reference
    /// The messages of the object store.
    case storeReply = "store-reply"
    /// The replies of the VOD API.
    case serviceReply = "service-reply"

    /// What the reader did with `bytes` that it must never do, a sentence each; empty when all is well. A trap is the other
    /// way to fail.
    public func violations(of bytes: [UInt8]) -> [String] {
        switch self {
        case .jobFile: JobFileEntry.violations(of: bytes)
        case .playlist: ManifestEntry(kind: .hls, top: "top.m3u8").violations(of: bytes)
        case .mpd: ManifestEntry(kind: .dash, top: "top.mpd").violations(of: bytes)
        case .reference: ReferenceEntry.violations(of: bytes)
        case .storeReply: ReplyEntry.storeViolations(of: bytes)
        case .serviceReply: ReplyEntry.serviceViolations(of: bytes)
        }
    }

    /// Ends the process when there is a violation.
    public func mustHold(for input: UnsafeRawBufferPointer) {
        let found = violations(of: [UInt8](input))
        guard found.isEmpty else { fatalError(found.joined(separator: "; ")) }
    }
}
