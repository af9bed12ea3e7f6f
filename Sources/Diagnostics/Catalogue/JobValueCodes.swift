/// What can be wrong with a single value of a job file.
extension DiagnosticCode {
    /// A key has no value.
    public static let jobEmptyValue = DiagnosticCode(rawValue: "job.empty-value")
    /// A text contains the character NUL.
    public static let jobNULCharacter = DiagnosticCode(rawValue: "job.nul-character")
    /// A value is no integer.
    public static let jobWrongType = DiagnosticCode(rawValue: "job.wrong-type")
    /// A number is out of its range.
    public static let jobNumberRange = DiagnosticCode(rawValue: "job.number-range")
    /// A value is no size.
    public static let jobSize = DiagnosticCode(rawValue: "job.size")
    /// A size is out of its range.
    public static let jobSizeRange = DiagnosticCode(rawValue: "job.size-range")
    /// A part size is out of its range.
    public static let jobPartSize = DiagnosticCode(rawValue: "job.part-size")
    /// A value is no rate.
    public static let jobRate = DiagnosticCode(rawValue: "job.rate")
    /// A value is no span of time.
    public static let jobDuration = DiagnosticCode(rawValue: "job.duration")
    /// A value is no percentage.
    public static let jobPercentage = DiagnosticCode(rawValue: "job.percentage")
    /// A value is no daily window.
    public static let jobWindow = DiagnosticCode(rawValue: "job.window")
    /// A time zone is not known.
    public static let jobTimeZone = DiagnosticCode(rawValue: "job.time-zone")
    /// A value is no usable URL.
    public static let jobAddress = DiagnosticCode(rawValue: "job.address")
    /// A word is not among the choices.
    public static let jobChoice = DiagnosticCode(rawValue: "job.choice")
    /// An access region has the wrong form.
    public static let jobRegion = DiagnosticCode(rawValue: "job.region")
    /// An access region is nearly a known one.
    public static let jobAccessRegion = DiagnosticCode(rawValue: "job.access-region")
    /// A path is a URL.
    public static let jobPathIsURL = DiagnosticCode(rawValue: "job.path-is-url")
    /// A path names a folder.
    public static let jobPathIsFolder = DiagnosticCode(rawValue: "job.path-is-folder")
    /// A media type is not supported.
    public static let jobMediaType = DiagnosticCode(rawValue: "job.media-type")
    /// Nothing tells the media type.
    public static let jobMediaTypeMissing = DiagnosticCode(rawValue: "job.media-type-missing")
    /// A cover type is not supported.
    public static let jobCoverType = DiagnosticCode(rawValue: "job.cover-type")
    /// Nothing tells the cover type.
    public static let jobCoverTypeMissing = DiagnosticCode(rawValue: "job.cover-type-missing")
    /// A cover type stands without a cover.
    public static let jobCoverTypeAlone = DiagnosticCode(rawValue: "job.cover-type-alone")
    /// An expiry is no date and time.
    public static let jobExpireTime = DiagnosticCode(rawValue: "job.expire-time")
    /// An expiry has no time zone.
    public static let jobExpireTimeZone = DiagnosticCode(rawValue: "job.expire-time-zone")
    /// An expiry lies in the past.
    public static let jobExpireTimePast = DiagnosticCode(rawValue: "job.expire-time-past")
    /// A text is too long.
    public static let jobTextTooLong = DiagnosticCode(rawValue: "job.text-too-long")
    /// A media name is long.
    public static let jobMediaNameLong = DiagnosticCode(rawValue: "job.media-name-long")
    /// A storage region is not known.
    public static let jobStorageRegion = DiagnosticCode(rawValue: "job.storage-region")
    /// A storage path cannot be a path in the store.
    public static let jobMediaStoragePath = DiagnosticCode(rawValue: "job.media-storage-path")
}

