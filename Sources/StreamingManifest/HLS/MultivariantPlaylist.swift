import Diagnostics
import IngestModel

/// Reads a multivariant playlist: everything it mentions is a further playlist, a key or session data (manifests 8).
struct MultivariantPlaylist {
    var record: PlaylistRecord
    /// EXT-X-STREAM-INF that waits for its line.
    private var pending: PlaylistLine?
    /// What stood between it and its line.
    private var isInterrupted = false
    private var variants = 0
    /// Groups by type, each with the names of its renditions.
    private var groups: [String: [String: Set<String>]] = [:]
    private var usedGroups: [UsedGroup] = []

    /// A group that a variant names.
    private struct UsedGroup {
        var type: String
        var name: String
        var location: SourceLocation
    }

    /// The references of the playlist in `lines`.
    static func read(
        _ lines: PlaylistLexer, _ survey: PlaylistSurvey, _ record: PlaylistRecord
    ) -> DocumentReading {
        var playlist = MultivariantPlaylist(record: record)
        for line in lines {
            if playlist.record.isFull { break }
            playlist.read(line)
        }
        playlist.close()
        return playlist.record.finish()
    }

    private init(record: PlaylistRecord) { self.record = record }

    private mutating func read(_ line: PlaylistLine) {
        switch line.content {
        case .blank, .comment: isInterrupted = pending != nil
        case .uri: readVariant(line)
        case .tag(let tag, let value):
            guard let tag else {
                isInterrupted = pending != nil
                return
            }
            record.judgeLineEnds(line)
            if tag == .stream { return readStream(value, on: line) }
            isInterrupted = pending != nil
            read(tag, value, on: line)
        }
    }

    private mutating func read(_ tag: PlaylistTag, _ value: Range<Int>, on line: PlaylistLine) {
        switch tag {
        case .version: record.readVersion(value, on: line)
        case .define: record.readDefine(value, on: line, canImport: false)
        case .media: readRendition(value, on: line)
        case .iFrameStream: readPlaylist(tag, value, as: .iFramePlaylist, on: line)
        case .imageStream: readPlaylist(tag, value, as: .imagePlaylist, on: line)
        case .sessionKey: record.readSessionKey(value, on: line)
        case .sessionData: record.readSessionData(value, on: line)
        case .contentSteering: record.readSteering(value, on: line)
        default: break
        }
    }

    private mutating func close() {
        reportPending()
        let start = SourceLocation(file: record.text.file, start: SourceMark(line: 1, column: 1))
        if variants == 0 {
            record.warn(
                .hlsNoVariants, at: start, "the multivariant playlist has no variant, so nothing would be played")
        }
        for used in usedGroups where groups[used.type]?[used.name] == nil {
            record.warn(
                .hlsUnknownGroup, at: used.location,
                "no `#EXT-X-MEDIA` of type `\(used.type)` defines the group \(QuotedText.quote(used.name))")
        }
        if let diagnostic = record.versions.diagnostic { record.add([diagnostic]) }
    }
}

extension MultivariantPlaylist {
    private mutating func readStream(_ value: Range<Int>, on line: PlaylistLine) {
        reportPending()
        let list = record.attributes(of: .stream, value, on: line)
        record.require(["BANDWIDTH"], in: list, of: .stream, on: line)
        noteGroups(of: list, on: line)
        pending = line
        isInterrupted = false
    }

    private mutating func reportPending() {
        guard let pending else { return }
        record.error(
            .hlsVariantWithoutURI, at: record.text.location(pending), "no URI line follows this `#EXT-X-STREAM-INF`")
        self.pending = nil
    }

    private mutating func readVariant(_ line: PlaylistLine) {
        let location = record.text.location(line)
        let written = record.text.string(line.whole)
        let mention = PlaylistMention(uri: written, location: location, role: .playlist)
        guard pending != nil else {
            record.error(
                .hlsStrayURI, at: location,
                "the line \(QuotedText.quote(record.text.string(line.trimmed))) stands behind no `#EXT-X-STREAM-INF`")
            record.mentionOutside(mention, need: .forbidden, reason: .hlsStrayURI)
            return
        }
        pending = nil
        variants += 1
        if isInterrupted {
            record.warn(
                .hlsInterrupted, at: location, "the URI line does not follow its `#EXT-X-STREAM-INF` at once",
                hint: "remove the lines between them")
        }
        guard let uri = record.replaceVariables(in: written, at: location) else {
            record.mentionOutside(mention, need: .forbidden, reason: .hlsVariableUndefined)
            return
        }
        followPlaylist(WrittenURI(text: uri, location: location), as: .mediaPlaylist)
    }

