extension DiagnosticCode {
    /// `hls.mixed`: tags of both kinds of playlist.
    public static let hlsMixed = DiagnosticCode(rawValue: "hls.mixed")
    /// `hls.nothing`: nothing to play.
    public static let hlsNothing = DiagnosticCode(rawValue: "hls.nothing")
    /// `hls.nested`: multivariant playlist below another.
    public static let hlsNested = DiagnosticCode(rawValue: "hls.nested")
    /// `hls.session-tag`: session tag in a media playlist.
    public static let hlsSessionTag = DiagnosticCode(rawValue: "hls.session-tag")
    /// `hls.no-variants`: multivariant playlist without variants.
    public static let hlsNoVariants = DiagnosticCode(rawValue: "hls.no-variants")
    /// `hls.variant-without-uri`: variant without its URI line.
    public static let hlsVariantWithoutURI = DiagnosticCode(rawValue: "hls.variant-without-uri")
    /// `hls.stray-uri`: line that belongs to no variant.
    public static let hlsStrayURI = DiagnosticCode(rawValue: "hls.stray-uri")
    /// `hls.interrupted`: lines between a variant and its URI.
    public static let hlsInterrupted = DiagnosticCode(rawValue: "hls.interrupted")
    /// `hls.unknown-group`: group that nothing defines.
    public static let hlsUnknownGroup = DiagnosticCode(rawValue: "hls.unknown-group")
    /// `hls.media-type`: unknown type of a rendition.
    public static let hlsMediaType = DiagnosticCode(rawValue: "hls.media-type")
    /// `hls.repeated-name`: two renditions of one name.
    public static let hlsRepeatedName = DiagnosticCode(rawValue: "hls.repeated-name")
    /// `hls.caption-uri`: closed captions with a reference.
    public static let hlsCaptionURI = DiagnosticCode(rawValue: "hls.caption-uri")
    /// `hls.channel`: unknown channel of closed captions.
    public static let hlsChannel = DiagnosticCode(rawValue: "hls.channel")
    /// `hls.session-data`: session data with both or neither.
    public static let hlsSessionData = DiagnosticCode(rawValue: "hls.session-data")
    /// `hls.stored-steering`: steering manifest stored with the media.
    public static let hlsStoredSteering = DiagnosticCode(rawValue: "hls.stored-steering")
    /// `hls.interstitial`: interstitial with two references.
    public static let hlsInterstitial = DiagnosticCode(rawValue: "hls.interstitial")
    /// `hls.asset-list`: malformed list of interstitials.
    public static let hlsAssetList = DiagnosticCode(rawValue: "hls.asset-list")
    /// `hls.json`: document that is no JSON.
    public static let hlsJSON = DiagnosticCode(rawValue: "hls.json")
    /// `hls.inline`: something that stands in the playlist itself.
    public static let hlsInline = DiagnosticCode(rawValue: "hls.inline")
    /// `hls.remote`: session data, steering or interstitial elsewhere.
    public static let hlsRemote = DiagnosticCode(rawValue: "hls.remote")
    /// `hls.live`: playlist without an end.
    public static let hlsLive = DiagnosticCode(rawValue: "hls.live")
    /// `hls.no-segments`: media playlist without segments.
    public static let hlsNoSegments = DiagnosticCode(rawValue: "hls.no-segments")
    /// `hls.skip`: delta update.
    public static let hlsSkip = DiagnosticCode(rawValue: "hls.skip")
    /// `hls.parts`: partial segments in a finished playlist.
    public static let hlsParts = DiagnosticCode(rawValue: "hls.parts")
    /// `hls.hint`: tag of a live playlist.
    public static let hlsHint = DiagnosticCode(rawValue: "hls.hint")
    /// `hls.server-control`: promise that storage cannot keep.
    public static let hlsServerControl = DiagnosticCode(rawValue: "hls.server-control")
    /// `hls.gap`: segment marked as absent.
    public static let hlsGap = DiagnosticCode(rawValue: "hls.gap")
    /// `hls.target-duration`: malformed target duration.
    public static let hlsTargetDuration = DiagnosticCode(rawValue: "hls.target-duration")
    /// `hls.no-target-duration`: no target duration.
    public static let hlsNoTargetDuration = DiagnosticCode(rawValue: "hls.no-target-duration")
    /// `hls.overlong`: segment longer than the target duration.
    public static let hlsOverlong = DiagnosticCode(rawValue: "hls.overlong")
    /// `hls.media-sequence`: malformed media sequence number.
    public static let hlsMediaSequence = DiagnosticCode(rawValue: "hls.media-sequence")
    /// `hls.duration`: malformed duration.
    public static let hlsDuration = DiagnosticCode(rawValue: "hls.duration")
    /// `hls.negative-duration`: negative duration.
    public static let hlsNegativeDuration = DiagnosticCode(rawValue: "hls.negative-duration")
    /// `hls.duration-unused`: duration without a segment.
    public static let hlsDurationUnused = DiagnosticCode(rawValue: "hls.duration-unused")
    /// `hls.segment-without-duration`: segment without a duration.
    public static let hlsSegmentWithoutDuration = DiagnosticCode(rawValue: "hls.segment-without-duration")
    /// `hls.not-only`: trick playlist without its mark.
    public static let hlsNotOnly = DiagnosticCode(rawValue: "hls.not-only")
    /// `hls.range`: malformed byte range.
    public static let hlsRange = DiagnosticCode(rawValue: "hls.range")
    /// `hls.range-continues`: byte range without anything to continue.
    public static let hlsRangeContinues = DiagnosticCode(rawValue: "hls.range-continues")
    /// `hls.range-twice`: two byte ranges for one segment.
    public static let hlsRangeTwice = DiagnosticCode(rawValue: "hls.range-twice")
    /// `hls.range-unused`: byte range without a segment.
    public static let hlsRangeUnused = DiagnosticCode(rawValue: "hls.range-unused")
    /// `hls.map-offset`: initialisation section without an offset.
    public static let hlsMapOffset = DiagnosticCode(rawValue: "hls.map-offset")
}

