extension DiagnosticCode {
    /// `path.absolute`: reference with an absolute path.
    public static let pathAbsolute = DiagnosticCode(rawValue: "path.absolute")
    /// `path.backslash`: backslash in a reference.
    public static let pathBackslash = DiagnosticCode(rawValue: "path.backslash")
    /// `path.control-character`: control character in a reference.
    public static let pathControlCharacter = DiagnosticCode(rawValue: "path.control-character")
    /// `path.device-name`: name of a Windows device.
    public static let pathDeviceName = DiagnosticCode(rawValue: "path.device-name")
    /// `path.directory`: reference to a folder.
    public static let pathDirectory = DiagnosticCode(rawValue: "path.directory")
    /// `path.drive`: reference with a drive letter.
    public static let pathDrive = DiagnosticCode(rawValue: "path.drive")
    /// `path.empty`: reference without a file name.
    public static let pathEmpty = DiagnosticCode(rawValue: "path.empty")
    /// `path.empty-part`: two slashes in a row.
    public static let pathEmptyPart = DiagnosticCode(rawValue: "path.empty-part")
    /// `path.encoded-separator`: percent-encoded slash or backslash.
    public static let pathEncodedSeparator = DiagnosticCode(rawValue: "path.encoded-separator")
    /// `path.escape`: malformed percent sign.
    public static let pathEscape = DiagnosticCode(rawValue: "path.escape")
    /// `path.fragment`: reference with a fragment.
    public static let pathFragment = DiagnosticCode(rawValue: "path.fragment")
    /// `path.inline`: content inside the manifest where a file is needed.
    public static let pathInline = DiagnosticCode(rawValue: "path.inline")
    /// `path.long`: path that may become too long a key.
    public static let pathLong = DiagnosticCode(rawValue: "path.long")
    /// `path.network`: reference that begins with a host.
    public static let pathNetwork = DiagnosticCode(rawValue: "path.network")
    /// `path.non-ascii`: reference beyond ASCII that is not encoded.
    public static let pathNonASCII = DiagnosticCode(rawValue: "path.non-ascii")
    /// `path.not-utf8`: reference that is not UTF-8.
    public static let pathNotUTF8 = DiagnosticCode(rawValue: "path.not-utf8")
    /// `path.outside`: reference that leaves the folder of the top manifest.
    public static let pathOutside = DiagnosticCode(rawValue: "path.outside")
    /// `path.parent`: reference with `..`.
    public static let pathParent = DiagnosticCode(rawValue: "path.parent")
    /// `path.query`: reference with a query.
    public static let pathQuery = DiagnosticCode(rawValue: "path.query")
    /// `path.query-operation`: query that storage acts on.
    public static let pathQueryOperation = DiagnosticCode(rawValue: "path.query-operation")
    /// `path.surrounding-space`: white space around a reference.
    public static let pathSurroundingSpace = DiagnosticCode(rawValue: "path.surrounding-space")
    /// `path.too-long`: path or part that is too long.
    public static let pathTooLong = DiagnosticCode(rawValue: "path.too-long")
    /// `path.trailing-dot-or-space`: part that ends in a dot or a space.
    public static let pathTrailingDotOrSpace = DiagnosticCode(rawValue: "path.trailing-dot-or-space")
    /// `path.unencoded`: character that a URI cannot hold.
    public static let pathUnencoded = DiagnosticCode(rawValue: "path.unencoded")
    /// `path.url`: URL where a file is needed.
    public static let pathURL = DiagnosticCode(rawValue: "path.url")
    /// `path.varying-query`: one file with different queries.
    public static let pathVaryingQuery = DiagnosticCode(rawValue: "path.varying-query")
}

