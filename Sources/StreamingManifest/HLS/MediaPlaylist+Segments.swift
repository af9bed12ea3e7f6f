import Diagnostics
import IngestModel

extension MediaPlaylist {
    /// `#EXTINF:duration,title`; IPTV lists write attributes behind the duration.
    mutating func readDuration(_ value: Range<Int>, on line: PlaylistLine) {
        reportDanglingDuration()
        pendingDuration = line
        let value = record.plainValue(value, of: .segment, on: line)
        let field = record.text.bytes[value].prefix { $0 != UInt8(ascii: ",") }
        let trimmed = PlaylistLexer.trim(field.startIndex..<field.endIndex, record.text.bytes)
        if trimmed.upperBound < field.endIndex, field.endIndex < value.upperBound, !trimmed.isEmpty {
            record.warn(
                .hlsWhiteSpace, at: record.text.location(trimmed.upperBound..<field.endIndex, of: line),
                "`#EXTINF` has white space behind its duration, where none is allowed")
        }
        let number = record.text.bytes[trimmed].prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        guard let duration = PlaylistNumbers.duration(number) else {
            record.error(
                .hlsDuration, at: record.text.location(line),
                trimmed.isEmpty
                    ? "`#EXTINF` has no duration; a number of seconds is expected"
                    : "\(QuotedText.quote(record.text.string(trimmed))) is no duration; a number of seconds is expected"
            )
            return
        }
        if duration.isFractional {
            record.versions.need(3, for: "a fractional duration", at: record.text.location(line))
        }
        if duration.seconds < 0 {
            record.warn(
                .hlsNegativeDuration, at: record.text.location(line),
                "the duration \(QuotedText.quote(String(decoding: number, as: UTF8.self))) is negative")
        }
        if let targetDuration, duration.seconds.rounded() > Double(targetDuration) {
            overlong.count += 1
            overlong.longest = max(overlong.longest, duration.seconds)
            if overlong.first == nil { overlong.first = record.text.location(line) }
        }
    }

    /// `#EXT-X-BYTERANGE:n[@o]`, which applies to the next URI line.
    mutating func readByteRange(_ value: Range<Int>, on line: PlaylistLine) {
        let location = record.text.location(line)
        record.versions.need(4, for: "`#EXT-X-BYTERANGE`", at: location)
        if pendingRange != nil {
            record.warn(
                .hlsRangeTwice, at: location, "two `#EXT-X-BYTERANGE` stand before one segment; this one counts")
        }
        let value = record.plainValue(value, of: .byteRange, on: line)
        pendingRange = PendingRange(range: byteRange(record.text.string(value), at: location), location: location)
    }

    /// Reads `n` or `n@o`; nil, with an error given, when it is malformed or of no length.
    mutating func byteRange(_ written: String, at location: SourceLocation) -> PlaylistNumbers.ByteRange? {
        guard let range = PlaylistNumbers.byteRange(Array(written.utf8)[...]) else {
            record.error(
                .hlsRange, at: location,
                "\(QuotedText.quote(written)) is no byte range; a length, or a length, `@` and an offset are expected")
            return nil
        }
        if range.length == 0 {
            record.error(.hlsRange, at: location, "the byte range \(QuotedText.quote(written)) has no bytes")
            return nil
        }
        return range
    }

    /// A URI line.
    mutating func readSegment(_ line: PlaylistLine) {
        let location = record.text.location(line)
        if pendingDuration == nil {
            record.error(
                .hlsSegmentWithoutDuration, at: location,
                "the line \(QuotedText.quote(record.text.string(line.trimmed))) stands behind no `#EXTINF`")
        }
        defer {
            pendingDuration = nil
            pendingRange = nil
            isGap = false
        }
        segments += 1
        let written = record.text.string(line.whole)
        var mention = PlaylistMention(uri: written, location: location, role: .segment)
        guard let uri = record.replaceVariables(in: written, at: location) else {
            lastSegment = nil
            record.mentionOutside(mention, need: .forbidden, reason: .hlsVariableUndefined)
            return
        }
        mention.uri = uri
        mention.role = role(of: uri)
        take(&mention)
    }

    /// Finds the bytes of a segment and takes its mention.
    private mutating func take(_ mention: inout PlaylistMention) {
        if let pending = pendingRange {
            let resource = resource(mention.uri)
            mention.bytes = bytes(of: pending.range, in: resource, after: lastSegment, at: pending.location)
            lastSegment = mention.bytes.map { SubRange(resource: resource, end: $0.upperBound) }
        } else {
            lastSegment = nil
        }
        if isGap { return takeGap(mention) }
        if isBlockwise { judgeBlocks(&mention) }
        _ = record.mention(mention)
    }