extension DiagnosticCatalogue {
    /// The codes of the domain `hls`: playlists and their segments; with those of the text and of the keys.
    static let hlsPages: [CodePage] =
        hlsTextPages + hlsKeyPages + [
            CodePage(
                .hlsAssetList, .error, title: "malformed list of interstitials",
                explanation:
                    "`X-ASSET-LIST` leads to a JSON object with an array `ASSETS`, each member an object with `URI` and "
                    + "`DURATION`.",
                example: "{\"assets\":[]}", mend: "{\"ASSETS\":[{\"URI\":\"ad.m3u8\",\"DURATION\":15}]}"),
            CodePage(
                .hlsCaptionURI, .error, title: "closed captions with a reference",
                explanation:
                    "Closed captions are part of the video segments. A `URI` on them is an error by the specification "
                    + "and is not followed.",
                example: "TYPE=CLOSED-CAPTIONS,URI=\"cc.m3u8\"", mend: "TYPE=SUBTITLES,URI=\"cc.m3u8\""),
            CodePage(
                .hlsChannel, .warning, title: "unknown channel of closed captions",
                explanation: "`INSTREAM-ID` of closed captions is `CC1` to `CC4` or `SERVICE1` to `SERVICE63`.",
                example: "INSTREAM-ID=\"CC5\"", mend: "INSTREAM-ID=\"CC1\""),
            CodePage(
                .hlsDuration, .error, title: "malformed duration",
                explanation: "`#EXTINF` begins with a number of seconds.",
                example: "#EXTINF:ten,", mend: "#EXTINF:10,"),
            CodePage(
                .hlsDurationUnused, .warning, title: "duration without a segment",
                explanation:
                    "`#EXTINF` describes the segment on the next URI line. There is none before the next `#EXTINF` or "
                    + "the end.",
                example: "two lines #EXTINF, then a.ts", mend: "one line #EXTINF, then a.ts"),
            CodePage(
                .hlsGap, .note, title: "segment marked as absent",
                explanation:
                    "`#EXT-X-GAP` or `GAP=YES` says that the segment does not exist. It is not asked for and not "
                    + "uploaded, even where a file of that name is there.",
                example: "#EXT-X-GAP before a.ts", mend: "a.ts alone"),
            CodePage(
                .hlsHint, .warning, title: "tag of a live playlist",
                explanation:
                    "Preload hints name what does not exist yet, rendition reports the state of other playlists. In a "
                    + "stored playlist both are stale; nothing is uploaded for them.",
                example: "#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"p.mp4\"", mend: "no such line"),
            CodePage(
                .hlsInline, .note, title: "key, session data or steering in the playlist itself",
                explanation: "A `data:` URL holds what it stands for. Nothing is uploaded for it.",
                example: "URI=\"data:text/plain;base64,AAAA\"", mend: "URI=\"data:text/plain;base64,AAAA\""),
            CodePage(
                .hlsInterrupted, .warning, title: "lines between a variant and its URI",
                explanation:
                    "The URI line follows `#EXT-X-STREAM-INF` at once. Most players skip what stands between them.",
                example: "#EXT-X-STREAM-INF, a comment, low.m3u8", mend: "a comment, #EXT-X-STREAM-INF, low.m3u8"),
            CodePage(
                .hlsInterstitial, .error, title: "interstitial with two references",
                explanation:
                    "An interstitial names one playlist by `X-ASSET-URI` or a list by `X-ASSET-LIST`, not both.",
                example: "X-ASSET-URI=\"a.m3u8\",X-ASSET-LIST=\"l.json\"", mend: "X-ASSET-URI=\"a.m3u8\""),
            CodePage(
                .hlsJSON, .error, title: "document that is no JSON",
                explanation:
                    "Session data is JSON unless it says `FORMAT=RAW`, and so is a list of interstitials. This document "
                    + "is none.",
                example: "{title: x}", mend: "{\"title\":\"x\"}"),
            CodePage(
                .hlsLive, .error, title: "playlist without an end",
                explanation:
                    "Without `#EXT-X-ENDLIST` players take the playlist for a live one: they begin near its end and ask "
                    + "for more without end. The recording may still be going on, or its last line is lost.",
                example: "a playlist without #EXT-X-ENDLIST", mend: "the same with #EXT-X-ENDLIST as last line"),
            CodePage(
                .hlsMapOffset, .warning, title: "initialisation section without an offset",
                explanation:
                    "The byte range of an initialisation section has an offset; without one it is taken from the first "
                    + "byte on.",
                example: "BYTERANGE=\"800\"", mend: "BYTERANGE=\"800@0\""),
            CodePage(
                .hlsMediaSequence, .warning, title: "malformed media sequence number",
                explanation:
                    "`#EXT-X-MEDIA-SEQUENCE` is a whole number. It is also the vector of encrypted segments that have "
                    + "none of their own.",
                example: "#EXT-X-MEDIA-SEQUENCE:-1", mend: "#EXT-X-MEDIA-SEQUENCE:1"),
            CodePage(
                .hlsMediaType, .warning, title: "unknown type of a rendition",
                explanation:
                    "A rendition is of type `AUDIO`, `VIDEO`, `SUBTITLES` or `CLOSED-CAPTIONS`. Players skip others; its "
                    + "playlist is uploaded all the same.",
                example: "TYPE=SOUND", mend: "TYPE=AUDIO"),
            CodePage(
                .hlsMixed, .error, title: "tags of both kinds of playlist",
                explanation: "A playlist lists variants or segments, not both. Players refuse a mixture.",
                example: "#EXT-X-STREAM-INF and #EXTINF in one playlist", mend: "two playlists"),
            CodePage(
                .hlsNegativeDuration, .warning, title: "negative duration",
                explanation:
                    "Lists of live channels write -1 for a stream without end. A stored segment has a duration.",
                example: "#EXTINF:-1,News", mend: "#EXTINF:10,News"),
            CodePage(
                .hlsNested, .error, title: "multivariant playlist below another",
                explanation:
                    "A variant or rendition leads to a media playlist. Players do not follow a multivariant playlist "
                    + "from there.",
                example: "master.m3u8 with a variant master2.m3u8",
                mend: "master.m3u8 with the variants of master2.m3u8"),
            CodePage(
                .hlsNoSegments, .error, title: "media playlist without segments",
                explanation: "The playlist lists nothing to play.",
                example: "#EXT-X-TARGETDURATION:4 and #EXT-X-ENDLIST", mend: "#EXTINF:4, and a.ts between them"),
            CodePage(
                .hlsNoTargetDuration, .warning, title: "no target duration",
                explanation:
                    "The specification requires `#EXT-X-TARGETDURATION`. Some players refuse a playlist without it.",
                example: "a playlist without #EXT-X-TARGETDURATION", mend: "the same with #EXT-X-TARGETDURATION:10"),
            CodePage(
                .hlsNoVariants, .warning, title: "multivariant playlist without variants",
                explanation: "Renditions alone do not start a player.",
                example: "#EXT-X-MEDIA lines alone", mend: "#EXT-X-MEDIA and #EXT-X-STREAM-INF"),
            CodePage(
                .hlsNotOnly, .warning, title: "trick playlist without its mark",
                explanation:
                    "An I-frame playlist has `#EXT-X-I-FRAMES-ONLY`, an image playlist `#EXT-X-IMAGES-ONLY`. Players "
                    + "take it for an ordinary one without.",
                example: "a playlist named by #EXT-X-I-FRAME-STREAM-INF", mend: "the same with #EXT-X-I-FRAMES-ONLY"),
            CodePage(
                .hlsNothing, .error, title: "nothing to play",
                explanation: "The playlist has neither variants nor segments.",
                example: "#EXTM3U alone", mend: "#EXTM3U with segments"),
            CodePage(
                .hlsOverlong, .warning, title: "segment longer than the target duration",
                explanation:
                    "No duration, rounded to whole seconds, may exceed the target duration. Players plan their buffers "
                    + "by it and may stall.",
                example: "#EXTINF:12, under #EXT-X-TARGETDURATION:10", mend: "#EXT-X-TARGETDURATION:12"),
            CodePage(
                .hlsParts, .warning, title: "partial segments in a finished playlist",
                explanation:
                    "Partial segments serve low latency. In a finished playlist they repeat what the segments have; they "
                    + "are uploaded all the same, since a player may ask for them.",
                example: "#EXT-X-PART lines before #EXT-X-ENDLIST", mend: "the segments alone"),
            CodePage(
                .hlsRange, .error, title: "malformed byte range",
                explanation:
                    "A byte range is a length of at least 1, or a length, `@` and an offset, in decimal digits.",
                example: "#EXT-X-BYTERANGE:110@", mend: "#EXT-X-BYTERANGE:110@0"),
            CodePage(
                .hlsRangeContinues, .error, title: "byte range without anything to continue",
                explanation:
                    "Without an offset a byte range begins where the one before it ended. The segment before has to be a "
                    + "byte range of the same file.",
                example: "#EXT-X-BYTERANGE:110 on the first segment", mend: "#EXT-X-BYTERANGE:110@0"),
            CodePage(
                .hlsRangeTwice, .warning, title: "two byte ranges for one segment",
                explanation: "A segment has one byte range. The last one counts.",
                example: "two lines #EXT-X-BYTERANGE before a.ts", mend: "one of them"),
            CodePage(
                .hlsRangeUnused, .warning, title: "byte range without a segment",
                explanation: "`#EXT-X-BYTERANGE` describes the segment on the next URI line. There is none.",
                example: "#EXT-X-BYTERANGE at the end", mend: "a.ts behind it"),
            CodePage(
                .hlsRemote, .note, title: "session data, steering or interstitial elsewhere",
                explanation:
                    "It is allowed to lie on another server and is not uploaded. Playback depends on that server.",
                example: "X-ASSET-URI=\"https://ads.example/a.m3u8\"", mend: "X-ASSET-URI=\"ads/a.m3u8\""),
            CodePage(
                .hlsRepeatedName, .warning, title: "two renditions of one name",
                explanation:
                    "Members of a group have different names. Some players keep the last one only; all are uploaded.",
                example: "NAME=\"English\" twice in the group \"a\"", mend: "NAME=\"English\" and NAME=\"Commentary\""),
            CodePage(
                .hlsSegmentWithoutDuration, .error, title: "segment without a duration",
                explanation:
                    "A URI line in a media playlist stands behind its `#EXTINF`. Some players skip it, others make a "
                    + "segment of it.",
                example: "a.ts alone", mend: "#EXTINF:10, before a.ts"),
            CodePage(
                .hlsServerControl, .warning, title: "promise that storage cannot keep",
                explanation:
                    "Blocking reloads and delta updates need a server that makes them. Object storage answers with the "
                    + "file as it is.",
                example: "#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES", mend: "no such line"),
            CodePage(
                .hlsSessionData, .error, title: "session data with both or neither",
                explanation: "`#EXT-X-SESSION-DATA` has its data in `VALUE` or names it by `URI`, exactly one of them.",
                example: "#EXT-X-SESSION-DATA:DATA-ID=\"t\"", mend: "#EXT-X-SESSION-DATA:DATA-ID=\"t\",VALUE=\"x\""),
            CodePage(
                .hlsSessionTag, .warning, title: "session tag in a media playlist",
                explanation:
                    "`#EXT-X-SESSION-KEY`, `#EXT-X-SESSION-DATA` and `#EXT-X-CONTENT-STEERING` belong to a multivariant "
                    + "playlist. Here players skip them, and what they refer to is not uploaded.",
                example: "#EXT-X-SESSION-KEY beside #EXTINF", mend: "#EXT-X-KEY beside #EXTINF"),
            CodePage(
                .hlsSkip, .error, title: "delta update",
                explanation:
                    "A playlist with `#EXT-X-SKIP` is the answer to a client that has the earlier lines already. Nobody "
                    + "can play it from the begin. Store the full playlist.",
                example: "#EXT-X-SKIP:SKIPPED-SEGMENTS=3", mend: "the three segments"),
            CodePage(
                .hlsStoredSteering, .warning, title: "steering manifest stored with the media",
                explanation:
                    "A steering manifest is asked for again and again while playing and answers by the state of the "
                    + "servers. A stored one never changes, and what it says about hosts will not be true for the storage.",
                example: "SERVER-URI=\"steering.json\"", mend: "SERVER-URI=\"https://steering.example/s\""),
            CodePage(
                .hlsStrayURI, .error, title: "line that belongs to no variant",
                explanation:
                    "In a multivariant playlist each URI line stands behind its `#EXT-X-STREAM-INF`. Players skip this "
                    + "one, so it is not uploaded.",
                example: "low.m3u8 alone", mend: "#EXT-X-STREAM-INF:BANDWIDTH=1 before low.m3u8"),
            CodePage(
                .hlsTargetDuration, .warning, title: "malformed target duration",
                explanation: "`#EXT-X-TARGETDURATION` is a whole number of seconds.",
                example: "#EXT-X-TARGETDURATION:nan", mend: "#EXT-X-TARGETDURATION:10"),
            CodePage(
                .hlsUnknownGroup, .warning, title: "group that nothing defines",
                explanation:
                    "A variant names a group of renditions for which there is no `#EXT-X-MEDIA` of that type. Some "
                    + "players drop the variant.",
                example: "AUDIO=\"a\" without #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\"",
                mend: "the #EXT-X-MEDIA line, or no AUDIO"),
            CodePage(
                .hlsVariantWithoutURI, .error, title: "variant without its URI line",
                explanation: "`#EXT-X-STREAM-INF` describes the playlist on the line behind it. There is none.",
                example: "#EXT-X-STREAM-INF:BANDWIDTH=1 at the end",
                mend: "#EXT-X-STREAM-INF:BANDWIDTH=1 and the line low.m3u8"),
        ]
}
