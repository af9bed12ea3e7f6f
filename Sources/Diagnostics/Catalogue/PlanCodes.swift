extension DiagnosticCode {
    /// An empty medium or cover.
    public static let planEmptyFile = DiagnosticCode(rawValue: "plan.empty-file")
    /// A file too large for the store, or a part size it does not take.
    public static let planPartLayout = DiagnosticCode(rawValue: "plan.part-layout")
    /// Parts larger than asked for.
    public static let planPartGrown = DiagnosticCode(rawValue: "plan.part-grown")
    /// A file that would take the object key of its manifest.
    public static let planKeyTaken = DiagnosticCode(rawValue: "plan.key-taken")
    /// An object key longer than the store takes.
    public static let planKeyTooLong = DiagnosticCode(rawValue: "plan.key-too-long")
}

extension DiagnosticCatalogue {
    /// The codes of the domain `plan`.
    static let planPages: [CodePage] = [
        CodePage(
            .planEmptyFile, .error, title: "a medium or cover has no bytes",
            explanation: """
                The service makes no medium of an empty file. It is usually an export that was cut off before its first \
                byte; make it again, or take the entry out of the job.
                """,
            example: "media:\n  - films/a.mp4        # 0 bytes on disk",
            mend: "media:\n  - films/a.mp4        # exported again"),
        CodePage(
            .planPartLayout, .error, title: "a file cannot be cut into parts that the store takes",
            explanation: """
                An object has at most 10,000 parts of at most 5 GiB each. Leave the part size to the planner, or split the \
                file.
                """,
            example: "upload: { partSize: 6GiB }", mend: "upload: { partSize: auto }"),
        CodePage(
            .planPartGrown, .note, title: "the parts of a file are larger than the job asks for",
            explanation: """
                With the part size of the job the file would have more than 10,000 parts, so they are made larger for this \
                file alone.
                """,
            example: "upload: { partSize: 1MiB }   # and a file of 20 GiB", mend: "upload: { partSize: auto }"),
        CodePage(
            .planKeyTaken, .error, title: "a file would be stored in the place of its manifest",
            explanation: """
                The manifest is stored under MediaStoragePath, every other file beside it under its own name. A file whose \
                name is the last part of MediaStoragePath would overwrite the manifest.
                """,
            example: "MediaStoragePath: /a/v.m3u8   # and the manifest names v.m3u8",
            mend: "MediaStoragePath: /a/master.m3u8"),
        CodePage(
            .planKeyTooLong, .error, title: "the object key of a file would be longer than 850 bytes",
            explanation: """
                The key is the folder of MediaStoragePath and the file's path relative to the manifest. Choose a shorter \
                storage path or shorten the folders below the manifest.
                """,
            example: "MediaStoragePath: /a/very/long/…/path.m3u8", mend: "MediaStoragePath: /a/path.m3u8"),
    ]
}
