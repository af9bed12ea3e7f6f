extension DiagnosticCode {
    /// `file.cipher-blocks`: encrypted segment of odd size.
    public static let fileCipherBlocks = DiagnosticCode(rawValue: "file.cipher-blocks")
    /// `file.content`: first bytes that do not fit.
    public static let fileContent = DiagnosticCode(rawValue: "file.content")
    /// `file.dangling-link`: link to a file that does not exist.
    public static let fileDanglingLink = DiagnosticCode(rawValue: "file.dangling-link")
    /// `file.empty`: file without bytes.
    public static let fileEmpty = DiagnosticCode(rawValue: "file.empty")
    /// `file.incomplete-alternative`: alternative BaseURL without some of its files.
    public static let fileIncompleteAlternative = DiagnosticCode(rawValue: "file.incomplete-alternative")
    /// `file.key-size`: key file of the wrong size.
    public static let fileKeySize = DiagnosticCode(rawValue: "file.key-size")
    /// `file.missing`: file that does not exist.
    public static let fileMissing = DiagnosticCode(rawValue: "file.missing")
    /// `file.not-regular`: not a regular file.
    public static let fileNotRegular = DiagnosticCode(rawValue: "file.not-regular")
    /// `file.other-form`: name that the folder lists in another form.
    public static let fileOtherForm = DiagnosticCode(rawValue: "file.other-form")
    /// `file.outside`: link that leaves the folder.
    public static let fileOutside = DiagnosticCode(rawValue: "file.outside")
    /// `file.range`: byte range beyond the end of the file.
    public static let fileRange = DiagnosticCode(rawValue: "file.range")
    /// `file.range-by-one`: byte range one byte too long.
    public static let fileRangeByOne = DiagnosticCode(rawValue: "file.range-by-one")
    /// `file.unreadable`: file that cannot be read.
    public static let fileUnreadable = DiagnosticCode(rawValue: "file.unreadable")
}

extension DiagnosticCatalogue {
    /// The codes of the domain `file`: what a manifest names, on disk; with those of the domain `manifest`.
    static let filePages: [CodePage] =
        manifestPages + [
            CodePage(
                .fileCipherBlocks, .error, title: "encrypted segment of odd size",
                explanation:
                    "AES in CBC mode gives whole blocks of 16 bytes. A segment under `METHOD=AES-128` of another size is "
                    + "cut off or was never encrypted; players stop at it.",
                example: "a segment of 1000 bytes under METHOD=AES-128", mend: "a segment of 1008 bytes"),
            CodePage(
                .fileContent, .warning, title: "first bytes that do not fit",
                explanation:
                    "The file does not begin like what the manifest takes it for. An HTML error page saved under the "
                    + "name of a segment is the classic; open the file and look.",
                example: "a segment that begins with <html>", mend: "a segment that begins with a packet or box"),
            CodePage(
                .fileDanglingLink, .error, title: "link to a file that does not exist",
                explanation:
                    "The name is there, but it is a symbolic link whose target is gone, or that leads back to itself.",
                example: "a.ts -> gone.ts", mend: "a.ts"),
            CodePage(
                .fileEmpty, .error, title: "file without bytes",
                explanation:
                    "Players fail or stall at an empty playlist, segment, initialisation section, key or picture. An "
                    + "empty subtitle segment lacks even the line `WEBVTT`. Empty files are often what a broken copy left "
                    + "behind.",
                example: "a.ts of 0 bytes", mend: "a.ts with its content"),
            CodePage(
                .fileIncompleteAlternative, .warning, title: "alternative BaseURL without some of its files",
                explanation:
                    "Players turn to another BaseURL of the same level when the first one fails, or by its priority. Where "
                    + "files are missing there, they stop in the middle. The files that exist are uploaded.",
                example: "<BaseURL>a/</BaseURL><BaseURL>b/</BaseURL>, and b/ has 3 of 9 segments",
                mend: "<BaseURL>a/</BaseURL>"),
            CodePage(
                .fileKeySize, .error, title: "key file of the wrong size",
                explanation:
                    "An AES-128 key file has exactly 16 bytes, an AES-256 key file 32. Hexadecimal digits in place of "
                    + "bytes, a line end behind the key and an HTML page in its place are the usual slips.",
                example: "a key file of 33 bytes: 32 digits and a line end", mend: "a key file of 16 bytes"),
            CodePage(
                .fileMissing, .error, title: "file that does not exist",
                explanation:
                    "The manifest names a file that is not there; a player would get status 404. Names are compared byte "
                    + "by byte, as in object storage: another case, another Unicode form or a percent sign makes another "
                    + "file.",
                example: "n2.ts, which is not in the folder", mend: "n2.ts"),
            CodePage(
                .fileNotRegular, .error, title: "not a regular file",
                explanation: "Only regular files can be uploaded: no folders, sockets, pipes or devices.",
                example: "video, a folder", mend: "video/a.ts"),
            CodePage(
                .fileOtherForm, .warning, title: "name that the folder lists in another form",
                explanation:
                    "The file system found the file although the folder lists its name in another case or Unicode form. "
                    + "The object gets the manifest's form, which works, but the same folder breaks on a system that "
                    + "compares byte by byte.",
                example: "A.ts on disk, a.ts in the manifest", mend: "a.ts in both"),
            CodePage(
                .fileOutside, .error, title: "link that leaves the folder",
                explanation:
                    "A symbolic link, or a linked folder on the way, leads outside the top manifest's folder. Everything "
                    + "that is uploaded lies in that folder, so that no manifest can publish other files of the machine.",
                example: "a.ts -> /etc/passwd", mend: "a.ts, the file itself"),
            CodePage(
                .fileRange, .error, title: "byte range beyond the end of the file",
                explanation:
                    "The manifest asks for bytes that the file does not have. The file is cut off, or the manifest was "
                    + "written for another one.",
                example: "#EXT-X-BYTERANGE:188@188000 of a file of 188000 bytes", mend: "#EXT-X-BYTERANGE:188@187812"),
            CodePage(
                .fileRangeByOne, .warning, title: "byte range one byte too long",
                explanation:
                    "The last byte of a range in an MPD counts as part of it. Some packagers write the length in its "
                    + "place; players get all there is.",
                example: "mediaRange=\"0-1000\" of a file of 1000 bytes", mend: "mediaRange=\"0-999\""),
            CodePage(
                .fileUnreadable, .error, title: "file that cannot be read",
                explanation: "The file is there, but the system refuses to open it for this user.",
                example: "a.ts with mode 000", mend: "a.ts with mode 644"),
        ]
}
