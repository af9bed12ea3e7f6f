extension DiagnosticCatalogue {
    /// The XML, the levels and the times of an MPD.
    static let dashDocumentPages: [CodePage] = [
        CodePage(
            .dashAlternativeBase, .note, title: "alternative BaseURL",
            explanation:
                "Several BaseURLs of one level offer the same content. The first is the main one: its files are "
                + "required. Those of the others are uploaded when they exist, so an alternative may be incomplete "
                + "in storage.",
            example: "<BaseURL>a/</BaseURL><BaseURL>b/</BaseURL>",
            mend: "<BaseURL>a/</BaseURL>"),
        CodePage(
            .dashBaseByteRange, .warning, title: "BaseURL with a byteRange",
            explanation:
                "The attribute is a template for URLs that mean a part of a file. It is not followed: storage "
                + "answers Range requests, so players need no such URLs.",
            example: "<BaseURL byteRange=\"$base$?$first$-$last$\">a.mp4</BaseURL>",
            mend: "<BaseURL>a.mp4</BaseURL>"),
        CodePage(
            .dashByteRange, .error, title: "malformed byte range",
            explanation:
                "A byte range is `first-last`; both are counted from 0 and both are included.",
            example: "<Initialization range=\"835-0\"/>",
            mend: "<Initialization range=\"0-835\"/>"),
        CodePage(
            .dashDuplicateRepresentation, .warning, title: "Representation id given twice in one Period",
            explanation:
                "With `$RepresentationID$` in a template both name the same files, so one of them plays the media "
                + "of the other.",
            example: "<Representation id=\"1\"/><Representation id=\"1\"/>",
            mend: "<Representation id=\"1\"/><Representation id=\"2\"/>"),
        CodePage(
            .dashDuration, .error, title: "malformed duration",
            explanation:
                "A duration is written as `P`, days, `T`, hours, minutes and seconds; only the seconds may have a "
                + "fraction. It is never negative.",
            example: "<Period duration=\"10s\">",
            mend: "<Period duration=\"PT10S\">"),
        CodePage(
            .dashDurationCalendar, .warning, title: "duration with years, months or weeks",
            explanation:
                "Years and months have no fixed length, and weeks are not part of the format. They are counted as "
                + "365, 30 and 7 days; players may differ.",
            example: "<MPD mediaPresentationDuration=\"P1M\">",
            mend: "<MPD mediaPresentationDuration=\"P30D\">"),
        CodePage(
            .dashDynamic, .error, title: "live MPD",
            explanation:
                "A dynamic MPD is polled for updates that storage will never have. Upload the manifest that the "
                + "packager writes when the stream has ended.",
            example: "<MPD type=\"dynamic\">",
            mend: "<MPD type=\"static\">"),
        CodePage(
            .dashImportedMPD, .error, title: "imported MPD",
            explanation:
                "Imports of the 6th edition are not supported: the files of the imported presentation would be "
                + "missed.",
            example: "<ImportedMPD uri=\"ad.mpd\"/>",
            mend: "the Periods of ad.mpd"),
        CodePage(
            .dashInteger, .error, title: "malformed integer",
            explanation:
                "The attribute is an integer in its schema. What depends on it is not expanded, because counting "
                + "with a guessed value would name the wrong files.",
            example: "<SegmentTemplate duration=\"2s\"/>",
            mend: "<SegmentTemplate timescale=\"1\" duration=\"2\"/>"),
        CodePage(
            .dashIntegerForm, .warning, title: "integer in another form",
            explanation:
                "The value is integral but not written as an unsigned integer. Some players read it, some drop it "
                + "and take the default.",
            example: "<SegmentTemplate duration=\"2000000.0\"/>",
            mend: "<SegmentTemplate duration=\"2000000\"/>"),
        CodePage(
            .dashKeyTemplate, .error, title: "template for key URIs",
            explanation:
                "The key URI holds identifiers that are filled in for each crypto period. The keys cannot be "
                + "listed, so the upload could not be complete.",
            example: "<sea:CryptoPeriod keyUriTemplate=\"key-$id$.bin\"/>",
            mend: "<sea:CryptoPeriod keyUriTemplate=\"key-1.bin\"/>"),
        CodePage(
            .dashLiveAttribute, .warning, title: "attribute of live streams in a static MPD",
            explanation:
                "Players should ignore it, but some take its presence for a live stream.",
            example: "<MPD type=\"static\" minimumUpdatePeriod=\"PT2S\">",
            mend: "<MPD type=\"static\">"),
        CodePage(
            .dashLocation, .warning, title: "Location in a static MPD",
            explanation:
                "The element tells where an updated MPD is found. A player that follows it leaves the stored "
                + "manifest.",
            example: "<Location>http://origin.example/live.mpd</Location>",
            mend: "no Location element"),
        CodePage(
            .dashNamespace, .warning, title: "MPD in another namespace",
            explanation:
                "All editions of the standard use one namespace. With another one, or none, the elements are "
                + "taken for what their names say, but players may refuse the document.",
            example: "<MPD xmlns=\"urn:mpeg:DASH:schema:MPD:2011\">",
            mend: "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\">"),
        CodePage(
            .dashNoAdaptationSet, .warning, title: "Period without an AdaptationSet",
            explanation:
                "The Period plays nothing. This is legal for an early announcement, but rarely meant in a stored "
                + "asset.",
            example: "<Period/>",
            mend: "<Period><AdaptationSet>…</AdaptationSet></Period>"),
        CodePage(
            .dashNoDuration, .error, title: "segments that cannot be counted",
            explanation:
                "Segments with a fixed `duration` are counted by the length of the Period. Nothing gives that "
                + "length.",
            example: "<MPD><Period>…<SegmentTemplate media=\"$Number$.m4s\" duration=\"2\"/>",
            mend: "<MPD mediaPresentationDuration=\"PT60S\"><Period>…"),
        CodePage(
            .dashNoPeriod, .error, title: "MPD without a Period",
            explanation:
                "All media stand in Periods. Without one there is nothing to play.",
            example: "<MPD></MPD>",
            mend: "<MPD><Period>…</Period></MPD>"),
        CodePage(
            .dashNoRepresentation, .warning, title: "AdaptationSet without a Representation",
            explanation:
                "The set has no media, so players leave it out.",
            example: "<AdaptationSet/>",
            mend: "<AdaptationSet><Representation id=\"1\"/></AdaptationSet>"),
        CodePage(
            .dashNumberRange, .error, title: "number too large to calculate with",
            explanation:
                "Times are added, multiplied and divided exactly, in 128 bits. The numbers given exceed that, or "
                + "64 bits for a single time, and so cannot be meant.",
            example: "<S d=\"9223372036854775807\" r=\"9\"/>",
            mend: "<S d=\"180000\" r=\"9\"/>"),
        CodePage(
            .dashPeriodDuration, .warning, title: "two different durations of a Period",
            explanation:
                "The duration of the Period does not reach exactly to the next Period, or to the end of the "
                + "presentation. Players follow one or the other. Files up to the shorter one are required, those "
                + "up to the longer one are uploaded when they exist.",
            example: "<Period start=\"PT0S\" duration=\"PT10S\"/><Period start=\"PT9S\"/>",
            mend: "<Period start=\"PT0S\" duration=\"PT10S\"/><Period start=\"PT10S\"/>"),
        CodePage(
            .dashPeriodEmpty, .error, title: "presentation without duration",
            explanation:
                "Every Period lasts 0 seconds, so nothing would be played. Packagers leave such a manifest behind "
                + "when they are stopped early.",
            example: "<MPD mediaPresentationDuration=\"PT0S\"><Period/></MPD>",
            mend: "<MPD mediaPresentationDuration=\"PT60S\"><Period/></MPD>"),
        CodePage(
            .dashPeriodOrder, .error, title: "Periods out of order",
            explanation:
                "Periods follow each other in time, and the presentation ends after the last one has started.",
            example: "<Period start=\"PT10S\"/><Period start=\"PT5S\"/>",
            mend: "<Period start=\"PT5S\"/><Period start=\"PT10S\"/>"),
        CodePage(
            .dashPeriodStart, .error, title: "Period without a known start",
            explanation:
                "A Period starts at its `start`, or where the one before it ends. Without either its segments "
                + "cannot be placed.",
            example: "<Period/><Period/>",
            mend: "<Period duration=\"PT10S\"/><Period/>"),
        CodePage(
            .dashRemote, .note, title: "reference that stays remote",
            explanation:
                "Keys, fonts and further manifests may be fetched from elsewhere. They are not uploaded, and "
                + "whether they exist is not checked.",
            example: "<SupplementalProperty schemeIdUri=\"urn:mpeg:dash:chaining:2016\" "
                + "value=\"https://example.com/next.mpd\"/>",
            mend: "a relative path, if the file belongs to the asset"),
        CodePage(
            .dashRoot, .error, title: "document that is not an MPD",
            explanation:
                "The root element of a manifest is `MPD`. A Patch document, a single Period or an HTML page that "
                + "was saved under the name of a manifest cannot be played by itself.",
            example: "<html>404 Not Found</html>",
            mend: "<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\">…</MPD>"),
        CodePage(
            .dashTooManyBases, .error, title: "too many BaseURL alternatives",
            explanation:
                "The alternatives of MPD, Period, AdaptationSet and Representation multiply. At most 64 "
                + "combinations are followed for one Representation.",
            example: "nine BaseURLs on each of two levels",
            mend: "one BaseURL on each level"),
        CodePage(
            .dashTTML, .note, title: "TTML subtitles",
            explanation:
                "TTML may refer to pictures and fonts beside it. The subtitle files themselves are uploaded, but "
                + "not read.",
            example: "<AdaptationSet mimeType=\"application/ttml+xml\">",
            mend: "add such pictures by hand, if there are any"),
        CodePage(
            .dashType, .error, title: "unsupported type of MPD",
            explanation:
                "Only static MPDs describe an asset that is complete. An MPD of the type `list` joins others by "
                + "import.",
            example: "<MPD type=\"list\">",
            mend: "<MPD type=\"static\">"),
        CodePage(
            .dashUnknownID, .warning, title: "id that the Period does not have",
            explanation:
                "A Representation depends on another one, or a Preselection names components, by an id that does "
                + "not occur in the Period. Players leave out what depends on it.",
            example: "<Representation id=\"2\" dependencyId=\"1\"/>",
            mend: "<Representation id=\"1\"/><Representation id=\"2\" dependencyId=\"1\"/>"),
        CodePage(
            .dashURLQuery, .warning, title: "query added to requests",
            explanation:
                "The property makes players add query parameters to segment requests. The files stay the same, "
                + "but storage takes some parameters for operations.",
            example: "<EssentialProperty schemeIdUri=\"urn:mpeg:dash:urlparam:2014\">",
            mend: "no such property"),
        CodePage(
            .dashXLink, .error, title: "remote element",
            explanation:
                "A player fetches the element by its `xlink:href` and splices it in. The files it names cannot be "
                + "known from this MPD, so the upload could not be complete. A link to "
                + "`urn:mpeg:dash:resolve-to-zero:2013` is fine: it takes the element out.",
            example: "<Period xlink:href=\"period2.xml\"/>",
            mend: "<Period>…the content of period2.xml…</Period>"),
        CodePage(
            .dashXMLDoctype, .error, title: "MPD with a DOCTYPE",
            explanation:
                "A DOCTYPE can define entities that expand without bound, or pull in files and URLs. No MPD needs "
                + "one, so the text is not read any further.",
            example: "<!DOCTYPE MPD SYSTEM \"mpd.dtd\"><MPD>…</MPD>",
            mend: "<MPD>…</MPD>"),
        CodePage(
            .dashXMLEncoding, .error, title: "MPD in an encoding other than UTF-8 or UTF-16",
            explanation:
                "An MPD is UTF-8 or UTF-16, with or without a byte order mark, and its XML declaration says the "
                + "same. Players may read anything else as rubbish.",
            example: "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>",
            mend: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"),
        CodePage(
            .dashXMLLimit, .error, title: "MPD beyond a bound",
            explanation:
                "An MPD is read up to 64 MB, 64 levels of elements, 1,000 attributes of one element and 1 MB for "
                + "one text. A text beyond that is no manifest that a player could work with.",
            example: "<a><a><a>… 100,000 levels",
            mend: "an MPD with the structure that ISO/IEC 23009-1 gives it"),
        CodePage(
            .dashXMLSyntax, .error, title: "MPD that is not well-formed XML",
            explanation:
                "Browsers refuse a document that is not well-formed, and so do most players, though some lenient "
                + "readers take it. The place is where the reading ended. Frequent causes are a bare `&` in a URL, "
                + "two attributes without a blank between them, a prefix that is not declared, and a truncated "
                + "file.",
            example: "<BaseURL>a.mp4?x=1&y=2</BaseURL>",
            mend: "<BaseURL>a.mp4?x=1&amp;y=2</BaseURL>"),
    ]
}
