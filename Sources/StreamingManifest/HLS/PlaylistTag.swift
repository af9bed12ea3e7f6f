/// The tags that mean something to the set of files (manifests 7 and 8), by their names without the number sign. All others
/// are skipped, as the specification asks of clients.
enum PlaylistTag: String, CaseIterable, Hashable, Sendable {
    case header = "EXTM3U"
    case version = "EXT-X-VERSION"
    case define = "EXT-X-DEFINE"
    case independentSegments = "EXT-X-INDEPENDENT-SEGMENTS"
    case start = "EXT-X-START"

    case segment = "EXTINF"
    case byteRange = "EXT-X-BYTERANGE"
    case map = "EXT-X-MAP"
    case key = "EXT-X-KEY"
    case targetDuration = "EXT-X-TARGETDURATION"
    case mediaSequence = "EXT-X-MEDIA-SEQUENCE"
    case endList = "EXT-X-ENDLIST"
    case playlistType = "EXT-X-PLAYLIST-TYPE"
    case iFramesOnly = "EXT-X-I-FRAMES-ONLY"
    case imagesOnly = "EXT-X-IMAGES-ONLY"
    case dateRange = "EXT-X-DATERANGE"
    case gap = "EXT-X-GAP"
    case skip = "EXT-X-SKIP"
    case part = "EXT-X-PART"
    case preloadHint = "EXT-X-PRELOAD-HINT"
    case renditionReport = "EXT-X-RENDITION-REPORT"
    case serverControl = "EXT-X-SERVER-CONTROL"

    case stream = "EXT-X-STREAM-INF"
    case iFrameStream = "EXT-X-I-FRAME-STREAM-INF"
    case imageStream = "EXT-X-IMAGE-STREAM-INF"
    case media = "EXT-X-MEDIA"
    case sessionData = "EXT-X-SESSION-DATA"
    case sessionKey = "EXT-X-SESSION-KEY"
    case contentSteering = "EXT-X-CONTENT-STEERING"

    /// Which kind of playlist a tag makes of the one that holds it.
    enum Verdict {
        case media, multivariant
        /// Belongs to a multivariant playlist; a player skips it in a media playlist.
        case session
        case either
    }

    /// See manifests 7.
    var verdict: Verdict {
        switch self {
        case .segment, .targetDuration, .mediaSequence, .endList, .key, .map, .byteRange, .part, .iFramesOnly,
            .imagesOnly:
            .media
        case .stream, .media, .iFrameStream, .imageStream: .multivariant
        case .sessionData, .sessionKey, .contentSteering: .session
        case .header, .version, .define, .independentSegments, .start, .playlistType, .dateRange, .gap, .skip,
            .preloadHint, .renditionReport, .serverControl:
            .either
        }
    }

    /// The tag as it stands in a playlist.
    var written: String { "#" + rawValue }

    private static let byName = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// The tag called `name`; nil for one that is skipped.
    static func named(_ name: ArraySlice<UInt8>) -> PlaylistTag? {
        // Half of all lines are this one.
        if name.elementsEqual(PlaylistTag.segment.rawValue.utf8) { return .segment }
        return byName[String(decoding: name, as: UTF8.self)]
    }
}
