extension PlaylistTag {
    /// True for an attribute that means something to players, and for what begins with `X-`: such names are free for everybody.
    func knows(_ name: String) -> Bool { name.hasPrefix("X-") || attributeNames.contains(name) }

    /// The attributes of the tag: those of RFC 8216, of its successor and of the image playlist extension, and the few others
    /// that common packagers write.
    var attributeNames: Set<String> {
        switch self {
        case .stream, .iFrameStream, .imageStream: Self.variantNames
        case .media: Self.mediaNames
        case .key, .sessionKey: Self.keyNames
        case .dateRange: Self.dateRangeNames
        case .map: ["URI", "BYTERANGE"]
        case .define: ["NAME", "VALUE", "IMPORT", "QUERYPARAM"]
        case .part: ["URI", "DURATION", "INDEPENDENT", "BYTERANGE", "GAP"]
        case .preloadHint: ["TYPE", "URI", "BYTERANGE-START", "BYTERANGE-LENGTH"]
        case .renditionReport: ["URI", "LAST-MSN", "LAST-PART"]
        case .serverControl:
            ["CAN-SKIP-UNTIL", "CAN-SKIP-DATERANGES", "HOLD-BACK", "PART-HOLD-BACK", "CAN-BLOCK-RELOAD"]
        case .sessionData: ["DATA-ID", "VALUE", "URI", "FORMAT", "LANGUAGE"]
        case .contentSteering: ["SERVER-URI", "PATHWAY-ID"]
        case .header, .version, .independentSegments, .start, .segment, .byteRange, .targetDuration, .mediaSequence,
            .endList, .playlistType, .iFramesOnly, .imagesOnly, .gap, .skip:
            []
        }
    }

    /// `PROGRAM-ID` stood in the drafts before RFC 8216; `NAME` is what packagers call a variant by.
    private static let variantNames: Set<String> = [
        "BANDWIDTH", "AVERAGE-BANDWIDTH", "SCORE", "CODECS", "SUPPLEMENTAL-CODECS", "RESOLUTION", "FRAME-RATE",
        "HDCP-LEVEL", "ALLOWED-CPC", "VIDEO-RANGE", "REQ-VIDEO-LAYOUT", "STABLE-VARIANT-ID", "AUDIO", "VIDEO",
        "SUBTITLES", "CLOSED-CAPTIONS", "PATHWAY-ID", "URI", "PROGRAM-ID", "NAME",
    ]

    private static let mediaNames: Set<String> = [
        "TYPE", "URI", "GROUP-ID", "LANGUAGE", "ASSOC-LANGUAGE", "NAME", "STABLE-RENDITION-ID", "DEFAULT", "AUTOSELECT",
        "FORCED", "INSTREAM-ID", "BIT-DEPTH", "SAMPLE-RATE", "CHARACTERISTICS", "CHANNELS",
    ]

    /// `KEYID` is written for Widevine.
    private static let keyNames: Set<String> = ["METHOD", "URI", "IV", "KEYFORMAT", "KEYFORMATVERSIONS", "KEYID"]

    private static let dateRangeNames: Set<String> = [
        "ID", "CLASS", "START-DATE", "CUE", "END-DATE", "DURATION", "PLANNED-DURATION", "SCTE35-CMD", "SCTE35-OUT",
        "SCTE35-IN", "END-ON-NEXT",
    ]
}