    /// Takes the mention of what is said to be absent; its form is judged all the same.
    mutating func takeGap(_ mention: PlaylistMention) {
        if let refusal = record.resolve(mention.uri).refusal(of: mention.uri) {
            record.refuse(mention, refusal)
        } else {
            record.mentionOutside(mention, need: .none, reason: .hlsGap)
        }
    }

    private mutating func judgeBlocks(_ mention: inout PlaylistMention) {
        guard let bytes = mention.bytes else {
            if pendingRange == nil { mention.content = .aesBlocks }
            return
        }
        let count = bytes.upperBound - bytes.lowerBound
        if count % 16 != 0 {
            record.error(
                .hlsCipherBlocks, at: pendingRange?.location ?? mention.location,
                "the segment is encrypted with AES, but its \(count) bytes are no multiple of 16")
        }
    }

    /// The bytes that `range` means, given where the last sub-range ended; nil when there is none, with an error given.
    mutating func bytes(
        of range: PlaylistNumbers.ByteRange?, in resource: String, after last: SubRange?, at location: SourceLocation
    ) -> Range<UInt64>? {
        guard let range else { return nil }
        var start = range.offset
        if start == nil {
            guard let last, last.resource == resource else {
                record.error(
                    .hlsRangeContinues, at: location,
                    "the byte range has no offset, and what stands before it is no byte range of the same file",
                    hint: "write the offset behind `@`")
                return nil
            }
            start = last.end
        }
        let (end, overflow) = (start ?? 0).addingReportingOverflow(range.length)
        if overflow {
            record.error(.hlsRange, at: location, "the byte range ends beyond 2^64 bytes")
            return nil
        }
        return (start ?? 0)..<end
    }

    /// What tells whether two references mean the same file.
    func resource(_ uri: String) -> String {
        if case .file(let path, _) = record.resolve(uri) { path } else { uri }
    }

    private func role(of uri: String) -> FileRole {
        if isPictures { return .image }
        if record.context.expectation == .subtitlePlaylist { return .subtitle }
        // Nearly every segment of a million ends in one of these.
        if uri.hasSuffix(".ts") || uri.hasSuffix(".m4s"), !PathText.contains(UInt8(ascii: "?"), in: uri),
            !PathText.contains(UInt8(ascii: "#"), in: uri)
        {
            return .segment
        }
        let path = String(
            uri[..<(uri.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? uri.endIndex)])
        switch PathText.lowercasedExtension(of: path) {
        case "vtt", "webvtt", "ttml", "dfxp", "srt": return .subtitle
        case "jpg", "jpeg", "png": return .image
        default: return .segment
        }
    }
}

extension MediaPlaylist {
    mutating func readMap(_ value: Range<Int>, on line: PlaylistLine) {
        let place = record.text.location(line)
        record.versions.need(
            survey.has(.iFramesOnly) ? 5 : 6,
            for: "`#EXT-X-MAP`" + (survey.has(.iFramesOnly) ? "" : " without `#EXT-X-I-FRAMES-ONLY`"), at: place)
        let list = record.attributes(of: .map, value, on: line)
        if let key = keys.values.first(where: { $0.method.isBlockwise && !$0.hasVector }) {
            record.warn(
                .hlsMapVector, at: place,
                "the initialisation section is encrypted with `\(key.method.rawValue)`, but its `#EXT-X-KEY` has no `IV`",
                hint: "add `IV`, or put `#EXT-X-MAP` before the key")
        }
        guard let uri = record.requiredURI("URI", in: list, of: .map, role: .`init`, on: line) else { return }
        var mention = PlaylistMention(uri: uri.text, location: uri.location, role: .`init`)
        if let attribute = list["BYTERANGE"] {
            let location = record.text.location(attribute.range, of: line)
            var range = byteRange(attribute.value, at: location)
            if range != nil, range?.offset == nil {
                record.warn(
                    .hlsMapOffset, at: location, "the byte range has no offset; it is taken from the first byte on")
                range?.offset = 0
            }
            mention.bytes = bytes(of: range, in: uri.text, after: nil, at: location)
        }
        _ = record.mention(mention)
    }

    mutating func readKey(_ value: Range<Int>, on line: PlaylistLine) {
        guard let key = record.readKey(value, on: line) else { return }
        if key.method == .none {
            keys = [:]
        } else {
            keys[key.format] = key
        }
        isBlockwise = keys.values.contains { $0.method.isBlockwise }
        if key.method == .aes128, !key.hasVector, !survey.has(.mediaSequence) {
            record.report(
                .hlsImplicitVector, .note, at: record.text.location(line),
                "without `IV` the segments' numbers count, and without `#EXT-X-MEDIA-SEQUENCE` the first is number 0; a "
                    + "playlist that was cut at the front would not decrypt")
        }
    }
}
