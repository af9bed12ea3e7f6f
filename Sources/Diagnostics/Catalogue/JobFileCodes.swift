/// What can be wrong with a job file as a whole: its YAML, its keys, its entries.
extension DiagnosticCode {
    /// The file is no YAML.
    public static let jobSyntax = DiagnosticCode(rawValue: "job.syntax")
    /// The file is not UTF-8.
    public static let jobEncoding = DiagnosticCode(rawValue: "job.encoding")
    /// A control character stands in the file.
    public static let jobControlCharacter = DiagnosticCode(rawValue: "job.control-character")
    /// Lists and mappings are nested too deep.
    public static let jobTooDeep = DiagnosticCode(rawValue: "job.too-deep")
    /// A text has no end in sight.
    public static let jobTooLong = DiagnosticCode(rawValue: "job.too-long")
    /// The file has a second document.
    public static let jobSecondDocument = DiagnosticCode(rawValue: "job.second-document")
    /// The file cannot be read to its end.
    public static let jobUnreadable = DiagnosticCode(rawValue: "job.unreadable")
    /// An alias names nothing.
    public static let jobUnknownAlias = DiagnosticCode(rawValue: "job.unknown-alias")
    /// An anchor is defined twice.
    public static let jobDuplicateAnchor = DiagnosticCode(rawValue: "job.duplicate-anchor")
    /// An anchor stands inside `media`.
    public static let jobAnchorInMedia = DiagnosticCode(rawValue: "job.anchor-in-media")
    /// Aliases make the file grow too much.
    public static let jobAliasBudget = DiagnosticCode(rawValue: "job.alias-budget")
    /// The settings are too large.
    public static let jobSettingsTooLarge = DiagnosticCode(rawValue: "job.settings-too-large")
    /// A merge key merges no mapping.
    public static let jobMerge = DiagnosticCode(rawValue: "job.merge")
    /// A value has a tag.
    public static let jobTag = DiagnosticCode(rawValue: "job.tag")
    /// A list, a mapping or a single value stands where another is expected.
    public static let jobWrongKind = DiagnosticCode(rawValue: "job.wrong-kind")
    /// A key is not known.
    public static let jobUnknownKey = DiagnosticCode(rawValue: "job.unknown-key")
    /// A key is given twice.
    public static let jobDuplicateKey = DiagnosticCode(rawValue: "job.duplicate-key")
    /// A required key is missing.
    public static let jobMissingKey = DiagnosticCode(rawValue: "job.missing-key")
    /// The file's version is not known.
    public static let jobVersion = DiagnosticCode(rawValue: "job.version")
    /// A key stands after `media`.
    public static let jobMediaLast = DiagnosticCode(rawValue: "job.media-last")
    /// `media` lists nothing.
    public static let jobNoEntries = DiagnosticCode(rawValue: "job.no-entries")
    /// Key material stands in the job file.
    public static let jobKeyMaterial = DiagnosticCode(rawValue: "job.key-material")
    /// A path stands in the defaults.
    public static let jobDefaultPath = DiagnosticCode(rawValue: "job.default-path")
    /// Two entries have the same name.
    public static let jobDuplicateEntry = DiagnosticCode(rawValue: "job.duplicate-entry")
    /// The same upload is listed twice.
    public static let jobDuplicateUpload = DiagnosticCode(rawValue: "job.duplicate-upload")
    /// Two entries are stored at one path.
    public static let jobDuplicateStoragePath = DiagnosticCode(rawValue: "job.duplicate-storage-path")
    /// An entry has no `MediaFilePath`.
    public static let jobMissingMediaFilePath = DiagnosticCode(rawValue: "job.missing-media-file-path")
}

extension DiagnosticCatalogue {
    /// The codes of the domain `job`.
    static let jobFilePages: [CodePage] = jobStructurePages + jobValuePages

