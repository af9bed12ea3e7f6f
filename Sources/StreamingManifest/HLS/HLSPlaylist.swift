import Diagnostics

/// Reads HLS playlists of both kinds, and the JSON documents they lead to (manifests 6 to 13).
enum HLSPlaylist {
    /// What `bytes` refer to and what is wrong with them.
    static func read(_ bytes: [UInt8], context: ReadContext) -> DocumentReading {
        if context.expectation == .assetList || context.expectation == .json {
            return AssetList.read(bytes, context: context)
        }
        let encoding = PlaylistEncoding(bytes, file: context.file)
        let text = PlaylistText(bytes: bytes, file: context.file)
        var record = PlaylistRecord(text, context)
        record.add(encoding.diagnostics)
        guard encoding.isReadable else { return record.finish() }
        let survey = PlaylistSurvey(PlaylistLexer(bytes, from: encoding.start), bytes)
        survey.judgeHeader(&record)
        guard survey.isPlaylist else { return record.finish() }
        let lines = PlaylistLexer(bytes, from: encoding.start)
        switch survey.classify(&record) {
        case .media: return MediaPlaylist.read(lines, survey, record)
        case .multivariant: return MultivariantPlaylist.read(lines, survey, record)
        case nil: return record.finish()
        }
    }
}

/// What a first look at a playlist tells: which tags it has. Reading proper needs to know, since tags decide over the lines
/// before them.
struct PlaylistSurvey {
    /// The two kinds of playlist.
    enum Kind { case media, multivariant }

    /// The first line of every known tag.
    private(set) var firstLines: [PlaylistTag: PlaylistLine] = [:]
    /// True when there is anything that no other text would have.
    private(set) var isPlaylist = false
    /// How many URI lines there are.
    private(set) var uriLines = 0
    /// Where the text ends.
    private(set) var lastLine: PlaylistLine?
    private var firstLine: PlaylistLine?
    private var hasHeaderFirst = false

    init(_ lines: PlaylistLexer, _ bytes: [UInt8]) {
        for line in lines {
            if firstLine == nil {
                firstLine = line
                hasHeaderFirst = Self.isHeader(bytes[line.whole])
            }
            lastLine = line
            if line.content == .uri { uriLines += 1 }
            guard case .tag(let tag, _) = line.content else { continue }
            isPlaylist = true
            if let tag, firstLines[tag] == nil { firstLines[tag] = line }
        }
        isPlaylist = isPlaylist || hasHeaderFirst
    }

    /// True when the playlist has `tag`.
    func has(_ tag: PlaylistTag) -> Bool { firstLines[tag] != nil }

    /// The header, alone or with attributes behind it as IPTV lists have them.
    private static func isHeader(_ line: ArraySlice<UInt8>) -> Bool {
        let header = PlaylistTag.header.written.utf8
        guard line.starts(with: header) else { return false }
        guard let next = line.dropFirst(header.count).first else { return true }
        return next == UInt8(ascii: " ") || next == UInt8(ascii: "\t") || next == UInt8(ascii: ":")
    }

    /// Reports a header that is not there or not first.
    func judgeHeader(_ record: inout PlaylistRecord) {
        if hasHeaderFirst { return }
        let start = SourceLocation(file: record.text.file, start: SourceMark(line: 1, column: 1))
        if let header = firstLines[.header] {
            record.error(
                .hlsHeader, at: record.text.location(header), "`#EXTM3U` is not the first thing in the playlist",
                hint: "remove what stands before it")
        } else {
            record.error(
                .hlsHeader, at: start, "the text does not begin with `#EXTM3U`, so players take it for no playlist")
        }
    }

    /// The kind of playlist; nil, with an error given, where reading on would be guesswork (manifests 7).
    func classify(_ record: inout PlaylistRecord) -> Kind? {
        let media = first { $0 == .media }
        let multivariant = first { $0 == .multivariant }
        let session = first { $0 == .session }
        guard media != nil || multivariant != nil || session != nil else {
            record.error(
                .hlsNothing, at: SourceLocation(file: record.text.file, start: SourceMark(line: 1, column: 1)),
                "the playlist has neither variants nor segments")
            return nil
        }
        guard let media else { return judgeNesting(multivariant ?? session, &record) }
        guard let multivariant else {
            if let session {
                record.warn(
                    .hlsSessionTag, at: record.text.location(session.line),
                    "`\(session.tag.written)` stands in a media playlist, where players skip it")
            }
            return .media
        }
        record.error(
            .hlsMixed, at: record.text.location(multivariant.line),
            "`\(multivariant.tag.written)` of a multivariant playlist and `\(media.tag.written)` of a media playlist stand in "
                + "one playlist")
        return nil
    }

    /// A playlist reached as a variant or rendition has to be a media playlist.
    private func judgeNesting(_ found: (tag: PlaylistTag, line: PlaylistLine)?, _ record: inout PlaylistRecord) -> Kind?
    {
        guard let found, let expectation = record.context.expectation, expectation != .any else { return .multivariant }
        record.error(
            .hlsNested, at: record.text.location(found.line),
            "`\(found.tag.written)` makes this a multivariant playlist, but it is mentioned as a media playlist")
        return nil
    }

    private func first(_ matches: (PlaylistTag.Verdict) -> Bool) -> (tag: PlaylistTag, line: PlaylistLine)? {
        firstLines.filter { matches($0.key.verdict) }.min { $0.value.number < $1.value.number }
            .map { (tag: $0.key, line: $0.value) }
    }
}