extension DiagnosticCatalogue {
    /// The codes of the domain `job` that are about values.
    static let jobValuePages: [CodePage] = [
        CodePage(
            .jobEmptyValue, .error, title: "a key has no value",
            explanation: "A key without a value says nothing. Where an entry shall not have what the defaults say, "
                + "write `\"\"`; that works for Procedure, SourceContext, SessionContext, StorageRegion and "
                + "ExtInfo.",
            example: "Procedure:",
            mend: "Procedure: \"\""),
        CodePage(
            .jobNULCharacter, .error, title: "a text contains the character NUL",
            explanation: "No path can contain it, and the service takes it nowhere.",
            example: "MediaName: \"a\\0b\"",
            mend: "MediaName: ab"),
        CodePage(
            .jobWrongType, .error, title: "a value is no integer",
            explanation: "Values are read by the type of their key. An integer is decimal, without quotes, leading "
                + "zeros or separators.",
            example: "ClassId: \"7\"",
            mend: "ClassId: 7"),
        CodePage(
            .jobNumberRange, .error, title: "a number is out of its range",
            explanation: "The message says which numbers are allowed.",
            example: "concurrency: { global: 0 }",
            mend: "concurrency: { global: 32 }"),
        CodePage(
            .jobSize, .error, title: "a value is no size",
            explanation: "A size is a number with a unit, or an integer of bytes. Units are B, KB, KiB, MB, MiB, "
                + "GB, GiB, TB, TiB.",
            example: "upload: { multipartFrom: 16M }",
            mend: "upload: { multipartFrom: 16MiB }"),
        CodePage(
            .jobSizeRange, .error, title: "a size is out of its range",
            explanation: "A file above 5 GiB cannot be sent in one piece, so `multipartFrom` cannot lie above "
                + "that.",
            example: "upload: { multipartFrom: 6GiB }",
            mend: "upload: { multipartFrom: 16MiB }"),
        CodePage(
            .jobPartSize, .error, title: "a part size is out of its range",
            explanation: "The object store takes parts from 1 MiB to 5 GiB. `auto` lets the planner choose for "
                + "each file.",
            example: "upload: { partSize: 900KiB }",
            mend: "upload: { partSize: auto }"),
        CodePage(
            .jobRate, .error, title: "a value is no rate",
            explanation: "A bandwidth is a size per second, a rate of requests a number per second or minute.",
            example: "rate: { bandwidth: 200MiB, requests: 80 }",
            mend: "rate: { bandwidth: 200MiB/s, requests: 80/s }"),
        CodePage(
            .jobDuration, .error, title: "a value is no span of time",
            explanation: "A span of time is made of numbers with the units d, h, m, s, ms, largest first.",
            example: "retry: { elapsed: 15 minutes }",
            mend: "retry: { elapsed: 15m }"),
        CodePage(
            .jobPercentage, .error, title: "a value is no percentage",
            explanation: "A share is written with `%`, above 0 and at most 100.",
            example: "stop: { failureRate: 0.5 }",
            mend: "stop: { failureRate: 50% }"),
        CodePage(
            .jobWindow, .error, title: "a value is no daily window",
            explanation: "A window is two times of day. It may go past midnight.",
            example: "schedule: { window: 10pm-6am }",
            mend: "schedule: { window: \"22:00-06:00\" }"),
        CodePage(
            .jobTimeZone, .error, title: "a time zone is not known",
            explanation: "Zones are named as in the IANA database.",
            example: "schedule: { timezone: Shanghai }",
            mend: "schedule: { timezone: Asia/Shanghai }"),
        CodePage(
            .jobAddress, .error, title: "a value is no usable URL",
            explanation: "An address begins with `http://` or `https://`. In `service.storage` the placeholders "
                + "`{bucket}` and `{region}` are filled in. `service.proxy` begins with `http://`, or is a host and a port "
                + "without a scheme: the way to a proxy is plain, what goes through it is encrypted.",
            example: "service: { api: vod.tencentcloudapi.com }",
            mend: "service: { api: https://vod.tencentcloudapi.com }"),
        CodePage(
            .jobChoice, .error, title: "a word is not among the choices",
            explanation: "The message lists the words that are allowed.",
            example: "manifests: { parentReferences: deny }",
            mend: "manifests: { parentReferences: refuse }"),
        CodePage(
            .jobRegion, .error, title: "an access region has the wrong form",
            explanation: "A region is written as the service writes it: lower-case words joined by hyphens.",
            example: "region: Guangzhou",
            mend: "region: ap-guangzhou"),
        CodePage(
            .jobAccessRegion, .warning, title: "an access region is nearly a known one",
            explanation: "Most often a slip. The service adds regions, so one that is like no other is let pass.",
            example: "region: ap-guanzhou",
            mend: "region: ap-guangzhou"),
        CodePage(
            .jobPathIsURL, .error, title: "a path is a URL",
            explanation: "Only files of this machine are uploaded. URLs are not fetched.",
            example: "media: [https://host.example/a.mp4]",
            mend: "media: [a.mp4]"),
        CodePage(
            .jobPathIsFolder, .error, title: "a path names a folder",
            explanation: "Every entry is one medium.",
            example: "media: [films/]",
            mend: "media: [films/a.mp4, films/b.mp4]"),
        CodePage(
            .jobMediaType, .error, title: "a media type is not supported",
            explanation: "The service takes the types of its list. The type comes from `MediaType`, or from the "
                + "extension of the path.",
            example: "media: [notes.txt]",
            mend: "media: [notes.mp4]"),
        CodePage(
            .jobMediaTypeMissing, .error, title: "nothing tells the media type",
            explanation: "Without an extension the entry needs a `MediaType`.",
            example: "media: [films/wildlife]",
            mend: "media:\n  - { MediaFilePath: films/wildlife, MediaType: mp4 }"),
        CodePage(
            .jobCoverType, .error, title: "a cover type is not supported",
            explanation: "Covers are pictures of the service's list.",
            example: "CoverFilePath: cover.webp",
            mend: "CoverFilePath: cover.png"),
        CodePage(
            .jobCoverTypeMissing, .error, title: "nothing tells the cover type",
            explanation: "Without an extension the cover needs a `CoverType`.",
            example: "CoverFilePath: covers/7",
            mend: "CoverFilePath: covers/7\nCoverType: png"),
        CodePage(
            .jobCoverTypeAlone, .error, title: "a cover type stands without a cover",
            explanation: "`CoverType` says nothing without `CoverFilePath`, which was perhaps forgotten.",
            example: "CoverType: png",
            mend: "CoverFilePath: cover\nCoverType: png"),
        CodePage(
            .jobExpireTime, .error, title: "an expiry is no date and time",
            explanation: "ExpireTime is a moment in ISO 8601.",
            example: "ExpireTime: 2027-01-01",
            mend: "ExpireTime: 2027-01-01T00:00:00Z"),
        CodePage(
            .jobExpireTimeZone, .error, title: "an expiry has no time zone",
            explanation: "Without a zone a moment is not known, and media would be deleted hours too early or too "
                + "late.",
            example: "ExpireTime: 2027-01-01T00:00:00",
            mend: "ExpireTime: 2027-01-01T00:00:00+08:00"),
        CodePage(
            .jobExpireTimePast, .error, title: "an expiry lies in the past",
            explanation: "The service refuses it.",
            example: "ExpireTime: 2019-01-01T00:00:00Z",
            mend: "ExpireTime: 2027-01-01T00:00:00Z"),
        CodePage(
            .jobTextTooLong, .error, title: "a text is too long",
            explanation: "SourceContext has at most 250 characters, SessionContext 1000.",
            example: "SourceContext: (251 characters)",
            mend: "SourceContext: (a key into your own database)"),
        CodePage(
            .jobMediaNameLong, .warning, title: "a media name is long",
            explanation: "The service states no limit for an upload, but takes at most 64 characters when a name "
                + "is edited later.",
            example: "MediaName: (65 characters)",
            mend: "MediaName: (64 characters)"),
        CodePage(
            .jobStorageRegion, .warning, title: "a storage region is not known",
            explanation: "Most often a slip. The service adds regions, so an unknown one is let pass; `validate "
                + "--online` asks which are enabled.",
            example: "StorageRegion: ap-chonqing",
            mend: "StorageRegion: ap-chongqing"),
        CodePage(
            .jobMediaStoragePath, .error, title: "a storage path cannot be a path in the store",
            explanation: "It begins with `/`, has no empty part, no `.` and no `..`, and at most 850 bytes. It is "
                + "only for applications in FileID+Path mode.",
            example: "MediaStoragePath: films/a.mp4",
            mend: "MediaStoragePath: /films/a.mp4"),
    ]
}