    private static let jobStructurePages: [CodePage] = [
        CodePage(
            .jobSyntax, .error, title: "the file is no YAML",
            explanation: "The text breaks YAML's grammar at the place shown, so nothing after it can be read. Most "
                + "often a text needs quotes, or a line is indented by a tab or by the wrong number of "
                + "spaces.",
            example: "name: films: part 2",
            mend: "name: \"films: part 2\""),
        CodePage(
            .jobEncoding, .error, title: "the file is not UTF-8",
            explanation: "A job file is UTF-8, with or without a byte order mark. Other encodings are not guessed, "
                + "because a wrong guess would upload media under wrong names.",
            example: "(a file saved as UTF-16)",
            mend: "(the same file saved as UTF-8)"),
        CodePage(
            .jobControlCharacter, .error, title: "a control character stands in the file",
            explanation: "YAML allows no control characters but tab and line breaks. Such a byte is most often the "
                + "trace of a broken copy.",
            example: "name: night\\u0007ly",
            mend: "name: nightly"),
        CodePage(
            .jobTooDeep, .error, title: "lists and mappings are nested too deep",
            explanation: "A job file needs four levels. More than 100 are refused, so that a broken or hostile "
                + "file takes no memory.",
            example: "media: [[[[[[…]]]]]]",
            mend: "media: [films/a.mp4]"),
        CodePage(
            .jobTooLong, .error, title: "a text has no end in sight",
            explanation: "A single value may have 1 MiB, and comments between two values 8 MiB. A longer one is "
                + "most often a quote that nobody closed.",
            example: "name: \"nightly",
            mend: "name: \"nightly\""),
        CodePage(
            .jobSecondDocument, .error, title: "the file has a second document",
            explanation: "A job file is one YAML document. A line `---` begins another.",
            example: "version: 1\nmedia: [a.mp4]\n---\nversion: 1",
            mend: "version: 1\nmedia: [a.mp4]"),
        CodePage(
            .jobUnreadable, .error, title: "the file cannot be read to its end",
            explanation: "Reading the file failed, so it cannot be judged. Nothing is sent for half a job.",
            example: "(a file on a disk that went away)",
            mend: "(the file on a disk that is there)"),
        CodePage(
            .jobUnknownAlias, .error, title: "an alias names nothing",
            explanation: "`*name` stands for the value after `&name`, which has to come before it and cannot "
                + "contain it.",
            example: "defaults: *films",
            mend: "upload: { partSize: &size 8MiB, multipartFrom: *size }"),
        CodePage(
            .jobDuplicateAnchor, .error, title: "an anchor is defined twice",
            explanation: "YAML would let the second definition win from there on, which is seldom meant.",
            example: "upload: { partSize: &s 8MiB, multipartFrom: &s 16MiB }",
            mend: "upload: { partSize: &s 8MiB, multipartFrom: 16MiB }"),
        CodePage(
            .jobAnchorInMedia, .error, title: "an anchor stands inside `media`",
            explanation: "Entries are read one at a time and forgotten, so nothing in them can be referred to "
                + "later. Aliases to the settings may stand in entries.",
            example: "media:\n  - &first\n    MediaFilePath: a.mp4",
            mend: "defaults: { Procedure: LongVideoPreset }\nmedia:\n  - a.mp4"),
        CodePage(
            .jobAliasBudget, .error, title: "aliases make the file grow too much",
            explanation: "A few lines of nested aliases can stand for millions of values. Aliases and merge keys "
                + "may add 1000 values to the settings, and 1000 to each entry.",
            example: "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]",
            mend: "(the values written out)"),
        CodePage(
            .jobSettingsTooLarge, .error, title: "the settings are too large",
            explanation: "Only `media` streams; the settings are held in memory and may have 10,000 values.",
            example: "defaults: { … thousands of keys … }",
            mend: "media:\n  - …"),
        CodePage(
            .jobMerge, .error, title: "a merge key merges no mapping",
            explanation: "`<<` takes the keys of another mapping, or of several in a list.",
            example: "defaults: { <<: LongVideoPreset }",
            mend: "defaults: { Procedure: LongVideoPreset }"),
        CodePage(
            .jobTag, .error, title: "a value has a tag",
            explanation: "The key alone decides how a value is read, so tags such as `!!str` say nothing here. "
                + "Tags of programming languages could do harm elsewhere.",
            example: "name: !!str nightly",
            mend: "name: nightly"),
        CodePage(
            .jobWrongKind, .error, title: "a list, a mapping or a single value stands where another is expected",
            explanation: "Each key holds one kind of value: a single one, a mapping or a list.",
            example: "concurrency: 32",
            mend: "concurrency: { global: 32 }"),
        CodePage(
            .jobUnknownKey, .error, title: "a key is not known",
            explanation: "An unknown key is most often a slip, and a setting that is silently passed over costs a "
                + "night. Settings are written in camelCase, request fields as the service writes them.",
            example: "concurency: { global: 32 }",
            mend: "concurrency: { global: 32 }"),
        CodePage(
            .jobDuplicateKey, .error, title: "a key is given twice",
            explanation: "One of the two values would be lost.",
            example: "name: nightly\nname: weekly",
            mend: "name: nightly"),
        CodePage(
            .jobMissingKey, .error, title: "a required key is missing",
            explanation: "A job file has a `version` and a list `media`.",
            example: "media: [a.mp4]",
            mend: "version: 1\nmedia: [a.mp4]"),
        CodePage(
            .jobVersion, .error, title: "the file's version is not known",
            explanation: "The version says what the keys mean. This program reads version 1.",
            example: "version: 2",
            mend: "version: 1"),
        CodePage(
            .jobMediaLast, .error, title: "a key stands after `media`",
            explanation: "Settings come first and `media` last, so that a file with a million entries is read in "
                + "one pass with its settings known.",
            example: "version: 1\nmedia: [a.mp4]\nname: nightly",
            mend: "version: 1\nname: nightly\nmedia: [a.mp4]"),
        CodePage(
            .jobNoEntries, .warning, title: "`media` lists nothing",
            explanation: "The run would end at once with nothing done. A script that wrote the file may have found "
                + "nothing to upload.",
            example: "media: []",
            mend: "media: [a.mp4]"),
        CodePage(
            .jobKeyMaterial, .error, title: "key material stands in the job file",
            explanation: "Job files are copied, committed and kept for years. Keys, tokens and passwords come from "
                + "a profile or from the environment. Treat a key that was in a file as known to others and "
                + "replace it.",
            example: "credentials: { secretKey: … }",
            mend: "credentials: { profile: nightly }"),
        CodePage(
            .jobDefaultPath, .error, title: "a path stands in the defaults",
            explanation: "MediaFilePath, CoverFilePath and MediaStoragePath belong to one entry each.",
            example: "defaults: { CoverFilePath: cover.png }",
            mend: "media:\n  - MediaFilePath: a.mp4\n    CoverFilePath: cover.png"),
        CodePage(
            .jobDuplicateEntry, .error, title: "two entries have the same name",
            explanation: "The name of an entry, its `id` or else its MediaFilePath, is how the report and the "
                + "state file know it.",
            example: "media: [a.mp4, a.mp4]",
            mend: "media: [a.mp4]"),
        CodePage(
            .jobDuplicateUpload, .warning, title: "the same upload is listed twice",
            explanation: "The same file with the same request under two names gives two media in the library. That "
                + "is allowed and seldom meant.",
            example: "media:\n  - a.mp4\n  - { id: again, MediaFilePath: a.mp4 }",
            mend: "media:\n  - a.mp4\n  - { id: again, MediaFilePath: a.mp4, ClassId: 7 }"),
        CodePage(
            .jobDuplicateStoragePath, .warning, title: "two entries are stored at one path",
            explanation: "In an application in FileID+Path mode a medium lies at its MediaStoragePath. Two entries "
                + "with the same SubAppId and the same path share one file: what is uploaded later replaces it, and "
                + "both media play the later one.",
            example: "media:\n  - { MediaFilePath: a.mp4, MediaStoragePath: /films/a.mp4 }\n"
                + "  - { MediaFilePath: b.mp4, MediaStoragePath: /films/a.mp4 }",
            mend: "media:\n  - { MediaFilePath: a.mp4, MediaStoragePath: /films/a.mp4 }\n"
                + "  - { MediaFilePath: b.mp4, MediaStoragePath: /films/b.mp4 }"),
        CodePage(
            .jobMissingMediaFilePath, .error, title: "an entry has no `MediaFilePath`",
            explanation: "There is nothing to upload without it.",
            example: "media:\n  - MediaName: Wildlife",
            mend: "media:\n  - MediaFilePath: films/wildlife.mp4\n    MediaName: Wildlife"),
    ]
}
