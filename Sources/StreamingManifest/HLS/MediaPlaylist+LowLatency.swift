import Diagnostics
import IngestModel

/// Tags of low-latency and live playlists (manifests 12).
extension MediaPlaylist {
    /// `#EXT-X-PART`: a client may fetch parts in place of their segment.
    mutating func readPart(_ value: Range<Int>, on line: PlaylistLine) {
        parts += 1
        let list = record.attributes(of: .part, value, on: line)
        guard let uri = record.requiredURI("URI", in: list, of: .part, role: .segment, on: line) else {
            return
        }
        var mention = PlaylistMention(uri: uri.text, location: uri.location, role: .segment)
        if let attribute = list["BYTERANGE"] {
            let resource = resource(uri.text)
            let location = record.text.location(attribute.range, of: line)
            let range = byteRange(attribute.value, at: location)
            // It goes on behind the previous part of the same file, whatever parts stand between them.
            let last = partEnds[resource].map { SubRange(resource: resource, end: $0) }
            mention.bytes = bytes(of: range, in: resource, after: last, at: location)
            partEnds[resource] = mention.bytes?.upperBound
        }
        if list["GAP"]?.value == "YES" {
            takeGap(mention)
        } else {
            _ = record.mention(mention)
        }
    }

    /// `#EXT-X-PRELOAD-HINT` and `#EXT-X-RENDITION-REPORT`: what they name does not exist yet, or belongs to others.
    mutating func readHint(_ tag: PlaylistTag, _ value: Range<Int>, on line: PlaylistLine) {
        let list = record.attributes(of: tag, value, on: line)
        record.warn(
            .hlsHint, at: record.text.location(line), "`\(tag.written)` belongs to a live playlist; it is ignored",
            hint: "drop the line")
        let role: FileRole = tag == .preloadHint ? .segment : .playlist
        guard let uri = record.uri("URI", in: list, role: role, on: line) else { return }
        let mention = PlaylistMention(uri: uri.text, location: uri.location, role: role)
        record.mentionOutside(mention, need: .none, reason: .hlsHint)
    }

    /// `#EXT-X-SERVER-CONTROL`.
    mutating func readServerControl(_ value: Range<Int>, on line: PlaylistLine) {
        let list = record.attributes(of: .serverControl, value, on: line)
        if let attribute = list["CAN-SKIP-DATERANGES"] {
            let place = record.text.location(attribute.range, of: line)
            record.versions.need(10, for: "`CAN-SKIP-DATERANGES`", at: place)
        }
        for name in ["CAN-BLOCK-RELOAD", "CAN-SKIP-UNTIL"] {
            guard let attribute = list[name], attribute.value != "NO" else { continue }
            record.warn(
                .hlsServerControl, at: record.text.location(attribute.range, of: line),
                "`\(name)` promises what storage cannot do", hint: "drop `#EXT-X-SERVER-CONTROL`")
        }
    }

    /// `#EXT-X-MEDIA-SEQUENCE`.
    mutating func readMediaSequence(_ value: Range<Int>, on line: PlaylistLine) {
        let value = record.plainValue(value, of: .mediaSequence, on: line)
        if PlaylistNumbers.integer(record.text.bytes[value]) == nil {
            record.warn(
                .hlsMediaSequence, at: record.text.location(line),
                "\(QuotedText.quote(record.text.string(value))) is no media sequence number; a whole number is expected"
            )
        }
    }
}
