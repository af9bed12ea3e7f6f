import Diagnostics
import IngestModel

/// Reads a media playlist: segments, initialisation sections, keys (manifests 8 to 13).
struct MediaPlaylist {
    var record: PlaylistRecord
    let survey: PlaylistSurvey
    /// True when every URI line names pictures.
    let isPictures: Bool

    /// EXTINF that waits for its line.
    var pendingDuration: PlaylistLine?
    /// EXT-X-BYTERANGE that waits for its line.
    var pendingRange: PendingRange?
    var isGap = false
    /// The keys in force, by format.
    var keys: [String: PlaylistKey] = [:]
    var isBlockwise = false
    /// Where the last segment's, and the last part's, sub-range ended.
    var lastSegment: SubRange?
    var partEnds: [String: UInt64] = [:]

    var segments = 0
    var parts = 0
    var targetDuration: UInt64?
    var overlong = Overlong()

    /// A range that applies to the next segment; the range is nil when it was malformed.
    struct PendingRange {
        var range: PlaylistNumbers.ByteRange?
        var location: SourceLocation
    }

    /// A sub-range of a file that the next one may continue.
    struct SubRange {
        var resource: String
        var end: UInt64
    }

    /// Segments longer than the target duration.
    struct Overlong {
        var count = 0
        var first: SourceLocation?
        var longest = 0.0
    }

    /// The references of the playlist in `lines`.
    static func read(
        _ lines: PlaylistLexer, _ survey: PlaylistSurvey, _ record: PlaylistRecord
    ) -> DocumentReading {
        var playlist = MediaPlaylist(record: record, survey: survey)
        playlist.record.expect(survey.uriLines)
        playlist.open()
        for line in lines {
            if playlist.record.isFull { break }
            playlist.read(line)
        }
        playlist.close()
        return playlist.record.finish()
    }

    private init(record: PlaylistRecord, survey: PlaylistSurvey) {
        self.record = record
        self.survey = survey
        isPictures =
            survey.has(.imagesOnly)
            || [.imagePlaylist, .pictureFramePlaylist].contains(record.context.expectation)
    }

    private mutating func read(_ line: PlaylistLine) {
        switch line.content {
        case .blank, .comment: break
        case .uri: readSegment(line)
        case .tag(let tag?, let value):
            record.judgeLineEnds(line)
            if tag == .segment { readDuration(value, on: line) } else { read(tag, value, on: line) }
        case .tag(nil, _): break
        }
    }

    private mutating func read(_ tag: PlaylistTag, _ value: Range<Int>, on line: PlaylistLine) {
        switch tag {
        case .version: record.readVersion(value, on: line)
        case .define: record.readDefine(value, on: line, canImport: true)
        case .byteRange: readByteRange(value, on: line)
        case .map: readMap(value, on: line)
        case .key: readKey(value, on: line)
        case .gap: isGap = true
        case .dateRange: record.readDateRange(value, on: line)
        case .part: readPart(value, on: line)
        case .preloadHint, .renditionReport: readHint(tag, value, on: line)
        case .serverControl: readServerControl(value, on: line)
        case .mediaSequence: readMediaSequence(value, on: line)
        case .skip:
            record.versions.need(9, for: "`#EXT-X-SKIP`", at: record.text.location(line))
            record.error(
                .hlsSkip, at: record.text.location(line),
                "the playlist is a delta update: `#EXT-X-SKIP` stands for segments that are not listed",
                hint: "store the full playlist")
        default: break
        }
    }
}

extension MediaPlaylist {
    /// What is decided by tags that may stand anywhere.
    private mutating func open() {
        let start = SourceLocation(file: record.text.file, start: SourceMark(line: 1, column: 1))
        if let line = survey.firstLines[.targetDuration] {
            readTargetDuration(line)
        } else {
            record.warn(.hlsNoTargetDuration, at: start, "the playlist has no `#EXT-X-TARGETDURATION`")
        }
        if let line = survey.firstLines[.iFramesOnly] {
            record.versions.need(4, for: "`#EXT-X-I-FRAMES-ONLY`", at: record.text.location(line))
        } else if [.iFramePlaylist, .pictureFramePlaylist].contains(record.context.expectation) {
            record.warn(
                .hlsNotOnly, at: start, "an I-frame variant leads here, but the playlist has no `#EXT-X-I-FRAMES-ONLY`")
        }
        if record.context.expectation == .imagePlaylist, !survey.has(.imagesOnly) {
            record.warn(
                .hlsNotOnly, at: start, "an image variant leads here, but the playlist has no `#EXT-X-IMAGES-ONLY`")
        }
    }

    private mutating func readTargetDuration(_ line: PlaylistLine) {
        guard case .tag(let tag?, let written) = line.content else { return }
        let value = record.plainValue(written, of: tag, on: line)
        targetDuration = PlaylistNumbers.integer(record.text.bytes[value])
        if targetDuration == nil {
            record.warn(
                .hlsTargetDuration, at: record.text.location(line),
                "\(QuotedText.quote(record.text.string(value))) is no target duration; whole seconds are expected")
        }
    }

    private mutating func close() {
        let end = endOfText
        if !survey.has(.endList) {
            record.error(
                .hlsLive, at: end,
                "the playlist has no `#EXT-X-ENDLIST`: players take it for a live one and ask for more without end",
                hint: "end it with `#EXT-X-ENDLIST`")
        }
        if segments == 0 { record.error(.hlsNoSegments, at: end, "the playlist has no segments") }
        reportDanglingDuration()
        if let pendingRange {
            record.warn(.hlsRangeUnused, at: pendingRange.location, "no segment follows this `#EXT-X-BYTERANGE`")
        }
        if let first = overlong.first, let targetDuration {
            let verb = overlong.count == 1 ? "segment is" : "segments are"
            record.warn(
                .hlsOverlong, at: first,
                "\(overlong.count) \(verb) longer than the target duration of \(targetDuration) s; the longest lasts "
                    + "\(overlong.longest) s")
        }
        if parts > 0, survey.has(.endList), let line = survey.firstLines[.part] {
            record.warn(
                .hlsParts, at: record.text.location(line),
                "the finished playlist still lists \(parts) partial segment\(parts == 1 ? "" : "s"), which nobody needs",
                hint: "drop the lines `#EXT-X-PART`")
        }
        if let diagnostic = record.versions.diagnostic { record.add([diagnostic]) }
    }

    private var endOfText: SourceLocation {
        let line = survey.lastLine.map { record.text.location($0) }
        return line.map { SourceLocation(file: $0.file, start: $0.end) }
            ?? SourceLocation(file: record.text.file, start: SourceMark(line: 1, column: 1))
    }

    mutating func reportDanglingDuration() {
        guard let line = pendingDuration else { return }
        record.warn(.hlsDurationUnused, at: record.text.location(line), "no URI line follows this `#EXTINF`")
        pendingDuration = nil
    }
}