extension DiagnosticCatalogue {
    /// The codes of the domain `path`: the text of a reference.
    static let pathPages: [CodePage] = [
        CodePage(
            .pathAbsolute, .error, title: "reference with an absolute path",
            explanation:
                "Storage keeps each file by its path relative to the top manifest. From an absolute path no such "
                + "place can be derived, and a player would look for it at the root of the host. Write the path "
                + "relative to the manifest that holds the reference.",
            example: "/vod/a.ts", mend: "a.ts"),
        CodePage(
            .pathBackslash, .error, title: "backslash in a reference",
            explanation: "Browsers read a backslash as a slash, other players as a character of the name, so the same "
                + "playlist works in one and fails in the other. Playlists made on Windows are the usual source.",
            example: "seg\\a.ts", mend: "seg/a.ts"),
        CodePage(
            .pathControlCharacter, .error, title: "control character in a reference",
            explanation:
                "A tab or line break inside a URI is dropped by URL parsers, NUL ends the name for the file system, "
                + "and object storage refuses control characters in keys. This holds for encoded ones such as `%07` "
                + "too. Rename the file.",
            example: "a%07.ts", mend: "a.ts"),
        CodePage(
            .pathDeviceName, .note, title: "name of a Windows device",
            explanation:
                "Names such as `con` or `nul.ts` cannot exist on Windows. They work here and in storage; the note is "
                + "for those who will copy the files back.",
            example: "nul.ts", mend: "nul-0.ts"),
        CodePage(
            .pathDirectory, .error, title: "reference to a folder",
            explanation: "The reference ends in a slash or in a dot segment and so names a folder. Only files can be "
                + "uploaded; a file name is missing.",
            example: "video/", mend: "video/a.ts"),
        CodePage(
            .pathDrive, .error, title: "reference with a drive letter",
            explanation:
                "Paths such as `C:\\video\\a.ts` mean something on the computer that wrote them only. Copy the file "
                + "below the manifest's folder and refer to it by its relative path.",
            example: "C:\\video\\a.ts", mend: "a.ts"),
        CodePage(
            .pathEmpty, .error, title: "reference without a file name",
            explanation:
                "An empty reference, or one of a query or fragment alone, means the manifest itself. A file name is "
                + "missing.",
            example: "?x=1", mend: "a.ts?x=1"),
        CodePage(
            .pathEmptyPart, .error, title: "two slashes in a row",
            explanation:
                "A file system takes `a//b.ts` for `a/b.ts`; in storage these are two different keys, and a player "
                + "asks for the first one.",
            example: "a//b.ts", mend: "a/b.ts"),
        CodePage(
            .pathEncodedSeparator, .error, title: "percent-encoded slash or backslash",
            explanation:
                "`%2F` and `%5C` are taken for separators by some servers and for characters of the name by others. "
                + "Which object a player gets would be a matter of luck.",
            example: "x%2Fa.ts", mend: "x/a.ts"),
        CodePage(
            .pathEscape, .error, title: "malformed percent sign",
            explanation: "A percent sign begins two hexadecimal digits. Players send a malformed one as it stands, and "
                + "servers often answer that with status 400. A percent sign in a file name is written `%25`.",
            example: "100%.ts", mend: "100%25.ts"),
        CodePage(
            .pathFragment, .warning, title: "reference with a fragment",
            explanation:
                "What follows `#` is never sent, so the file is the part before it. If the number sign belongs to "
                + "the file's name, write it as `%23`.",
            example: "a#1.ts", mend: "a%231.ts"),
        CodePage(
            .pathInline, .error, title: "content inside the manifest where a file is needed",
            explanation:
                "A `data:` URI is accepted for keys, session data and steering manifests. Playlists, segments and "
                + "initialisation sections have to be files, because the service stores and processes files.",
            example: "data:text/plain,abc", mend: "a.ts"),
        CodePage(
            .pathLong, .warning, title: "path that may become too long a key",
            explanation:
                "An object key has at most 850 bytes, and the folder that the service chooses is part of it. From "
                + "700 bytes of relative path on there may be too little room left for it.",
            example: "a/very/…/long/path.ts", mend: "short/path.ts"),
        CodePage(
            .pathNetwork, .error, title: "reference that begins with a host",
            explanation:
                "`//host/a.ts` and `\\\\host\\a.ts` name another host. The service takes relative paths only. Copy "
                + "the file below the manifest's folder.",
            example: "//cdn.example/a.ts", mend: "a.ts"),
        CodePage(
            .pathNonASCII, .warning, title: "reference beyond ASCII that is not encoded",
            explanation:
                "Players accept such names in a UTF-8 manifest, but a URI has to carry them percent-encoded. The "
                + "file is looked up, and stored, by exactly the code points that the manifest has.",
            example: "é.ts", mend: "%C3%A9.ts"),
        CodePage(
            .pathNotUTF8, .error, title: "reference that is not UTF-8",
            explanation:
                "The bytes behind the percent signs are not UTF-8, so they are no object key. They come from a tool "
                + "that encoded another character set.",
            example: "a%ff.ts", mend: "a%C3%BF.ts"),
        CodePage(
            .pathOutside, .error, title: "reference that leaves the folder of the top manifest",
            explanation:
                "Everything that belongs to an entry lies in the folder of its top manifest or below it. A path that "
                + "goes above that folder has no place in storage, even if it comes back by the folder's name: that "
                + "name is not kept.",
            example: "../a.ts", mend: "a.ts"),
        CodePage(
            .pathParent, .error, title: "reference with `..`",
            explanation:
                "The service's rule is that references stay in the manifest's folder or below and do not use `../`. "
                + "With `manifests: { parentReferences: allow }` in the job this is a warning where the path stays "
                + "below the top manifest's folder; players and storage cope with that.",
            example: "x/../a.ts", mend: "a.ts"),
        CodePage(
            .pathQuery, .warning, title: "reference with a query",
            explanation:
                "A file's name ends before the `?`. Storage ignores most queries, so the reference works, but the "
                + "origin may have served different content for different queries.",
            example: "a.ts?token=1", mend: "a.ts"),
        CodePage(
            .pathQueryOperation, .error, title: "query that storage acts on",
            explanation:
                "Some parameters, such as `acl`, `uploads` or those of image processing, are operations of the "
                + "store. A request with one of them answers something else than the file.",
            example: "a.ts?acl", mend: "a.ts"),
        CodePage(
            .pathSurroundingSpace, .warning, title: "white space around a reference",
            explanation:
                "Readers drop white space around a reference, so it works; the specification allows none there.",
            example: "a.ts ", mend: "a.ts"),
        CodePage(
            .pathTooLong, .error, title: "path or part that is too long",
            explanation:
                "A file system takes 255 bytes for one part of a path, object storage 850 bytes for a whole key. "
                + "Letters beyond ASCII count two to four bytes.",
            example: "a name of 300 letters", mend: "a shorter name"),
        CodePage(
            .pathTrailingDotOrSpace, .warning, title: "part that ends in a dot or a space",
            explanation:
                "Such a name cannot exist on Windows and is usually a slip of the pen. It is looked up exactly as "
                + "written.",
            example: "a.ts%20", mend: "a.ts"),
        CodePage(
            .pathUnencoded, .warning, title: "character that a URI cannot hold",
            explanation:
                "Spaces, quotes, braces and some more have to be percent-encoded. Browsers do that by themselves, "
                + "other players may not.",
            example: "seg one.ts", mend: "seg%20one.ts"),
        CodePage(
            .pathURL, .error, title: "URL where a file is needed",
            explanation:
                "The service takes relative paths only: what is not uploaded with the manifest is not stored with "
                + "it. A colon in the first part of a file name makes a URL of it as well; `./` in front prevents that.",
            example: "https://cdn.example/a.ts", mend: "a.ts"),
        CodePage(
            .pathVaryingQuery, .warning, title: "one file with different queries",
            explanation:
                "Several references differ in nothing but their query. The origin may have answered each of them "
                + "with other content; here they all get the same file.",
            example: "a.ts?part=1 and a.ts?part=2", mend: "a-1.ts and a-2.ts"),
    ]
}
