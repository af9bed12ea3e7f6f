extension DiagnosticCode {
    /// `hls.encoding`: playlist that is not UTF-8.
    public static let hlsEncoding = DiagnosticCode(rawValue: "hls.encoding")
    /// `hls.byte-order-mark`: byte order mark.
    public static let hlsByteOrderMark = DiagnosticCode(rawValue: "hls.byte-order-mark")
    /// `hls.null`: NUL character in a playlist.
    public static let hlsNull = DiagnosticCode(rawValue: "hls.null")
    /// `hls.control-character`: control character in a playlist.
    public static let hlsControlCharacter = DiagnosticCode(rawValue: "hls.control-character")
    /// `hls.line-end`: line that ends in CR alone.
    public static let hlsLineEnd = DiagnosticCode(rawValue: "hls.line-end")
    /// `hls.line-too-long`: line that is too long to be read.
    public static let hlsLineTooLong = DiagnosticCode(rawValue: "hls.line-too-long")
    /// `hls.header`: no `#EXTM3U` at the begin.
    public static let hlsHeader = DiagnosticCode(rawValue: "hls.header")
    /// `hls.white-space`: white space between attributes.
    public static let hlsWhiteSpace = DiagnosticCode(rawValue: "hls.white-space")
    /// `hls.repeated-attribute`: attribute that stands twice.
    public static let hlsRepeatedAttribute = DiagnosticCode(rawValue: "hls.repeated-attribute")
    /// `hls.open-quote`: quoted value that does not end.
    public static let hlsOpenQuote = DiagnosticCode(rawValue: "hls.open-quote")
    /// `hls.text-after-quote`: text behind a quoted value.
    public static let hlsTextAfterQuote = DiagnosticCode(rawValue: "hls.text-after-quote")
    /// `hls.single-quotes`: value in single quotes.
    public static let hlsSingleQuotes = DiagnosticCode(rawValue: "hls.single-quotes")
    /// `hls.unquoted`: reference without quotes.
    public static let hlsUnquoted = DiagnosticCode(rawValue: "hls.unquoted")
    /// `hls.attribute-name`: text that is no attribute.
    public static let hlsAttributeName = DiagnosticCode(rawValue: "hls.attribute-name")
    /// `hls.unknown-attribute`: attribute that players do not know.
    public static let hlsUnknownAttribute = DiagnosticCode(rawValue: "hls.unknown-attribute")
    /// `hls.missing-attribute`: attribute that the specification requires.
    public static let hlsMissingAttribute = DiagnosticCode(rawValue: "hls.missing-attribute")
    /// `hls.missing-uri`: tag without its reference.
    public static let hlsMissingURI = DiagnosticCode(rawValue: "hls.missing-uri")
    /// `hls.define`: malformed definition of a variable.
    public static let hlsDefine = DiagnosticCode(rawValue: "hls.define")
    /// `hls.import`: variable that cannot be imported.
    public static let hlsImport = DiagnosticCode(rawValue: "hls.import")
    /// `hls.query-parameter`: variable from the query of the URL.
    public static let hlsQueryParameter = DiagnosticCode(rawValue: "hls.query-parameter")
    /// `hls.variable-growth`: variables that make the playlist grow without bound.
    public static let hlsVariableGrowth = DiagnosticCode(rawValue: "hls.variable-growth")
    /// `hls.variable-twice`: variable defined twice.
    public static let hlsVariableTwice = DiagnosticCode(rawValue: "hls.variable-twice")
    /// `hls.variable-undefined`: variable that is not defined.
    public static let hlsVariableUndefined = DiagnosticCode(rawValue: "hls.variable-undefined")
    /// `hls.version-number`: version that is no number.
    public static let hlsVersionNumber = DiagnosticCode(rawValue: "hls.version-number")
    /// `hls.version-too-low`: version too low for a feature.
    public static let hlsVersionTooLow = DiagnosticCode(rawValue: "hls.version-too-low")
    /// `hls.version-twice`: two versions.
    public static let hlsVersionTwice = DiagnosticCode(rawValue: "hls.version-twice")
}