    /// I-frame and image variants, whose URI is an attribute.
    private mutating func readPlaylist(
        _ tag: PlaylistTag, _ value: Range<Int>, as expectation: ChildDocument.Expectation, on line: PlaylistLine
    ) {
        let list = record.attributes(of: tag, value, on: line)
        record.require(["BANDWIDTH"], in: list, of: tag, on: line)
        noteGroups(of: list, on: line)
        guard let uri = record.requiredURI("URI", in: list, of: tag, role: .playlist, on: line) else { return }
        // Trick variants of Motion JPEG have pictures where others have frames.
        let hasPictures = expectation == .iFramePlaylist && list["CODECS"]?.value == "mjpg"
        followPlaylist(uri, as: hasPictures ? .pictureFramePlaylist : expectation)
    }

    private mutating func followPlaylist(_ uri: WrittenURI, as expectation: ChildDocument.Expectation) {
        let mention = PlaylistMention(uri: uri.text, location: uri.location, role: .playlist)
        guard let path = record.mention(mention) else { return }
        record.follow(path, as: expectation, at: uri.location)
    }

    private mutating func noteGroups(of list: AttributeList, on line: PlaylistLine) {
        for type in ["AUDIO", "VIDEO", "SUBTITLES", "CLOSED-CAPTIONS"] {
            guard let attribute = list[type], attribute.isQuoted || attribute.value != "NONE" else { continue }
            usedGroups.append(
                UsedGroup(type: type, name: attribute.value, location: record.text.location(attribute.range, of: line)))
        }
    }
}

extension MultivariantPlaylist {
    private mutating func readRendition(_ value: Range<Int>, on line: PlaylistLine) {
        let list = record.attributes(of: .media, value, on: line)
        record.require(["TYPE", "GROUP-ID", "NAME"], in: list, of: .media, on: line)
        noteMember(list, on: line)
        judgeCaptions(list, on: line)
        let type = list["TYPE"]?.value ?? ""
        switch type {
        case "CLOSED-CAPTIONS":
            guard let uri = list["URI"] else { return }
            record.error(
                .hlsCaptionURI, at: record.text.location(uri.range, of: line),
                "closed captions lie inside the segments and have no `URI`", hint: "drop `URI`")
        case "SUBTITLES":
            guard let uri = record.requiredURI("URI", in: list, of: .media, role: .playlist, on: line) else { return }
            followPlaylist(uri, as: .subtitlePlaylist)
        default:
            if let attribute = list["TYPE"], type != "AUDIO", type != "VIDEO" {
                record.warn(
                    .hlsMediaType, at: record.text.location(attribute.range, of: line),
                    "\(QuotedText.quote(type)) is no type of a rendition; `AUDIO`, `VIDEO`, `SUBTITLES` or "
                        + "`CLOSED-CAPTIONS` is expected")
            }
            guard let uri = record.uri("URI", in: list, role: .playlist, on: line) else { return }
            followPlaylist(uri, as: .mediaPlaylist)
        }
    }

    private mutating func noteMember(_ list: AttributeList, on line: PlaylistLine) {
        guard let type = list["TYPE"]?.value, let group = list["GROUP-ID"]?.value else { return }
        var names = groups[type]?[group] ?? []
        if let name = list["NAME"], !names.insert(name.value).inserted {
            record.warn(
                .hlsRepeatedName, at: record.text.location(name.range, of: line),
                "the group \(QuotedText.quote(group)) has two renditions called \(QuotedText.quote(name.value)); some players "
                    + "keep the last one only")
        }
        groups[type, default: [:]][group] = names
    }

    private mutating func judgeCaptions(_ list: AttributeList, on line: PlaylistLine) {
        let isCaptions = list["TYPE"]?.value == "CLOSED-CAPTIONS"
        guard let channel = list["INSTREAM-ID"] else {
            if isCaptions { record.require(["INSTREAM-ID"], in: list, of: .media, on: line) }
            return
        }
        let location = record.text.location(channel.range, of: line)
        guard isCaptions else {
            record.versions.need(13, for: "`INSTREAM-ID` on other types than closed captions", at: location)
            return
        }
        if channel.value.hasPrefix("SERVICE") {
            record.versions.need(7, for: "`INSTREAM-ID` with a service", at: location)
        }
        if !Self.channels.contains(channel.value) {
            record.warn(
                .hlsChannel, at: location,
                "\(QuotedText.quote(channel.value)) is no channel of closed captions; `CC1` to `CC4` or `SERVICE1` to "
                    + "`SERVICE63` is expected")
        }
    }

    private static let channels = Set((1...4).map { "CC\($0)" } + (1...63).map { "SERVICE\($0)" })
}