extension DiagnosticCatalogue {
    /// Codes about the text of a playlist: encoding, attributes, variables, versions.
    static let hlsTextPages: [CodePage] = [
        CodePage(
            .hlsAttributeName, .warning, title: "text that is no attribute",
            explanation:
                "An attribute is a name of capital letters, digits and hyphens, an equals sign and a value. Players "
                + "skip all else.",
            example: "AVERAGE_BANDWIDTH=1", mend: "AVERAGE-BANDWIDTH=1"),
        CodePage(
            .hlsByteOrderMark, .error, title: "byte order mark",
            explanation:
                "The specification forbids a byte order mark in a playlist and tells players to refuse it, since the "
                + "text then does not begin with `#EXTM3U`. Some editors add it unasked.",
            example: "EF BB BF #EXTM3U", mend: "#EXTM3U"),
        CodePage(
            .hlsControlCharacter, .warning, title: "control character in a playlist",
            explanation:
                "A playlist may hold no control characters besides its line ends. Some players read them as part of "
                + "a name.",
            example: "#EXTINF:4,<tab>", mend: "#EXTINF:4,"),
        CodePage(
            .hlsDefine, .error, title: "malformed definition of a variable",
            explanation:
                "`#EXT-X-DEFINE` has exactly one of `NAME` (with `VALUE`), `IMPORT` and `QUERYPARAM`. Players refuse "
                + "a playlist in which it does not.",
            example: "#EXT-X-DEFINE:NAME=\"p\"", mend: "#EXT-X-DEFINE:NAME=\"p\",VALUE=\"v1\""),
        CodePage(
            .hlsEncoding, .error, title: "playlist that is not UTF-8",
            explanation:
                "A playlist is a text in UTF-8. Players that meet other bytes stop or read other names. Save it as "
                + "UTF-8.",
            example: "a playlist saved as UTF-16 or Latin-1", mend: "the same text saved as UTF-8"),
        CodePage(
            .hlsHeader, .error, title: "no `#EXTM3U` at the begin",
            explanation:
                "A playlist begins with `#EXTM3U`, with nothing before it: no blank line, no space. Players refuse "
                + "all else.",
            example: "#EXT-X-VERSION:3", mend: "#EXTM3U\n#EXT-X-VERSION:3"),
        CodePage(
            .hlsImport, .error, title: "variable that cannot be imported",
            explanation:
                "A media playlist imports a variable from the multivariant playlist through which a player came to "
                + "it. There is none, or it does not define the variable, so players refuse the playlist.",
            example: "#EXT-X-DEFINE:IMPORT=\"p\"", mend: "#EXT-X-DEFINE:NAME=\"p\",VALUE=\"v1\""),
        CodePage(
            .hlsLineEnd, .warning, title: "line that ends in CR alone",
            explanation: "Lines end in LF or CRLF. Some players take a lone CR for a part of the line.",
            example: "#EXTM3U<CR>", mend: "#EXTM3U<LF>"),
        CodePage(
            .hlsLineTooLong, .error, title: "line that is too long to be read",
            explanation:
                "A line has at most 1 MiB, comments aside. Nothing that a playlist says needs more; a media file with "
                + "the wrong name, or a lost line end, gives such lines.",
            example: "#EXT-X-KEY:METHOD=AES-128,URI=\"data:<100 MiB>\"", mend: "#EXT-X-KEY:METHOD=AES-128,URI=\"k.bin\""
        ),
        CodePage(
            .hlsMissingAttribute, .warning, title: "attribute that the specification requires",
            explanation:
                "The tag lacks an attribute that the specification requires. Some players drop the tag, and with it "
                + "what it describes.",
            example: "#EXT-X-STREAM-INF:RESOLUTION=640x360",
            mend: "#EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360"),
        CodePage(
            .hlsMissingURI, .error, title: "tag without its reference",
            explanation: "The tag means nothing without the reference it lacks.",
            example: "#EXT-X-MAP:BYTERANGE=\"800@0\"", mend: "#EXT-X-MAP:URI=\"a.mp4\",BYTERANGE=\"800@0\""),
        CodePage(
            .hlsNull, .error, title: "NUL character in a playlist",
            explanation: "A NUL ends the text for some readers. It comes from a broken copy or from another encoding.",
            example: "#EXTINF:4,\\0", mend: "#EXTINF:4,"),
        CodePage(
            .hlsOpenQuote, .error, title: "quoted value that does not end",
            explanation:
                "A quoted value ends on its line. Players take the rest of the line for the value, or drop the tag.",
            example: "#EXT-X-MAP:URI=\"a.mp4", mend: "#EXT-X-MAP:URI=\"a.mp4\""),
        CodePage(
            .hlsQueryParameter, .error, title: "variable from the query of the URL",
            explanation:
                "A stored playlist is fetched without a query, so the variable has no value and players refuse the "
                + "playlist.",
            example: "#EXT-X-DEFINE:QUERYPARAM=\"token\"", mend: "#EXT-X-DEFINE:NAME=\"token\",VALUE=\"t1\""),
        CodePage(
            .hlsRepeatedAttribute, .error, title: "attribute that stands twice",
            explanation: "Some players take the first value, others the last.",
            example: "#EXT-X-MAP:URI=\"a.mp4\",URI=\"b.mp4\"", mend: "#EXT-X-MAP:URI=\"a.mp4\""),
        CodePage(
            .hlsSingleQuotes, .error, title: "value in single quotes",
            explanation:
                "Single quotes are part of the value, so players ask for a file whose name begins and ends with one.",
            example: "#EXT-X-MAP:URI='a.mp4'", mend: "#EXT-X-MAP:URI=\"a.mp4\""),
        CodePage(
            .hlsTextAfterQuote, .error, title: "text behind a quoted value",
            explanation:
                "Between a quoted value and the next comma nothing may stand. A lost line break is the usual cause.",
            example: "#EXT-X-MAP:URI=\"a.mp4\"#EXTINF:4,", mend: "#EXT-X-MAP:URI=\"a.mp4\"\n#EXTINF:4,"),
        CodePage(
            .hlsUnquoted, .warning, title: "reference without quotes",
            explanation:
                "A reference in an attribute stands in double quotes. Some players take it without them, others drop "
                + "the tag.",
            example: "#EXT-X-MAP:URI=a.mp4", mend: "#EXT-X-MAP:URI=\"a.mp4\""),
        CodePage(
            .hlsVariableGrowth, .error, title: "variables that make the playlist grow without bound",
            explanation:
                "Variables whose values hold other variables can make gigabytes out of a few lines. With all of them "
                + "replaced, a playlist may have 128 MiB, as much as one that is read may have.",
            example: "#EXT-X-DEFINE:NAME=\"b\",VALUE=\"{$a}{$a}\", forty times over", mend: "the paths written out"),
        CodePage(
            .hlsUnknownAttribute, .warning, title: "attribute that players do not know",
            explanation:
                "Players skip an attribute whose name they do not know, so what it was to say is lost. Most often the name is "
                + "misspelt. Names that begin with `X-` are free for everybody and never reported.",
            example: "#EXT-X-STREAM-INF:BANDWITH=1280000", mend: "#EXT-X-STREAM-INF:BANDWIDTH=1280000"),
        CodePage(
            .hlsVariableTwice, .error, title: "variable defined twice",
            explanation: "Players refuse a playlist that defines a variable twice.",
            example: "two lines #EXT-X-DEFINE:NAME=\"p\",…", mend: "one of them"),
        CodePage(
            .hlsVariableUndefined, .error, title: "variable that is not defined",
            explanation:
                "A variable is defined before it is used, and each playlist has its own: nothing comes from another "
                + "playlist without `IMPORT`. Players refuse the playlist.",
            example: "{$p}/a.ts", mend: "#EXT-X-DEFINE:NAME=\"p\",VALUE=\"v1\" before {$p}/a.ts"),
        CodePage(
            .hlsVersionNumber, .warning, title: "version that is no number",
            explanation: "`#EXT-X-VERSION` has a positive integer. Without one, version 1 counts.",
            example: "#EXT-X-VERSION:three", mend: "#EXT-X-VERSION:3"),
        CodePage(
            .hlsVersionTooLow, .warning, title: "version too low for a feature",
            explanation:
                "The playlist uses something that its declared version does not have. Nearly all players ignore that.",
            example: "#EXT-X-VERSION:3 with #EXT-X-BYTERANGE", mend: "#EXT-X-VERSION:4"),
        CodePage(
            .hlsVersionTwice, .error, title: "two versions",
            explanation: "Players refuse a playlist with two lines `#EXT-X-VERSION`.",
            example: "#EXT-X-VERSION:3 and #EXT-X-VERSION:4", mend: "#EXT-X-VERSION:4"),
        CodePage(
            .hlsWhiteSpace, .warning, title: "white space between attributes",
            explanation:
                "No white space is allowed around the commas and equals signs of an attribute list. Most players "
                + "drop it.",
            example: "#EXT-X-STREAM-INF:PROGRAM-ID=1, BANDWIDTH=1", mend: "#EXT-X-STREAM-INF:PROGRAM-ID=1,BANDWIDTH=1"),
    ]
}
